// The reasons of one task for one person. Each scorer says at most what it knows to be true, and
// reads only its own part of the situation, so that one fact stands for one reason.
#pragma once

#include <cstdint>
#include <vector>

#include "recommend/facts.h"
#include "recommend/reason.h"
#include "recommend/situation.h"

namespace commune::recommend {

// A list of reasons that leaves out those that add nothing, and knows its sum.
class Reasons {
 public:
  void add(ReasonCode code, std::int32_t contribution, std::int32_t first = none,
           std::int32_t second = none, std::int32_t third = none);
  void clear();
  [[nodiscard]] std::int32_t score() const { return score_; }
  [[nodiscard]] const std::vector<Reason>& list() const { return list_; }
  [[nodiscard]] bool has(ReasonCode code) const { return (codes_ >> bit(code) & 1U) != 0; }
  [[nodiscard]] bool has_against() const { return has_against_; }
  // Weightiest first, whatever its sign; the order of the codes breaks ties.
  void sort();

 private:
  static unsigned bit(ReasonCode code) { return static_cast<unsigned>(code); }
  std::vector<Reason> list_;
  std::int32_t score_ = 0;
  std::uint32_t codes_ = 0;
  bool has_against_ = false;
};

void score_person(const Situation& situation, const Facts& facts, const Task& task,
                  Reasons& reasons);
void score_time(const Situation& situation, const Facts& facts, const Task& task, Reasons& reasons);
void score_commune(const Situation& situation, const Facts& facts, const Task& task,
                   Reasons& reasons);

// All of them; `reasons` is emptied before.
void score_task(const Situation& situation, const Facts& facts, const Task& task, Reasons& reasons);

// Whether I hold, when the task begins, every certificate it requires.
[[nodiscard]] bool is_certified(const Situation& situation, const Task& task);

}  // namespace commune::recommend

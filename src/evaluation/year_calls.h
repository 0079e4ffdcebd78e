// What is missing in the last hours becomes urgent calls, decided by the devices of the commune and
// answered by people who listen or do not (call_devices.h): the commune's own, and after them those
// of communes nearby, whose devices keep most of their pings for calls at home.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "evaluation/call_devices.h"
#include "evaluation/year_week.h"

namespace commune::evaluation {

struct Gap {
  std::uint32_t task = 0;
  std::int64_t raised_minute = 0;
  std::int64_t needed_minute = 0;
  model::Urgency urgency = model::Urgency::urgent;
  std::vector<std::uint32_t> gone;  // who said they cannot, or did not come
};

class YearCalls {
 public:
  // How far calls may go.
  enum class Reach : std::uint8_t { commune, neighbours };
  YearCalls(const YearWorld& world, Reach reach);

  // Calls until the task has its minimum or it is too late; who accepted is put on the sheet.
  // Gaps of a week come in the order of their time.
  void call(const Week& week, Sheet& sheet, const Gap& gap);

  [[nodiscard]] std::uint64_t calls() const { return calls_; }
  [[nodiscard]] std::uint64_t filled() const { return filled_; }
  [[nodiscard]] std::uint64_t filled_by_neighbours() const { return filled_by_neighbours_; }
  // Of the commune's own people, and of those nearby.
  [[nodiscard]] std::uint64_t pings() const;
  [[nodiscard]] std::uint64_t pings_of_neighbours() const;
  [[nodiscard]] std::uint64_t pings_above_budget() const;

 private:
  struct Yes {
    std::int64_t minute = 0;
    std::uint32_t person = 0;  // a slot of the commune, or a neighbour after these
  };
  [[nodiscard]] bool has_certificates(const Week& week, const Gap& gap, std::uint32_t person) const;
  [[nodiscard]] bool is_able(const Week& week, const Sheet& sheet, const Gap& gap,
                             std::uint32_t person) const;
  // Who has said yes until then is put on the sheet where a place is free; returns how many said
  // it.
  std::uint64_t answer(const Week& week, Sheet& sheet, const Gap& gap, std::int64_t minute,
                       recommend::Call& call);

  const YearWorld& world_;
  std::vector<CallPerson> people_;
  CallDevices devices_;
  std::array<std::array<recommend::CallRecord, 3>, 2> records_{};  // by certificate, urgency
  std::vector<Yes> yes_;                                           // on their way to this call
  std::uint64_t calls_ = 0;
  std::uint64_t filled_ = 0;
  std::uint64_t filled_by_neighbours_ = 0;
};

}  // namespace commune::evaluation

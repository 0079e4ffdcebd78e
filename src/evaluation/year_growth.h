// What people learn within the year. Who has finished trainee's places of work that needs a
// certificate is told so by the app (recommend/skill_growth.h) and asks the guild, which certifies
// whoever has learnt long enough: 8 hours, as a fire brigade asks before the first call.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "evaluation/year_week.h"
#include "recommend/skill_growth.h"

namespace commune::evaluation {

inline constexpr std::uint32_t certified_after_minutes = 8 * 60;

class YearGrowth {
 public:
  explicit YearGrowth(const YearWorld& world)
      : world_(world), people_(world.members.size()), learnt_(world.members.size()) {}

  // Certificates that whoever has a slot in that week got so far.
  [[nodiscard]] std::span<const Certificates> learnt(std::uint32_t week);
  // A week is over: trainees who came, to work to which somebody came whom they learn from.
  void learn(const Week& week, const Sheet& sheet);

  [[nodiscard]] std::uint64_t places() const { return places_; }  // of trainees, finished
  [[nodiscard]] std::uint64_t certified() const { return certified_; }

 private:
  struct Learner {
    std::uint32_t joined_week = 0;
    std::vector<recommend::FinishedPlace> finished;
  };
  void certify(std::uint32_t slot, const Certificates& held);

  const YearWorld& world_;
  std::vector<Learner> people_;       // by slot
  std::vector<Certificates> learnt_;  // by slot
  std::uint64_t places_ = 0;
  std::uint64_t certified_ = 0;
};

}  // namespace commune::evaluation

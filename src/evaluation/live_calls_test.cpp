// Calls go on side by side: whoever comes too late comes in vain, and pings are spent in the order
// of time.
#include "evaluation/live_calls.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "evaluation/year_testing.h"

namespace commune::evaluation {
namespace {

struct Yes {
  std::uint64_t call = 0;
  std::size_t person = 0;
  std::int64_t minute = 0;
  bool has_place = false;
};

// Every moment is a call for so many, needed `window` minutes later.
class Host final : public CallHost {
 public:
  Host(const std::vector<CallPerson>& people, std::uint64_t seed, std::int64_t window,
       std::uint32_t places = 1)
      : people_(people), live_(people, seed, 0.6), window_(window), places_(places) {}

  void run(const std::vector<std::int64_t>& raised) {
    for (std::size_t call = 0; call < raised.size(); ++call) live_.plan(call, raised[call]);
    live_.run(*this);
  }

  // From then on nobody is free.
  void be_busy_from(std::int64_t minute) { live_.plan(busy, minute); }

  void happen(std::size_t call, std::int64_t minute) override {
    if (call == busy) {
      is_busy_ = true;
      return;
    }
    UrgentCall what;
    what.raised_minute = minute;
    what.needed_minute = minute + window_;
    what.places = places_;
    const auto within = count_within(people_, what, [](std::size_t) { return true; });
    EXPECT_TRUE(live_.raise(call, {what, 0, within}, minute));
    EXPECT_FALSE(live_.raise(call, {what, 0, within}, minute));  // it goes on
    raised_[call] = minute;
  }
  [[nodiscard]] bool may_come(std::uint64_t /*call*/, std::size_t /*person*/) const override {
    return !is_busy_;
  }
  void hear_yes(std::uint64_t call, std::size_t person, std::int64_t minute,
                bool has_place) override {
    said_.push_back({call, person, minute, has_place});
  }

  [[nodiscard]] bool is_late(const Yes& yes) const {
    return yes.minute + people_[yes.person].minutes_away > raised_.at(yes.call) + window_;
  }
  [[nodiscard]] const std::vector<Yes>& said() const { return said_; }
  [[nodiscard]] const LiveCalls& live() const { return live_; }

 private:
  static constexpr std::size_t busy = 1000;
  const std::vector<CallPerson>& people_;
  LiveCalls live_;
  std::int64_t window_;
  std::uint32_t places_;
  bool is_busy_ = false;
  std::map<std::uint64_t, std::int64_t> raised_;
  std::vector<Yes> said_;
};

constexpr std::int64_t noon = 12 * 60;

TEST(LiveCalls, WhoIsNotThereInTimeComesInVain) {
  const std::vector<CallPerson> people(4, small_caller());
  std::size_t late = 0;
  std::size_t placed = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Host host(people, seed, 20);
    host.run({noon});
    for (const Yes& yes : host.said()) {
      EXPECT_FALSE(yes.has_place && host.is_late(yes)) << "seed " << seed;
      late += host.is_late(yes) ? 1U : 0U;
      placed += yes.has_place ? 1U : 0U;
    }
  }
  EXPECT_GT(late, 5U);
  EXPECT_GT(placed, 5U);
  EXPECT_LE(placed, 20U);
}

TEST(LiveCalls, WhoeverIsTooFarAwayIsNotRung) {
  CallPerson far = small_caller();
  far.minutes_away = 25;
  const std::vector<CallPerson> people(40, far);
  Host host(people, 1, 20);
  host.run({noon});
  for (const auto& pings : host.live().devices().pings()) EXPECT_TRUE(pings.empty());
}

TEST(LiveCalls, WhoHasSomethingElseByTheTimeOfTheAnswerComesInVain) {
  std::size_t in_vain = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const std::vector<CallPerson> people(10, small_caller());
    Host host(people, seed, 120, 10);
    host.be_busy_from(noon + 5);
    host.run({noon});
    for (const Yes& yes : host.said()) {
      EXPECT_EQ(yes.has_place, yes.minute <= noon + 4) << "seed " << seed;
      in_vain += yes.has_place ? 0U : 1U;
    }
    for (const auto& pings : host.live().devices().pings())
      EXPECT_TRUE(pings.empty() || pings.back() < noon + 5) << "seed " << seed;
  }
  EXPECT_GT(in_vain, 5U);
}

TEST(LiveCalls, PingsOfCallsThatGoOnTogetherAreSpentInTheOrderOfTime) {
  const std::vector<CallPerson> people(6, small_caller());
  std::size_t rung_for_both = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Host host(people, seed, 5 * day_minutes, 20);
    host.run({noon, noon + day_minutes});  // both go on for days: there are not people enough
    for (const std::vector<std::int64_t>& pings : host.live().devices().pings()) {
      EXPECT_TRUE(std::ranges::is_sorted(pings)) << "seed " << seed;
      EXPECT_EQ(pings_above(pings, small_caller().budget), 0U) << "seed " << seed;
      rung_for_both += pings.size() > 1 ? 1U : 0U;
    }
  }
  EXPECT_GT(rung_for_both, 0U);
}

}  // namespace
}  // namespace commune::evaluation

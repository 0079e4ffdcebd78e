// Laws of the hours somebody would work, against a naive walk over each minute.
#include "recommend/availability.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "recommend/situation_testing.h"

namespace commune::recommend {
namespace {

// Each minute looked up by its own weekday and hour, in words as plain as they come.
Willingness naive_willingness(const Situation& situation, Instant start, Instant end) {
  const Limits& limits = situation.limits;
  Willingness least = Willingness::gladly;
  for (Minute wall = start.wall(); wall < end.wall(); wall += 30) {
    const std::int32_t hour = wall % day_minutes / 60;
    const std::int32_t day = wall / day_minutes - (hour < 6 ? 1 : 0);
    const std::size_t part = hour < 6    ? 5
                             : hour < 9  ? 0
                             : hour < 12 ? 1
                             : hour < 14 ? 2
                             : hour < 18 ? 3
                             : hour < 22 ? 4
                                         : 5;
    least = std::min(least, situation.week[static_cast<std::size_t>((day + 3) % 7)][part]);
  }
  const bool too_early =
      limits.not_before != none && start.wall() % day_minutes < limits.not_before;
  const bool too_late = limits.not_after != none &&
                        end.wall() > start.wall() / day_minutes * day_minutes + limits.not_after;
  return too_early || too_late ? Willingness::not_then : least;
}

TEST(Hours, AreTheLeastGladOfTheWeekGridAndRespectTheEarliestAndTheLatest) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Situation situation = testing::random_situation(seed);
    for (const Task& task : situation.tasks) {
      if (!task.is_timed) continue;
      ASSERT_EQ(willingness_at(situation, task.start, task.end),
                naive_willingness(situation, task.start, task.end));
    }
  }
}

TEST(Hours, AfterMidnightBelongToTheNightBefore) {
  Situation situation;
  for (auto& day : situation.week) day.fill(Willingness::gladly);
  situation.week[1][5] = Willingness::not_then;  // Tuesday night
  const Instant wednesday_at_one = {testing::noon + (2 * 24 + 13) * 60, 0};
  const Instant until = {wednesday_at_one.utc + 90, 0};
  EXPECT_EQ(willingness_at(situation, wednesday_at_one, until), Willingness::not_then);
  const Instant a_day_later = {wednesday_at_one.utc + day_minutes, 0};
  const Instant until_then = {a_day_later.utc + 60, 0};
  EXPECT_EQ(willingness_at(situation, a_day_later, until_then), Willingness::gladly);
}

TEST(Hours, ThatContradictEachOtherAreRefused) {
  Limits limits;
  EXPECT_TRUE(check_availability(limits).has_value());
  limits.not_before = 8 * 60;
  limits.not_after = 8 * 60 + 5;
  EXPECT_TRUE(check_availability(limits).has_value());
  limits.not_after = 8 * 60;
  ASSERT_FALSE(check_availability(limits).has_value());
  EXPECT_EQ(check_availability(limits).error().code, core::ErrorCode::invalid);
}

}  // namespace
}  // namespace commune::recommend

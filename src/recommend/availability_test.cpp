// Laws of the hours somebody would work, against a naive walk over each minute.
#include "recommend/availability.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "recommend/situation_testing.h"

namespace commune::recommend {
namespace {

// Each minute looked up by its own weekday and hour, in words as plain as they come; whatever is
// outside of "not before" and "not after" counted from the three o'clock before it began.
Willingness naive_willingness(const Situation& situation, Instant start, Instant end) {
  const Limits& limits = situation.limits;
  Willingness least = Willingness::gladly;
  for (Minute wall = start.wall(); wall < end.wall(); ++wall) {
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
  const std::int32_t three = start.wall() - (start.wall() - 180) % day_minutes;
  const std::int32_t midnight = three - 180;
  const std::int32_t after = limits.not_after < 180 ? limits.not_after + 1440 : limits.not_after;
  bool is_out = false;
  for (Minute wall = start.wall(); wall < end.wall(); ++wall) {
    const std::int32_t begins = limits.not_before;
    const bool is_early = begins != none && (wall < midnight + begins ||
                                             (begins > 180 && wall >= three + day_minutes));
    is_out = is_out || is_early || (limits.not_after != none && wall >= midnight + after);
  }
  return is_out ? Willingness::not_then : least;
}

TEST(Hours, AreTheLeastGladOfTheWeekGridAndRespectTheEarliestAndTheLatest) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Situation situation = testing::random_situation(seed);
    core::Random random(seed);
    for (Task& task : situation.tasks) {
      if (!task.is_timed) continue;
      const auto any_minute = [&] { return static_cast<std::int32_t>(random.below(1441)); };
      if (random.chance(1, 2)) situation.limits.not_before = any_minute();
      if (random.chance(1, 2)) situation.limits.not_after = any_minute();
      const auto minutes = static_cast<std::int32_t>(random.below(60));
      task.start.utc += minutes;
      task.end.utc += minutes;
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

// On a Monday in June, minutes after its midnight.
constexpr Instant monday(std::int32_t minutes) { return {testing::noon + 12 * 60 + minutes, 0}; }

TEST(Hours, AreTooLateAfterMidnightTooForWhoWantsToStopInTheEvening) {
  Situation situation;
  for (auto& day : situation.week) day.fill(Willingness::gladly);
  situation.limits.not_after = 21 * 60 + 30;
  const auto at_two = [&] { return willingness_at(situation, monday(60), monday(120)); };
  EXPECT_EQ(at_two(), Willingness::not_then);
  EXPECT_EQ(willingness_at(situation, monday(20 * 60), monday(25 * 60)), Willingness::not_then);
  situation.limits.not_after = 2 * 60;  // in the night
  EXPECT_EQ(at_two(), Willingness::gladly);
  EXPECT_EQ(willingness_at(situation, monday(20 * 60), monday(25 * 60)), Willingness::gladly);
  EXPECT_EQ(willingness_at(situation, monday(20 * 60), monday(27 * 60)), Willingness::not_then);
  situation.limits.not_before = 10 * 60;
  EXPECT_TRUE(check_availability(situation.limits).has_value());
  EXPECT_EQ(at_two(), Willingness::gladly);
}

TEST(Hours, OfEachPartOfTheDayThatItTouchesCount) {
  Situation situation;
  for (auto& day : situation.week) day.fill(Willingness::gladly);
  situation.week[0][3] = Willingness::not_then;  // Monday from two o'clock
  EXPECT_EQ(willingness_at(situation, monday(13 * 60 + 45), monday(14 * 60 + 10)),
            Willingness::not_then);
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

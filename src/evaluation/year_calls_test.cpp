// The last hours of work that lacks people: when a gap calls, whom, and until when somebody may
// come.
#include "evaluation/year_calls.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "evaluation/year_testing.h"

namespace commune::evaluation {
namespace {

constexpr std::size_t people = 40;
constexpr std::int64_t begin = day_minutes + 14 * 60;  // Tuesday, two in the afternoon

// One task for one person; who is down for it first is the first who is free.
struct OneTask {
  YearWorld world;
  Week week;
  Sheet sheet;
  std::uint32_t first = 0;

  OneTask(std::uint64_t seed, std::uint32_t importance, std::uint32_t away = 2,
          std::size_t members = people)
      : world(make(seed, importance, away, members)), week(look_at(world, 0)), sheet(week) {
    while (!week.can[first][0]) ++first;
    sheet.put(first, 0);
  }

  // Lives the week in which the first either tells at that minute or does not come.
  void live(YearCalls& calls, std::int64_t told_minute = 0) {
    const bool tells = told_minute != 0;
    const MissingByTask missing{{{first, tells, tells ? told_minute : begin}}};
    calls.live(week, sheet, missing);
  }

 private:
  static YearWorld make(std::uint64_t seed, std::uint32_t importance, std::uint32_t away,
                        std::size_t members) {
    YearWorld world = small_world(members, {small_kind(importance)}, 1, seed);
    world.weeks[0].push_back(small_task(0, begin, 1));
    for (CallPerson& caller : world.callers) caller.minutes_away = away;
    return world;
  }
};

std::vector<std::int64_t> all_pings(const YearCalls& calls) {
  std::vector<std::int64_t> all;
  for (const auto& pings : calls.devices().pings())
    all.insert(all.end(), pings.begin(), pings.end());
  std::ranges::sort(all);
  return all;
}

TEST(YearCalls, AToldGapCallsFromThenUntilTheWorkBegins) {
  std::size_t filled = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    OneTask one(seed, 3);
    YearCalls calls(one.world, YearCalls::Reach::commune);
    one.live(calls, begin - 120);
    const auto pings = all_pings(calls);
    ASSERT_FALSE(pings.empty()) << "seed " << seed;
    EXPECT_EQ(pings.front(), begin - 120);
    EXPECT_EQ(std::ranges::count(one.sheet.people_in(0), one.first), 0);
    if (one.sheet.people_in(0).empty()) continue;  // then they ring on the spot as well
    EXPECT_LT(pings.back(), begin) << "seed " << seed;
    ++filled;
  }
  EXPECT_GE(filled, 7U);
}

TEST(YearCalls, ASilentGapIsSeenWhenTheWorkBeginsAndCallsForTwentyMinutes) {
  std::size_t filled = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    OneTask one(seed, 3, 2, 8);
    YearCalls calls(one.world, YearCalls::Reach::commune);
    one.live(calls);
    const auto pings = all_pings(calls);
    ASSERT_FALSE(pings.empty()) << "seed " << seed;
    EXPECT_EQ(pings.front(), begin);
    EXPECT_LT(pings.back() + 2, begin + late_minutes) << "seed " << seed;
    filled += one.sheet.people_in(0).size();
  }
  EXPECT_GT(filled, 2U);
  EXPECT_LT(filled, 20U);  // some say yes too late
}

TEST(YearCalls, NobodyIsRungForASilentGapWhoCannotBeThereInTwentyMinutes) {
  OneTask one(1, 3, 21);
  YearCalls calls(one.world, YearCalls::Reach::commune);
  one.live(calls);
  EXPECT_TRUE(all_pings(calls).empty());
  EXPECT_TRUE(one.sheet.people_in(0).empty());
  OneTask told(1, 3, 21);
  YearCalls earlier(told.world, YearCalls::Reach::commune);
  told.live(earlier, begin - 120);
  EXPECT_FALSE(all_pings(earlier).empty());
}

TEST(YearCalls, WhatIsMerelyNiceToHaveRingsNoPhone) {
  for (const std::int64_t told : {std::int64_t{0}, begin - 120}) {
    OneTask one(2, 1);
    YearCalls calls(one.world, YearCalls::Reach::commune);
    one.live(calls, told);
    EXPECT_EQ(calls.calls(), 0U);
    EXPECT_TRUE(all_pings(calls).empty());
    EXPECT_TRUE(one.sheet.people_in(0).empty());
  }
}

TEST(YearCalls, PlannedWorkThatLacksPeopleCallsSixHoursBefore) {
  YearWorld world = small_world(people, {small_kind(2)}, 1, 3);
  world.weeks[0].push_back(small_task(0, begin, 1));
  const Week week = look_at(world, 0);
  Sheet sheet(week);
  YearCalls calls(world, YearCalls::Reach::commune);
  calls.live(week, sheet, {{}});
  ASSERT_FALSE(all_pings(calls).empty());
  EXPECT_EQ(all_pings(calls).front(), begin - 6 * 60);
}

TEST(YearCalls, WhoSaidNeverToAKindIsNotRungForIt) {
  OneTask one(4, 3);
  for (auto& slot : one.world.members) slot.front().person.never[0] = true;
  YearCalls calls(one.world, YearCalls::Reach::commune);
  one.live(calls, begin - 120);
  EXPECT_EQ(calls.calls(), 2U);  // told, and on the spot
  EXPECT_TRUE(all_pings(calls).empty());
}

TEST(YearCalls, WhoCameToOneTaskIsNotThereForAnotherAtTheSameTime) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    YearWorld world = small_world(people, {small_kind(3)}, 1, seed);
    for (int i = 0; i < 6; ++i) world.weeks[0].push_back(small_task(0, begin + 10 * i, 4));
    const Week week = look_at(world, 0);
    Sheet sheet(week);
    YearCalls calls(world, YearCalls::Reach::commune);
    calls.live(week, sheet, MissingByTask(6));
    EXPECT_GT(calls.calls(), 5U);
    EXPECT_EQ(count_violations(week, sheet), 0U) << "seed " << seed;
    EXPECT_EQ(calls.pings_above_budget(), 0U) << "seed " << seed;
  }
}

// A commune in which nobody has time, and neighbours who ring once a week.
TEST(YearCalls, NeighboursRingForOneCallAWeek) {
  YearWorld world = small_world(3, {small_kind(3)}, 2, 5);
  for (auto& slot : world.members) slot.front().person.open.fill(false);
  CallPerson neighbour = small_caller();
  neighbour.is_neighbour = true;
  neighbour.minutes_away = 20;
  neighbour.budget = {1, 1};
  world.neighbours.assign(30, neighbour);
  for (std::uint32_t number = 0; number < 2; ++number) {
    for (std::int64_t day = 0; day < 7; ++day)
      world.weeks[number].push_back(
          small_task(0, number * week_minutes + day * day_minutes + 15 * 60, 4));
  }
  YearCalls calls(world, YearCalls::Reach::neighbours);
  YearCalls at_home(world, YearCalls::Reach::commune);
  for (std::uint32_t number = 0; number < 2; ++number) {
    const Week week = look_at(world, number);
    Sheet sheet(week);
    calls.live(week, sheet, MissingByTask(7));
    Sheet alone(week);
    at_home.live(week, alone, MissingByTask(7));
  }
  EXPECT_GT(calls.filled_by_neighbours(), 0U);
  EXPECT_GT(calls.pings_of_neighbours(), 30U);  // in the second week again
  EXPECT_LE(calls.pings_of_neighbours(), 60U);
  for (std::size_t i = 3; i < calls.devices().pings().size(); ++i)
    EXPECT_EQ(pings_above(calls.devices().pings()[i], {1, 1}), 0U);
  EXPECT_EQ(at_home.pings_of_neighbours(), 0U);
  EXPECT_EQ(at_home.filled_by_neighbours(), 0U);
}

TEST(YearCalls, NeighboursHearOfItAfterTheCommune) {
  std::size_t heard = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    YearWorld world = small_world(people, {small_kind(3)}, 1, seed);
    CallPerson neighbour = small_caller();
    neighbour.is_neighbour = true;
    world.neighbours.assign(60, neighbour);
    world.weeks[0].push_back(small_task(0, begin, 2));
    const Week week = look_at(world, 0);
    Sheet sheet(week);
    YearCalls calls(world, YearCalls::Reach::neighbours);
    calls.live(week, sheet, {{}});
    const auto& pings = calls.devices().pings();
    for (std::size_t i = people; i < pings.size(); ++i) {
      if (pings[i].empty()) continue;
      ++heard;
      EXPECT_GT(pings[i].front(), all_pings(calls).front()) << "seed " << seed;
    }
  }
  EXPECT_GT(heard, 0U);
}

}  // namespace
}  // namespace commune::evaluation

// A year keeps every limit, is the same for the same seed, and its three ways share one world.
#include "evaluation/year.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "evaluation/year_calls.h"
#include "evaluation/year_clearing.h"
#include "evaluation/year_life.h"
#include "evaluation/year_peers.h"

namespace commune::evaluation {
namespace {

const exchange::CommuneFolder& folder() {
  static const exchange::CommuneFolder read =
      *exchange::read_commune_folder(COMMUNE_SOURCE_DIR "/communes/riverbend");
  return read;
}

YearWorld world_of(std::uint64_t seed, std::uint32_t weeks) {
  return *make_year_world(folder(), {.seed = seed, .weeks = weeks});
}

TEST(YearWorld, HasTheFoldersPeopleAndItsPlacesAWeek) {
  const YearWorld world = world_of(1, 52);
  EXPECT_EQ(world.members.size(), 90U);
  EXPECT_EQ(world.weeks.size(), 52U);
  double places = 0;
  for (std::uint32_t number = 0; number < 52; ++number) {
    for (const YearTask& task : world.weeks[number]) {
      EXPECT_LE(task.people_min, task.people_max);
      EXPECT_TRUE(!task.is_timed() || task.begin_minute / week_minutes == number);
      if (task.is_planned()) places += task.people_min;
    }
  }
  EXPECT_NEAR(places / 52, 218, 12);  // communes/riverbend/README.md, with diners that vary
  const auto changed =
      std::ranges::count_if(world.members, [](const auto& m) { return m.size() > 1; });
  EXPECT_GE(changed, 7);
  EXPECT_LE(changed, 9);
  for (const YearKind& kind : world.kinds) {
    EXPECT_GE(kind.no_show, 0.10);
    EXPECT_LE(kind.no_show, 0.40);
  }
}

TEST(YearWorld, NeighboursKeepAllButOnePingAWeekForHome) {
  const YearWorld world = world_of(1, 1);
  ASSERT_EQ(world.neighbours.size(), neighbour_count);
  for (const CallPerson& neighbour : world.neighbours) {
    EXPECT_TRUE(neighbour.is_neighbour);
    EXPECT_EQ(neighbour.budget.a_day, 1U);
    EXPECT_EQ(neighbour.budget.a_week, 1U);
  }
}

TEST(YearWorld, TheStormDoublesNoShowsAndBringsWorkThatNobodyPlanned) {
  const YearWorld world = world_of(2, 52);
  EXPECT_GT(no_show_chance(world, 0, world.storm_week), no_show_chance(world, 0, 0));
  const auto unplanned = [&](std::uint32_t week) {
    return std::ranges::count_if(world.weeks[week],
                                 [](const YearTask& task) { return !task.is_planned(); });
  };
  EXPECT_EQ(unplanned(world.storm_week), 15);
  EXPECT_EQ(unplanned(0), 0);
}

TEST(YearWorld, AFolderWithoutPeopleIsRefused) {
  const auto world = make_year_world({}, {.weeks = 4});
  ASSERT_FALSE(world.has_value());
  EXPECT_EQ(world.error().code, core::ErrorCode::invalid);
}

TEST(Year, NobodyIsEverGivenMoreThanTheyAllow) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const YearWorld world = world_of(seed, 6);
    YearClearing clearing(world);
    YearCalls calls(world, YearCalls::Reach::neighbours);
    Rota rota;
    YearScore score;
    for (std::uint32_t number = 0; number < 6; ++number) {
      const Week week = clearing.look_at(number);
      const Sheet sheet = clearing.share(week);
      live_week(week, sheet, &calls, score);
      clearing.learn(week, sheet);
      live_week(week, share_by_choice(week), nullptr, score);
      live_week(week, rota.share(week), nullptr, score);
    }
    EXPECT_EQ(score.violations, 0) << "seed " << seed;
    EXPECT_EQ(calls.pings_above_budget(), 0U) << "seed " << seed;
  }
}

TEST(Year, AViolationIsSeenByWhoeverCountsAnew) {
  const YearWorld world = world_of(4, 1);
  const Week week = look_at(world, 0);
  Sheet sheet(week);
  for (std::uint32_t task = 0; task < week.tasks().size(); ++task) sheet.put(0, task);
  EXPECT_GT(count_violations(week, sheet), week.tasks().size() / 2);
}

TEST(Year, NobodyGetsMoreThanTheyWished) {
  const YearWorld world = world_of(5, 3);
  YearClearing clearing(world);
  YearScore score;
  for (std::uint32_t number = 0; number < 3; ++number) {
    const Week week = look_at(world, number);
    for (const Wish& wish : week.wishes) {
      for (const double worth : wish.worth) EXPECT_TRUE(worth >= 0 && worth <= 1);
    }
    live_week(week, clearing.share(week), nullptr, score);
  }
  EXPECT_LE(score.got, score.got_any);
  EXPECT_LE(score.got_any, score.wish);
  EXPECT_LE(score.filled, score.places_min);
}

// What stays empty is told apart without rest.
TEST(Year, EveryEmptyPlaceHasItsCause) {
  const YearWorld world = world_of(6, 5);  // with a storm
  YearClearing clearing(world);
  YearCalls calls(world, YearCalls::Reach::neighbours);
  YearScore score;
  for (std::uint32_t number = 0; number < 5; ++number) {
    const Week week = clearing.look_at(number);
    live_week(week, clearing.share(week), &calls, score);
  }
  double lost = 0;
  for (std::size_t c = 0; c < YearLosses::causes.size(); ++c)
    lost += score.lost.places(static_cast<YearLosses::Cause>(c));
  EXPECT_EQ(lost, score.places_min - score.filled);
  double rung_for = 0;
  for (std::size_t o = 0; o < YearLosses::others.size(); ++o)
    rung_for += score.lost.places(static_cast<YearLosses::Others>(o));
  EXPECT_EQ(rung_for, lost - score.lost.places(YearLosses::Cause::calls_nobody));
  EXPECT_GT(score.lost.places(YearLosses::Cause::turned_up), 0);
  EXPECT_GT(score.lost.places(YearLosses::Cause::told), 0);
}

TEST(Year, TheSameSeedGivesTheSameReport) {
  const YearOptions options{.seed = 9, .runs = 2, .weeks = 4};
  auto once = *evaluate_year(folder(), options);
  auto again = *evaluate_year(folder(), options);
  for (auto* report : {&once, &again}) {
    for (const char* key : {"clearing_seconds", "clearing_seconds_interval"})
      (*report)["ways"]["clearing"].erase(key);
  }
  EXPECT_EQ(once, again);
  EXPECT_GT(once["ways"]["clearing"]["filled"], once["ways"]["free_choice"]["filled"]);
}

}  // namespace
}  // namespace commune::evaluation

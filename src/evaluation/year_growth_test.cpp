// Who learns at a trainee's place is certified in the end; who has nobody to learn from is not.
#include "evaluation/year_growth.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "evaluation/year_clearing.h"
#include "evaluation/year_peers.h"
#include "evaluation/year_testing.h"

namespace commune::evaluation {
namespace {

// Each week one task of two hours, open-ended, that needs a certificate; the first holds it.
YearWorld certified_world(std::size_t weeks) {
  YearKind kind = small_kind(3);
  kind.required.set(0);
  kind.trainees_max = 1;
  YearWorld world = small_world(4, {kind}, weeks, 7);
  world.members[0].front().person.certificates.set(0);
  for (std::vector<YearTask>& week : world.weeks) {
    YearTask task;
    task.minutes = 120;
    task.people_min = 1;
    task.people_max = 1;
    week.push_back(task);
  }
  return world;
}

void finish_weeks(YearGrowth& growth, const YearWorld& world, std::uint32_t weeks,
                  bool has_teacher) {
  for (std::uint32_t number = 0; number < weeks; ++number) {
    const Week week = look_at(world, number, growth.learnt(number));
    Sheet sheet(week);
    if (has_teacher) sheet.put(0, 0);
    if (sheet.fits_trainee(1, 0)) sheet.put_trainee(1, 0);
    EXPECT_EQ(count_violations(week, sheet), 0U);
    growth.learn(week, sheet);
  }
}

TEST(YearGrowth, EightHoursAtTraineesPlacesMakeACertificate) {
  const YearWorld world = certified_world(8);
  YearGrowth growth(world);
  finish_weeks(growth, world, 3, true);
  EXPECT_TRUE(growth.learnt(3)[1].none());
  EXPECT_FALSE(look_at(world, 3, growth.learnt(3)).can[1][0]);
  YearGrowth longer(world);
  finish_weeks(longer, world, 4, true);
  EXPECT_EQ(longer.places(), 4U);
  EXPECT_EQ(longer.certified(), 1U);
  EXPECT_TRUE(look_at(world, 4, longer.learnt(4)).can[1][0]);
  EXPECT_FALSE(look_at(world, 4, longer.learnt(4)).can_learn[1][0]);
  EXPECT_TRUE(longer.learnt(4)[2].none());
}

TEST(YearGrowth, NobodyLearnsWhereNobodyTeachesOrWhereTheyDoNotCome) {
  YearWorld world = certified_world(8);
  YearGrowth alone(world);
  finish_weeks(alone, world, 8, false);
  EXPECT_EQ(alone.places(), 0U);
  world.kinds[0].no_show = 1;
  YearGrowth absent(world);
  finish_weeks(absent, world, 8, true);
  EXPECT_EQ(absent.places(), 0U);
}

TEST(YearGrowth, WhoFollowsSomebodyBeginsAnew) {
  YearWorld world = certified_world(8);
  world.members[1].push_back({5, 5, world.members[1].front().person});
  YearGrowth growth(world);
  finish_weeks(growth, world, 4, true);
  EXPECT_TRUE(growth.learnt(4)[1].any());
  EXPECT_TRUE(growth.learnt(5)[1].none());
}

// Beside it, work that anybody may do and likes less.
YearWorld with_other_work(bool wish_to_learn) {
  YearWorld world = certified_world(16);
  YearKind other = small_kind(2);
  other.attraction = -5;
  world.kinds.push_back(other);
  for (auto& slot : world.members) {
    YearPerson& person = slot.front().person;
    person.kind_taste.push_back(0);
    person.never.push_back(false);
    person.would_learn = {wish_to_learn, false};
  }
  for (std::vector<YearTask>& week : world.weeks) {
    YearTask task = week.front();
    task.kind = 1;
    task.people_max = 4;
    week.push_back(task);
  }
  return world;
}

TEST(YearGrowth, TraineesPlacesOfTheRoundAndOfTheBoardAreForThoseWhoWishToLearn) {
  for (const bool wish : {true, false}) {
    const YearWorld world = with_other_work(wish);
    YearClearing clearing(world);
    std::size_t on_the_board = 0;
    for (std::uint32_t number = 0; number < 16; ++number) {
      const Week week = clearing.look_at(number);
      clearing.learn(week, clearing.share(week));
      on_the_board += share_by_choice(look_at(world, number)).trainees_in(0).size();
    }
    EXPECT_EQ(clearing.growth().places() > 3, wish);
    EXPECT_EQ(clearing.growth().certified() > 0, wish);
    EXPECT_EQ(on_the_board > 3, wish);
  }
}

// The world of the example commune: whoever follows somebody who left has no certificate for eight
// weeks, and theirs after that.
TEST(YearWorld, NewcomersNeedEightWeeksForTheCertificates) {
  const auto folder = *exchange::read_commune_folder(COMMUNE_SOURCE_DIR "/communes/riverbend");
  std::size_t newcomers = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const YearWorld world = *make_year_world(folder, {.seed = seed, .weeks = 52});
    for (std::size_t slot = 0; slot < world.members.size(); ++slot) {
      if (world.members[slot].size() == 1) continue;
      const Certificates before = world.person(slot, 0).certificates;
      const std::uint32_t joined = world.joined_week(slot, 60);
      if (before.none() || joined == 0) continue;
      ++newcomers;
      EXPECT_EQ(world.person(slot, joined - 1).certificates, before);
      for (const std::uint32_t week : {joined, joined + 7})
        EXPECT_TRUE(world.person(slot, week).certificates.none()) << "seed " << seed;
      EXPECT_EQ(world.person(slot, joined + 8).certificates, before) << "seed " << seed;
      EXPECT_EQ(world.joined_week(slot, joined + 8), joined);
    }
  }
  EXPECT_GT(newcomers, 0U);
}

}  // namespace
}  // namespace commune::evaluation

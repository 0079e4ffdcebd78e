// What is hard to fill is offered in turn, month by month: everybody once before anybody twice.
#include "evaluation/year_clearing.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "evaluation/year_testing.h"

namespace commune::evaluation {
namespace {

constexpr std::size_t people = 20;
constexpr std::uint32_t month_weeks = 4;

// Two tasks a week for one person each; the second is liked by nobody, and half of what people
// could do is more than they are willing for.
YearWorld unloved_world(double turn_acceptance, std::uint32_t weeks) {
  YearKind unloved = small_kind(2);
  unloved.attraction = -20;
  YearWorld world = small_world(people, {small_kind(2), unloved}, weeks, 11);
  for (auto& slot : world.members) {
    slot.front().person.willing_share = 0.5;
    slot.front().person.turn_acceptance = turn_acceptance;
  }
  for (std::vector<YearTask>& week : world.weeks) {
    for (const std::uint32_t kind : {0U, 1U}) {
      YearTask task;
      task.kind = kind;
      task.minutes = 60;
      task.people_min = 1;
      task.people_max = 1;
      week.push_back(task);
    }
  }
  return world;
}

// Who did the unloved work, by month.
std::map<std::uint32_t, std::set<std::uint32_t>> unloved_by_month(const YearWorld& world) {
  YearClearing clearing(world);
  std::map<std::uint32_t, std::set<std::uint32_t>> done;
  for (std::uint32_t number = 0; number < world.weeks.size(); ++number) {
    const Week week = clearing.look_at(number);
    const Sheet sheet = clearing.share(week);
    for (const std::uint32_t slot : sheet.people_in(1)) done[number / month_weeks].insert(slot);
    clearing.learn(week, sheet);
  }
  return done;
}

TEST(YearClearing, WhatStayedOpenForAMonthIsOfferedInTurnInTheNext) {
  const auto done = unloved_by_month(unloved_world(1, 3 * month_weeks));
  EXPECT_FALSE(done.contains(0));  // nobody is willing, and nobody was asked yet
  ASSERT_TRUE(done.contains(1));
  EXPECT_LE(done.at(1).size(), 4U);  // two are asked, by chance a few more or fewer
  EXPECT_TRUE(unloved_by_month(unloved_world(0, 3 * month_weeks)).empty());  // all decline
}

TEST(YearClearing, EverybodyHasTheirTurnBeforeAnybodyIsAskedAgain) {
  // The window goes a tenth of the way round in each month after one that was short.
  const auto done = unloved_by_month(unloved_world(1, 10 * month_weeks));
  std::set<std::uint32_t> asked;
  for (const auto& [month, who] : done) {
    for (const std::uint32_t slot : who) EXPECT_TRUE(asked.insert(slot).second) << "slot " << slot;
  }
  EXPECT_GT(done.size(), 2U);
}

}  // namespace
}  // namespace commune::evaluation

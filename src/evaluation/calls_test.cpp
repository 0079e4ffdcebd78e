// The people of urgent calls behave as docs/evaluations.md says, and nobody's budget is overrun.
#include "evaluation/calls.h"

#include <gtest/gtest.h>

#include "evaluation/call_devices.h"

namespace commune::evaluation {
namespace {

constexpr std::int64_t weeks = 8;

TEST(CallWorld, HasTwoCallsADayAndTheCommunesMixOfPeople) {
  double calls = 0;
  double readiness = 0;
  double certified = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const CallWorld world = make_call_world(seed, weeks);
    calls += static_cast<double>(world.calls.size());
    for (const CallPerson& person : world.people) {
      readiness += person.is_neighbour ? 0 : person.readiness;
      certified += person.is_certified ? 1 : 0;
    }
    for (const UrgentCall& call : world.calls) {
      EXPECT_GE(call.raised_minute % day_minutes, 6 * 60);
      EXPECT_LE(call.raised_minute % day_minutes, 21 * 60);
      EXPECT_GT(call.needed_minute, call.raised_minute);
      EXPECT_TRUE(call.places >= 1 && call.places <= 4);
    }
  }
  EXPECT_NEAR(calls / 20 / (7 * weeks), 2, 0.1);
  EXPECT_NEAR(readiness / 20 / 90, (2 + 1 + 1 + 0.25) / 4, 0.05);
  EXPECT_NEAR(certified / 20 / 210, 0.1, 0.02);
}

TEST(CallWorld, APingIsAnsweredInAQuarterOfAnHourAndDeafensForThreeDays) {
  const CallWorld world = make_call_world(3, weeks);
  double delay = 0;
  double deaf = 0;
  double answer = 0;
  for (std::size_t person = 0; person < 200; ++person) {
    for (std::size_t call = 0; call < 100; ++call) {
      const PingLuck luck = luck_of(world.seed, person, call);
      delay += static_cast<double>(luck.delay_minutes) / 20'000;
      deaf += static_cast<double>(luck.deaf_minutes) / 60 / 20'000;
      answer += luck.answer / 20'000;
    }
  }
  EXPECT_NEAR(delay, 15, 0.6);
  EXPECT_NEAR(deaf, 72, 2.5);
  EXPECT_NEAR(answer, 0.5, 0.01);
}

TEST(Calls, TheSameWorldGivesTheSameFiguresAndDevicesKeepEveryBudget) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const CallWorld world = make_call_world(seed, weeks);
    for (const double scale : {0.02, 0.3, 2.0}) {
      const CallOutcome once = run_calls(world, CallPolicy::devices, scale);
      const CallOutcome again = run_calls(world, CallPolicy::devices, scale);
      EXPECT_EQ(once.filled, again.filled);
      EXPECT_EQ(once.pings_a_day, again.pings_a_day);
      EXPECT_EQ(once.above_budget, 0) << "seed " << seed;
      EXPECT_LE(once.most_pings_week, 5) << "seed " << seed;
      EXPECT_GT(once.filled, 0);
    }
  }
}

TEST(Calls, NobodyComesWhereNobodyIsReadyAndEverybodyTellsAllWhoMay) {
  const CallWorld world = make_call_world(5, weeks);
  const CallOutcome nobody = run_calls(world, CallPolicy::everybody, 0);
  EXPECT_EQ(nobody.filled, 0);
  EXPECT_EQ(nobody.answered, 0);
  EXPECT_GT(nobody.pings_a_call, 100);
  EXPECT_LE(run_calls(world, CallPolicy::random_k, 0.5).pings_a_call, nobody.pings_a_call);
}

TEST(Calls, PingsAboveABudgetAreCountedInAnyWindow) {
  const recommend::PingBudget budget{1, 2};
  EXPECT_EQ(pings_above({}, budget), 0U);
  EXPECT_EQ(pings_above({0, day_minutes, week_minutes}, budget), 0U);
  EXPECT_EQ(pings_above({0, day_minutes - 1}, budget), 1U);
  EXPECT_EQ(pings_above({0, 2 * day_minutes, week_minutes - 1}, budget), 1U);
}

TEST(Calls, TheReportHoldsEveryPolicyAtEveryLevelWithItsInterval) {
  const auto report = evaluate_calls({.seed = 3, .runs = 2, .weeks = 1});
  ASSERT_EQ(report["levels"].size(), 6U);
  for (const auto& level : report["levels"]) {
    for (const char* policy : {"everybody", "random_k", "nearest_k", "devices"}) {
      const auto& figures = level["policies"][policy];
      EXPECT_LE(figures["filled_interval"][0], figures["filled"]);
      EXPECT_GE(figures["filled_interval"][1], figures["filled"]);
    }
    EXPECT_EQ(level["policies"]["devices"]["above_budget"], 0);
  }
}

}  // namespace
}  // namespace commune::evaluation

// Laws of the behaviour model: nobody clashes or takes more than they took, a full shift takes
// nobody, and what was fitted reproduces the sign-ups.
#include "evaluation/camp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "evaluation/emf.h"

namespace commune::evaluation {
namespace {

// Shifts of two roles, some overlapping, signed up unevenly.
Camp small_camp() {
  Camp camp;
  camp.roles = 2;
  for (std::uint32_t s = 0; s < 30; ++s) {
    const std::int64_t begin = 100 * (s / 2);
    camp.shifts.push_back({s % 2, begin, begin + 150, 1 + s % 2, 3, s % 3});
  }
  camp.shifts_taken.assign(10, 1);
  camp.shifts_taken.insert(camp.shifts_taken.end(), 10, 2);
  return camp;
}

std::string refusal(std::string_view json) {
  const auto taken = parse_volunteers(json, "Volunteer.json");
  return taken ? "" : taken.error().message;
}

TEST(Camp, VolunteersWhoTookNoneAreLeftOut) {
  const auto taken = parse_volunteers(R"({"shift_histogram": {"0": 9, "2": 1, "1": 3}})", "V");
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(*taken, (std::vector<std::uint32_t>{1, 1, 1, 2}));
}

TEST(Camp, AHistogramThatIsNoneIsRefusedWithItsPlace) {
  EXPECT_EQ(refusal("[]"), "Volunteer.json: is not an object");
  EXPECT_EQ(refusal("{\"shift_histogram\": {\"x\": 1}}"),
            "Volunteer.json: shift_histogram \"x\" is not shifts and people");
  EXPECT_EQ(refusal("{\"shift_histogram\": {\"1\": -2}}"),
            "Volunteer.json: shift_histogram \"1\" is not shifts and people");
  EXPECT_EQ(refusal("{\"shift_histogram\": {\"0\": 5}}"),
            "Volunteer.json: shift_histogram names nobody who took a shift");
  EXPECT_EQ(refusal("{\"shift_histogram\": "), "Volunteer.json:1: is not JSON");
  EXPECT_NE(refusal("{\"shift_histogram\": {\"1\": 20000, \"2\": 20000}}"), "");
}

TEST(Camp, FreeChoiceKeepsRoomClashesAndNumbers) {
  const Camp camp = small_camp();
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    core::Random random(seed);
    const Likings likings(camp, std::vector<double>(camp.shifts.size(), 0), random);
    const FreeChoice choice = choose_freely(camp, likings, random);
    double hours = 0;
    for (const double one : choice.hours) hours += one;
    std::uint32_t places = 0;
    for (std::size_t s = 0; s < camp.shifts.size(); ++s) {
      EXPECT_LE(choice.people[s], camp.shifts[s].people_max);
      places += choice.people[s];
    }
    EXPECT_EQ(places, 30U);  // there is room for all that everybody took
    EXPECT_DOUBLE_EQ(hours, 30 * 2.5);
    for (std::size_t i = 0; i < 10; ++i) EXPECT_DOUBLE_EQ(choice.hours[i], 2.5);
  }
}

TEST(Camp, WhatWasFittedSignsUpAsManyAsInReality) {
  const Camp camp = small_camp();
  core::Random random(3);
  const std::vector<double> attractiveness = fit_attractiveness(camp, random);
  std::vector<double> people(camp.shifts.size(), 0);
  constexpr int camps = 400;
  for (int i = 0; i < camps; ++i) {
    const Likings likings(camp, attractiveness, random);
    const FreeChoice choice = choose_freely(camp, likings, random);
    for (std::size_t s = 0; s < people.size(); ++s)
      people[s] += double{1} * choice.people[s] / camps;
  }
  double error = 0;
  for (std::size_t s = 0; s < people.size(); ++s)
    error += std::abs(people[s] - camp.shifts[s].signed_up);
  EXPECT_LT(error / 30, 0.15);  // people a shift
}

TEST(Camp, AClearingOfTheSamePeopleNeverCoversLessThanItsOwnBoundSaysAndReplays) {
  const Camp camp = small_camp();
  auto report = evaluate_emf(camp, {.seed = 5, .runs = 2});
  auto again = evaluate_emf(camp, {.seed = 5, .runs = 2});
  for (auto* one : {&report, &again}) {
    for (auto& level : (*one)["levels"]) {
      level.erase("seconds");
      level.erase("seconds_max");
      level.erase("repair_seconds");
      EXPECT_LE(level["min_covered"].get<double>(), level["optimum"].get<double>() + 1e-12);
      EXPECT_LE(level["after_refusals"].get<double>(),
                level["optimum_after_refusals"].get<double>() + 1e-12);
      EXPECT_GE(level["after_refusals"].get<double>(),
                level["optimum_after_refusals"].get<double>() - 0.1);
    }
  }
  EXPECT_EQ(report, again);
}

}  // namespace
}  // namespace commune::evaluation

// Enough people come although some do not, and nobody is asked for the sake of asking.
#include "clearing/over_recruit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "clearing/clear.h"
#include "clearing/crew.h"
#include "clearing/small_round_testing.h"

namespace commune::clearing {
namespace {

// The binomial sum as it stands in the book.
double naive_shortfall(std::uint32_t asked, std::uint32_t needed, double missing) {
  double sum = 0;
  for (std::uint32_t k = 0; k < std::min(needed, asked + 1); ++k) {
    sum +=
        std::exp(std::lgamma(asked + 1.0) - std::lgamma(k + 1.0) - std::lgamma(asked - k + 1.0)) *
        std::pow(1 - missing, k) * std::pow(missing, asked - k);
  }
  return sum;
}

TEST(OverRecruit, TheChanceIsTheBinomialOne) {
  for (std::uint32_t asked = 0; asked < 40; ++asked) {
    for (std::uint32_t needed = 0; needed < 40; ++needed) {
      for (const std::uint32_t missing : {1U, 100U, 250U, 400U, 900U}) {
        const double chance = static_cast<double>(shortfall_chance(asked, needed, missing)) /
                              static_cast<double>(chance_one);
        EXPECT_NEAR(chance, naive_shortfall(asked, needed, missing / 1000.0), 1e-6);
      }
    }
  }
}

TEST(OverRecruit, TheSmallestNumberThatKeepsTheChanceIsAskedFor) {
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    core::Random random(seed);
    Recruiting recruiting;
    recruiting.people_min = static_cast<std::uint32_t>(random.below(12));
    recruiting.people_max = recruiting.people_min + static_cast<std::uint32_t>(random.below(12));
    recruiting.no_show_permille = static_cast<std::uint32_t>(random.below(901));
    recruiting.shortfall_permille = static_cast<std::uint32_t>(random.between(1, 500));
    const std::uint32_t people = people_to_recruit(recruiting);
    ASSERT_GE(people, recruiting.people_min);
    ASSERT_LE(people, recruiting.people_max);
    const auto chance = [&](std::uint32_t asked) {
      return 1000 *
             naive_shortfall(asked, recruiting.people_min, recruiting.no_show_permille / 1000.0);
    };
    if (people < recruiting.people_max) {
      ASSERT_LE(chance(people), recruiting.shortfall_permille + 0.001) << "seed " << seed;
    }
    if (people > recruiting.people_min) {
      ASSERT_GT(chance(people - 1), recruiting.shortfall_permille - 0.001) << "seed " << seed;
    }
    Recruiting worse = recruiting;
    worse.no_show_permille = std::min(900U, recruiting.no_show_permille + 50);
    ASSERT_GE(people_to_recruit(worse), people) << "seed " << seed;
  }
}

TEST(OverRecruit, WhatWasSeenCountsMoreTheMoreWasSeen) {
  EXPECT_EQ(no_show_permille({}), 100U);
  EXPECT_NEAR(no_show_permille({400, 1000}), 400, 5);
  EXPECT_EQ(no_show_permille({UINT64_MAX, UINT64_MAX}), 900U);
  EXPECT_LT(no_show_permille({0, 1000}), 2U);
}

TEST(OverRecruit, AReserveWeighsWhatItIsExpectedToFill) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    core::Random random(seed);
    Recruiting recruiting;
    recruiting.people_min = static_cast<std::uint32_t>(random.between(1, 8));
    recruiting.no_show_permille = static_cast<std::uint32_t>(random.below(901));
    const auto extra = static_cast<std::uint32_t>(random.between(1, 6));
    const double missing = recruiting.no_show_permille / 1000.0;
    double gain = 0;
    for (std::uint32_t asked = recruiting.people_min; asked < recruiting.people_min + extra;
         ++asked)
      gain += (1 - missing) * naive_shortfall(asked, recruiting.people_min, missing);
    const std::uint32_t weight = reserve_weight(recruiting, recruiting.people_min + extra);
    ASSERT_NEAR(weight, std::clamp(10 * gain / extra, 1.0, 9.0), 0.501) << "seed " << seed;
  }
  EXPECT_EQ(reserve_weight({.people_min = 3, .no_show_permille = 200}, 3), 1U);
}

TEST(OverRecruit, AReserveNeverTakesAnybodyFromAMinimum) {
  int proven = 0;
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    core::Random random(seed);
    Instance instance = testing::make_small_instance(random, {.participants = 4, .offers_max = 10});
    for (Task& task : instance.tasks) {
      task.weight = static_cast<std::uint32_t>(random.between(20, 60));
      task.people_max = task.people_min + 2;
    }
    const Round plain = *Round::make(instance);
    const Cleared without = clear_round(plain);
    std::vector<Wanted> wanted;
    for (const Task& task : instance.tasks)
      wanted.push_back({task.people_min + static_cast<std::uint32_t>(random.below(4)), 1});
    add_reserves(instance, wanted);
    const auto round = Round::make(instance);
    ASSERT_TRUE(round.has_value()) << round.error().message;
    const Cleared with = clear_round(*round);
    if (!with.verdict.is_optimal() || !without.verdict.is_optimal()) continue;
    ++proven;
    Crew crew(*round);
    for (std::uint32_t k = 0; k < with.assignment.size(); ++k) {
      if (with.assignment[k] != 0) crew.give(k);
    }
    // All reserves together weigh less than one place of a minimum.
    std::int64_t covered = 0;
    for (std::uint32_t j = 0; j < round->instance().tasks.size(); ++j) {
      const Task& task = round->instance().tasks[j];
      if (!task.id.ends_with(reserve_id("")))
        covered += std::int64_t{task.weight} * std::min(crew.people(j), task.people_min);
    }
    ASSERT_EQ(covered, without.verdict.reached.coverage) << "seed " << seed;
  }
  EXPECT_GT(proven, 200);
}

}  // namespace
}  // namespace commune::clearing

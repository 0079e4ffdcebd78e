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

TEST(OverRecruit, TheFewestThatKeepTheChanceAreAskedFor) {
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    core::Random random(seed);
    const auto least = static_cast<std::uint32_t>(random.between(1, 12));
    const auto most = least + static_cast<std::uint32_t>(random.below(12));
    const auto promised = static_cast<std::uint64_t>(random.between(1, 400));
    const NoShows seen{random.below(promised + 1), promised};
    const std::uint32_t reserves = reserves_for(least, most, seen);
    ASSERT_LE(least + reserves, most);
    const auto chance = [&](std::uint32_t asked) {
      return naive_shortfall(asked, least, no_show_permille(seen) / 1000.0);
    };
    if (least + reserves < most) {
      ASSERT_LE(chance(least + reserves), 0.100001) << "seed " << seed;
    }
    if (reserves > 0) {
      ASSERT_GT(chance(least + reserves - 1), 0.099999) << "seed " << seed;
    }
    const NoShows worse{std::min(promised, seen.missed + promised / 20), promised};
    ASSERT_GE(reserves_for(least, most, worse), reserves) << "seed " << seed;
  }
  EXPECT_EQ(reserves_for(0, 5, {9, 10}), 0U);
  EXPECT_EQ(reserves_for(2, 5, {}), 0U) << "nothing is known of the kind";
}

TEST(OverRecruit, WhatWasSeenCountsMoreTheMoreWasSeen) {
  EXPECT_EQ(no_show_permille({}), 100U);
  EXPECT_NEAR(no_show_permille({400, 1000}), 400, 5);
  EXPECT_EQ(no_show_permille({UINT64_MAX, UINT64_MAX}), 900U);
  EXPECT_LT(no_show_permille({0, 1000}), 2U);
}

TEST(OverRecruit, AReserveNeverTakesAnybodyFromAMinimum) {
  int proven = 0;
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    core::Random random(seed);
    Instance instance = testing::make_small_instance(random, {.participants = 4, .offers_max = 10});
    for (Task& task : instance.tasks) {
      task.weight = static_cast<std::uint32_t>(random.between(2, 28));
      task.people_max = task.people_min + 2;
      task.reserves = 0;
    }
    const Round plain = *Round::make(instance);
    const Cleared without = clear_round(plain);
    for (Task& task : instance.tasks) task.reserves = static_cast<std::uint32_t>(random.below(3));
    const auto round = Round::make(instance);
    ASSERT_TRUE(round.has_value()) << round.error().message;
    const Cleared with = clear_round(*round);
    if (!with.verdict.is_optimal() || !without.verdict.is_optimal()) continue;
    ++proven;
    const Crew crew(*round, with.assignment);
    std::int64_t covered = 0;
    for (std::uint32_t j = 0; j < round->instance().tasks.size(); ++j) {
      const Task& task = round->instance().tasks[j];
      covered += std::int64_t{task.weight} * std::min(crew.people(j), task.people_min);
    }
    ASSERT_EQ(covered, without.verdict.reached.coverage) << "seed " << seed;
  }
  EXPECT_GT(proven, 200);
}

}  // namespace
}  // namespace commune::clearing

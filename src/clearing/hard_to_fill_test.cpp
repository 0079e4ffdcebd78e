// Everybody is asked once before anybody is asked twice, and about as many as are needed.
#include "clearing/hard_to_fill.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core/random.h"

namespace commune::clearing {
namespace {

TEST(HardToFill, EverybodyHasTheirTurnBeforeAnybodyHasTwo) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    core::Random random(seed);
    std::vector<std::uint64_t> places(static_cast<std::size_t>(random.between(1, 30)));
    for (std::uint64_t& place : places) place = random.below(circle);
    std::vector<std::uint32_t> turns(places.size(), 0);
    TurnWindow window;
    for (int month = 0; month < 60; ++month) {
      const auto needed = static_cast<std::uint64_t>(random.between(0, 60));
      const MonthOfWork last{needed, random.below(needed + 1)};
      const TurnWindow next = next_window(window, last, places.size());
      ASSERT_EQ(next.begin, window.end) << "seed " << seed;
      ASSERT_EQ(next.end > next.begin, is_hard_to_fill(last)) << "seed " << seed;
      window = next;
      for (std::size_t i = 0; i < places.size(); ++i)
        turns[i] += is_turn_of(window, places[i]) ? 1U : 0U;
      const auto [fewest, most] = std::ranges::minmax(turns);
      ASSERT_GE(fewest, window.end / circle) << "seed " << seed << " month " << month;
      ASSERT_LE(most, window.end / circle + 1) << "seed " << seed << " month " << month;
    }
  }
}

TEST(HardToFill, AsksAsManyAsAWeekNeedsAndAtLeastTwo) {
  const auto asked = [](const MonthOfWork& last, std::uint64_t people) {
    const TurnWindow window = next_window({5, 900'000}, last, people);
    std::uint64_t count = 0;
    for (std::uint64_t i = 0; i < people; ++i)
      count += is_turn_of(window, i * circle / people) ? 1U : 0U;
    return count;
  };
  EXPECT_EQ(asked({40, 5}, 100), 10U);
  EXPECT_EQ(asked({4, 4}, 100), 2U);
  EXPECT_EQ(asked({4000, 4000}, 100), 100U) << "nobody twice in a month";
  EXPECT_EQ(asked({1, 1}, 1), 1U);
}

TEST(HardToFill, WhatOneInTenMissIsNot) {
  EXPECT_FALSE(is_hard_to_fill({10, 1}));
  EXPECT_TRUE(is_hard_to_fill({10, 2}));
  EXPECT_FALSE(is_hard_to_fill({0, 0}));
  EXPECT_FALSE(is_turn_of(next_window({}, {10, 1}, 50), 0));
  EXPECT_FALSE(is_turn_of(next_window({}, {10, 10}, 0), 0));
  EXPECT_TRUE(is_hard_to_fill({UINT64_MAX, UINT64_MAX}));
}

}  // namespace
}  // namespace commune::clearing

#include "core/random.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <limits>

namespace commune::core {
namespace {

TEST(Random, IsSplitMix64) {
  // The first values of the reference implementation for the seed 1234567.
  Random random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317U);
  EXPECT_EQ(random.next(), 3203168211198807973U);
  EXPECT_EQ(random.next(), 9817491932198370423U);
}

TEST(Random, FavoursNoSideOfADie) {
  Random random(1);
  std::array<int, 6> counts{};
  for (int i = 0; i < 60'000; ++i) ++counts.at(random.below(6));
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 400);
}

// It overflowed where the bounds lie more than half of all numbers apart.
TEST(Random, DrawsFromAllNumbersThereAre) {
  Random random(1);
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  int negative = 0;
  for (int i = 0; i < 1000; ++i) negative += random.between(least, most) < 0 ? 1 : 0;
  EXPECT_NEAR(negative, 500, 100);
  for (int i = 0; i < 1000; ++i) EXPECT_GT(random.between(least + 1, most), least);
  EXPECT_EQ(random.between(most, most), most);
}

RC_GTEST_PROP(Random, StaysBetweenItsBounds, (std::uint64_t seed, std::int32_t a, std::int32_t b)) {
  Random random(seed);
  const std::int64_t low = std::min(a, b);
  const std::int64_t high = std::max(a, b);
  const auto value = random.between(low, high);
  RC_ASSERT(low <= value && value <= high);
}

}  // namespace
}  // namespace commune::core

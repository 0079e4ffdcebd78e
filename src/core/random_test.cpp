#include "core/random.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

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

RC_GTEST_PROP(Random, StaysBetweenItsBounds, (std::uint64_t seed, std::int32_t a, std::int32_t b)) {
  Random random(seed);
  const std::int64_t low = std::min(a, b);
  const std::int64_t high = std::max(a, b);
  const auto value = random.between(low, high);
  RC_ASSERT(low <= value && value <= high);
}

}  // namespace
}  // namespace commune::core

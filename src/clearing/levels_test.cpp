// Laws of the packed levels: what is packed comes back, and comparing packed values is comparing
// levels.
#include "clearing/levels.h"

#include <gtest/gtest.h>

#include <tuple>

#include "core/random.h"

namespace commune::clearing {
namespace {

Levels random_levels(core::Random& random) {
  return {random.between(0, 1000), random.between(0, 5000), random.between(0, 700)};
}

auto rank(const Levels& levels) {
  return std::tuple(levels.coverage, -levels.burden, levels.willingness);
}

TEST(Levels, PackingKeepsEveryLevelAndTheirOrder) {
  const Scale scale = *Scale::make(5000, 700, 100);
  core::Random random(1);
  for (int i = 0; i < 20'000; ++i) {
    const Levels a = random_levels(random);
    const Levels b = random_levels(random);
    ASSERT_EQ(*scale.unpack(scale.pack(a)), a);
    ASSERT_EQ(rank(a) < rank(b), scale.pack(a) < scale.pack(b));
  }
}

TEST(Levels, OneMorePlaceOutweighsAllBurdenAndWillingness) {
  const Scale scale = *Scale::make(5000, 700, 1);
  EXPECT_GT(scale.pack({1, 5000, 0}), scale.pack({0, 0, 700}));
  EXPECT_GT(scale.pack({0, 0, 0}), scale.pack({0, 1, 700}));
}

TEST(Levels, ABoundThatDoesNotFitInto64BitsIsRefusedNotCut) {
  const Scale scale = *Scale::make(0, 100, 1);
  const Int128 unit = scale.coverage_unit();
  EXPECT_EQ(scale.unpack(unit * INT64_MAX + 50)->coverage, INT64_MAX);
  EXPECT_FALSE(scale.unpack(unit * INT64_MAX + unit).has_value());
  EXPECT_FALSE(scale.unpack(unit * 2 * INT64_MIN).has_value());
}

TEST(Levels, ARoundThatDoesNotFitInto64BitsIsRefusedNotRounded) {
  const auto scale = Scale::make(INT64_MAX / 4, INT64_MAX / 4, 1);
  ASSERT_FALSE(scale.has_value());
  EXPECT_EQ(scale.error().code, core::ErrorCode::too_large);
}

TEST(Levels, EachUnitBeyondAShareWeighsOneMoreThanTheOneBefore) {
  EXPECT_EQ(burden_of_excess(-3), 0);
  EXPECT_EQ(burden_of_excess(0), 0);
  for (std::int64_t e = 1; e < 50; ++e) {
    EXPECT_EQ(burden_of_excess(e) - burden_of_excess(e - 1), e);
  }
}

}  // namespace
}  // namespace commune::clearing

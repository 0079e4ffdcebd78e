#include "evaluation/statistics.h"

#include <gtest/gtest.h>

#include <array>

namespace commune::evaluation {
namespace {

// Worked by hand: mean 3, standard deviation sqrt(2.5), t(4) = 2.776.
TEST(Statistics, AnIntervalIsStudents) {
  const Estimate result = estimate(std::array{1.0, 2.0, 3.0, 4.0, 5.0});
  EXPECT_DOUBLE_EQ(result.mean, 3);
  EXPECT_NEAR(result.high - result.mean, 2.776 * 0.70710678, 1e-6);
  EXPECT_NEAR(result.mean - result.low, 2.776 * 0.70710678, 1e-6);
}

TEST(Statistics, OneValueHasNoInterval) {
  const Estimate result = estimate(std::array{7.0});
  EXPECT_EQ(result.low, 7);
  EXPECT_EQ(result.high, 7);
}

TEST(Statistics, TheDeviationIsThatOfAllValues) {
  EXPECT_DOUBLE_EQ(standard_deviation(std::array{2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}), 2);
  EXPECT_EQ(standard_deviation({}), 0);
}

}  // namespace
}  // namespace commune::evaluation

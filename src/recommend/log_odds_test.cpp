#include "recommend/log_odds.h"

#include <gtest/gtest.h>

#include <limits>

namespace commune::recommend {
namespace {

TEST(LogOdds, AndSharesAreEachOthersInverse) {
  EXPECT_EQ(log_odds(0.5), 0);
  EXPECT_EQ(logistic(0.0F), 0.5F);
  for (const double share : {0.001, 0.2, 0.75, 0.999}) {
    EXPECT_NEAR(logistic(log_odds(share)), share, 1e-12);
    EXPECT_NEAR(log_odds(share), -log_odds(1 - share), 1e-12);
  }
}

TEST(LogOdds, StayWithinSharesHoweverLarge) {
  constexpr double most = std::numeric_limits<double>::max();
  EXPECT_EQ(logistic(most), 1);
  EXPECT_EQ(logistic(-most), 0);
}

}  // namespace
}  // namespace commune::recommend

#include "core/text.h"

#include <gtest/gtest.h>

namespace commune::core {
namespace {

TEST(Text, IsCutBetweenCharacters) {
  EXPECT_EQ(beginning_of("cellar", 6), "cellar");
  EXPECT_EQ(beginning_of("cellar", 4), "cell");
  EXPECT_EQ(beginning_of("Müll", 3), "Mü");
  EXPECT_EQ(beginning_of("Müll", 2), "M");
  EXPECT_EQ(beginning_of("€", 2), "");
  EXPECT_EQ(beginning_of("", 0), "");
}

}  // namespace
}  // namespace commune::core

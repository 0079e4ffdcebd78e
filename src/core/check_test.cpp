#include "core/check.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/time.h"

namespace commune::core {
namespace {

TEST(CheckDeathTest, NamesTheConditionAndThePlace) {
  EXPECT_DEATH(CHECK(1 + 1 == 3), "check_test.cpp:12: CHECK failed: 1 . 1 == 3");
}

Result<int> half_of(int number) {
  if (number % 2 != 0) return fail(ErrorCode::invalid, "odd");
  return number / 2;
}

Result<int> quarter_of(int number) {
  const int half = TRY(half_of(number));
  return TRY(half_of(half));
}

Result<void> check_even(int number) {
  TRY_VOID(half_of(number));
  return {};
}

TEST(Try, GivesTheValueOrPassesTheErrorOn) {
  EXPECT_EQ(quarter_of(12).value(), 3);
  EXPECT_EQ(quarter_of(6).error().code, ErrorCode::invalid);
  EXPECT_EQ(quarter_of(3).error().message, "odd");
  EXPECT_TRUE(check_even(2));
  EXPECT_FALSE(check_even(1));
}

TEST(ErrorCode, HasOneStableNameEach) {
  for (int number = 1; number <= 16; ++number) {
    EXPECT_NE(name_of(static_cast<ErrorCode>(number)), "unknown") << number;
  }
  EXPECT_EQ(name_of(static_cast<ErrorCode>(999)), "unknown");
  EXPECT_EQ(name_of(ErrorCode::storage_full), "storage_full");
}

TEST(Clock, GoesForwardByHandInTests) {
  ManualClock clock{Time{1000}};
  clock.advance(minutes(2));
  EXPECT_EQ(clock.now(), Time{1120});
  EXPECT_EQ(clock.now() - Time{1000}, Seconds{120});
}

TEST(Clock, TheRealOneIsPastTheYearThisWasWritten) {
  EXPECT_GT(SystemClock{}.now(), Time{1'767'225'600});
}

}  // namespace
}  // namespace commune::core

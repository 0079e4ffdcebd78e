// A crew is enough for everybody at the table, and not one larger.
#include "clearing/crew_size.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace commune::clearing {
namespace {

TEST(CrewSize, TheCrewIsTheSmallestThatServesEveryDiner) {
  for (std::uint32_t per_person = 1; per_person < 60; ++per_person) {
    for (std::uint32_t diners = 1; diners < 300; ++diners) {
      const std::uint32_t people = people_for(diners, per_person);
      EXPECT_GE(people * per_person, diners);
      EXPECT_LT((people - 1) * per_person, diners);
    }
  }
}

TEST(CrewSize, SomebodyComesEvenWhereFewEatAndNumbersStayInBounds) {
  EXPECT_EQ(people_for(0, 25), 1U);
  EXPECT_EQ(people_for(UINT32_MAX, 1), UINT32_MAX);
  EXPECT_EQ(people_for(100, UINT32_MAX), 1U);
}

}  // namespace
}  // namespace commune::clearing

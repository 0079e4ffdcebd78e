// What is lacking is said with a set of tasks that truly cannot be staffed: nobody who offered for
// any of them could be moved to make it better.
#include "clearing/shortage.h"

#include <gtest/gtest.h>

#include "clearing/chains.h"
#include "clearing/clear.h"
#include "clearing/small_round_testing.h"

namespace commune::clearing {
namespace {

// Two dinners that only the same certified person could lead; dishes that anybody does.
TEST(Shortage, NamesTheTasksAndTheCertificateThatAllOfThemRequire) {
  Instance instance;
  instance.sectors = {"food"};
  instance.tasks = {{"wednesday", 0, 600, 720, 120, 1, 1, 0, 1, {"kitchen"}},
                    {"thursday", 0, 2040, 2160, 120, 1, 1, 0, 1, {"kitchen", "van"}},
                    {"dishes", 0, 720, 780, 60, 1, 1, 0, 1, {}}};
  instance.participants = {{"ada", 1, 600, {}, {"kitchen", "van"}}, {"ben", 2, 600, {}, {}}};
  instance.offers = {
      {0, 0, 50, Role::experienced}, {0, 1, 50, Role::experienced}, {1, 2, 50, Role::experienced}};
  const Round round = *Round::make(instance);
  const std::vector<Shortage> shortages =
      find_shortages(Crew(round, clear_round(round).assignment));
  ASSERT_EQ(shortages.size(), 1U);
  EXPECT_EQ(shortages[0].tasks.size(), 2U);
  const Crew crew(round, clear_round(round).assignment);
  EXPECT_TRUE(crew.lacks_people(shortages[0].tasks[0])) << "the short one is named first";
  EXPECT_FALSE(crew.lacks_people(shortages[0].tasks[1]));
  EXPECT_EQ(shortages[0].lacks(), 1U);
  EXPECT_EQ(shortages[0].places_needed, 2U);
  EXPECT_EQ(shortages[0].people_offering, 1U);
  EXPECT_EQ(shortages[0].required, std::vector<std::string>{"kitchen"});
}

TEST(Shortage, NobodyOfTheCutCouldBeMovedToStaffIt) {
  std::size_t cuts = 0;
  for (std::uint64_t seed = 1; seed <= 800; ++seed) {
    core::Random random(seed);
    Instance instance = testing::make_small_instance(
        random, {.participants = 4, .tasks = 5, .offers_max = 14, .has_trainees = false});
    for (Task& task : instance.tasks) task.weight = 2;  // more than a reserve
    const Round round = *Round::make(std::move(instance));
    Crew crew(round, clear_round(round).assignment);
    for (const Shortage& shortage : find_shortages(crew)) {
      ++cuts;
      ASSERT_GT(shortage.lacks(), 0U);
      std::uint32_t needed = 0;
      for (const std::uint32_t task : shortage.tasks) {
        needed += round.instance().tasks[task].people_min;
        ASSERT_FALSE(crew.lacks_people(task) && staff_one_more(crew, task)) << "seed " << seed;
      }
      ASSERT_EQ(needed, shortage.places_needed);
    }
  }
  EXPECT_GT(cuts, 300U);
}

TEST(Shortage, WhereNothingIsLackingNothingIsSaid) {
  const Round round = *Round::make(Instance{});
  EXPECT_TRUE(find_shortages(Crew(round)).empty());
}

}  // namespace
}  // namespace commune::clearing

// Cuts: nobody is left out, and what hangs together stays together.
#include "clearing/blocks.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "clearing/small_round_testing.h"

namespace commune::clearing {
namespace {

// People in a row who offer for the tasks next to them, `hamlets` rows that know nothing of each
// other.
Round row_round(std::uint32_t hamlets, std::uint32_t people, std::uint64_t seed) {
  Instance instance;
  instance.seed = seed;
  instance.sectors = {"food"};
  for (std::uint32_t h = 0; h < hamlets; ++h) {
    for (std::uint32_t i = 0; i < people; ++i) {
      Task task;
      task.id = fmt::format("task {} {}", h, i);
      task.minutes = 60;
      task.people_min = task.people_max = 1;
      instance.tasks.push_back(task);
      instance.participants.push_back({fmt::format("person {} {}", h, i), 2, 120, {}, {}});
      for (std::uint32_t near = i; near < std::min(i + 5, people); ++near)
        instance.offers.push_back({h * people + i, h * people + near, 50, Role::experienced});
    }
  }
  return *Round::make(std::move(instance));
}

std::size_t offers_across(const Round& round, const Blocks& blocks) {
  return static_cast<std::size_t>(std::ranges::count_if(round.choices(), [&](const Choice& choice) {
    return blocks.of_participant[choice.participant] != blocks.of_task[choice.task];
  }));
}

TEST(Blocks, EverybodyAndEveryTaskIsInOneOfThem) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    core::Random random(seed);
    const Round round = *Round::make(testing::make_small_instance(
        random, {.participants = 12, .tasks = 14, .offers_max = random.below(90)}));
    const Blocks blocks = cut_into_blocks(round, random.below(20));
    ASSERT_EQ(blocks.of_participant.size(), round.people().size());
    ASSERT_EQ(blocks.of_task.size(), round.instance().tasks.size());
    const auto is_block = [&blocks](std::uint32_t block) { return block < blocks.count; };
    ASSERT_TRUE(std::ranges::all_of(blocks.of_participant, is_block)) << "seed " << seed;
    ASSERT_TRUE(std::ranges::all_of(blocks.of_task, is_block)) << "seed " << seed;
  }
}

TEST(Blocks, ARowOfNeighboursIsCutAcrossFewOffers) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Round round = row_round(1, 2'000, seed);
    const Blocks blocks = cut_into_blocks(round, 500);
    EXPECT_GE(blocks.count, 10U) << "seed " << seed;
    // A cut between neighbours goes through fewer than 4 + 3 + 2 + 1 offers of either direction.
    EXPECT_LE(offers_across(round, blocks), 10 * blocks.count) << "seed " << seed;
  }
}

TEST(Blocks, PeopleWhoKnowNothingOfEachOtherShareABlockUntilItIsFull) {
  const Round round = row_round(100, 10, 1);
  const Blocks blocks = cut_into_blocks(round, 400);
  EXPECT_GE(blocks.count, 8U);
  EXPECT_LE(blocks.count, 12U);
  EXPECT_LE(offers_across(round, blocks), round.choices().size() / 50);
}

TEST(Blocks, ARoundInOnePieceIsNotCut) {
  EXPECT_EQ(cut_into_blocks(row_round(1, 50, 1), 1'000'000).count, 1U);
  EXPECT_EQ(cut_into_blocks(*Round::make(Instance{}), 10).count, 1U);
}

}  // namespace
}  // namespace commune::clearing

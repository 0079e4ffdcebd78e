// Places are given and taken back without a trace, and chains change nothing where they do not
// succeed.
#include "clearing/crew.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "clearing/chains.h"
#include "clearing/polish.h"
#include "clearing/small_round_testing.h"

namespace commune::clearing {
namespace {

std::int64_t coverage_of(const Round& round, const Crew& crew) {
  return evaluate(round, crew.assignment())->coverage;
}

TEST(Crew, WhateverFitsKeepsEveryLimit) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    core::Random random(seed);
    const Round round = *Round::make(testing::make_small_instance(
        random, {.participants = 4, .offers_max = 16, .has_trainees = false}));
    Crew crew(round);
    for (int i = 0; i < 60 && !round.choices().empty(); ++i) {
      const auto offer = static_cast<std::uint32_t>(random.below(round.choices().size()));
      if (crew.has(offer))
        crew.take_back(offer);
      else if (crew.fits(offer) && crew.has_room(offer))
        crew.give(offer);
      const auto levels = evaluate(round, crew.assignment());
      ASSERT_TRUE(levels.has_value()) << levels.error().message << " seed " << seed;
    }
  }
}

TEST(Crew, WhatWasWithdrawnIsNeverGivenAgain) {
  core::Random random(4);
  const Round round = *Round::make(testing::make_small_instance(random, {}));
  Crew crew(round);
  staff_all(crew);
  const auto given = static_cast<std::uint32_t>(std::ranges::find(crew.assignment(), 1) -
                                                crew.assignment().begin());
  crew.withdraw(given);
  staff_all(crew);
  EXPECT_FALSE(crew.has(given));
  EXPECT_FALSE(crew.fits(given));
}

// The last chains drew the only teacher away and left the trainee.
TEST(Polish, WhateverItBeginsWithNoTraineeStaysAlone) {
  for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
    core::Random random(seed);
    const Round round = *Round::make(
        testing::make_small_instance(random, {.participants = 5, .tasks = 6, .offers_max = 24}));
    Crew crew(round);
    for (std::uint32_t offer = 0; offer < round.choices().size(); ++offer) {
      if (random.chance(1, 2) && crew.fits(offer) && crew.has_room(offer)) crew.give(offer);
    }
    polish(crew);
    const auto levels = evaluate(round, crew.assignment());
    ASSERT_TRUE(levels.has_value()) << levels.error().message << " seed " << seed;
  }
}

TEST(Chains, EachSuccessCoversMoreAndEachFailureChangesNothing) {
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    core::Random random(seed);
    const Round round = *Round::make(testing::make_small_instance(
        random, {.participants = 4, .tasks = 5, .offers_max = 16, .has_trainees = false}));
    Crew crew(round);
    for (std::uint32_t task = 0; task < round.instance().tasks.size(); ++task) {
      while (crew.lacks_people(task)) {
        const Assignment before = crew.assignment();
        const std::int64_t coverage = coverage_of(round, crew);
        if (!staff_one_more(crew, task)) {
          ASSERT_EQ(before, crew.assignment()) << "seed " << seed;
          break;
        }
        ASSERT_GT(coverage_of(round, crew), coverage) << "seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace commune::clearing

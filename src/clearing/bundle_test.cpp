// The best bundle of one person against all subsets, at random profits.
#include "clearing/bundle.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "clearing/small_round_testing.h"

namespace commune::clearing {
namespace {

// The naive reading: every subset of the person's choices that they can do.
std::int64_t best_subset(const Round& round, std::size_t participant,
                         const std::vector<std::int64_t>& profits) {
  const std::span<const Choice> choices = round.choices_of(participant);
  const Person& person = round.people()[participant];
  std::int64_t best = 0;
  for (std::uint32_t subset = 0; subset < 1U << choices.size(); ++subset) {
    std::int64_t value = 0;
    std::int64_t load = 0;
    std::uint32_t places = 0;
    bool clashes = false;
    for (std::size_t k = 0; k < choices.size(); ++k) {
      if ((subset >> k & 1U) == 0) continue;
      for (std::size_t l = 0; l < k; ++l) {
        if ((subset >> l & 1U) != 0 && choices[k].clashes_with(choices[l])) clashes = true;
      }
      value += profits[k];
      load += choices[k].load;
      ++places;
    }
    if (clashes || places > person.places_max || load > person.load_max) continue;
    best = std::max(best, value - round.work_burden(load));
  }
  return best;
}

void hold_to_all_subsets(const testing::SmallRoundOptions& options, std::uint64_t seed) {
  core::Random random(seed);
  const auto round = Round::make(testing::make_small_instance(random, options));
  ASSERT_TRUE(round.has_value());
  BundleFinder finder(*round);
  for (std::size_t i = 0; i < round->people().size(); ++i) {
    std::vector<std::int64_t> profits;
    const std::int64_t reach = 40 * round->scale().burden_unit();
    for (std::size_t k = 0; k < round->choices_of(i).size(); ++k) {
      profits.push_back(random.between(-reach / 4, reach));
    }
    std::vector<std::uint32_t> taken;
    const std::int64_t best = finder.best(i, profits, taken);
    ASSERT_EQ(best, best_subset(*round, i, profits)) << "seed " << seed;
    ASSERT_EQ(best, finder.best(i, profits));
    // What it says it took is worth what it says.
    std::int64_t value = 0;
    std::int64_t load = 0;
    for (const std::uint32_t position : taken) {
      value += profits[position];
      load += round->choices_of(i)[position].load;
    }
    ASSERT_EQ(value - round->work_burden(load), best) << "seed " << seed;
    ASSERT_TRUE(std::ranges::is_sorted(taken));
  }
}

TEST(Bundle, IsTheBestOfAllSubsets) {
  for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
    hold_to_all_subsets({.participants = 2, .tasks = 8, .offers_max = 16}, seed);
  }
}

TEST(Bundle, IsTheBestOfAllSubsetsWherePlacesAreAlike) {
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    hold_to_all_subsets({.participants = 2,
                         .tasks = 8,
                         .offers_max = 16,
                         .has_clashes = seed % 2 == 0,
                         .has_lengths = false},
                        seed);
  }
}

}  // namespace
}  // namespace commune::clearing

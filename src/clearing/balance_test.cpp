// What balance promises, as envy-freeness up to one place: where places are alike and nothing
// clashes, of two people who said the same, nobody does over one place more than the other, unless
// even the busier of them is within the even share, where work weighs on nobody.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "clearing/clear.h"
#include "clearing/small_round_testing.h"

namespace commune::clearing {
namespace {

// A round in which everybody has `twins` others who said the very same.
Round round_with_twins(std::uint64_t seed, std::uint32_t twins) {
  core::Random random(seed);
  Instance instance = testing::make_small_instance(random, {.participants = 4,
                                                            .tasks = 9,
                                                            .offers_max = 36,
                                                            .has_clashes = false,
                                                            .has_lengths = false,
                                                            .has_trainees = false,
                                                            .has_rooms = false});
  const auto people = static_cast<std::uint32_t>(instance.participants.size());
  const std::vector<Offer> offers = instance.offers;
  for (std::uint32_t twin = 1; twin <= twins; ++twin) {
    for (std::uint32_t i = 0; i < people; ++i) {
      instance.participants.push_back(instance.participants[i]);
      instance.participants.back().id += " twin " + std::to_string(twin);
    }
    for (Offer offer : offers) {
      offer.participant += twin * people;
      instance.offers.push_back(offer);
    }
  }
  return *Round::make(std::move(instance));
}

struct Work {
  std::string said_like;  // the id of whom they are a twin of
  std::int64_t places = 0;
  std::int64_t load = 0;
};

std::vector<Work> work_of(const Round& round, const Assignment& assignment) {
  std::vector<Work> work;
  for (const Participant& person : round.instance().participants)
    work.push_back({person.id.substr(0, person.id.find(" twin")), 0, 0});
  for (std::size_t k = 0; k < assignment.size(); ++k) {
    if (assignment[k] == 0) continue;
    const Choice& choice = round.choices()[k];
    ++work[choice.participant].places;
    work[choice.participant].load += choice.load;
  }
  return work;
}

TEST(Balance, OfTwoWhoSaidTheSameNobodyDoesOverOnePlaceMoreBeyondTheEvenShare) {
  std::size_t compared = 0;
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    const Round round = round_with_twins(seed, seed % 2 == 0 ? 1 : 3);
    const ClearOptions options{.arcs_per_block = seed % 2 == 0 ? 50'000U : 12U};
    const Cleared cleared = clear_round(round, options);
    ASSERT_TRUE(cleared.verdict.is_optimal()) << "seed " << seed;
    const std::vector<Work> work = work_of(round, cleared.assignment);
    for (const Work& busier : work) {
      for (const Work& other : work) {
        if (busier.said_like != other.said_like || busier.load <= round.even_load()) continue;
        ASSERT_LE(busier.places, other.places + 1) << "seed " << seed;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 10'000U);
}

}  // namespace
}  // namespace commune::clearing

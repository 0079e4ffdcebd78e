// What balance promises of every sharing out that `clear_round` finds, proven or not, and what it
// cannot promise.
//
// No place weighs less on somebody else who offered for it in the same role and could still take
// it; where it weighs the same, they do not like it more. To weigh is to add to the burden: of work
// beyond the even share, and again beyond the room in the place's sector. Argument: were it
// otherwise, handing the place over would cover the same, break no limit and be worth more. A
// proven result has nothing better, and any other is handed over until nothing is (`polish`).
//
// From it follows, between people who said the same, envy-freeness up to any place (EF1 and more;
// for work: Aziz, Caragiannis, Igarashi and Walsh, IJCAI 2019), where nothing clashes, and places
// are alike or nobody has a sector's room: whoever works beyond the even share works no more than
// another who could have a place more, were any one place taken off that they alone have. Argument:
// otherwise the other has the hours for that place and it weighs less on them, so it would be
// handed over. With rooms, and places alike: whoever has more places has more in some sector, and
// a place there weighs no less on them for that sector's sake.
//
// Not promised, since no sharing out could keep it: that where places clash (first example below).
// Nor where places differ in length and rooms bind (second): less burden and more equal hours are
// two things there. Nor after a refusal (`rematch_round`): people keep what they have.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "clearing/clear.h"
#include "clearing/small_round_testing.h"

namespace commune::clearing {
namespace {

// How often a place could be handed to another who offered for it, and how often that would have
// been better. Naive: each is tried, and the whole round evaluated again.
struct HandingOver {
  std::size_t possible = 0;
  std::size_t better = 0;
};

void try_handing_over(const Round& round, const Cleared& cleared, HandingOver& tried) {
  const Int128 reached = round.scale().pack(cleared.verdict.reached);
  for (std::size_t had = 0; had < cleared.assignment.size(); ++had) {
    if (cleared.assignment[had] == 0) continue;
    for (std::size_t instead = 0; instead < cleared.assignment.size(); ++instead) {
      const Choice& other = round.choices()[instead];
      if (cleared.assignment[instead] != 0 || other.task != round.choices()[had].task ||
          other.role != round.choices()[had].role) {
        continue;
      }
      Assignment handed = cleared.assignment;
      handed[had] = 0;
      handed[instead] = 1;
      const auto levels = evaluate(round, handed);
      if (!levels) continue;
      ++tried.possible;
      if (round.scale().pack(*levels) > reached) ++tried.better;
    }
  }
}

TEST(Balance, NoPlaceWeighsLessOnSomebodyElseWhoOfferedAndCouldTakeIt) {
  HandingOver proven;
  HandingOver unproven;
  for (std::uint64_t seed = 1; seed <= 4'000; ++seed) {
    core::Random random(seed);
    const Round round =
        *Round::make(testing::make_small_instance(random, {.participants = 6,
                                                           .tasks = 7,
                                                           .offers_max = 40,
                                                           .has_clashes = seed % 4 != 0,
                                                           .has_lengths = seed % 3 != 0,
                                                           .has_rooms = seed % 2 == 0}));
    const Cleared cleared = clear_round(round, {.arcs_per_block = seed % 5 == 0 ? 12U : 50'000U});
    HandingOver& tried = cleared.verdict.is_optimal() ? proven : unproven;
    try_handing_over(round, cleared, tried);
    ASSERT_EQ(tried.better, 0U) << "seed " << seed;
  }
  EXPECT_GT(proven.possible, 1'000U);
  EXPECT_GT(unproven.possible, 1'000U);
}

// A round in which everybody has `twins` others who said the very same.
Round round_with_twins(std::uint64_t seed, std::uint32_t twins,
                       const testing::SmallRoundOptions& options) {
  core::Random random(seed);
  Instance instance = testing::make_small_instance(random, options);
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
  std::size_t places_max = 0;
  std::vector<const Choice*> places;
  std::int64_t load = 0;

  [[nodiscard]] bool has(std::uint32_t task) const {
    return std::ranges::find(places, task, &Choice::task) != places.end();
  }
};

std::vector<Work> work_of(const Round& round, const Assignment& assignment) {
  std::vector<Work> work;
  for (const Participant& person : round.instance().participants)
    work.push_back({person.id.substr(0, person.id.find(" twin")), person.places_max, {}, 0});
  for (std::size_t k = 0; k < assignment.size(); ++k) {
    if (assignment[k] == 0) continue;
    const Choice& choice = round.choices()[k];
    work[choice.participant].places.push_back(&choice);
    work[choice.participant].load += choice.load;
  }
  return work;
}

// The lengths of the places that `busier` has and `other` has not.
std::vector<std::int64_t> alone(const Work& busier, const Work& other) {
  std::vector<std::int64_t> loads;
  for (const Choice* place : busier.places) {
    if (!other.has(place->task)) loads.push_back(place->load);
  }
  return loads;
}

// Even without any one place that they alone have.
bool does_more_without_one(const Work& busier, const Work& other) {
  if (busier.load <= other.load) return false;
  const std::vector<std::int64_t> loads = alone(busier, other);
  return loads.empty() || busier.load - std::ranges::min(loads) > other.load;
}

// Pairs of people who said the same, the first of them beyond the even share.
struct Pairs {
  std::size_t compared = 0;
  std::size_t unfair = 0;
};

Pairs compare_twins(const Round& round, const Assignment& assignment) {
  Pairs pairs;
  const std::vector<Work> work = work_of(round, assignment);
  for (const Work& busier : work) {
    if (busier.load <= round.even_load()) continue;
    for (const Work& other : work) {
      if (busier.said_like != other.said_like || &busier == &other ||
          other.places.size() == other.places_max)
        continue;
      ++pairs.compared;
      if (does_more_without_one(busier, other)) ++pairs.unfair;
    }
  }
  return pairs;
}

TEST(Balance, OfTwoWhoSaidTheSameNobodyDoesOverOnePlaceMoreBeyondTheEvenShare) {
  for (const bool has_rooms : {false, true}) {
    Pairs all;
    for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
      const Round round = round_with_twins(seed, seed % 2 == 0 ? 1 : 3,
                                           {.participants = 4,
                                            .tasks = 9,
                                            .offers_max = 36,
                                            .has_clashes = false,
                                            .has_lengths = !has_rooms,
                                            .has_rooms = has_rooms});
      const ClearOptions options{.arcs_per_block = seed % 2 == 0 ? 50'000U : 12U};
      const Pairs pairs = compare_twins(round, clear_round(round, options).assignment);
      ASSERT_EQ(pairs.unfair, 0U) << "seed " << seed << ", rooms " << has_rooms;
      all.compared += pairs.compared;
    }
    EXPECT_GT(all.compared, 10'000U);
  }
}

// Two people who would do all of three tasks, each of which needs one.
Round two_for_three(Instance instance) {
  instance.sectors = {"food", "care"};
  for (std::uint32_t i = 0; i < 2; ++i) {
    Participant person{i == 0 ? "ada" : "ben", 3, 600, {}, {}};
    if (instance.tasks[0].begin_minute == 0) person.rooms = {{0, 60}};
    instance.participants.push_back(person);
    for (std::uint32_t j = 0; j < 3; ++j) instance.offers.push_back({i, j, 50, Role::experienced});
  }
  return *Round::make(std::move(instance));
}

// The loads of the two, the greater first, in the best of all sharings out.
std::pair<std::int64_t, std::int64_t> best_for_two(const Round& round) {
  const Cleared cleared = clear_round(round);
  EXPECT_TRUE(round.scale().pack(cleared.verdict.reached) == testing::best_by_trying_all(round));
  const std::vector<Work> work = work_of(round, cleared.assignment);
  return std::minmax(work[0].load, work[1].load, std::greater{});
}

// Whoever does the short task cannot do either of the long ones beside it.
TEST(Balance, WherePlacesClashItMayBeMoreThanOnePlace) {
  Instance instance;
  instance.unit_minutes = 10;
  instance.tasks = {{"soup", 0, 480, 600, 120, 1, 1, 0, 1, {}},
                    {"bread", 0, 600, 720, 120, 1, 1, 0, 1, {}},
                    {"post", 0, 590, 610, 20, 1, 1, 0, 1, {}}};
  const auto [busier, other] = best_for_two(two_for_three(std::move(instance)));
  EXPECT_EQ(busier, 12 + 12);
  EXPECT_EQ(other, 2);
}

// Three hours of cooking beyond a room of one weigh as much as they do, so that whoever cooks them
// has less of the other work: four hours of care and two of cooking are more than three even
// without the two.
TEST(Balance, WhereLengthsDifferAndRoomsBindItMayBeMoreThanTheShorterPlace) {
  Instance instance;
  instance.unit_minutes = 60;
  instance.tasks = {{"soup", 0, 0, 0, 180, 1, 1, 0, 1, {}},
                    {"bread", 0, 0, 0, 120, 1, 1, 0, 1, {}},
                    {"visit", 1, 0, 0, 240, 1, 1, 0, 1, {}}};
  const auto [busier, other] = best_for_two(two_for_three(std::move(instance)));
  EXPECT_EQ(busier, 4 + 2);
  EXPECT_EQ(other, 3);
}

}  // namespace
}  // namespace commune::clearing

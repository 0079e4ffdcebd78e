// Whoever cannot come finds a swap wherever one exists, and nobody else pays for it.
#include "clearing/swap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "clearing/clear.h"
#include "clearing/small_round_testing.h"

namespace commune::clearing {
namespace {

std::vector<std::uint32_t> people_of(const Crew& crew, Role role) {
  std::vector<std::uint32_t> people;
  for (std::uint32_t j = 0; j < crew.round().instance().tasks.size(); ++j)
    people.push_back(role == Role::trainee ? crew.trainees(j) : crew.people(j));
  return people;
}

// As many people as before in the task that was left; none missing elsewhere that were not.
bool nobody_is_worse_off(const Crew& before, const Crew& after, const Choice& left) {
  const auto old_people = people_of(before, left.role);
  const auto new_people = people_of(after, left.role);
  if (new_people[left.task] < old_people[left.task]) return false;
  for (std::uint32_t j = 0; j < before.round().instance().tasks.size(); ++j) {
    const std::uint32_t least = before.round().instance().tasks[j].people_min;
    if (std::min(after.people(j), least) < std::min(before.people(j), least)) return false;
  }
  return true;
}

// Every assignment in which the person who leaves is out of the task and at most two places are
// newly given and one more than the left one is given up, tried one by one.
bool exists_by_trying_all(const Crew& crew, std::uint32_t place) {
  const Round& round = crew.round();
  const Choice& left = round.choices()[place];
  const auto offers = static_cast<std::uint32_t>(round.choices().size());
  const auto is_good = [&](std::uint32_t takes, std::uint32_t drops, std::uint32_t fills) {
    Assignment assignment = crew.assignment();
    assignment[place] = 0;
    if (drops != Crew::none) assignment[drops] = 0;
    assignment[takes] = 1;
    if (fills != Crew::none) assignment[fills] = 1;
    if (!evaluate(round, assignment)) return false;
    Crew after(round);
    for (std::uint32_t k = 0; k < offers; ++k) {
      if (assignment[k] != 0) after.give(k);
    }
    return nobody_is_worse_off(crew, after, left);
  };
  for (std::uint32_t takes = 0; takes < offers; ++takes) {
    const Choice& choice = round.choices()[takes];
    if (crew.has(takes) || choice.task != left.task || choice.role != left.role ||
        choice.participant == left.participant)
      continue;
    if (is_good(takes, Crew::none, Crew::none)) return true;
    for (const std::uint32_t drops : crew.places_of(choice.participant)) {
      if (is_good(takes, drops, Crew::none)) return true;
      for (std::uint32_t fills = 0; fills < offers; ++fills) {
        const Choice& third = round.choices()[fills];
        if (!crew.has(fills) && fills != takes && third.task == round.choices()[drops].task &&
            third.role == round.choices()[drops].role && third.participant != choice.participant &&
            is_good(takes, drops, fills))
          return true;
      }
    }
  }
  return false;
}

TEST(Swap, IsFoundExactlyWhereOneExistsAndKeepsEveryLimit) {
  std::uint64_t found = 0;
  std::uint64_t moved = 0;
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    core::Random random(seed);
    const Round round = *Round::make(
        testing::make_small_instance(random, {.participants = 5, .tasks = 5, .offers_max = 18}));
    const Crew crew(round, clear_round(round).assignment);
    for (std::uint32_t place = 0; place < round.choices().size(); ++place) {
      if (!crew.has(place)) continue;
      const auto swap = find_swap(crew, place);
      ASSERT_EQ(swap.has_value(), exists_by_trying_all(crew, place)) << "seed " << seed;
      if (!swap) continue;
      ++found;
      moved += swap->dropped != Crew::none ? 1U : 0U;
      Crew after = crew;
      make_swap(after, *swap);
      const auto levels = evaluate(round, after.assignment());
      ASSERT_TRUE(levels.has_value()) << levels.error().message << " seed " << seed;
      ASSERT_FALSE(after.has(place));
      ASSERT_TRUE(nobody_is_worse_off(crew, after, round.choices()[place])) << "seed " << seed;
    }
  }
  EXPECT_GT(found, 500);
  EXPECT_GT(moved, 100);
}

TEST(Swap, WhoeverIsFreeIsAskedBeforeAnybodyIsMoved) {
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    core::Random random(seed);
    const Round round = *Round::make(
        testing::make_small_instance(random, {.participants = 5, .tasks = 5, .offers_max = 18}));
    const Crew crew(round, clear_round(round).assignment);
    for (std::uint32_t place = 0; place < round.choices().size(); ++place) {
      if (!crew.has(place)) continue;
      const Choice& left = round.choices()[place];
      const bool is_somebody_free = std::ranges::any_of(crew.offers_for(left.task), [&](auto k) {
        const Choice& choice = round.choices()[k];
        return !crew.has(k) && choice.role == left.role && crew.fits(k) &&
               choice.participant != left.participant;
      });
      const auto swap = find_swap(crew, place);
      ASSERT_TRUE(!is_somebody_free || swap->dropped == Crew::none) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace commune::clearing

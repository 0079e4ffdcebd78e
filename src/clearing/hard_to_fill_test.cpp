// Everybody who is willing in principle is asked once before anybody is asked twice.
#include "clearing/hard_to_fill.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/random.h"

namespace commune::clearing {
namespace {

TEST(HardToFill, EverybodyHasTheirTurnBeforeAnybodyHasTwo) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    core::Random random(seed);
    std::vector<TurnTaker> takers;
    std::uint32_t names = 0;
    const auto join = [&] {
      takers.push_back({fmt::format("key {}", names++), turns_of_newcomer(takers)});
    };
    for (auto people = random.between(1, 12); people > 0; --people) join();
    for (std::uint32_t month = 0; month < 24; ++month) {
      if (random.chance(1, 4)) join();
      if (takers.size() > 1 && random.chance(1, 4))
        takers.erase(takers.begin() + static_cast<std::ptrdiff_t>(random.below(takers.size())));
      const std::size_t offers = random.below(8);
      const auto turn = whose_turn(takers, {seed, "night phone", month}, offers);
      ASSERT_EQ(turn.size(), std::min(offers, takers.size()));
      ASSERT_EQ(std::set(turn.begin(), turn.end()).size(), turn.size());
      for (const std::uint32_t taker : turn) ++takers[taker].turns;
      const auto [fewest, most] = std::ranges::minmax(takers, {}, &TurnTaker::turns);
      ASSERT_LE(most.turns, fewest.turns + 1) << "seed " << seed;
    }
  }
}

TEST(HardToFill, TheShuffleIsPublicAndPrefersNobody) {
  std::map<std::string, int> first;
  std::vector<TurnTaker> takers{{"ada", 0}, {"bo", 0}, {"cyd", 0}};
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const auto turn = whose_turn(takers, {seed, "pots", 5}, 1);
    ASSERT_EQ(turn, whose_turn(takers, {seed, "pots", 5}, 1));
    ++first[takers[turn.front()].id];
  }
  for (const auto& [id, times] : first) EXPECT_NEAR(times, 1000, 110) << id;
}

TEST(HardToFill, OrderOfTheListDecidesNothing) {
  std::vector<TurnTaker> takers;
  for (int i = 0; i < 9; ++i) takers.push_back({fmt::format("key {}", i), 0});
  const auto ids = [&] {
    std::vector<std::string> names;
    for (const std::uint32_t i : whose_turn(takers, {7, "pots", 1}, 4))
      names.push_back(takers[i].id);
    return names;
  };
  const auto before = ids();
  std::ranges::reverse(takers);
  EXPECT_EQ(ids(), before);
  EXPECT_TRUE(whose_turn({}, {7, "pots", 1}, 4).empty());
}

}  // namespace
}  // namespace commune::clearing

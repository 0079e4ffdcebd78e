// The heaviest matching against every matching there is, on graphs that are small enough to try
// all.
#include "clearing/matching.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

#include "core/random.h"

namespace commune::clearing {
namespace {

using Edges = std::vector<WeightedEdge>;

// The chosen edges' weight; fails where somebody is used twice.
std::int64_t weight_of(const Edges& edges, const std::vector<std::size_t>& chosen) {
  std::set<std::uint32_t> left;
  std::set<std::uint32_t> right;
  std::int64_t weight = 0;
  for (const std::size_t k : chosen) {
    EXPECT_TRUE(left.insert(edges.at(k).left).second);
    EXPECT_TRUE(right.insert(edges.at(k).right).second);
    weight += edges.at(k).weight;
  }
  return weight;
}

// Takes or leaves each edge in turn. `left` and `right` are sets of bits: who is taken.
std::int64_t best_of_all(const Edges& edges, std::size_t k, std::uint32_t left,
                         std::uint32_t right) {
  if (k == edges.size()) return 0;
  const std::int64_t without = best_of_all(edges, k + 1, left, right);
  const std::uint32_t l = 1U << edges[k].left;
  const std::uint32_t r = 1U << edges[k].right;
  if ((left & l) != 0 || (right & r) != 0) return without;
  return std::max(without, edges[k].weight + best_of_all(edges, k + 1, left | l, right | r));
}

Edges random_edges(core::Random& random) {
  const std::uint64_t left = 1 + random.below(6);
  const std::uint64_t right = 1 + random.below(6);
  // Few weights make many ties; large ones would show a rounding.
  const std::int64_t weight_max = random.chance(1, 3)   ? 2
                                  : random.chance(1, 2) ? 20
                                                        : edge_weight_max;
  Edges edges(random.below(13));
  for (WeightedEdge& edge : edges) {
    edge = {static_cast<std::uint32_t>(random.below(left)),
            static_cast<std::uint32_t>(random.below(right)), random.between(1, weight_max)};
  }
  return edges;
}

TEST(Matching, NoMatchingWeighsMoreThanTheOneFound) {
  core::Random random(11);
  for (int i = 0; i < 2'000; ++i) {
    const Edges edges = random_edges(random);
    const auto chosen = find_heaviest_matching(edges);
    ASSERT_TRUE(std::ranges::is_sorted(chosen));
    ASSERT_EQ(weight_of(edges, chosen), best_of_all(edges, 0, 0, 0)) << "graph " << i;
  }
}

TEST(Matching, TwoGoodPairsBeatTheBestOne) {
  EXPECT_EQ(find_heaviest_matching(Edges{{0, 0, 10}, {0, 1, 7}, {1, 0, 7}}),
            (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(find_heaviest_matching(Edges{{0, 0, 15}, {0, 1, 7}, {1, 0, 7}}),
            (std::vector<std::size_t>{0}));
}

TEST(Matching, WithoutPossiblePairsNobodyIsMatched) {
  EXPECT_TRUE(find_heaviest_matching({}).empty());
}

TEST(Matching, NumbersMayHaveGapsAndAPairMayBeOfferedTwice) {
  EXPECT_EQ(find_heaviest_matching(Edges{{4'000'000'000, 7, 1}, {4'000'000'000, 7, 3}}),
            (std::vector<std::size_t>{1}));
}

TEST(Matching, AThousandOnEachSideAreMatchedAtOnce) {
  core::Random random(3);
  Edges edges;
  std::int64_t planted = 0;
  for (std::uint32_t i = 0; i < 1'000; ++i) {
    edges.push_back({i, i, 1'000});
    planted += 1'000;
    for (int k = 0; k < 10; ++k) {
      edges.push_back({i, static_cast<std::uint32_t>(random.below(1'000)), random.between(1, 900)});
    }
  }
  EXPECT_EQ(weight_of(edges, find_heaviest_matching(edges)), planted);
}

}  // namespace
}  // namespace commune::clearing

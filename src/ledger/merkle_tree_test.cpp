#include "ledger/merkle_tree.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/hash.h"
#include "core/random.h"

namespace commune::ledger {
namespace {

using core::Digest;

Digest leaf_of_number(std::uint64_t number) {
  return merkle_leaf("leaf/" + std::to_string(number), core::as_bytes(std::to_string(number * 7)));
}

Digest hash_pair(const Digest& left, const Digest& right) {
  const std::array<std::uint8_t, 1> one{1};
  return core::sha256({one, left.view(), right.view()});
}

std::size_t largest_power_of_two_below(std::size_t count) {
  std::size_t power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

// RFC 6962, section 2.1, word for word.
Digest naive_root(std::span<const Digest> leaves) {
  if (leaves.empty()) return core::sha256(core::ByteView{});
  if (leaves.size() == 1) return leaves[0];
  const std::size_t split = largest_power_of_two_below(leaves.size());
  return hash_pair(naive_root(leaves.first(split)), naive_root(leaves.subspan(split)));
}

// RFC 6962, section 2.1.1: the audit path of a leaf.
std::vector<Digest> naive_path(std::span<const Digest> leaves, std::size_t index) {
  if (leaves.size() == 1) return {};
  const std::size_t split = largest_power_of_two_below(leaves.size());
  const bool is_left = index < split;
  auto path = is_left ? naive_path(leaves.first(split), index)
                      : naive_path(leaves.subspan(split), index - split);
  path.push_back(naive_root(is_left ? leaves.subspan(split) : leaves.first(split)));
  return path;
}

// RFC 9162, section 2.1.3.2: what a phone does that checks a single record.
bool leads_to(const Digest& root, Digest node, std::size_t index, std::size_t count,
              const std::vector<Digest>& siblings) {
  std::size_t last = count - 1;
  for (const Digest& sibling : siblings) {
    if (last == 0) return false;
    if (index % 2 == 1 || index == last) {
      node = hash_pair(sibling, node);
      while (index % 2 == 0 && index != 0) {
        index /= 2;
        last /= 2;
      }
    } else {
      node = hash_pair(node, sibling);
    }
    index /= 2;
    last /= 2;
  }
  return last == 0 && node == root;
}

Digest parse_digest(std::string_view hex) { return Digest::parse(hex).value(); }

TEST(MerkleTree, HasTheHashOfNothingWhenEmpty) {
  EXPECT_EQ(MerkleTree{}.root(), core::sha256(core::as_bytes("")));
}

TEST(MerkleTree, HasItsOnlyLeafAsRoot) {
  MerkleTree tree;
  tree.set_leaf(0, leaf_of_number(1));
  EXPECT_EQ(tree.root(), leaf_of_number(1));
  EXPECT_TRUE(tree.siblings_of(0).empty());
}

// The figures were checked against a running light client of CometBFT v0.38.
TEST(MerkleTree, AgreesWithCometBftsLightClient) {
  const auto alice = merkle_leaf("alice", core::as_bytes("100"));
  const auto bob = merkle_leaf("bob", core::as_bytes("200"));
  const auto carol = merkle_leaf("carol", core::as_bytes("300"));
  EXPECT_EQ(alice,
            parse_digest("c2ad13cf4a0dccc614be7f18556d22592c36f7d6e65db7d45bd926c41b3b3468"));
  EXPECT_EQ(bob, parse_digest("231750d12a8936af0c0b40363e80172377031793275a1b279d756c5737d86035"));
  EXPECT_EQ(carol,
            parse_digest("0e0ecd39754c46b3d9ab2520e4d65b837a42a91164ed165710989e2800cf1d9f"));
  MerkleTree keys;
  keys.set_leaf(0, alice);
  keys.set_leaf(1, bob);
  keys.set_leaf(2, carol);
  const Digest store = keys.root();
  EXPECT_EQ(store,
            parse_digest("15e77a733e3d4b8307c0a92ecc30a676505b54197932524f214a5221272e0f54"));
  EXPECT_EQ(keys.siblings_of(1), (std::vector{alice, carol}));

  const auto meta = merkle_leaf("count", core::as_bytes("3"));
  EXPECT_EQ(meta, parse_digest("eb28d96064446da8254cd65d0c4323dc74fd46a4935b4e08da10428999b7f73a"));
  const auto first = merkle_leaf("kv", store.view());
  const auto second = merkle_leaf("meta", meta.view());
  EXPECT_EQ(first,
            parse_digest("7f46992fd2bd44c4ed14e17f09a9e3a66389eef570c92ea828e84c8e0e339e08"));
  EXPECT_EQ(second,
            parse_digest("d7b62f5b053bc659d599bdf6cf8185ce67f61d7c95ecddd5bff3c32eb6ebe4c2"));
  MerkleTree stores;
  stores.set_leaf(0, first);
  stores.set_leaf(1, second);
  EXPECT_EQ(stores.root(),
            parse_digest("e976039d106756b500ec52b2b14d6f5917169d3e8b8856821376d3c56f00fc08"));
}

// The tree grew a new level while it still read from the one below (found with AddressSanitizer).
TEST(MerkleTree, GrowsLevelByLevelWithoutLosingWhatItStandsOn) {
  MerkleTree tree;
  std::vector<Digest> leaves;
  for (std::uint64_t i = 0; i < 1025; ++i) {
    leaves.push_back(leaf_of_number(i));
    tree.set_leaf(i, leaves.back());
    ASSERT_EQ(tree.root(), naive_root(leaves)) << "after " << i + 1 << " leaves";
  }
}

TEST(MerkleTree, ProvesEveryLeafOfEveryTreeUpToSeventy) {
  MerkleTree tree;
  std::vector<Digest> leaves;
  for (std::size_t count = 1; count <= 70; ++count) {
    leaves.push_back(leaf_of_number(count));
    tree.set_leaf(count - 1, leaves.back());
    const Digest root = tree.root();
    for (std::size_t index = 0; index < count; ++index) {
      const auto siblings = tree.siblings_of(index);
      ASSERT_EQ(siblings, naive_path(leaves, index)) << index << " of " << count;
      ASSERT_TRUE(leads_to(root, leaves[index], index, count, siblings));
      ASSERT_FALSE(leads_to(root, leaf_of_number(999), index, count, siblings));
      const std::size_t other = (index + 1) % count;
      ASSERT_EQ(leads_to(root, leaves[index], other, count, siblings), other == index);
    }
  }
}

// Any order of adding, changing and asking gives the tree that a naive reading of the RFC gives.
RC_GTEST_PROP(MerkleTree, EqualsTheNaiveTreeAfterAnyChanges, (std::uint64_t seed)) {
  core::Random random(seed);
  MerkleTree tree;
  std::vector<Digest> leaves;
  for (int step = 0; step < 200; ++step) {
    const bool adds = leaves.empty() || random.chance(1, 2);
    const std::size_t index = adds ? leaves.size() : random.below(leaves.size());
    const Digest leaf = leaf_of_number(random.next());
    if (adds) leaves.emplace_back();
    leaves[index] = leaf;
    tree.set_leaf(index, leaf);
    if (random.chance(1, 5)) RC_ASSERT(tree.root() == naive_root(leaves));
  }
  RC_ASSERT(tree.root() == naive_root(leaves));
  RC_ASSERT(tree.leaf_count() == leaves.size());
}

}  // namespace
}  // namespace commune::ledger

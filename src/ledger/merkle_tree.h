// A Merkle tree in the shape of RFC 6962 with leaves in order of insertion, the one that CometBFT's
// light client checks: leaf = SHA-256(00 || uvarint(|key|) || key || 20 || SHA-256(value)),
// inner = SHA-256(01 || left || right), an odd node moves up. Adding or changing a leaf and then
// asking for the root costs O(log n); changes between two questions share their common path.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/fixed_bytes.h"

namespace commune::ledger {

[[nodiscard]] core::Digest merkle_leaf(std::string_view key, core::ByteView value);

class MerkleTree {
 public:
  [[nodiscard]] std::size_t leaf_count() const { return levels_.empty() ? 0 : levels_[0].size(); }

  // Adds a leaf at the end or replaces one. `index` is at most leaf_count().
  void set_leaf(std::size_t index, const core::Digest& leaf);

  // SHA-256 of nothing for an empty tree.
  [[nodiscard]] core::Digest root();

  // Siblings of a leaf from the bottom up: an inclusion proof for the tree whose root was last
  // asked.
  [[nodiscard]] std::vector<core::Digest> siblings_of(std::size_t index) const;

 private:
  void rehash_level(std::size_t level);

  std::vector<std::vector<core::Digest>> levels_;  // [0] leaves … [h] the root alone
  std::vector<std::size_t> changed_;               // leaves set since root() was asked
};

}  // namespace commune::ledger

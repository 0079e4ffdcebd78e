#include "ledger/merkle_tree.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/check.h"
#include "core/hash.h"

namespace commune::ledger {
namespace {

core::Digest inner_node(const core::Digest& left, const core::Digest& right) {
  static constexpr std::array<std::uint8_t, 1> prefix{1};
  return core::sha256({prefix, left.view(), right.view()});
}

}  // namespace

core::Digest merkle_leaf(std::string_view key, core::ByteView value) {
  CHECK(key.size() < 0x80);  // so that its length is one byte of a uvarint
  const std::array<std::uint8_t, 2> head{0, static_cast<std::uint8_t>(key.size())};
  static constexpr std::array<std::uint8_t, 1> value_size{32};
  const core::Digest value_digest = core::sha256(value);
  return core::sha256({head, core::as_bytes(key), value_size, value_digest.view()});
}

void MerkleTree::set_leaf(std::size_t index, const core::Digest& leaf) {
  if (levels_.empty()) levels_.emplace_back();
  CHECK(index <= levels_[0].size());
  if (index == levels_[0].size()) {
    levels_[0].push_back(leaf);
  } else {
    levels_[0][index] = leaf;
  }
  changed_.push_back(index);
}

void MerkleTree::rehash_level(std::size_t level) {
  if (levels_.size() == level + 1)
    levels_.emplace_back();  // moves the levels: before any reference
  const auto& below = levels_[level];
  auto& above = levels_[level + 1];
  above.resize((below.size() + 1) / 2);
  for (auto& index : changed_) index /= 2;
  changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
  for (const std::size_t parent : changed_) {
    const std::size_t left = parent * 2;
    above[parent] =
        left + 1 < below.size() ? inner_node(below[left], below[left + 1]) : below[left];
  }
}

core::Digest MerkleTree::root() {
  if (levels_.empty()) return core::sha256(core::ByteView{});
  std::ranges::sort(changed_);
  changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
  std::size_t level = 0;
  while (levels_[level].size() > 1) {
    if (!changed_.empty()) rehash_level(level);
    level += 1;
  }
  changed_.clear();
  return levels_[level][0];
}

std::vector<core::Digest> MerkleTree::siblings_of(std::size_t index) const {
  CHECK(index < leaf_count() && changed_.empty());
  std::vector<core::Digest> siblings;
  for (std::size_t level = 0; levels_[level].size() > 1; ++level) {
    const std::size_t sibling = index ^ 1U;
    if (sibling < levels_[level].size()) siblings.push_back(levels_[level][sibling]);
    index /= 2;
  }
  return siblings;
}

}  // namespace commune::ledger

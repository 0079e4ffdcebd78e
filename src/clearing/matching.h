// The heaviest matching of two sides: of the pairs that are possible, those that weigh most
// together and use nobody twice. Exact, in integers, as a flow of one person each by LEMON's
// NetworkSimplex. It knows nothing of rounds or people; where places have minimums and burdens, see
// network.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace commune::clearing {

// `left` and `right` are numbers of their own side; gaps between them cost nothing.
struct WeightedEdge {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  std::int64_t weight = 0;  // 1 to edge_weight_max
};

// Their product stays far inside 64 bits, and so does every sum on the way.
inline constexpr std::int64_t edge_weight_max = std::int64_t{1} << 40U;
inline constexpr std::size_t edges_max = std::size_t{1} << 20U;

// Indices into `edges`, ascending. The same edges in the same order give the same answer.
[[nodiscard]] std::vector<std::size_t> find_heaviest_matching(std::span<const WeightedEdge> edges);

}  // namespace commune::clearing

// Solves a large flow by a small one: first with the arcs that are likely to matter, then the
// others are let in one by one, each with one shortest path where it would be cheaper to use it
// (sifting: Bixby and others, Operations Research 40(5), 1992). The result is the optimum of the
// whole network.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "clearing/flow.h"

namespace commune::clearing {

// `is_core[arc]`: in from the beginning. All arcs outside the core have capacity 1, and the core
// alone can carry the supply.
[[nodiscard]] FlowSolution solve_by_sifting(FlowNetwork network,
                                            const std::vector<std::uint8_t>& is_core);

// The second step alone: `start` is an optimum of what is left of `network` without the arcs
// `closed`, all of capacity 1. They are let in in their order.
[[nodiscard]] FlowSolution let_in(FlowNetwork network, FlowSolution start,
                                  std::span<const std::uint32_t> closed);

}  // namespace commune::clearing

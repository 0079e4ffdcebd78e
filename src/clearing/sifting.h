// Solves a large flow by a small one: first with the arcs that are likely to matter, then the
// others are let in one by one, each with one shortest path where it would be cheaper to use it
// (sifting: Bixby and others, Operations Research 40(5), 1992). The result is the optimum of the
// whole network.
#pragma once

#include <cstdint>
#include <vector>

#include "clearing/flow.h"

namespace commune::clearing {

// `is_core[arc]`: in from the beginning. All arcs outside the core have capacity 1, and the core
// alone can carry the supply.
[[nodiscard]] FlowSolution solve_by_sifting(const FlowNetwork& network,
                                            const std::vector<std::uint8_t>& is_core);

}  // namespace commune::clearing

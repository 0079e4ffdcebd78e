// Solves a large flow by parts: each part of the network by itself, several at a time, then the
// arcs between parts are let in one by one, each with one shortest path where it would be cheaper
// to use it. The result is the optimum of the whole network, whatever the parts are; they only
// decide how long it takes. The same network and parts give the same flow on any number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "clearing/flow.h"

namespace commune::clearing {

struct FlowParts {
  std::uint32_t count = 1;
  std::vector<std::uint32_t> of_node;  // source and sink are in all of them
};

// `is_core[arc]`: what a part is solved with first (sifting.h). Arcs between parts and arcs outside
// the core have capacity 1; one arc leads from the source to the sink and can carry the supply.
[[nodiscard]] FlowSolution solve_by_parts(FlowNetwork network, const FlowParts& parts,
                                          const std::vector<std::uint8_t>& is_core,
                                          std::size_t threads);

}  // namespace commune::clearing

// Min-cost flow: a network as plain arrays, and its optimum by LEMON's NetworkSimplex (Kovacs,
// Optimization Methods and Software 30(1), 2015). Nodes are 0..nodes-1; arcs carry whole units from
// `from` to `to`.
#pragma once

#include <cstdint>
#include <vector>

namespace commune::clearing {

struct FlowArc {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::int32_t capacity = 0;
  std::int64_t cost = 0;  // of one unit
};

struct FlowNetwork {
  std::uint32_t nodes = 0;
  std::uint32_t source = 0;
  std::uint32_t sink = 0;
  std::int64_t supply =
      0;  // units from source to sink; some arc or path must be able to carry them
  std::vector<FlowArc> arcs;

  [[nodiscard]] FlowNetwork without_arcs() const { return {nodes, source, sink, supply, {}}; }
  std::uint32_t add_node() { return nodes++; }
  std::uint32_t add_arc(std::uint32_t from, std::uint32_t to, std::int64_t capacity,
                        std::int64_t cost) {
    arcs.push_back({from, to, static_cast<std::int32_t>(capacity), cost});
    return static_cast<std::uint32_t>(arcs.size() - 1);
  }
};

// Optimal: an arc below its capacity has cost + potential[from] - potential[to] >= 0, one that
// carries something <= 0.
struct FlowSolution {
  std::vector<std::int32_t> flow;       // by arc
  std::vector<std::int64_t> potential;  // by node
};

[[nodiscard]] FlowSolution solve_flow(const FlowNetwork& network);

}  // namespace commune::clearing

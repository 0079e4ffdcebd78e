#include "clearing/flow.h"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include "core/check.h"

namespace commune::clearing {

FlowSolution solve_flow(const FlowNetwork& network) {
  using Graph = lemon::SmartDigraph;
  using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;
  Graph graph;
  graph.reserveNode(static_cast<int>(network.nodes));
  graph.reserveArc(static_cast<int>(network.arcs.size()));
  for (std::uint32_t i = 0; i < network.nodes; ++i) graph.addNode();
  const auto node = [&graph](std::uint32_t index) {
    return graph.nodeFromId(static_cast<int>(index));
  };
  Graph::ArcMap<std::int64_t> cost(graph);
  Graph::ArcMap<std::int64_t> upper(graph);
  for (const FlowArc& arc : network.arcs) {
    const Graph::Arc added = graph.addArc(node(arc.from), node(arc.to));
    cost[added] = arc.cost;
    upper[added] = arc.capacity;
  }
  Simplex simplex(graph);
  simplex.upperMap(upper).costMap(cost).stSupply(node(network.source), node(network.sink),
                                                 network.supply);
  CHECK(simplex.run() == Simplex::OPTIMAL);
  FlowSolution solution;
  solution.flow.reserve(network.arcs.size());
  for (int arc = 0; arc < graph.arcNum(); ++arc) {
    solution.flow.push_back(static_cast<std::int32_t>(simplex.flow(graph.arcFromId(arc))));
  }
  for (std::uint32_t i = 0; i < network.nodes; ++i)
    solution.potential.push_back(simplex.potential(node(i)));
  return solution;
}

}  // namespace commune::clearing

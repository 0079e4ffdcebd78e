#include "clearing/sifting.h"

#include <utility>

#include "clearing/residual.h"
#include "core/check.h"

namespace commune::clearing {

FlowSolution solve_by_sifting(const FlowNetwork& network,
                              const std::vector<std::uint8_t>& is_core) {
  FlowNetwork core{network.nodes, network.source, network.sink, network.supply, {}};
  FlowNetwork whole = network;
  std::vector<std::uint32_t> others;
  for (std::uint32_t a = 0; a < network.arcs.size(); ++a) {
    if (is_core[a] != 0) {
      core.arcs.push_back(network.arcs[a]);
      continue;
    }
    CHECK(network.arcs[a].capacity == 1);
    whole.arcs[a].capacity = 0;
    others.push_back(a);
  }
  const FlowSolution small = solve_flow(core);
  FlowSolution start{std::vector<std::int32_t>(network.arcs.size(), 0), small.potential};
  for (std::size_t a = 0, c = 0; a < network.arcs.size(); ++a) {
    if (is_core[a] != 0) start.flow[a] = small.flow[c++];
  }
  ResidualFlow flow(std::move(whole), std::move(start));
  for (const std::uint32_t arc : others) flow.open(arc);
  return std::move(flow).take_solution();
}

}  // namespace commune::clearing

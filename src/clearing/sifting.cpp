#include "clearing/sifting.h"

#include <utility>

#include "clearing/residual.h"
#include "core/check.h"

namespace commune::clearing {

FlowSolution solve_by_sifting(FlowNetwork network, const std::vector<std::uint8_t>& is_core) {
  FlowNetwork core = network.without_arcs();
  std::vector<std::uint32_t> others;
  for (std::uint32_t a = 0; a < network.arcs.size(); ++a) {
    if (is_core[a] != 0) {
      core.arcs.push_back(network.arcs[a]);
    } else {
      others.push_back(a);
    }
  }
  FlowSolution small = solve_flow(core);
  if (others.empty()) return small;
  FlowSolution start{std::vector<std::int32_t>(network.arcs.size(), 0), std::move(small.potential)};
  for (std::size_t a = 0, c = 0; a < network.arcs.size(); ++a) {
    if (is_core[a] != 0) start.flow[a] = small.flow[c++];
  }
  core.arcs = {};
  return let_in(std::move(network), std::move(start), others);
}

FlowSolution let_in(FlowNetwork network, FlowSolution start,
                    std::span<const std::uint32_t> closed) {
  for (const std::uint32_t arc : closed) {
    CHECK(network.arcs[arc].capacity == 1);
    network.arcs[arc].capacity = 0;
  }
  ResidualFlow flow(std::move(network), std::move(start));
  for (const std::uint32_t arc : closed) flow.open(arc);
  return std::move(flow).take_solution();
}

}  // namespace commune::clearing

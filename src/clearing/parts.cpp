#include "clearing/parts.h"

#include <algorithm>
#include <atomic>
#include <span>
#include <utility>

#include "clearing/sifting.h"
#include "clearing/threads.h"
#include "core/check.h"

namespace commune::clearing {
namespace {

constexpr std::uint32_t none = UINT32_MAX;

class PartSolver {
 public:
  PartSolver(const FlowNetwork& network, const FlowParts& parts,
             const std::vector<std::uint8_t>& is_core)
      : network_(network),
        parts_(parts),
        is_core_(is_core),
        local_(network.nodes, none),
        used_(parts.count, 0),
        solution_{std::vector<std::int32_t>(network.arcs.size(), 0),
                  std::vector<std::int64_t>(network.nodes, 0)} {
    group_arcs();
  }

  void run(std::size_t threads) {
    std::atomic<std::uint32_t> next = 0;
    run_on_threads(std::min<std::size_t>(threads, parts_.count), [this, &next] {
      for (std::uint32_t part = next++; part < parts_.count; part = next++) solve(part);
    });
  }

  // Arcs between parts, those from one part side by side.
  [[nodiscard]] std::vector<std::uint32_t> between() const {
    return {arcs_.begin() + static_cast<std::ptrdiff_t>(first_[parts_.count]), arcs_.end()};
  }

  [[nodiscard]] FlowSolution take_solution() {
    std::int64_t rest = network_.supply;
    for (const std::int64_t used : used_) rest -= used;
    CHECK(rest >= 0);
    solution_.flow[direct_] = static_cast<std::int32_t>(rest);
    solution_.potential[network_.source] = -network_.arcs[direct_].cost;
    return std::move(solution_);
  }

 private:
  [[nodiscard]] bool is_end(std::uint32_t node) const {
    return node == network_.source || node == network_.sink;
  }

  // The part that an arc is in; where it leads from one to another, as many more as there are.
  [[nodiscard]] std::uint32_t group_of(const FlowArc& arc) const {
    const std::uint32_t from = parts_.of_node[is_end(arc.from) ? arc.to : arc.from];
    const std::uint32_t to = parts_.of_node[is_end(arc.to) ? arc.from : arc.to];
    return from == to ? from : parts_.count + from;
  }

  void group_arcs() {
    first_.assign(2 * std::size_t{parts_.count} + 1, 0);
    std::size_t direct = 0;
    for (std::uint32_t a = 0; a < network_.arcs.size(); ++a) {
      const FlowArc& arc = network_.arcs[a];
      if (is_end(arc.from) && is_end(arc.to)) {
        direct_ = a;
        ++direct;
      } else {
        ++first_[group_of(arc) + 1];
      }
    }
    CHECK(direct == 1);
    for (std::size_t g = 1; g < first_.size(); ++g) first_[g] += first_[g - 1];
    arcs_.resize(network_.arcs.size() - 1);
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (std::uint32_t a = 0; a < network_.arcs.size(); ++a) {
      if (a != direct_) arcs_[next[group_of(network_.arcs[a])]++] = a;
    }
  }

  // Every part has its own arc from source to sink, which always carries something and never all
  // it could: thereby source and sink are as far apart in one part's potentials as in another's.
  void solve(std::uint32_t part) {
    const auto own = std::span(arcs_).subspan(first_[part], first_[part + 1] - first_[part]);
    FlowNetwork small;
    small.source = small.add_node();
    small.sink = small.add_node();
    std::vector<std::uint32_t> nodes = {network_.source, network_.sink};
    const auto local = [&](std::uint32_t node) {
      if (node == network_.source) return small.source;
      if (node == network_.sink) return small.sink;
      if (local_[node] == none) {
        local_[node] = small.add_node();
        nodes.push_back(node);
      }
      return local_[node];
    };
    std::vector<std::uint8_t> is_core;
    small.arcs.reserve(own.size() + 1);
    is_core.reserve(own.size() + 1);
    std::int64_t supply = 0;
    for (const std::uint32_t a : own) {
      const FlowArc& arc = network_.arcs[a];
      small.add_arc(local(arc.from), local(arc.to), arc.capacity, arc.cost);
      is_core.push_back(is_core_[a]);
      if (arc.from == network_.source) supply += arc.capacity;
    }
    small.supply = supply + 1;
    small.add_arc(small.source, small.sink, supply + 2, network_.arcs[direct_].cost);
    is_core.push_back(1);
    const std::uint32_t sink = small.sink;
    const FlowSolution solved = solve_by_sifting(std::move(small), is_core);
    for (std::size_t k = 0; k < own.size(); ++k) solution_.flow[own[k]] = solved.flow[k];
    for (std::size_t n = 2; n < nodes.size(); ++n)
      solution_.potential[nodes[n]] = solved.potential[n] - solved.potential[sink];
    used_[part] = supply + 1 - solved.flow.back();
  }

  const FlowNetwork& network_;
  const FlowParts& parts_;
  const std::vector<std::uint8_t>& is_core_;
  std::uint32_t direct_ = 0;         // the arc from source to sink
  std::vector<std::size_t> first_;   // of a group's arcs in `arcs_`
  std::vector<std::uint32_t> arcs_;  // by group
  std::vector<std::uint32_t> local_;
  std::vector<std::int64_t> used_;  // units that came through each part
  FlowSolution solution_;
};

struct Inside {
  FlowSolution solution;               // nothing flows between parts
  std::vector<std::uint32_t> between;  // arcs
};

Inside solve_inside(const FlowNetwork& network, const FlowParts& parts,
                    const std::vector<std::uint8_t>& is_core, std::size_t threads) {
  PartSolver solver(network, parts, is_core);
  solver.run(threads);
  return {solver.take_solution(), solver.between()};
}

}  // namespace

FlowSolution solve_by_parts(FlowNetwork network, const FlowParts& parts,
                            const std::vector<std::uint8_t>& is_core, std::size_t threads) {
  if (parts.count == 1) return solve_by_sifting(std::move(network), is_core);
  Inside inside = solve_inside(network, parts, is_core, threads);
  return let_in(std::move(network), std::move(inside.solution), inside.between);
}

}  // namespace commune::clearing

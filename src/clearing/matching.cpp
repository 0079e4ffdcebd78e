#include "clearing/matching.h"

// LEMON's MaxWeightedMatching would be shorter; its maps do not compile since C++20.
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <map>

#include "core/check.h"

namespace commune::clearing {
namespace {

using Graph = lemon::SmartDigraph;
using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;

// source -> left -> right -> sink, one each; whoever stays alone costs nothing on source -> sink.
class Flow {
 public:
  Flow() : upper_(graph_), cost_(graph_), source_(graph_.addNode()), sink_(graph_.addNode()) {}

  void add(const WeightedEdge& edge) {
    CHECK(edge.weight > 0 && edge.weight <= edge_weight_max);
    edges_.push_back(add_arc(left_of(edge.left), right_of(edge.right), 1, -edge.weight));
  }

  std::vector<std::size_t> solve() {
    const auto supply = static_cast<std::int64_t>(left_.size());
    add_arc(source_, sink_, supply, 0);
    Simplex simplex(graph_);
    simplex.upperMap(upper_).costMap(cost_).stSupply(source_, sink_, supply);
    CHECK(simplex.run() == Simplex::OPTIMAL);  // staying alone is always possible
    std::vector<std::size_t> chosen;
    for (std::size_t k = 0; k < edges_.size(); ++k) {
      if (simplex.flow(edges_[k]) > 0) chosen.push_back(k);
    }
    return chosen;
  }

 private:
  Graph::Arc add_arc(Graph::Node from, Graph::Node to, std::int64_t upper, std::int64_t cost) {
    const Graph::Arc arc = graph_.addArc(from, to);
    upper_[arc] = upper;
    cost_[arc] = cost;
    return arc;
  }
  Graph::Node left_of(std::uint32_t number) {
    const auto [at, is_new] = left_.try_emplace(number);
    if (is_new) add_arc(source_, at->second = graph_.addNode(), 1, 0);
    return at->second;
  }
  Graph::Node right_of(std::uint32_t number) {
    const auto [at, is_new] = right_.try_emplace(number);
    if (is_new) add_arc(at->second = graph_.addNode(), sink_, 1, 0);
    return at->second;
  }

  Graph graph_;
  Graph::ArcMap<std::int64_t> upper_;
  Graph::ArcMap<std::int64_t> cost_;
  Graph::Node source_;
  Graph::Node sink_;
  std::map<std::uint32_t, Graph::Node> left_;
  std::map<std::uint32_t, Graph::Node> right_;
  std::vector<Graph::Arc> edges_;
};

}  // namespace

std::vector<std::size_t> find_heaviest_matching(std::span<const WeightedEdge> edges) {
  CHECK(edges.size() <= edges_max);
  if (edges.empty()) return {};
  Flow flow;
  for (const WeightedEdge& edge : edges) flow.add(edge);
  return flow.solve();
}

}  // namespace commune::clearing

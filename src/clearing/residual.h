// An optimal flow that stays optimal while arcs are closed: each change is one shortest path over
// the kept potentials (Ahuja, Magnanti and Orlin, Network Flows, 9.7 and 12.7). What is not on the
// path keeps its flow. Dijkstra's algorithm runs from both ends and goes on where the next node has
// fewer arcs, so that it seldom has to look at the source or the sink, to which everybody is
// joined.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "clearing/flow.h"

namespace commune::clearing {

class ResidualFlow {
 public:
  // `solution` is an optimum of `network`.
  ResidualFlow(FlowNetwork network, FlowSolution solution);

  [[nodiscard]] std::int32_t flow(std::uint32_t arc) const { return solution_.flow[arc]; }
  [[nodiscard]] const FlowSolution& solution() const { return solution_; }
  [[nodiscard]] FlowSolution take_solution() && { return std::move(solution_); }
  [[nodiscard]] const FlowNetwork& network() const { return network_; }

  // An arc of capacity 0 becomes one of capacity 1, and carries a unit where that is cheaper.
  void open(std::uint32_t arc);

  // Nothing flows through the arc any more; what did goes the cheapest other way. Returns the arcs
  // whose flow changed. There must be another way.
  std::span<const std::uint32_t> close(std::uint32_t arc);

 private:
  struct Step {
    std::uint32_t arc = 0;
    bool is_forward = true;
  };
  // What a search knows of a node; it counts where `search` is the one that runs.
  struct Known {
    std::uint32_t search = 0;
    bool is_settled = false;
    std::int64_t distance = 0;
    Step step;  // into the node from the beginning's side, out of it towards the end
  };
  // One of the two searches that meet.
  struct Side {
    bool is_forward = true;
    std::vector<Known> known;
    std::vector<std::pair<std::int64_t, std::uint32_t>> queue;  // a heap, nearest first
    std::vector<std::uint32_t> settled;
  };

  // One unit from `from` to `to`, at the least cost.
  void send(std::uint32_t from, std::uint32_t to);
  void begin(Side& side, std::uint32_t node);
  // Drops what was settled meanwhile from the queue's front; false where nothing is left.
  bool tidy_front(Side& side) const;
  [[nodiscard]] std::size_t degree(std::uint32_t node) const {
    return first_[node + 1] - first_[node];
  }
  // Settles the nearest node of `side`; a shorter way that meets the other side becomes the best.
  void advance(Side& side, const Side& other);
  void shift_potentials();
  void follow(std::uint32_t from, std::uint32_t to);
  void push_unit(Step step);

  FlowNetwork network_;
  FlowSolution solution_;
  std::vector<std::size_t> first_;  // of a node's arcs in `touching_`
  std::vector<std::uint32_t> touching_;
  std::uint32_t search_ = 0;
  Side ahead_{true, {}, {}, {}};
  Side back_{false, {}, {}, {}};
  std::int64_t best_ = 0;      // length of the best way known
  std::uint32_t meeting_ = 0;  // where its two halves meet
  std::vector<std::uint32_t> changed_;
};

}  // namespace commune::clearing

#include "clearing/residual.h"

#include <algorithm>
#include <functional>

#include "core/check.h"

namespace commune::clearing {

ResidualFlow::ResidualFlow(FlowNetwork network, FlowSolution solution)
    : network_(std::move(network)),
      solution_(std::move(solution)),
      first_(network_.nodes + 1, 0),
      touching_(2 * network_.arcs.size()) {
  ahead_.known.resize(network_.nodes);
  back_.known.resize(network_.nodes);
  for (const FlowArc& arc : network_.arcs) {
    ++first_[arc.from + 1];
    ++first_[arc.to + 1];
  }
  for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
  std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
  for (std::uint32_t a = 0; a < network_.arcs.size(); ++a) {
    touching_[next[network_.arcs[a].from]++] = a;
    touching_[next[network_.arcs[a].to]++] = a;
  }
}

std::span<const std::uint32_t> ResidualFlow::close(std::uint32_t arc) {
  changed_.clear();
  FlowArc& closed = network_.arcs[arc];
  closed.capacity = 0;
  if (solution_.flow[arc] > 0) changed_.push_back(arc);
  while (solution_.flow[arc] > 0) {
    --solution_.flow[arc];
    // What came into the arc's beginning must reach its end another way.
    send(closed.from, closed.to);
  }
  return changed_;
}

void ResidualFlow::open(std::uint32_t index) {
  FlowArc& arc = network_.arcs[index];
  DCHECK(arc.capacity == 0);
  arc.capacity = 1;
  if (arc.cost + solution_.potential[arc.from] - solution_.potential[arc.to] >= 0) return;
  ++solution_.flow[index];
  // What now arrives at the arc's end goes back to its beginning the cheapest way.
  send(arc.to, arc.from);
}

void ResidualFlow::begin(Side& side, std::uint32_t node) {
  side.settled.clear();
  side.queue.assign(1, {0, node});
  side.known[node] = {search_, false, 0, {}};
}

bool ResidualFlow::tidy_front(Side& side) const {
  while (!side.queue.empty()) {
    const auto [distance, node] = side.queue.front();
    if (!side.known[node].is_settled && side.known[node].distance == distance) return true;
    std::ranges::pop_heap(side.queue, std::greater{});
    side.queue.pop_back();
  }
  return false;
}

void ResidualFlow::advance(Side& side, const Side& other) {
  const auto [distance, node] = side.queue.front();
  std::ranges::pop_heap(side.queue, std::greater{});
  side.queue.pop_back();
  side.known[node].is_settled = true;
  side.settled.push_back(node);
  for (std::size_t at = first_[node]; at < first_[node + 1]; ++at) {
    const std::uint32_t index = touching_[at];
    const FlowArc& arc = network_.arcs[index];
    // A unit more through an arc that leads the search's way, or one less through one against it.
    const bool is_more = (arc.from == node) == side.is_forward;
    if (is_more ? solution_.flow[index] >= arc.capacity : solution_.flow[index] <= 0) continue;
    const std::uint32_t next = arc.from == node ? arc.to : arc.from;
    const std::int64_t reduced =
        arc.cost + solution_.potential[arc.from] - solution_.potential[arc.to];
    const std::int64_t reached = distance + (is_more ? reduced : -reduced);
    Known& known = side.known[next];
    if (reached >= best_ || (known.search == search_ && known.distance <= reached)) continue;
    known = {search_, false, reached, {index, is_more}};
    side.queue.emplace_back(reached, next);
    std::ranges::push_heap(side.queue, std::greater{});
    const Known& met = other.known[next];
    if (met.search == search_ && reached + met.distance < best_) {
      best_ = reached + met.distance;
      meeting_ = next;
    }
  }
}

void ResidualFlow::send(std::uint32_t from, std::uint32_t to) {
  ++search_;
  best_ = INT64_MAX;
  begin(ahead_, from);
  begin(back_, to);
  while (tidy_front(ahead_) && tidy_front(back_)) {
    const auto& [ahead, ahead_node] = ahead_.queue.front();
    const auto& [back, back_node] = back_.queue.front();
    if (best_ != INT64_MAX && ahead + back >= best_) break;
    if (degree(ahead_node) <= degree(back_node)) {
      advance(ahead_, back_);
    } else {
      advance(back_, ahead_);
    }
  }
  CHECK(best_ != INT64_MAX);
  shift_potentials();
  follow(from, to);
}

// Each side's distances count up to a radius; the two radii add up to the whole way. Then no arc's
// reduced cost becomes negative, and along the way all become zero.
void ResidualFlow::shift_potentials() {
  const std::int64_t reached_back = back_.queue.empty() ? best_ : back_.queue.front().first;
  const std::int64_t back_radius = std::min(reached_back, best_);
  const std::int64_t ahead_radius = best_ - back_radius;
  for (const std::uint32_t node : ahead_.settled) {
    solution_.potential[node] -=
        std::max<std::int64_t>(ahead_radius - ahead_.known[node].distance, 0);
  }
  for (const std::uint32_t node : back_.settled) {
    solution_.potential[node] +=
        std::max<std::int64_t>(back_radius - back_.known[node].distance, 0);
  }
}

void ResidualFlow::push_unit(Step step) {
  solution_.flow[step.arc] += step.is_forward ? 1 : -1;
  changed_.push_back(step.arc);
}

void ResidualFlow::follow(std::uint32_t from, std::uint32_t to) {
  for (std::uint32_t node = meeting_; node != from;) {
    const Step step = ahead_.known[node].step;
    push_unit(step);
    node = step.is_forward ? network_.arcs[step.arc].from : network_.arcs[step.arc].to;
  }
  for (std::uint32_t node = meeting_; node != to;) {
    const Step step = back_.known[node].step;
    push_unit(step);
    node = step.is_forward ? network_.arcs[step.arc].to : network_.arcs[step.arc].from;
  }
}

}  // namespace commune::clearing

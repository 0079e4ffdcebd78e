#include "clearing/network.h"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "core/check.h"

namespace commune::clearing {
namespace {

using Graph = lemon::SmartDigraph;
using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;

// One person's arcs: work in steps of `unit` load, which is exact where all their places are alike.
struct Steps {
  std::int64_t unit = 1;
  std::uint32_t places = 0;
};

Steps steps_of(const Round& round, std::size_t participant) {
  const Person& person = round.people()[participant];
  const std::span<const Choice> choices = round.choices_of(participant);
  if (choices.empty()) return {};
  std::vector<std::int64_t> loads;
  for (const Choice& choice : choices) loads.push_back(choice.load);
  std::ranges::sort(loads);
  Steps steps;
  steps.unit = std::max<std::int64_t>(std::accumulate(loads.begin(), loads.end(), std::int64_t{0}) /
                                          static_cast<std::int64_t>(loads.size()),
                                      1);
  std::int64_t sum = 0;
  for (const std::int64_t load : loads) {
    sum += load;
    if (sum > person.load_max || steps.places == person.places_max) break;
    ++steps.places;
  }
  return steps;
}

class Builder {
 public:
  Builder(const Round& round, const std::vector<std::uint8_t>& closed)
      : round_(round), closed_(closed), cost_(graph_), upper_(graph_) {}

  Relaxed solve() {
    build();
    Simplex simplex(graph_);
    simplex.upperMap(upper_).costMap(cost_).stSupply(source_, sink_, supply_);
    const auto ended = simplex.run();
    CHECK(ended == Simplex::OPTIMAL);  // the arc from source to sink always carries what is left
    return read(simplex);
  }

 private:
  void add_arc(Graph::Node from, Graph::Node to, std::int64_t upper, std::int64_t cost) {
    const Graph::Arc arc = graph_.addArc(from, to);
    upper_[arc] = upper;
    cost_[arc] = cost;
  }

  void build() {
    source_ = graph_.addNode();
    sink_ = graph_.addNode();
    add_tasks();
    choice_arcs_.assign(round_.choices().size(), std::nullopt);
    person_nodes_.resize(round_.people().size());
    room_nodes_.resize(round_.people().size());
    for (std::uint32_t i = 0; i < round_.people().size(); ++i) add_person(i);
    add_arc(source_, sink_, supply_, 0);
  }

  void add_tasks() {
    const std::int64_t unit = round_.scale().coverage_unit();
    for (const Task& task : round_.instance().tasks) {
      const Graph::Node node = graph_.addNode();
      if (task.people_min > 0) add_arc(node, sink_, task.people_min, -unit * task.weight);
      if (task.people_max > task.people_min)
        add_arc(node, sink_, task.people_max - task.people_min, 0);
      task_nodes_.push_back(node);
      trainee_nodes_.push_back(task.trainees_max > 0 ? std::optional(graph_.addNode())
                                                     : std::nullopt);
      if (task.trainees_max > 0) add_arc(*trainee_nodes_.back(), sink_, task.trainees_max, 0);
    }
  }

  // Unit arcs with growing cost; those that weigh nothing are one arc. `burden(load)` is convex.
  template <class Burden>
  void add_steps(Graph::Node from, Graph::Node to, Steps steps, Burden burden) {
    std::int64_t free = 0;
    for (std::int64_t p = 0; p < steps.places; ++p) {
      const std::int64_t cost = burden((p + 1) * steps.unit) - burden(p * steps.unit);
      if (cost == 0)
        ++free;
      else
        add_arc(from, to, 1, cost);
    }
    if (free > 0) add_arc(from, to, free, 0);
  }

  void add_person(std::uint32_t participant) {
    const Steps steps = steps_of(round_, participant);
    if (steps.places == 0) return;
    supply_ += steps.places;
    const Graph::Node node = graph_.addNode();
    person_nodes_[participant] = node;
    const Person& person = round_.people()[participant];
    const bool is_single = person.holds_one;
    if (is_single)
      add_arc(source_, node, 1, 0);  // the burden is on each place's own arc
    else
      add_steps(source_, node, steps,
                [this](std::int64_t load) { return round_.work_burden(load); });
    for (const std::int64_t room : person.rooms) {
      if (is_single) break;
      room_nodes_[participant].push_back(graph_.addNode());
      add_steps(node, room_nodes_[participant].back(), steps,
                [&](std::int64_t load) { return round_.room_burden(load, room); });
    }
    add_choices(participant, is_single);
  }

  void add_choices(std::uint32_t participant, bool is_single) {
    const std::span<const Choice> choices = round_.choices_of(participant);
    const std::size_t first = round_.first_choice(participant);
    const Person& person = round_.people()[participant];
    stretches_.assign(person.rooms.size() + 1, Stretch{});
    for (std::size_t k = 0; k < choices.size(); ++k) {
      const Choice& choice = choices[k];
      if ((!closed_.empty() && closed_[first + k] != 0) || choice.load > person.load_max) continue;
      std::int64_t cost = -std::int64_t{choice.willingness};
      Graph::Node from = *person_nodes_[participant];
      if (is_single) {
        cost += round_.work_burden(choice.load);
        if (choice.room >= 0) {
          cost +=
              round_.room_burden(choice.load, person.rooms[static_cast<std::size_t>(choice.room)]);
        }
      } else {
        if (choice.room >= 0)
          from = room_nodes_[participant][static_cast<std::size_t>(choice.room)];
        from = stretch_node(choice, from, choices.subspan(k + 1));
      }
      const Graph::Node to =
          choice.role == Role::trainee ? *trainee_nodes_[choice.task] : task_nodes_[choice.task];
      choice_arcs_[first + k] = graph_.addArc(from, to);
      upper_[*choice_arcs_[first + k]] = 1;
      cost_[*choice_arcs_[first + k]] = cost;
    }
  }

  // Tasks that all hold one instant allow one place between them: they share a node of capacity 1.
  // Choices come by their end; a stretch is what begins before the first end in it.
  struct Stretch {
    std::int64_t end_minute = INT64_MIN;
    Graph::Node node;
  };
  Graph::Node stretch_node(const Choice& choice, Graph::Node from, std::span<const Choice> later) {
    if (!choice.is_timed()) return from;
    Stretch& stretch = stretches_[static_cast<std::size_t>(choice.room + 1)];
    if (choice.begin_minute < stretch.end_minute) return stretch.node;
    const bool is_alone = std::ranges::none_of(later, [&choice](const Choice& other) {
      return other.room == choice.room && other.clashes_with(choice);
    });
    if (is_alone) return from;
    stretch.end_minute = choice.end_minute;
    stretch.node = graph_.addNode();
    add_arc(from, stretch.node, 1, 0);
    return stretch.node;
  }

  Relaxed read(const Simplex& simplex) const {
    Relaxed result;
    result.assignment.assign(round_.choices().size(), 0);
    for (std::size_t k = 0; k < choice_arcs_.size(); ++k) {
      if (choice_arcs_[k] && simplex.flow(*choice_arcs_[k]) > 0) result.assignment[k] = 1;
    }
    const std::int64_t zero = simplex.potential(sink_);
    for (std::size_t j = 0; j < task_nodes_.size(); ++j) {
      // Below these a task gains nothing more; a node that nobody can reach has any potential.
      const std::int64_t lowest =
          -round_.scale().coverage_unit() * round_.instance().tasks[j].weight;
      result.prices.place_prices.push_back(
          std::max(zero - simplex.potential(task_nodes_[j]), lowest));
      result.prices.trainee_prices.push_back(
          trainee_nodes_[j]
              ? std::max<std::int64_t>(zero - simplex.potential(*trainee_nodes_[j]), 0)
              : 0);
    }
    result.prices.room_prices.resize(room_nodes_.size());
    for (std::size_t i = 0; i < room_nodes_.size(); ++i) {
      std::vector<std::int64_t>& prices = result.prices.room_prices[i];
      prices.assign(round_.people()[i].rooms.size(), 0);
      if (room_nodes_[i].empty()) continue;
      // The flow's arcs are places of mean length; the certificate's steps may be shorter.
      const std::int64_t steps =
          std::max<std::int64_t>(steps_of(round_, i).unit / round_.people()[i].load_step, 1);
      for (std::size_t r = 0; r < prices.size(); ++r) {
        prices[r] =
            (simplex.potential(room_nodes_[i][r]) - simplex.potential(*person_nodes_[i])) / steps;
      }
    }
    return result;
  }

  const Round& round_;
  const std::vector<std::uint8_t>& closed_;
  Graph graph_;
  Graph::ArcMap<std::int64_t> cost_;
  Graph::ArcMap<std::int64_t> upper_;
  Graph::Node source_;
  Graph::Node sink_;
  std::int64_t supply_ = 0;
  std::vector<Graph::Node> task_nodes_;
  std::vector<std::optional<Graph::Node>> trainee_nodes_;
  std::vector<std::optional<Graph::Node>> person_nodes_;
  std::vector<std::vector<Graph::Node>> room_nodes_;
  std::vector<std::optional<Graph::Arc>> choice_arcs_;
  std::vector<Stretch> stretches_;
};

}  // namespace

Relaxed solve_relaxed(const Round& round, const std::vector<std::uint8_t>& closed) {
  return Builder(round, closed).solve();
}

}  // namespace commune::clearing

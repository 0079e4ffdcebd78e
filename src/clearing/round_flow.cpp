#include "clearing/round_flow.h"

#include <algorithm>
#include <numeric>

namespace commune::clearing {

RoundFlow::RoundFlow(const Round& round)
    : round_(round),
      person_nodes_(round.people().size(), none),
      room_nodes_(round.people().size()),
      choice_arcs_(round.choices().size(), none) {
  network_.source = network_.add_node();
  network_.sink = network_.add_node();
  network_.arcs.reserve(round.choices().size() + 2 * round.instance().tasks.size() +
                        2 * round.people().size());
  add_tasks();
  for (std::uint32_t i = 0; i < round.people().size(); ++i) add_person(i);
  // Work that nobody needs stays with whoever offered it.
  network_.add_arc(network_.source, network_.sink, network_.supply, 0);
}

RoundFlow::Steps RoundFlow::steps_of(std::size_t participant) const {
  const Person& person = round_.people()[participant];
  const std::span<const Choice> choices = round_.choices_of(participant);
  if (choices.empty()) return {};
  std::vector<std::int64_t> loads;
  for (const Choice& choice : choices) loads.push_back(choice.load);
  std::ranges::sort(loads);
  const std::int64_t sum = std::accumulate(loads.begin(), loads.end(), std::int64_t{0});
  Steps steps;
  steps.unit = std::max<std::int64_t>(sum / static_cast<std::int64_t>(loads.size()), 1);
  std::int64_t load_sum = 0;
  for (const std::int64_t load : loads) {
    load_sum += load;
    if (load_sum > person.load_max || steps.places == person.places_max) break;
    ++steps.places;
  }
  return steps;
}

void RoundFlow::add_tasks() {
  const std::int64_t unit = round_.scale().coverage_unit();
  for (const Task& task : round_.instance().tasks) {
    const std::uint32_t node = network_.add_node();
    const std::uint32_t beyond = task.people_max - task.people_min - task.reserves;
    if (task.people_min > 0)
      network_.add_arc(node, network_.sink, task.people_min, -unit * task.weight);
    if (task.reserves > 0) network_.add_arc(node, network_.sink, task.reserves, -unit);
    if (beyond > 0) network_.add_arc(node, network_.sink, beyond, 0);
    task_nodes_.push_back(node);
    trainee_nodes_.push_back(task.trainees_max > 0 ? network_.add_node() : none);
    if (task.trainees_max > 0)
      network_.add_arc(trainee_nodes_.back(), network_.sink, task.trainees_max, 0);
  }
}

// Unit arcs with growing cost; those that weigh nothing are one arc. `burden(load)` is convex.
template <class Burden>
void RoundFlow::add_steps(std::uint32_t from, std::uint32_t to, Steps steps, Burden burden) {
  std::int64_t free = 0;
  for (std::int64_t p = 0; p < steps.places; ++p) {
    const std::int64_t cost = burden((p + 1) * steps.unit) - burden(p * steps.unit);
    if (cost == 0) {
      ++free;
    } else {
      network_.add_arc(from, to, 1, cost);
    }
  }
  if (free > 0) network_.add_arc(from, to, free, 0);
}

void RoundFlow::add_person(std::uint32_t participant) {
  const Steps steps = steps_of(participant);
  if (steps.places == 0) return;
  network_.supply += steps.places;
  person_nodes_[participant] = network_.add_node();
  if (round_.people()[participant].holds_one) {
    // The burden is on each place's own arc.
    network_.add_arc(network_.source, person_nodes_[participant], 1, 0);
  } else {
    add_steps(network_.source, person_nodes_[participant], steps,
              [this](std::int64_t load) { return round_.work_burden(load); });
  }
  add_rooms(participant, steps);
  add_choices(participant);
}

// A node for each sector room through which more than one place could come.
void RoundFlow::add_rooms(std::uint32_t participant, Steps steps) {
  const Person& person = round_.people()[participant];
  room_nodes_[participant].assign(person.rooms.size(), none);
  if (person.holds_one) return;
  std::vector<std::uint32_t> offers(person.rooms.size(), 0);
  for (const Choice& choice : round_.choices_of(participant)) {
    if (choice.room >= 0) ++offers[static_cast<std::size_t>(choice.room)];
  }
  for (std::size_t r = 0; r < offers.size(); ++r) {
    if (offers[r] < 2) continue;
    room_nodes_[participant][r] = network_.add_node();
    add_steps(person_nodes_[participant], room_nodes_[participant][r],
              {steps.unit, std::min(steps.places, offers[r])},
              [&](std::int64_t load) { return round_.room_burden(load, person.rooms[r]); });
  }
}

void RoundFlow::add_choices(std::uint32_t participant) {
  const std::span<const Choice> choices = round_.choices_of(participant);
  const std::size_t first = round_.first_choice(participant);
  const Person& person = round_.people()[participant];
  stretches_.assign(person.rooms.size() + 1, Stretch{});
  for (std::size_t k = 0; k < choices.size(); ++k) {
    const Choice& choice = choices[k];
    if (choice.load > person.load_max) continue;
    std::int64_t cost = -std::int64_t{choice.willingness};
    std::uint32_t from = person_nodes_[participant];
    if (choice.room >= 0) {
      const auto room = static_cast<std::size_t>(choice.room);
      const std::uint32_t node = room_nodes_[participant][room];
      if (node != none)
        from = node;
      else
        cost += round_.room_burden(choice.load, person.rooms[room]);
    }
    if (person.holds_one)
      cost += round_.work_burden(choice.load);
    else
      from = stretch_node(choice, from, choices.subspan(k + 1));
    const std::uint32_t to =
        choice.role == Role::trainee ? trainee_nodes_[choice.task] : task_nodes_[choice.task];
    choice_arcs_[first + k] = network_.add_arc(from, to, 1, cost);
  }
}

// Tasks that all hold one instant share a node of capacity 1. Choices come by their end.
std::uint32_t RoundFlow::stretch_node(const Choice& choice, std::uint32_t from,
                                      std::span<const Choice> later) {
  if (!choice.is_timed()) return from;
  Stretch& stretch = stretches_[static_cast<std::size_t>(choice.room + 1)];
  if (choice.begin_minute < stretch.end_minute) return stretch.node;
  const bool is_alone = std::ranges::none_of(later, [&choice](const Choice& other) {
    return other.room == choice.room && other.clashes_with(choice);
  });
  if (is_alone) return from;
  stretch.end_minute = choice.end_minute;
  stretch.node = network_.add_node();
  network_.add_arc(from, stretch.node, 1, 0);
  return stretch.node;
}

std::vector<std::uint8_t> RoundFlow::core(std::size_t offers) const {
  std::vector<std::uint8_t> is_core(network_.arcs.size(), 1);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < round_.people().size(); ++i) {
    const std::size_t first = round_.first_choice(i);
    const std::span<const Choice> choices = round_.choices_of(i);
    if (choices.size() <= offers) continue;
    order.resize(choices.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::nth_element(order, order.begin() + static_cast<std::ptrdiff_t>(offers),
                             [&choices](std::size_t a, std::size_t b) {
                               return choices[a].willingness != choices[b].willingness
                                          ? choices[a].willingness > choices[b].willingness
                                          : a < b;
                             });
    for (const std::size_t k : std::span(order).subspan(offers)) {
      if (choice_arcs_[first + k] != none) is_core[choice_arcs_[first + k]] = 0;
    }
  }
  return is_core;
}

FlowParts RoundFlow::parts(const Blocks& blocks) const {
  FlowParts parts{blocks.count, std::vector<std::uint32_t>(network_.nodes, 0)};
  for (std::size_t j = 0; j < task_nodes_.size(); ++j) {
    parts.of_node[task_nodes_[j]] = blocks.of_task[j];
    if (trainee_nodes_[j] != none) parts.of_node[trainee_nodes_[j]] = blocks.of_task[j];
  }
  // A person's rooms and stretches of time follow the person's own node.
  std::uint32_t end = network_.nodes;
  for (std::size_t i = person_nodes_.size(); i-- > 0;) {
    if (person_nodes_[i] == none) continue;
    for (std::uint32_t node = person_nodes_[i]; node < end; ++node)
      parts.of_node[node] = blocks.of_participant[i];
    end = person_nodes_[i];
  }
  return parts;
}

Assignment RoundFlow::places(const FlowSolution& solution) const {
  Assignment assignment(choice_arcs_.size(), 0);
  for (std::size_t k = 0; k < choice_arcs_.size(); ++k) {
    if (choice_arcs_[k] != none && solution.flow[choice_arcs_[k]] > 0) assignment[k] = 1;
  }
  return assignment;
}

Certificate RoundFlow::prices(const FlowSolution& solution) const {
  Certificate certificate;
  const std::int64_t zero = solution.potential[network_.sink];
  for (std::size_t j = 0; j < task_nodes_.size(); ++j) {
    // Below these a task gains nothing more; a node that nobody can reach has any potential.
    const std::int64_t lowest = -round_.scale().coverage_unit() * round_.instance().tasks[j].weight;
    certificate.place_prices.push_back(std::max(zero - solution.potential[task_nodes_[j]], lowest));
    certificate.trainee_prices.push_back(
        trainee_nodes_[j] == none
            ? 0
            : std::max<std::int64_t>(zero - solution.potential[trainee_nodes_[j]], 0));
  }
  certificate.room_prices.resize(room_nodes_.size());
  for (std::size_t i = 0; i < room_nodes_.size(); ++i) {
    const Person& person = round_.people()[i];
    certificate.room_prices[i].assign(person.rooms.size(), 0);
    if (person_nodes_[i] == none || person.holds_one) continue;
    read_room_prices(solution, i, certificate.room_prices[i]);
  }
  return certificate;
}

// The flow's arcs are places of mean length; the certificate's steps may be shorter. A room that
// one offer alone leads to has no node: its price is what that offer's burden comes to.
void RoundFlow::read_room_prices(const FlowSolution& solution, std::size_t participant,
                                 std::vector<std::int64_t>& prices) const {
  const Person& person = round_.people()[participant];
  const std::int64_t steps =
      std::max<std::int64_t>(steps_of(participant).unit / person.load_step, 1);
  const std::int64_t own = solution.potential[person_nodes_[participant]];
  for (std::size_t r = 0; r < prices.size(); ++r) {
    const std::uint32_t node = room_nodes_[participant][r];
    if (node != none) prices[r] = (solution.potential[node] - own) / steps;
  }
  for (const Choice& choice : round_.choices_of(participant)) {
    if (choice.room < 0) continue;
    const auto room = static_cast<std::size_t>(choice.room);
    if (room_nodes_[participant][room] != none) continue;
    prices[room] =
        round_.room_burden(choice.load, person.rooms[room]) / (choice.load / person.load_step);
  }
}

}  // namespace commune::clearing

// The speed of clearings on the shapes of facts/optimisation, each beside plain LEMON
// NetworkSimplex on the whole graph as the problem states it. Times are of the solve to a checked,
// proven optimum; building the peer's graph is not counted, building ours is.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include "clearing/clear.h"
#include "clearing/residual.h"
#include "clearing/round_flow.h"
#include "clearing/sifting.h"
#include "core/check.h"
#include "core/random.h"

namespace commune::clearing {
namespace {

struct Shape {
  std::uint32_t members = 0;
  std::uint32_t tasks = 0;
  std::uint32_t offers = 0;  // of each member
  std::uint32_t places_max = 0;
  std::uint32_t people_max = 0;  // a task needs 1 to this many
  bool has_quotas = false;       // six sectors with a room each, an even share of one hour
  // Members offer for so many tasks near them in the list, as people do for what is near in place
  // and time.
  std::uint64_t neighbourhood = 400;
};

Instance make_instance(const Shape& shape) {
  core::Random random(7);
  Instance instance;
  instance.seed = 3;
  instance.unit_minutes = 60;
  instance.even_minutes = shape.has_quotas ? 60 : 6000;
  for (int s = 0; s < 6; ++s) instance.sectors.push_back(fmt::format("sector {}", s));
  for (std::uint32_t j = 0; j < shape.tasks; ++j) {
    Task task;
    task.id = fmt::format("{}", j);
    task.sector = j % 6;
    task.minutes = 60;
    task.people_min = static_cast<std::uint32_t>(random.between(1, shape.people_max));
    task.people_max = task.people_min;
    task.weight = shape.has_quotas ? static_cast<std::uint32_t>(random.between(1, 5)) : 1;
    instance.tasks.push_back(std::move(task));
  }
  std::vector<std::uint32_t> offered;
  for (std::uint32_t i = 0; i < shape.members; ++i) {
    Participant person;
    person.id = fmt::format("{}", i);
    person.places_max = shape.places_max;
    person.minutes_max = 60 * std::int64_t{shape.places_max};
    for (std::uint32_t s = 0; shape.has_quotas && s < 6; ++s)
      person.rooms.push_back({s, 60 * random.between(0, 2)});
    instance.participants.push_back(std::move(person));
    offered.clear();
    for (std::uint32_t k = 0; k < shape.offers; ++k) {
      const std::uint64_t near =
          std::uint64_t{i} * shape.tasks / shape.members + random.below(shape.neighbourhood);
      const auto task = static_cast<std::uint32_t>(near % shape.tasks);
      if (std::ranges::find(offered, task) != offered.end()) continue;
      offered.push_back(task);
      instance.offers.push_back(
          {i, task, static_cast<std::uint32_t>(random.between(1, 100)), Role::experienced});
    }
  }
  return instance;
}

const Round& quotas() {
  static const Round round = *Round::make(make_instance({.members = 10'000,
                                                         .tasks = 30'000,
                                                         .offers = 12,
                                                         .places_max = 7,
                                                         .people_max = 2,
                                                         .has_quotas = true}));
  return round;
}

const Round& town() {
  static const Round round = *Round::make(make_instance(
      {.members = 100'000, .tasks = 40'000, .offers = 15, .places_max = 2, .people_max = 4}));
  return round;
}

// The same with offers for tasks anywhere: nothing to decompose by.
const Round& scattered() {
  static const Round round = *Round::make(make_instance({.members = 100'000,
                                                         .tasks = 40'000,
                                                         .offers = 15,
                                                         .places_max = 2,
                                                         .people_max = 4,
                                                         .neighbourhood = 40'000}));
  return round;
}

const Round& million() {
  static const Round round = *Round::make(make_instance(
      {.members = 1'000'000, .tasks = 400'000, .offers = 15, .places_max = 2, .people_max = 4}));
  return round;
}

// Every step of every convex cost is an arc, every sector a node: as the problem is written down.
class PlainGraph {
 public:
  explicit PlainGraph(const Round& round)
      : cost_(graph_), upper_(graph_), source_(graph_.addNode()), sink_(graph_.addNode()) {
    std::vector<Graph::Node> tasks;
    for (const Task& task : round.instance().tasks) {
      tasks.push_back(graph_.addNode());
      add(tasks.back(), sink_, task.people_min, -round.scale().coverage_unit() * task.weight);
    }
    for (std::size_t i = 0; i < round.people().size(); ++i) {
      const Person& person = round.people()[i];
      const Graph::Node node = graph_.addNode();
      supply_ += person.places_max;
      for (std::int64_t p = 0; p < person.places_max; ++p) {
        add(source_, node, 1, round.work_burden(p + 1) - round.work_burden(p));
      }
      std::vector<Graph::Node> rooms;
      for (const std::int64_t room : person.rooms) {
        rooms.push_back(graph_.addNode());
        for (std::int64_t p = 0; p < person.places_max; ++p) {
          add(node, rooms.back(), 1, round.room_burden(p + 1, room) - round.room_burden(p, room));
        }
      }
      for (const Choice& choice : round.choices_of(i)) {
        const Graph::Node from =
            choice.room >= 0 ? rooms[static_cast<std::size_t>(choice.room)] : node;
        add(from, tasks[choice.task], 1, -choice.willingness);
      }
    }
    add(source_, sink_, supply_, 0);
  }

  [[nodiscard]] int arcs() const { return graph_.arcNum(); }
  Int128 solve() {
    Simplex simplex(graph_);
    simplex.upperMap(upper_).costMap(cost_).stSupply(source_, sink_, supply_);
    CHECK(simplex.run() == Simplex::OPTIMAL);
    Int128 value = 0;
    for (int a = 0; a < graph_.arcNum(); ++a) {
      const Graph::Arc arc = graph_.arcFromId(a);
      value -= Int128{cost_[arc]} * simplex.flow(arc);
    }
    return value;
  }

 private:
  using Graph = lemon::SmartDigraph;
  using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;
  void add(Graph::Node from, Graph::Node to, std::int64_t upper, std::int64_t cost) {
    const Graph::Arc arc = graph_.addArc(from, to);
    upper_[arc] = upper;
    cost_[arc] = cost;
  }
  Graph graph_;
  Graph::ArcMap<std::int64_t> cost_;
  Graph::ArcMap<std::int64_t> upper_;
  Graph::Node source_;
  Graph::Node sink_;
  std::int64_t supply_ = 0;
};

void solve_ours(benchmark::State& state, const Round& round) {
  for (auto _ : state) {
    const Cleared cleared = clear_round(round);
    CHECK(cleared.verdict.is_optimal());
    benchmark::DoNotOptimize(cleared.assignment.data());
  }
}

void solve_plain(benchmark::State& state, const Round& round) {
  PlainGraph graph(round);
  const Int128 best = round.scale().pack(clear_round(round).verdict.reached);
  for (auto _ : state) CHECK(graph.solve() == best);
  state.counters["arcs"] = graph.arcs();
}

void check_only(benchmark::State& state, const Round& round) {
  const Cleared cleared = clear_round(round);
  for (auto _ : state) {
    CHECK(check_certificate(round, cleared.assignment, cleared.certificate)->is_optimal());
  }
}

// The most memory that this process held, in MiB. Writing 5 to clear_refs begins to count anew.
double peak_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

void million_solve(benchmark::State& state) {
  million();
  std::ofstream("/proc/self/clear_refs") << "5";
  for (auto _ : state) {
    const Cleared cleared = clear_round(million());
    // Of the willingness, the least of the levels: one place short would be over 100 %.
    state.counters["gap_percent"] = 100 * static_cast<double>(cleared.verdict.gap) /
                                    static_cast<double>(cleared.verdict.reached.willingness);
  }
  state.counters["peak_mib"] = peak_mib();
}

void million_plain_lemon(benchmark::State& state) { solve_plain(state, million()); }
void million_check(benchmark::State& state) { check_only(state, million()); }
void quotas_solve(benchmark::State& state) { solve_ours(state, quotas()); }
void quotas_plain_lemon(benchmark::State& state) { solve_plain(state, quotas()); }
void quotas_check(benchmark::State& state) { check_only(state, quotas()); }
void town_solve(benchmark::State& state) { solve_ours(state, town()); }
void town_plain_lemon(benchmark::State& state) { solve_plain(state, town()); }
void town_check(benchmark::State& state) { check_only(state, town()); }
void scattered_solve(benchmark::State& state) { solve_ours(state, scattered()); }
void scattered_plain_lemon(benchmark::State& state) { solve_plain(state, scattered()); }
// First, so that nothing else is in memory.
BENCHMARK(million_solve)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MeasureProcessCPUTime()
    ->Iterations(1);
BENCHMARK(million_plain_lemon)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);
BENCHMARK(million_check)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(quotas_solve)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);
BENCHMARK(quotas_plain_lemon)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);
BENCHMARK(quotas_check)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(town_solve)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);
BENCHMARK(town_plain_lemon)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);
BENCHMARK(town_check)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(scattered_solve)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);
BENCHMARK(scattered_plain_lemon)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);

// Refusals one after another, each repaired at once; afterwards the flow costs what solving again
// costs.
void town_rematch(benchmark::State& state) {
  const RoundFlow flow(town());
  ResidualFlow residual(flow.network(), solve_by_sifting(flow.network(), flow.core(3)));
  core::Random random(5);
  std::vector<double> times_ms;
  for (auto _ : state) {
    std::uint32_t arc = RoundFlow::none;
    while (arc == RoundFlow::none || residual.flow(arc) == 0) {
      arc = flow.arc_of_choice(random.below(town().choices().size()));
    }
    const auto begin = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(residual.close(arc).size());
    times_ms.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
            .count());
  }
  std::ranges::sort(times_ms);
  state.counters["p99_ms"] = times_ms[times_ms.size() * 99 / 100];
  const auto cost = [](const FlowNetwork& network, const FlowSolution& solution) {
    Int128 sum = 0;
    for (std::size_t a = 0; a < network.arcs.size(); ++a)
      sum += Int128{network.arcs[a].cost} * solution.flow[a];
    return sum;
  };
  CHECK(cost(residual.network(), residual.solution()) ==
        cost(residual.network(), solve_flow(residual.network())));
}
BENCHMARK(town_rematch)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(5'000);

// The largest round that a ledger takes, as a live one is: a month of tasks that clash, of
// different length; 1,500 people who each offer for 200 of them, up to 30 places and 60 hours, with
// a room in every sector.
Instance make_largest_live_round() {
  core::Random random(11);
  Instance instance;
  instance.seed = 3;
  for (int s = 0; s < 6; ++s) instance.sectors.push_back(fmt::format("sector {}", s));
  for (std::uint32_t j = 0; j < 3'000; ++j) {
    Task task;
    task.id = fmt::format("{}", j);
    task.sector = j % 6;
    task.minutes = 60 * random.between(1, 4);
    task.begin_minute = 24 * 60 * random.between(1, 31) + 60 * random.between(7, 19);
    task.end_minute = task.begin_minute + task.minutes;
    task.people_min = static_cast<std::uint32_t>(random.between(1, 6));
    task.people_max = task.people_min + 1;
    task.weight = static_cast<std::uint32_t>(random.between(1, 25));
    instance.tasks.push_back(std::move(task));
  }
  for (std::uint32_t i = 0; i < 1'500; ++i) {
    Participant person{fmt::format("{}", i), 30, 3'600, {}, {}};
    for (std::uint32_t s = 0; s < 6; ++s) person.rooms.push_back({s, 60 * random.between(0, 10)});
    instance.participants.push_back(std::move(person));
    for (std::uint32_t k = 0; k < 200; ++k) {
      const auto task = static_cast<std::uint32_t>((k * 15 + random.below(15)) % 3'000);
      const auto willingness = static_cast<std::uint32_t>(random.between(1, 100));
      instance.offers.push_back({i, task, willingness, Role::experienced});
    }
  }
  instance.even_minutes = even_share_minutes(instance.tasks, instance.participants.size());
  return instance;
}

// One after another refuses a place; each time the round is built and brought one more person with
// a proof, as a node does it (docs/adr/0018-clearing.md).
void live_rematch(benchmark::State& state) {
  Instance instance = make_largest_live_round();
  Round round = *Round::make(instance);
  Assignment places = rematch_round(round, Assignment(round.choices().size(), 0)).assignment;
  core::Random random(5);
  for (auto _ : state) {
    state.PauseTiming();
    std::size_t refused = 0;
    while (places[refused] == 0) refused = random.below(places.size());
    const Choice choice = round.choices()[refused];
    const std::string person = round.instance().participants[choice.participant].id;
    const std::string task = round.instance().tasks[choice.task].id;
    std::erase_if(instance.offers, [&](const Offer& offer) {
      return instance.participants[offer.participant].id == person &&
             instance.tasks[offer.task].id == task;
    });
    places.erase(places.begin() + static_cast<std::ptrdiff_t>(refused));
    state.ResumeTiming();
    round = *Round::make(instance);
    Cleared again = rematch_round(round, places);
    places = std::move(again.assignment);
  }
}
BENCHMARK(live_rematch)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);

}  // namespace
}  // namespace commune::clearing

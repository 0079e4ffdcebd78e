#include "clearing/clear.h"

#include <algorithm>
#include <vector>

#include "clearing/blocks.h"
#include "clearing/bundle.h"
#include "clearing/crew.h"
#include "clearing/parts.h"
#include "clearing/polish.h"
#include "clearing/prices.h"
#include "clearing/round_flow.h"
#include "clearing/threads.h"
#include "core/check.h"

namespace commune::clearing {
namespace {

// Of the places that the flow gave, those that go together; staffing minimum places counts most.
void adopt(Crew& crew, const Assignment& flow) {
  const Round& round = crew.round();
  BundleFinder finder(round);
  std::vector<std::int64_t> profits;
  std::vector<std::uint32_t> taken;
  const std::int64_t covered = round.scale().coverage_unit();
  for (std::size_t i = 0; i < round.people().size(); ++i) {
    const std::size_t first = round.first_choice(i);
    const std::span<const Choice> choices = round.choices_of(i);
    profits.assign(choices.size(), 0);
    for (std::size_t k = 0; k < choices.size(); ++k) {
      if (flow[first + k] == 0) continue;
      const bool counts = choices[k].role == Role::experienced;
      profits[k] =
          choices[k].willingness + (counts ? covered * crew.worth_of_next(choices[k].task) : 0);
    }
    finder.best(i, profits, taken);
    for (const std::uint32_t position : taken)
      crew.give(static_cast<std::uint32_t>(first + position));
  }
}

// Where people offer clearly more than is needed, most of what they like less never matters: four
// offers each are enough to begin with. Sector rooms make the lesser liked matter. Measured in
// clearing_bench.cpp.
std::vector<std::uint8_t> core_of(const Round& round, const RoundFlow& flow) {
  constexpr std::size_t core_offers = 4;
  std::int64_t needed = 0;
  for (const Task& task : round.instance().tasks) needed += task.people_min;
  const bool is_plentiful = 2 * flow.network().supply >= 3 * needed;
  const bool has_rooms = std::ranges::any_of(
      round.people(), [](const Person& person) { return !person.rooms.empty(); });
  return flow.core(is_plentiful && !has_rooms ? core_offers : SIZE_MAX);
}

FlowSolution solve(const Round& round, RoundFlow& flow, const ClearOptions& options) {
  const std::size_t arcs = flow.network().arcs.size();
  if (arcs <= options.arcs_per_block) return solve_flow(flow.network());
  // In 64 bits also where an address has 32.
  const std::uint64_t offers_per_block = std::max<std::uint64_t>(
      std::uint64_t{options.arcs_per_block} * round.choices().size() / arcs, 1);
  const FlowParts parts =
      flow.parts(cut_into_blocks(round, static_cast<std::size_t>(offers_per_block)));
  const std::vector<std::uint8_t> core = core_of(round, flow);
  const std::size_t threads = options.threads > 0 ? options.threads : threads_of_machine();
  return solve_by_parts(flow.take_network(), parts, core, threads);
}

Proof begin_proof(const Crew& crew, Certificate prices) {
  const Round& round = crew.round();
  const auto first = check_certificate(round, crew.assignment(), prices);
  CHECK(first.has_value());
  const Int128 reached = round.scale().pack(first->reached);
  return {crew.assignment(), reached, std::move(prices), reached + first->gap};
}

}  // namespace

Cleared clear_round(const Round& round, const ClearOptions& options) {
  RoundFlow flow(round);
  const FlowSolution solution = solve(round, flow, options);
  Certificate prices = flow.prices(solution);
  Assignment places = flow.places(solution);
  if (const auto verdict = check_certificate(round, places, prices);
      verdict && verdict->is_optimal()) {
    return {std::move(places), std::move(prices), *verdict};
  }
  Crew crew(round);
  adopt(crew, places);
  polish(crew);
  Proof proof = begin_proof(crew, std::move(prices));
  tighten(round, proof, options.price_work_max);
  const auto verdict = check_certificate(round, proof.assignment, proof.certificate);
  CHECK(verdict.has_value());
  return {std::move(proof.assignment), std::move(proof.certificate), *verdict};
}

Cleared rematch_round(const Round& round, const Assignment& kept, const ClearOptions& options) {
  Crew crew(round);
  for (std::uint32_t k = 0; k < kept.size(); ++k) {
    if (kept[k] != 0 && crew.fits(k) && crew.has_room(k)) crew.give(k);
  }
  staff(crew);
  RoundFlow flow(round);
  Proof proof = begin_proof(crew, flow.prices(solve(round, flow, options)));
  // What it would exchange moves people for little.
  tighten(round, proof, options.price_work_max, Places::stay);
  const auto verdict = check_certificate(round, crew.assignment(), proof.certificate);
  CHECK(verdict.has_value());
  return {crew.assignment(), std::move(proof.certificate), *verdict};
}

}  // namespace commune::clearing

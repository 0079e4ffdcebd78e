#include "clearing/clear.h"

#include <algorithm>
#include <vector>

#include "clearing/bundle.h"
#include "clearing/crew.h"
#include "clearing/polish.h"
#include "clearing/prices.h"
#include "clearing/round_flow.h"
#include "clearing/sifting.h"
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

// In a large round where people offer clearly more than is needed, most of what they like less
// never matters: three offers each are enough to begin with. Sector rooms make the lesser liked
// matter. Measured in clearing_bench.cpp.
FlowSolution solve(const Round& round, const RoundFlow& flow) {
  constexpr std::size_t large_offers = 50'000;
  constexpr std::size_t core_offers = 3;
  std::int64_t needed = 0;
  for (const Task& task : round.instance().tasks) needed += task.people_min;
  const bool is_plentiful = 2 * flow.network().supply >= 3 * needed;
  const bool has_rooms = std::ranges::any_of(
      round.people(), [](const Person& person) { return !person.rooms.empty(); });
  if (round.choices().size() < large_offers || !is_plentiful || has_rooms) {
    return solve_flow(flow.network());
  }
  return solve_by_sifting(flow.network(), flow.core(core_offers));
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
  const RoundFlow flow(round);
  const FlowSolution solution = solve(round, flow);
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
  const RoundFlow flow(round);
  Proof proof = begin_proof(crew, flow.prices(solve(round, flow)));
  // Only its prices are taken: what it would exchange moves people for little.
  tighten(round, proof, options.price_work_max);
  const auto verdict = check_certificate(round, crew.assignment(), proof.certificate);
  CHECK(verdict.has_value());
  return {crew.assignment(), std::move(proof.certificate), *verdict};
}

}  // namespace commune::clearing

#include "clearing/clear.h"

#include <algorithm>
#include <vector>

#include "clearing/bundle.h"
#include "clearing/crew.h"
#include "clearing/network.h"
#include "clearing/polish.h"
#include "clearing/prices.h"
#include "core/check.h"

namespace commune::clearing {
namespace {

// Of the places that the flow gave, those that go together; staffing minimum places counts most.
void adopt(Crew& crew, const Relaxed& relaxed) {
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
      const Task& task = round.instance().tasks[choices[k].task];
      if (relaxed.assignment[first + k] == 0) continue;
      const bool is_needed =
          choices[k].role == Role::experienced && crew.lacks_people(choices[k].task);
      profits[k] = choices[k].willingness + (is_needed ? covered * task.weight : 0);
    }
    finder.best(i, profits, taken);
    for (const std::uint32_t position : taken)
      crew.give(static_cast<std::uint32_t>(first + position));
  }
}

}  // namespace

Cleared clear_round(const Round& round, const ClearOptions& options) {
  const Relaxed relaxed = solve_relaxed(round);
  Crew crew(round);
  adopt(crew, relaxed);
  polish(crew);
  const auto first = check_certificate(round, crew.assignment(), relaxed.prices);
  CHECK(first.has_value());
  Proof proof{crew.assignment(), round.scale().pack(first->reached), relaxed.prices, 0};
  proof.bound = proof.reached + first->gap;
  tighten(round, proof, options.price_work_max);
  const auto verdict = check_certificate(round, proof.assignment, proof.certificate);
  CHECK(verdict.has_value());
  return {std::move(proof.assignment), std::move(proof.certificate), *verdict};
}

}  // namespace commune::clearing

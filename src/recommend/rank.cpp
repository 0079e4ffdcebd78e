#include "recommend/rank.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "recommend/availability.h"
#include "recommend/diversity.h"
#include "recommend/fit.h"
#include "recommend/score.h"

namespace commune::recommend {
namespace {

Ranked full(const Situation& situation, const Facts& facts, Index number, Reasons& reasons) {
  const Task& task = at(situation.tasks, number);
  score_task(situation, facts, task, reasons);
  reasons.sort();
  const PlaceKind as = place_on(situation, task).value_or(PlaceKind::regular);
  return {number, reasons.score(), as, false, reasons.list()};
}

Candidate candidate_of(const Situation& situation, const Facts& facts, Index number,
                       const Reasons& reasons) {
  const Task& task = at(situation.tasks, number);
  Candidate found;
  found.task = number;
  found.score = reasons.score();
  found.start = task.is_timed ? task.start.utc : INT32_MAX;
  found.id = task.id;
  found.kind = task.kind;
  found.sector = task.sector;
  found.teaches = reasons.has(ReasonCode::learn);
  found.turns = reasons.has(ReasonCode::rotation);
  found.is_lighter = reasons.has(ReasonCode::lighter) || reasons.has(ReasonCode::lighter_weeks);
  found.is_new =
      at(facts.times_done, task.kind) == 0 && task.wish == none && !reasons.has_against();
  return found;
}

}  // namespace

std::optional<PlaceKind> place_on(const Situation& situation, const Task& task) {
  const Minute now = situation.now.utc;
  const bool begun = task.is_timed && task.start.utc <= now;
  if (!task.is_open || begun || task.is_mine || task.is_not_now) return std::nullopt;
  if (at(situation.answers, task.kind) != Answer::nothing) return std::nullopt;
  const bool is_regular = task.free > 0 && is_certified(situation, task);
  if (task.trainees_free > 0 && (!is_regular || lesson_on(situation, task).as_trainee))
    return PlaceKind::trainee;
  return is_regular ? std::optional(PlaceKind::regular) : std::nullopt;
}

core::Result<std::vector<Ranked>> rank(const Situation& situation, std::size_t count_max) {
  TRY_VOID(check_availability(situation.limits));
  const Facts facts = make_facts(situation);
  Reasons reasons;
  std::vector<Candidate> candidates;
  for (Index number = 0; number < static_cast<Index>(situation.tasks.size()); ++number) {
    const Task& task = at(situation.tasks, number);
    if (!place_on(situation, task)) continue;
    score_task(situation, facts, task, reasons);
    // "If it is needed": not before it is.
    if (task.is_willing && !reasons.has(ReasonCode::willing)) continue;
    if (reasons.score() > 0) candidates.push_back(candidate_of(situation, facts, number, reasons));
  }
  std::vector<Ranked> ranked;
  for (const Pick& pick : diversify(std::move(candidates), count_max, surprise_seed_of(situation),
                                    situation.surprise_shown)) {
    ranked.push_back(full(situation, facts, pick.task, reasons));
    ranked.back().is_surprise = pick.is_surprise;
  }
  return ranked;
}

Ranked explain(const Situation& situation, Index task) {
  Reasons reasons;
  return full(situation, make_facts(situation), task, reasons);
}

}  // namespace commune::recommend

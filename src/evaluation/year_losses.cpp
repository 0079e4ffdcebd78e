#include "evaluation/year_losses.h"

#include <algorithm>

#include "recommend/call_policy.h"

namespace commune::evaluation {
namespace {

bool calls_nobody(const Week& week, const YearTask& task) {
  return !task.is_timed() || (task.is_planned() && week.world.kinds[task.kind].importance <
                                                       recommend::planned_importance_min);
}

// Of those who are free at the time and not down for the task, as it ended.
YearLosses::Others who_could(const Week& week, const Sheet& sheet, std::uint32_t task,
                             const std::vector<Missing>& missing) {
  auto found = YearLosses::Others::nobody_free;
  for (std::uint32_t slot = 0; slot < week.people(); ++slot) {
    if (!week.can[slot][task]) continue;
    if (std::ranges::find(missing, slot, &Missing::slot) != missing.end()) continue;
    if (sheet.fits(slot, task)) return YearLosses::Others::nobody_answered;
    if (!sheet.clashes(slot, task)) found = YearLosses::Others::no_hours_left;
  }
  return found;
}

}  // namespace

void YearLosses::add(const Week& week, const Sheet& sheet, const MissingByTask& missing) {
  for (std::uint32_t task = 0; task < week.tasks().size(); ++task) {
    const std::size_t there = sheet.people_and_neighbours_in(task);
    const std::size_t needed = week.tasks()[task].people_min;
    if (there < needed) add(week, sheet, task, missing[task], static_cast<double>(needed - there));
  }
}

void YearLosses::add(const Week& week, const Sheet& sheet, std::uint32_t task,
                     const std::vector<Missing>& missing, double lost) {
  const YearTask& what = week.tasks()[task];
  if (calls_nobody(week, what)) {
    by_cause_[index(Cause::calls_nobody)] += lost;
    return;
  }
  by_others_[index(who_could(week, sheet, task, missing))] += lost;
  if (!what.is_planned()) {
    by_cause_[index(Cause::turned_up)] += lost;
    return;
  }
  const auto told = static_cast<double>(std::ranges::count_if(missing, &Missing::tells));
  const double silent = static_cast<double>(missing.size()) - told;
  const double by_silent = std::min(lost, silent);
  const double by_told = std::min(lost - by_silent, told);
  by_cause_[index(Cause::without_a_word)] += by_silent;
  by_cause_[index(Cause::told)] += by_told;
  by_cause_[index(Cause::unplanned)] += lost - by_silent - by_told;
}

}  // namespace commune::evaluation

#include "evaluation/year_life.h"

#include <algorithm>
#include <utility>

namespace commune::evaluation {
namespace {

constexpr double tells_chance = 0.7;

// Who of a task's people will not come.
std::vector<Missing> missing_from(const Week& week, const Sheet& sheet, std::uint32_t task) {
  const YearTask& what = week.tasks()[task];
  std::vector<Missing> missing;
  for (const std::uint32_t slot : sheet.people_in(task)) {
    if (!will_miss(week, slot, task)) continue;
    const std::uint64_t key = week.key(task);
    const bool tells = what.is_timed() && draw(week.world, Luck::tells, slot, key) < tells_chance;
    const auto before =
        60 + static_cast<std::int64_t>(120 * draw(week.world, Luck::hours, slot, key));
    missing.push_back({slot, tells, tells ? what.begin_minute - before : what.begin_minute});
  }
  return missing;
}

double minimum_met(const Week& week, const Sheet& sheet) {
  double met = 0;
  for (std::uint32_t task = 0; task < week.tasks().size(); ++task)
    met += static_cast<double>(
        std::min<std::size_t>(sheet.people_and_neighbours_in(task), week.tasks()[task].people_min));
  return met;
}

void judge(const Week& week, const Sheet& sheet, YearScore& score) {
  score.filled += minimum_met(week, sheet);
  std::vector<double> got(week.people(), 0);
  std::vector<double> got_any(week.people(), 0);
  for (std::uint32_t t = 0; t < week.tasks().size(); ++t) {
    const YearTask& task = week.tasks()[t];
    score.places_min += task.people_min;
    const bool is_complete = sheet.people_and_neighbours_in(t) >= task.people_min;
    const auto minutes = static_cast<double>(task.minutes);
    for (const std::uint32_t slot : sheet.people_in(t)) {
      const double worth = week.wishes[slot].worth[t];
      got_any[slot] += worth;
      got[slot] += is_complete ? worth : 0;
      score.worth_places += worth;
      ++score.places;
      score.sector_minutes[week.world.kinds[task.kind].sector] += minutes;
      score.person_minutes[slot] += minutes;
    }
    for (const std::uint32_t slot : sheet.trainees_in(t))
      score.person_minutes[slot] += will_miss(week, slot, t) ? 0 : minutes;
  }
  for (std::size_t slot = 0; slot < week.people(); ++slot) {
    const double whole = week.wishes[slot].whole;
    score.wish += whole;
    score.got += std::min(got[slot], whole);
    score.got_any += std::min(got_any[slot], whole);
  }
}

}  // namespace

bool will_miss(const Week& week, std::uint32_t slot, std::uint32_t task) {
  const double chance = no_show_chance(week.world, week.tasks()[task].kind, week.number);
  return draw(week.world, Luck::misses, slot, week.key(task)) < chance;
}

void live_week(const Week& week, Sheet sheet, YearCalls* calls, YearScore& score) {
  score.sector_minutes.resize(week.world.sectors.size());
  score.person_minutes.resize(week.people());
  score.planned += minimum_met(week, sheet);
  score.violations += static_cast<double>(count_violations(week, sheet));
  MissingByTask missing;
  for (std::uint32_t task = 0; task < week.tasks().size(); ++task) {
    missing.push_back(missing_from(week, sheet, task));
    if (calls != nullptr && week.tasks()[task].is_timed()) continue;
    for (const Missing& who : missing.back()) sheet.remove(who.slot, task);
  }
  if (calls != nullptr) calls->live(week, sheet, missing);
  score.violations += static_cast<double>(count_violations(week, sheet));
  judge(week, sheet, score);
  score.lost.add(week, sheet, missing);
}

}  // namespace commune::evaluation

#include "evaluation/year_life.h"

#include <algorithm>
#include <utility>

#include "recommend/call_policy.h"

namespace commune::evaluation {
namespace {

constexpr double tells_chance = 0.7;
constexpr std::int64_t late_minutes = 20;
// In which every phone hears of planned work.
constexpr std::int64_t last_minutes = recommend::planned_last_hours.count / 60;

struct Missing {
  std::uint32_t slot = 0;
  bool tells = false;
  std::int64_t at_minute = 0;  // when it is known
};

// Who of a task's people will not come.
std::vector<Missing> missing_from(const Week& week, const Sheet& sheet, std::uint32_t task) {
  const YearTask& what = week.tasks()[task];
  std::vector<Missing> missing;
  for (const std::uint32_t slot : sheet.people_in(task)) {
    if (!will_miss(week, slot, task)) continue;
    const std::uint64_t key = week.key(task);
    const bool tells = draw(week.world, Luck::tells, slot, key) < tells_chance;
    const auto before =
        60 + static_cast<std::int64_t>(120 * draw(week.world, Luck::hours, slot, key));
    missing.push_back({slot, tells, tells ? what.begin_minute - before : what.begin_minute});
  }
  return missing;
}

// Takes them off the sheet; the gap that they leave, raised when the first of them is known.
Gap leave(const Week& week, Sheet& sheet, std::uint32_t task, const std::vector<Missing>& missing,
          bool tells) {
  const YearTask& what = week.tasks()[task];
  Gap gap{.task = task,
          .raised_minute = what.begin_minute,
          .needed_minute = tells ? what.begin_minute : what.begin_minute + late_minutes,
          .urgency = model::Urgency::urgent,
          .gone = {}};
  for (const Missing& who : missing) {
    gap.gone.push_back(who.slot);
    if (who.tells != tells) continue;
    sheet.remove(who.slot, task);
    gap.raised_minute = std::min(gap.raised_minute, who.at_minute);
  }
  return gap;
}

// A gap at its time: open since planning, told, or seen when the work begins.
struct Moment {
  std::int64_t minute = 0;
  std::uint32_t task = 0;
  enum class What : std::uint8_t { still_open, turned_up, told, not_there } what{};
};

std::vector<Moment> moments_of(const Week& week, const std::vector<std::vector<Missing>>& missing) {
  std::vector<Moment> moments;
  for (std::uint32_t task = 0; task < week.tasks().size(); ++task) {
    const YearTask& what = week.tasks()[task];
    if (!what.is_timed()) continue;
    if (what.is_planned())
      moments.push_back({what.begin_minute - last_minutes, task, Moment::What::still_open});
    else
      moments.push_back({what.known_minute, task, Moment::What::turned_up});
    std::int64_t told = what.begin_minute;
    for (const Missing& who : missing[task]) told = std::min(told, who.at_minute);
    moments.push_back({told, task, Moment::What::told});
    moments.push_back({what.begin_minute, task, Moment::What::not_there});
  }
  std::ranges::stable_sort(moments, {}, &Moment::minute);
  return moments;
}

// As the app has it: what turns up, and planned work that matters.
bool may_call(const Week& week, std::uint32_t task) {
  const YearTask& what = week.tasks()[task];
  return !what.is_planned() ||
         week.world.kinds[what.kind].importance >= recommend::planned_importance_min;
}

void call_for_gaps(const Week& week, const std::vector<std::vector<Missing>>& missing, Sheet& sheet,
                   YearCalls* calls) {
  for (const Moment& moment : moments_of(week, missing)) {
    Gap gap;
    switch (moment.what) {
      case Moment::What::still_open:
      case Moment::What::turned_up:
        gap = {.task = moment.task,
               .raised_minute = std::max<std::int64_t>(moment.minute, 0),
               .needed_minute = week.tasks()[moment.task].begin_minute,
               .urgency = model::Urgency::urgent,
               .gone = {}};
        for (const Missing& who : missing[moment.task]) gap.gone.push_back(who.slot);
        break;
      case Moment::What::told:
      case Moment::What::not_there:
        gap = leave(week, sheet, moment.task, missing[moment.task],
                    moment.what == Moment::What::told);
        break;
    }
    if (calls != nullptr && may_call(week, moment.task)) calls->call(week, sheet, gap);
  }
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
  std::vector<std::vector<Missing>> missing;
  for (std::uint32_t task = 0; task < week.tasks().size(); ++task) {
    missing.push_back(missing_from(week, sheet, task));
    if (week.tasks()[task].is_timed()) continue;
    for (const Missing& who : missing.back()) sheet.remove(who.slot, task);
  }
  call_for_gaps(week, missing, sheet, calls);
  score.violations += static_cast<double>(count_violations(week, sheet));
  judge(week, sheet, score);
}

}  // namespace commune::evaluation

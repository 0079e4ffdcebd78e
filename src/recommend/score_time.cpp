// When and where: my hours, my other places, my rest, and the way there.
#include <algorithm>
#include <bit>
#include <cstdlib>

#include "recommend/availability.h"
#include "recommend/night.h"
#include "recommend/points.h"
#include "recommend/score.h"
#include "recommend/walk.h"

namespace commune::recommend {
namespace {

constexpr std::int32_t soon_days = 3;
constexpr std::int32_t this_week_days = 7;
constexpr std::int32_t heavy_row_min = 2;
constexpr std::int32_t light_minutes_max = 90;
constexpr std::int32_t there_minutes = 2 * 60;
constexpr std::int32_t near_minutes = 10;

void hours(const Situation& situation, const Task& task, Reasons& reasons) {
  const Willingness will = willingness_at(situation, task.start, task.end);
  if (will == Willingness::gladly) reasons.add(ReasonCode::good_hours, points::good_hours);
  if (will == Willingness::not_then) reasons.add(ReasonCode::bad_hours, points::bad_hours);
}

// What comes up in the next days can be planned now.
void soon(const Situation& situation, const Task& task, Reasons& reasons) {
  const std::int32_t days = task.start.day() - situation.now.day();
  if (days > this_week_days) return;
  reasons.add(ReasonCode::soon, days <= soon_days ? points::soon : points::this_week, days);
}

void clash_with(const Situation& situation, const Task& task, const OwnSpan& own,
                Reasons& reasons) {
  const bool task_first = task.start.utc <= own.start.utc;
  const WorkSpan span = {task.start, task.end};
  const WorkSpan own_span = {own.start, own.end};
  const WorkSpan& first = task_first ? span : own_span;
  const WorkSpan& second = task_first ? own_span : span;
  const std::int32_t gap = second.start.utc - first.end.utc;
  if (gap < 0) {
    const std::int32_t until = std::min(task.end.utc, own.end.utc);
    reasons.add(ReasonCode::overlap, points::overlap, own.piece, until - second.start.utc);
    return;
  }
  const std::int32_t walk = walk_minutes(situation.venues, task.venue, own.venue);
  if (gap < walk) {
    reasons.add(ReasonCode::travel, points::travel, own.piece, walk - gap, walk);
    return;
  }
  if (is_short_night(first, second, situation.limits.rest_minutes))
    reasons.add(ReasonCode::short_rest, points::short_rest, own.piece, gap / 60);
}

// What is more than a day apart cannot clash.
void clashes(const Situation& situation, const Facts& facts, const Task& task, Reasons& reasons) {
  const auto begin =
      std::ranges::lower_bound(facts.own, task.start.utc - facts.own_minutes_max - day_minutes, {},
                               [](const OwnSpan& own) { return own.start.utc; });
  for (auto own = begin; own != facts.own.end(); ++own) {
    if (own->start.utc >= task.end.utc + day_minutes) break;
    if (own->end.utc > task.start.utc - day_minutes) clash_with(situation, task, *own, reasons);
  }
}

void full_week(const Situation& situation, const Facts& facts, const Task& task, Reasons& reasons) {
  const WeekLoad& week = facts.week_of(task.start.day());
  const Limits& limits = situation.limits;
  const std::int32_t minutes = week.minutes + task.minutes;
  if (limits.week_minutes_max != none && minutes > limits.week_minutes_max)
    reasons.add(ReasonCode::week_full, points::week_full, minutes, limits.week_minutes_max);
  if (limits.week_heavy_max != none && task.effort == model::Effort::heavy &&
      week.heavy + 1 > limits.week_heavy_max)
    reasons.add(ReasonCode::heavy_full, points::heavy_full, week.heavy + 1, limits.week_heavy_max);
  const std::int32_t free = 7 - std::popcount(week.days);
  const bool is_free = (week.days >> static_cast<unsigned>(weekday_of(task.start.day())) & 1U) == 0;
  if (limits.free_days > 0 && is_free && free <= limits.free_days)
    reasons.add(ReasonCode::free_day, points::free_day, free);
}

void rest(const Facts& facts, const Task& task, Reasons& reasons) {
  const bool light = task.effort == model::Effort::light;
  if (facts.heavy_in_row >= heavy_row_min) {
    if (light) reasons.add(ReasonCode::lighter, points::lighter, facts.heavy_in_row);
    if (task.effort == model::Effort::heavy)
      reasons.add(ReasonCode::heavy_again, points::heavy_again, facts.heavy_in_row);
  }
  if (light && task.minutes <= light_minutes_max && facts.weeks_were_heavy())
    reasons.add(ReasonCode::lighter_weeks, points::lighter_weeks, facts.recent_minutes,
                facts.usual_minutes);
}

// The piece of mine at the same venue just before or after.
Index there_anyway(const Facts& facts, const Task& task) {
  if (!task.is_timed || task.venue == none) return none;
  for (const OwnSpan& own : facts.own) {
    const std::int32_t gap = std::max(task.start.utc - own.end.utc, own.start.utc - task.end.utc);
    if (gap >= 0 && gap <= there_minutes && own.venue == task.venue) return own.piece;
  }
  return none;
}

// The walk from the middle of the commune. Being there anyway makes up for it, and claims so.
void way(const Situation& situation, const Facts& facts, const Task& task, Reasons& reasons) {
  if (task.venue == none) return;
  const std::int32_t minutes = walk_minutes_from_middle(at(situation.venues, task.venue));
  const std::int32_t limit = situation.limits.walk_minutes_max;
  std::int32_t cost = 0;
  if (minutes > near_minutes)
    cost = std::max(points::far_max, points::far_five_minutes * (minutes / 5));
  if (limit != none && minutes > limit) cost = points::too_far;
  reasons.add(ReasonCode::far, cost, minutes);
  const Index piece = there_anyway(facts, task);
  if (piece != none) reasons.add(ReasonCode::there_anyway, points::there - cost, piece);
}

}  // namespace

void score_time(const Situation& situation, const Facts& facts, const Task& task,
                Reasons& reasons) {
  if (task.is_timed) {
    hours(situation, task, reasons);
    soon(situation, task, reasons);
    clashes(situation, facts, task, reasons);
    full_week(situation, facts, task, reasons);
  } else {
    reasons.add(ReasonCode::any_time, points::any_time);
  }
  rest(facts, task, reasons);
  way(situation, facts, task, reasons);
}

}  // namespace commune::recommend

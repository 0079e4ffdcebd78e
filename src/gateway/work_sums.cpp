#include "gateway/work_sums.h"

#include <algorithm>

#include "gateway/task_view.h"

namespace commune::gateway {

Work& Work::operator+=(const Work& other) {
  planned_minutes += other.planned_minutes;
  done_minutes += other.done_minutes;
  confirmed_minutes += other.confirmed_minutes;
  places_min += other.places_min;
  places_covered += other.places_covered;
  return *this;
}

Work& Work::operator-=(const Work& other) {
  planned_minutes -= other.planned_minutes;
  done_minutes -= other.done_minutes;
  confirmed_minutes -= other.confirmed_minutes;
  places_min -= other.places_min;
  places_covered -= other.places_covered;
  return *this;
}

Work work_of(const model::Task& task) {
  const auto minutes = static_cast<std::int64_t>(task.draft.minutes);
  Work work{.planned_minutes = minutes * task.draft.people_min};
  if (task.status == model::TaskStatus::recorded) {
    work.done_minutes = work.planned_minutes;
    return work;
  }
  bool done = false;
  bool confirmed = false;
  for (const model::Place& place : task.places) {
    if (place.status == model::PlaceStatus::taken) continue;
    done = true;
    work.done_minutes += place.minutes;
    if (place.status != model::PlaceStatus::confirmed) continue;
    confirmed = true;
    work.confirmed_minutes += place.minutes;
  }
  // Guests cannot mark anything; they worked if those beside them did.
  if (done) work.done_minutes += minutes * task.guests;
  if (confirmed) work.confirmed_minutes += minutes * task.guests;
  // Of what was cancelled nothing is wanted any more; what was done before is not undone by it.
  if (task.status == model::TaskStatus::cancelled) {
    work.planned_minutes = work.done_minutes;
    return work;
  }
  work.places_min = task.draft.people_min;
  work.places_covered = std::min(crew_of(task).coming, task.draft.people_min);
  return work;
}

core::Time counted_at(const model::Task& task) {
  if (task.draft.start.is_set()) return task.draft.start;
  return task.draft.due.is_set() ? task.draft.due : task.posted_at;
}

std::int64_t WorkSums::day_of(core::Time time) const {
  constexpr std::int64_t day_seconds = 86'400;
  return zone_.local_of(time).seconds / day_seconds;
}

WorkSums::Share WorkSums::share_of(const model::Task& task) const {
  return {.day = day_of(counted_at(task)),
          .sector = task.draft.sector,
          .guild = task.draft.guild,
          .work = work_of(task)};
}

void WorkSums::add(const Share& share) {
  by_sector_[share.sector][share.day] += share.work;
  by_guild_[share.guild][share.day] += share.work;
}

void WorkSums::remove(const Share& share) {
  by_sector_[share.sector][share.day] -= share.work;
  by_guild_[share.guild][share.day] -= share.work;
}

Work WorkSums::sum(const Days& days, core::Time from, core::Time to) const {
  Work total;
  const auto end = days.lower_bound(day_of(to));
  for (auto day = days.lower_bound(day_of(from)); day != end; ++day) total += day->second;
  return total;
}

Work WorkSums::of_sector(const model::SectorId& sector, core::Time from, core::Time to) const {
  const auto found = by_sector_.find(sector);
  return found == by_sector_.end() ? Work{} : sum(found->second, from, to);
}

Work WorkSums::of_guild(const model::GuildId& guild, core::Time from, core::Time to) const {
  const auto found = by_guild_.find(guild);
  return found == by_guild_.end() ? Work{} : sum(found->second, from, to);
}

}  // namespace commune::gateway

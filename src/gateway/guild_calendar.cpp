#include "gateway/guild_calendar.h"

#include <fmt/format.h>

#include "exchange/task_calendar.h"
#include "gateway/task_view.h"

namespace commune::gateway {
namespace {

std::string crew_note(const model::Task& task) {
  if (task.status != model::TaskStatus::open) return {};
  return fmt::format("{} of {} to {} come.", crew_of(task).coming, task.draft.people_min,
                     task.draft.people_max);
}

}  // namespace

std::string guild_calendar(const ledger::State& state, const BoardIndex& index,
                           const model::Guild& guild, core::Time now) {
  calendar::IcsCalendar calendar = exchange::calendar_of(state, guild);
  for (const model::Task* task : index.of_guild(guild.guild, now - calendar_back)) {
    if (!exchange::is_in_calendars(*task)) continue;
    calendar.events.push_back(exchange::event_of(state, *task, crew_note(*task)));
  }
  return calendar::encode_ics(calendar);
}

}  // namespace commune::gateway

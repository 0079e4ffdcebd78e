#include "gateway/guild_calendar.h"

#include <fmt/format.h>

#include "calendar/ics.h"
#include "gateway/task_view.h"

namespace commune::gateway {
namespace {

std::string description_of(const model::Task& task) {
  const Crew crew = crew_of(task);
  std::string text = task.draft.why;
  if (!task.draft.details.empty()) text += (text.empty() ? "" : "\n\n") + task.draft.details;
  if (task.status == model::TaskStatus::open) {
    text += fmt::format("{}{} of {} to {} come.", text.empty() ? "" : "\n\n", crew.coming,
                        task.draft.people_min, task.draft.people_max);
  }
  return text;
}

calendar::IcsEvent event_of(const ledger::State& state, const model::Task& task) {
  const auto* venue = state.venues().find(task.draft.venue);
  const auto* sector = state.sectors().find(task.draft.sector);
  const bool cancelled = task.status == model::TaskStatus::cancelled;
  return {.uid = task.task.hex() + "@" + state.commune().chain.hex().substr(0, 16),
          .sequence = task.revision,
          .stamp = task.changed_at,
          .start = task.draft.start,
          .end = task.draft.end,
          .summary = task.draft.title,
          .description = description_of(task),
          .location = venue != nullptr ? venue->name : "",
          .category = sector != nullptr ? sector->name : "",
          .status = cancelled ? calendar::IcsStatus::cancelled : calendar::IcsStatus::confirmed};
}

}  // namespace

std::string guild_calendar(const ledger::State& state, const BoardIndex& index,
                           const model::Guild& guild, core::Time now) {
  calendar::IcsCalendar calendar{
      .name = guild.name + ", " + state.commune().name, .zone = state.commune().zone, .events = {}};
  for (const model::Task* task : index.of_guild(guild.guild, now - calendar_back)) {
    if (!task->draft.start.is_set() || task->status == model::TaskStatus::recorded) continue;
    calendar.events.push_back(event_of(state, *task));
  }
  return calendar::encode_ics(calendar);
}

}  // namespace commune::gateway

#include "exchange/task_calendar.h"

namespace commune::exchange {

calendar::IcsCalendar calendar_of(const ledger::State& state, const model::Guild& guild) {
  return {
      .name = guild.name + ", " + state.commune().name, .zone = state.commune().zone, .events = {}};
}

bool is_in_calendars(const model::Task& task) {
  return task.draft.start.is_set() && task.status != model::TaskStatus::recorded;
}

calendar::IcsEvent event_of(const ledger::State& state, const model::Task& task,
                            const std::string& note) {
  const model::TaskDraft& draft = task.draft;
  const auto* venue = state.venues().find(draft.venue);
  const auto* sector = state.sectors().find(draft.sector);
  const bool cancelled = task.status == model::TaskStatus::cancelled;
  std::string description;
  for (const std::string* part : {&draft.why, &draft.details, &note}) {
    if (part->empty()) continue;
    if (!description.empty()) description += "\n\n";
    description += *part;
  }
  return {.uid = task.task.hex() + "@" + state.commune().chain.hex().substr(0, 16),
          .sequence = task.revision,
          .stamp = task.changed_at,
          .start = draft.start,
          .end = draft.end,
          .summary = draft.title,
          .description = std::move(description),
          .location = venue != nullptr ? venue->name : "",
          .category = sector != nullptr ? sector->name : "",
          .status = cancelled ? calendar::IcsStatus::cancelled : calendar::IcsStatus::confirmed};
}

}  // namespace commune::exchange

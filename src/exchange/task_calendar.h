// A guild's dated work as calendar entries, for the export and for those who subscribe.
#pragma once

#include <string>

#include "calendar/ics.h"
#include "ledger/state.h"
#include "model/task.h"

namespace commune::exchange {

// The calendar of a guild, without entries.
[[nodiscard]] calendar::IcsCalendar calendar_of(const ledger::State& state,
                                                const model::Guild& guild);

// What has an hour and is to be done: neither open-ended nor a record of what was done unasked.
[[nodiscard]] bool is_in_calendars(const model::Task& task);

// Names nobody. `note` comes below why and details.
[[nodiscard]] calendar::IcsEvent event_of(const ledger::State& state, const model::Task& task,
                                          const std::string& note = {});

}  // namespace commune::exchange

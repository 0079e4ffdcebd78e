// "The food sector has completed 86 % of its monthly goals": sums of sectors and guilds in a week,
// month or year, with the periods before it.
#pragma once

#include "calendar/period.h"
#include "gateway/json_writer.h"
#include "gateway/work_sums.h"
#include "ledger/state.h"

namespace commune::gateway {

// How many periods the history shows, the asked one included.
[[nodiscard]] int history_length(calendar::PeriodKind kind);

// The period's share of a sector's yearly baseline over all adults, in minutes.
[[nodiscard]] std::int64_t baseline_minutes(calendar::PeriodKind kind, std::int64_t hours_a_year,
                                            std::int64_t adults);

// Done of planned in per cent, rounded down; 0 where nothing was planned.
[[nodiscard]] std::int64_t percent_of(const Work& work);

void write_progress(JsonWriter& json, const ledger::State& state, const WorkSums& sums,
                    const calendar::Period& period);

}  // namespace commune::gateway

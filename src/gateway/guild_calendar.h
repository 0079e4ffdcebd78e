// A guild's work as an RFC 5545 calendar, for whoever likes their own calendar program. No names.
#pragma once

#include <string>

#include "core/time.h"
#include "gateway/board_index.h"
#include "ledger/state.h"
#include "model/ids.h"

namespace commune::gateway {

inline constexpr core::Seconds calendar_back = core::days(30);

// The guild exists. Timed tasks that start at or after `now` - 30 days; cancelled ones say so.
[[nodiscard]] std::string guild_calendar(const ledger::State& state, const BoardIndex& index,
                                         const model::Guild& guild, core::Time now);

}  // namespace commune::gateway

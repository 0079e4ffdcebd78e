// Work that was hard to fill, and whose turn it is to be asked for it, without saying who: what a
// device needs to find out for itself (clearing/hard_to_fill.h).
#pragma once

#include "calendar/zone.h"
#include "core/time.h"
#include "gateway/json_writer.h"
#include "ledger/state.h"

namespace commune::gateway {

// "hard_to_fill": kinds of work of which more than one minimum place in ten stayed open in the
// month before `now`, on the commune's wall, with the window of this month.
void write_turns(JsonWriter& json, const ledger::State& state, const calendar::Zone& zone,
                 core::Time now);

}  // namespace commune::gateway

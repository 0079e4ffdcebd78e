// What a phone that sleeps is told of a call: what any member may read, short enough for one
// message, the same for everybody. Whether it rings is decided there.
#pragma once

#include <optional>
#include <string>

#include "core/time.h"
#include "ledger/state.h"
#include "model/task.h"
#include "recommend/call_policy.h"

namespace commune::gateway {

// The public side of an urgent call as far as its schedule needs it; nothing where the task is none
// now.
[[nodiscard]] std::optional<recommend::Call> call_of(const ledger::State& state,
                                                     const model::Task& task, core::Time now);

// {"chain":..., "task":{...}}: fields as in the API, without long texts and people. At most
// push::plain_size_max bytes: where the lists of skills are too long for that, the two that only
// help to choose are left out.
[[nodiscard]] std::string call_message(const model::ChainId& chain, const model::Task& task,
                                       core::Time short_since);

}  // namespace commune::gateway

// What a phone that sleeps is told of a call: what any member may read, short enough for one
// message, the same for everybody. Whether it rings is decided there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"
#include "ledger/state.h"
#include "model/task.h"
#include "recommend/call_policy.h"

namespace commune::gateway {

// The public side of an urgent call as far as its schedule needs it; nothing where the task is none
// now.
[[nodiscard]] std::optional<recommend::Call> call_of(const ledger::State& state,
                                                     const model::Task& task, core::Time now);

// What a message says of a task that its record does not.
struct BesideTask {
  std::string_view neighbour;  // as `neighbour_of` says; holds as long as the state does
  core::Time short_since;
};
[[nodiscard]] BesideTask beside(const ledger::State& state, const model::Task& task);

// {"chain":..., "task":{...}}: fields as in the API, without long texts and people. At most
// push::plain_size_max bytes: where the lists of skills are too long for that, the two that only
// help to choose are left out.
[[nodiscard]] std::string call_message(const model::ChainId& chain, const model::Task& task,
                                       const BesideTask& beside);
// The same with "over":true: its time has passed, and nobody rings for it any more.
[[nodiscard]] std::string over_message(const model::ChainId& chain, const model::Task& task,
                                       const BesideTask& beside);

}  // namespace commune::gateway

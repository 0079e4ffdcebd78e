// What a phone that sleeps is told of a call: what any member may read, short enough for one
// message, the same for everybody. Whether it rings is decided there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/task.h"
#include "recommend/call_policy.h"

namespace commune::gateway {

// The public side of a call as far as its schedule needs it; nothing where nobody is woken for the
// task. That is for urgent calls only: what is wanted soon would wake every phone every other day,
// and waits until its owner looks.
[[nodiscard]] std::optional<recommend::Call> call_of(const model::Task& task);

// {"chain":..., "task":{...}}: fields as in the API, without long texts and people. At most
// push::plain_size_max bytes: where the lists of skills are too long for that, the two that only
// help to choose are left out. `neighbour` as `neighbour_of` says.
[[nodiscard]] std::string call_message(const model::ChainId& chain, const model::Task& task,
                                       std::string_view neighbour);
// The same with "over":true: its time has passed, and nobody rings for it any more.
[[nodiscard]] std::string over_message(const model::ChainId& chain, const model::Task& task,
                                       std::string_view neighbour);

}  // namespace commune::gateway

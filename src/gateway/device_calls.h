// What a device that stands for a neighbouring commune may read: its own calls and how many come,
// or, a messenger, the urgent calls that go out. Counts only, no people, and nothing else of the
// board.
#pragma once

#include <optional>

#include "core/time.h"
#include "gateway/http/message.h"
#include "ledger/state.h"
#include "model/task.h"
#include "node/node.h"
#include "recommend/call_policy.h"

namespace commune::gateway {

// A task as the policy of urgent calls sees it, by what everybody knows; nothing where it is work
// like other work: not urgent, planned long ahead, repeated, or without an hour. Beyond the commune
// nobody knows how many there are.
[[nodiscard]] std::optional<recommend::Call> urgent_call_of(const ledger::State& state,
                                                            const model::Task& task);

// POST /device/calls with {"device", "time", "signature"}: a fresh signature by the device's key
// over "commune/device/v1" || 0x00 || chain || time as 8 bytes, big endian. Refuses with malformed,
// unauthorised (no such device, or a sensor), invalid (a clock that is too far off), forged.
[[nodiscard]] http::Response device_calls(const http::Request& request, const node::Node& node);

}  // namespace commune::gateway

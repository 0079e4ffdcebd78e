// What a device that stands for a neighbouring commune may read: its own calls and how many come,
// or, a messenger, the urgent calls that go out. Counts only, no people, and nothing else of the
// board.
#pragma once

#include "gateway/http/message.h"
#include "node/node.h"

namespace commune::gateway {

// POST /device/calls with {"device", "time", "signature"}: a fresh signature by the device's key
// over "commune/device/v1" || 0x00 || chain || time as 8 bytes, big endian. Refuses with malformed,
// unauthorised (no such device, or a sensor), invalid (a clock that is too far off), forged.
[[nodiscard]] http::Response device_calls(const http::Request& request, const node::Node& node);

}  // namespace commune::gateway

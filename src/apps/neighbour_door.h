// The two doors between neighbouring communes: what ours says of its calls, and what theirs says of
// what we brought. Reads the answers of POST /device/calls.
#pragma once

#include <vector>

#include "apps/neighbour_plan.h"
#include "apps/node_door.h"

namespace commune::apps {

// With the key of the messenger at home. Errors: those of `post_command`; invalid where the device
// was put up for something else; malformed for an answer that is none.
[[nodiscard]] core::Result<std::vector<OutgoingCall>> read_outgoing(
    const gateway::http::HttpClient& home, const trust::SigningKey& messenger,
    const NodeFacts& node);

// With the key of our device at the neighbour; likewise.
[[nodiscard]] core::Result<std::vector<BroughtCall>> read_brought(
    const gateway::http::HttpClient& there, const trust::SigningKey& key, const NodeFacts& node);

}  // namespace commune::apps

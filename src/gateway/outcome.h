// What a client is told of how a command, or the node itself, fared.
#pragma once

#include "core/error.h"
#include "gateway/http/message.h"
#include "node/outcome.h"

namespace commune::gateway {

// An error of the node as a client may see it: paths and details stay in the log.
[[nodiscard]] core::Error public_error(const core::Error& error);

// The answer to a command.
[[nodiscard]] http::Response outcome_response(const node::Outcome& outcome);

}  // namespace commune::gateway

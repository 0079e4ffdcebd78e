// What became of a submitted command, as the node answers it. Exactly one of:
//   Accepted     carried out, and durable
//   Refused      the commune's rules say no; `height` is known for most replays: where it happened
//   core::Error  it never came to the rules (malformed, forged), or could not be kept
//   (storage_full,
//                unavailable): nothing happened and it may be sent again
#pragma once

#include <functional>
#include <optional>
#include <variant>
#include <vector>

#include "core/error.h"
#include "core/fixed_bytes.h"
#include "core/time.h"
#include "ledger/event.h"
#include "ledger/rejection.h"

namespace commune::node {

struct Accepted {
  core::Height height;
  core::Digest id;  // of the envelope
  std::vector<ledger::Event> events;
};

struct Refused {
  core::Digest id;
  ledger::Rejection rejection{};
  std::optional<core::Height> height;
};

using Outcome = std::variant<Accepted, Refused, core::Error>;

// Called exactly once, on a thread of the node. Must be quick and must not submit-and-wait.
using Answer = std::function<void(Outcome)>;

}  // namespace commune::node

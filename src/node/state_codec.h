// The state of a commune as the bytes of a snapshot: its records in order of insertion, then the
// commands seen lately. Field `k` (1 to 10) is a record of the k-th kind of `model::Record` in
// canonical bytes; field 15 holds one seen command in 40 bytes: expiry (8, big endian) and digest.
#pragma once

#include "core/bytes.h"
#include "core/error.h"
#include "ledger/state.h"

namespace commune::node {

[[nodiscard]] core::Bytes encode_state(const ledger::State& state);

// Corrupt where the bytes are not those of a state.
[[nodiscard]] core::Result<ledger::State> parse_state(core::ByteView bytes);

}  // namespace commune::node

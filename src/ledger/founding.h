// The first state of a commune, made from its genesis.
#pragma once

#include "core/error.h"
#include "ledger/state.h"
#include "model/genesis.h"

namespace commune::ledger {

// `chain` is SHA-256 of the encoded genesis. Errors: invalid, with the record that contradicts the
// others (a guild of an unknown sector, two skills of one name, a text that is too long).
[[nodiscard]] core::Result<State> found(const model::Genesis& genesis, const model::ChainId& chain);

}  // namespace commune::ledger

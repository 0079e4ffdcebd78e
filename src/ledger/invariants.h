// What holds in every state that the rules can reach, whatever was tried. Reads the whole state:
// for tests after every block, for a restored snapshot, for `commune verify`; not for every
// command.
#pragma once

#include <string>
#include <vector>

#include "ledger/state.h"

namespace commune::ledger {

// One sentence for each invariant that is broken, beginning with the record; empty when all is
// well.
[[nodiscard]] std::vector<std::string> check_invariants(const State& state);

}  // namespace commune::ledger

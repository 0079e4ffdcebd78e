// The rules of the commune: what a command may do, and what it then changes. Deterministic: the
// same state, command and block time give the same outcome and the same digest in every build.
//
//   check(state, command, now)  may it? changes nothing (a node asks before it takes a command in)
//   apply(state, command, now)  may it? then does it
//
// Both go through the same rules; each command has one check_ and one perform_ function, in the
// file of its family: rules_people.cpp, rules_guilds.cpp, rules_tasks.cpp, rules_series.cpp,
// rules_places.cpp.
#pragma once

#include <expected>
#include <vector>

#include "core/time.h"
#include "ledger/event.h"
#include "ledger/rejection.h"
#include "ledger/state.h"
#include "model/envelope.h"

namespace commune::ledger {

using Verdict = std::expected<void, Rejection>;
using Outcome = std::expected<std::vector<Event>, Rejection>;

[[nodiscard]] Verdict check(const State& state, const model::VerifiedCommand& command,
                            core::Time now);

[[nodiscard]] Outcome apply(State& state, const model::VerifiedCommand& command, core::Time now);

// To be called once before the commands of a block.
void begin_block(State& state, core::Time now);

// To be called once after a snapshot was restored: what lacks people does so from `now` on.
void note_shortages(State& state, core::Time now);

}  // namespace commune::ledger

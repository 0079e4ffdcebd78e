// A round as the clearing sees it, built from the state alone: what was offered, what the tasks
// still need, and who has answered already. Whoever proposes a clearing and the rule that checks it
// build it with the same function, so that a proof is about the commune and not about a claim.
#pragma once

#include <vector>

#include "clearing/certificate.h"
#include "clearing/instance.h"
#include "clearing/round.h"
#include "core/error.h"
#include "core/time.h"
#include "ledger/state.h"
#include "model/round_commands.h"

namespace commune::ledger {

// `tasks` and `people` stand beside the instance's, ascending by id. An instance names a task by
// its id and a person by the round's participant key, both in hex.
struct RoundInstance {
  clearing::Instance instance;
  core::Digest seed;  // its hexadecimal text is the public seed of the instance
  std::vector<model::Task> tasks;
  std::vector<model::Willing> people;
};

// What is to be shared out: offers for tasks that are open, begin after `now` and have room beyond
// the people who come already. Accepted tasks count against their person's time and limits. Who let
// an invitation lapse is not asked for the same task again.
[[nodiscard]] RoundInstance instance_of(const State& state, const model::Round& round,
                                        const std::vector<model::ExtraPlaces>& extra,
                                        core::Time now);

// Who is invited now and may still answer.
[[nodiscard]] std::vector<model::Given> invited_in(const State& state, const model::Round& round,
                                                   core::Time now);

// The assignment that gives exactly these places. invalid: one of them was not offered, or twice.
[[nodiscard]] core::Result<clearing::Assignment> assignment_of(
    const RoundInstance& built, const clearing::Round& round,
    const std::vector<model::Given>& given);

// What those who are invited would still come to, were nothing changed: left out is only a place
// that is not there any more, or that its person cannot fill beside the others.
[[nodiscard]] clearing::Assignment staying_of(const RoundInstance& built,
                                              const clearing::Round& round,
                                              const std::vector<model::Given>& invited);

// The command that proposes this assignment with this proof; `round`, `revision` and `extra` are
// the caller's.
[[nodiscard]] model::ClearRound proposal_of(const RoundInstance& built,
                                            const clearing::Round& round,
                                            const clearing::Assignment& assignment,
                                            const clearing::Certificate& certificate);

// A clearing that holds.
struct CheckedClearing {
  RoundInstance built;
  clearing::Round round;
  clearing::Assignment assignment;
  clearing::Certificate certificate;
  clearing::Verdict verdict;
};

// invalid, malformed: places, extra people or prices that do not belong to this round, or break a
// limit that somebody set.
[[nodiscard]] core::Result<CheckedClearing> check_clearing(const State& state,
                                                           const model::Round& round,
                                                           const model::ClearRound& command,
                                                           core::Time now);

// What the state keeps of it, so that anybody can check it again.
[[nodiscard]] model::Clearing clearing_record_of(const CheckedClearing& checked);

}  // namespace commune::ledger

// What the node would propose for a round, for tests: the real solver on the ledger's own instance.
#pragma once

#include <vector>

#include "clearing/clear.h"
#include "clearing/round.h"
#include "core/time.h"
#include "ledger/round_instance.h"
#include "ledger/state.h"
#include "model/round_commands.h"

namespace commune::ledger::testing {

// `with_extra`: one more person is invited wherever a task has room for one.
[[nodiscard]] inline model::ClearRound clearing_of(const State& state, const model::Round& round,
                                                   core::Time now, bool with_extra = false) {
  std::vector<model::ExtraPlaces> extra;
  RoundInstance built = instance_of(state, round, extra, now);
  if (with_extra) {
    for (const model::Task& task : built.tasks) {
      if (task.draft.people_max > task.draft.people_min) extra.push_back({task.task, 1});
    }
    built = instance_of(state, round, extra, now);
  }
  model::ClearRound command;
  if (const auto made = clearing::Round::make(built.instance)) {
    const auto staying = staying_of(built, *made, invited_in(state, round, now));
    const auto cleared = round.clearings == 0 ? clearing::clear_round(*made)
                                              : clearing::rematch_round(*made, staying);
    command = proposal_of(built, *made, cleared.assignment, cleared.certificate);
  }
  command.round = round.round;
  command.revision = round.revision;
  command.extra = std::move(extra);
  return command;
}

}  // namespace commune::ledger::testing

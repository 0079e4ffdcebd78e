// What a phone that sleeps is told of a call, or of a report that waits for its guild's word: what
// any member may read, short enough for one message, the same for everybody. Whether it rings is
// decided there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"
#include "ledger/state.h"
#include "model/alert.h"
#include "model/task.h"
#include "recommend/call_policy.h"

namespace commune::gateway {

// The public side of an urgent call as far as its schedule needs it; nothing where the task is none
// now.
[[nodiscard]] std::optional<recommend::Call> call_of(const ledger::State& state,
                                                     const model::Task& task, core::Time now);

// The same of a report: a call for one of its guild's people. Nothing where it waits for no answer.
[[nodiscard]] std::optional<recommend::Call> question_of(const model::Alert& alert);
// Until when the guild's phones ask, whether or not it was answered.
[[nodiscard]] core::Time asked_until(const model::Alert& alert);

// What a message says of a task that its record does not.
struct BesideTask {
  std::string_view neighbour;  // as `neighbour_of` says; holds as long as the state does
  core::Time short_since;
};
[[nodiscard]] BesideTask beside(const ledger::State& state, const model::Task& task);

// {"chain":..., "task":{...}}: fields as in the API, without long texts and people. At most
// push::plain_size_max bytes: where the lists of skills are too long for that, the two that only
// help to choose are left out.
[[nodiscard]] std::string call_message(const model::ChainId& chain, const model::Task& task,
                                       const BesideTask& beside);
// The same with "over":true: its time has passed, and nobody rings for it any more.
[[nodiscard]] std::string over_message(const model::ChainId& chain, const model::Task& task,
                                       const BesideTask& beside);

// {"chain":..., "alert":{...}}: fields as in the API, the text as long as a title may be.
[[nodiscard]] std::string question_message(const model::ChainId& chain, const model::Alert& alert);
// The same with "over":true: nobody is asked any more.
[[nodiscard]] std::string question_over_message(const model::ChainId& chain,
                                                const model::Alert& alert);

}  // namespace commune::gateway

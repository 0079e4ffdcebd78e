// What was reported, as far as it still matters. Records of alerts never go, so nothing here walks
// over all of them: they are looked at by the time at which they were raised.
#pragma once

#include <vector>

#include "core/time.h"
#include "ledger/state.h"

namespace commune::ledger {

// Until when the guild or a second voice may confirm it: a neighbour's call until its own end, any
// other for `alert_life`.
[[nodiscard]] core::Time open_until(const model::Alert& alert);

// It waits for an answer, or it is an urgent task that is neither cancelled, nor over, nor done.
[[nodiscard]] bool is_going_on(const State& state, const model::Alert& alert, core::Time now);

// Raised after `since`; the earliest first.
[[nodiscard]] std::vector<const model::Alert*> alerts_since(const State& state, core::Time since);

// Somebody has marked the work done: nobody else is called to it.
[[nodiscard]] bool is_done(const model::Task& task);

// An urgent task of one's own that repeats nothing: what neighbours may be asked to.
[[nodiscard]] bool is_own_call(const State& state, const model::Task& task);

}  // namespace commune::ledger

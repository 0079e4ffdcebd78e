// Ledger tests as text: one line a command, after the bar what the ledger must answer.
//
//   check(R"(
//     ana  post_task   dinner people=1-2       | ok
//     cleo take_place  dinner                  | ok
//     at 1d3h                                          (the clock, counted from the founding)
//     cleo mark_done   dinner 45               | ok
//     see  dinner                              | cleo done 45
//   )");
//
// ana (steward) and ben are in the guild kitchen, cleo is steward of the garage, which certifies
// "driving"; dora is in no guild; nils has not joined; keeper is the node. A person signs with the
// key that a command needs, or with another one: `ana@member hand_back dinner`. Options are
// name=value; in texts `_` is a space and `x*81` is 81 letters. Times count from the founding
// ("1d2h30m", "-5m", "none"); a draft that says nothing else is for 1d to 1d2h. Any line may have
// expires=… (from now), and id=… to send the same envelope twice.
#pragma once

#include <string_view>

#include "ledger/state.h"

namespace commune::ledger::testing {

// Runs a script in a new commune; every line that is not answered as it says is a test failure, so
// is a broken invariant at the end, and a refused command that changed anything.
void check(std::string_view script);

// The same, and returns the state it ended with.
[[nodiscard]] State state_after(std::string_view script);

}  // namespace commune::ledger::testing

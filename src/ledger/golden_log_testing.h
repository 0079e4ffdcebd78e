// One fixed log of seeded random commands and the digest that it must give in every build: gcc and
// clang, debug and release. A change of the rules, the codec or the maker of commands changes it on
// purpose; then the new figure is what the failing test prints.
#pragma once

#include <string_view>

#include "core/random.h"
#include "ledger/apply.h"
#include "ledger/command_maker_testing.h"
#include "ledger/commune_testing.h"

namespace commune::ledger::testing {

inline constexpr std::string_view golden_digest =
    "78993501044a288ef35e55cc343af9fd3d2111cbba30aab42fce7c9267e26993";

[[nodiscard]] inline core::Digest digest_of_golden_log() {
  core::Random random(20'261'122);
  CommandMaker<core::Random> maker(random);
  State state = test_state();
  core::Time now = founding_time;
  for (int block = 0; block < 300; ++block) {
    now = now + core::minutes(random.between(1, 300));
    begin_block(state, now);
    for (int i = 0; i < 10; ++i) static_cast<void>(apply(state, maker.make(state, now), now));
  }
  return state.digest();
}

}  // namespace commune::ledger::testing

// How somebody shows who they are where there is no session: a fresh signature over the chain and
// the time, in JSON. A member opens a session so, a device asks what it may read.
#pragma once

#include <string>
#include <string_view>

#include "core/error.h"
#include "core/time.h"
#include "model/ids.h"

namespace commune::gateway {

inline constexpr core::Seconds proof_age_max = core::minutes(5);

struct TimedProof {
  std::string who;  // as the field says
  core::Time time;
  model::Signature signature;
};

// {"<field>", "time", "signature"} and nothing else; malformed otherwise.
[[nodiscard]] core::Result<TimedProof> parse_timed_proof(std::string_view json,
                                                         std::string_view field);

// invalid (the clock is too far off), forged.
[[nodiscard]] core::Result<void> check_timed_proof(core::Time time,
                                                   const model::Signature& signature,
                                                   const model::PublicKey& key,
                                                   std::string_view label,
                                                   const model::ChainId& chain, core::Time now);

}  // namespace commune::gateway

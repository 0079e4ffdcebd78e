// Who may read. A member proves with the signing key once, and gets a cookie that says who and
// until when under a secret of this node: nothing is stored, and a restart with the same secret
// forgets nobody. Reading is all that a cookie allows; every change is signed by itself.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/time.h"
#include "gateway/timed_proof.h"
#include "ledger/state.h"
#include "model/ids.h"

namespace commune::gateway {

inline constexpr std::string_view session_cookie = "commune_session";
inline constexpr core::Seconds session_life = core::days(30);

using SessionSecret = std::array<std::uint8_t, 32>;

// What POST /session brings.
struct SessionProof {
  model::MemberId member;
  core::Time time;
  model::Signature signature;
};

[[nodiscard]] core::Result<SessionProof> parse_session_proof(std::string_view json);

// Errors: unauthorised (no such member, or one who has left), invalid (the clock is too far off),
// forged.
[[nodiscard]] core::Result<void> verify_session_proof(const ledger::State& state,
                                                      const SessionProof& proof, core::Time now);

class Sessions {
 public:
  explicit Sessions(const SessionSecret& secret) : secret_(secret) {}

  [[nodiscard]] std::string make_cookie(const model::MemberId& member, core::Time expires_at) const;
  // Nothing for a cookie that is forged or has expired.
  [[nodiscard]] std::optional<model::MemberId> find_member(std::string_view cookie,
                                                           core::Time now) const;

 private:
  [[nodiscard]] std::string seal(std::string_view text) const;

  SessionSecret secret_;
};

}  // namespace commune::gateway

// How likely the owner of a device is to come when it rings for a call: starts from what earlier
// calls got and from what the commune's model knows of kinds, hours and heavy work, and learns from
// the rings that its owner answered (acceptance.h).
#pragma once

#include <cstdint>
#include <span>

#include "core/error.h"
#include "recommend/acceptance.h"
#include "recommend/call_policy.h"

namespace commune::recommend {

// Shares of a yes to invitations by the commune's model, of 1,000; 0: not known, or no matter here.
struct UsualAcceptance {
  std::uint32_t all = 0;         // to anything
  std::uint32_t such = 0;        // to such work at such an hour
  std::uint32_t when_tired = 0;  // after heavy work, where the owner did some, to such effort
};

struct RingSituation {
  LocalHour begins;                // when the owner is wanted
  std::uint32_t kind = 0;          // of work, as the device numbers what it was asked for
  std::uint32_t lead_minutes = 0;  // from the ring to its beginning; counts up to 10,000 hours
  UsualAcceptance usual;
};

struct AnsweredRing {
  RingSituation at;
  bool came = false;
};

inline constexpr std::size_t answered_rings_max = 200;

// What one device makes of its owner's answers; for whoever asks it several times.
class OwnAcceptance {
 public:
  // `kinds`: how many kinds the device numbered, those from there on are others. The order of
  // `answered` hardly matters. Refuses (invalid) what Acceptance refuses and shares above 1,000,
  // (too_large) more answers.
  [[nodiscard]] static core::Result<OwnAcceptance> make(const CallRecord& record,
                                                        std::uint32_t kinds,
                                                        std::span<const AnsweredRing> answered);

  // Of 1,000 rings like this one; 5 to 1,000. Refuses (invalid) as `make`.
  [[nodiscard]] core::Result<std::uint32_t> permille(const RingSituation& now) const;

 private:
  OwnAcceptance(double pooled_log_odds, std::uint32_t kinds, Acceptance commune);

  double pooled_log_odds_;
  std::uint32_t kinds_;
  Acceptance commune_;  // before any answer
  Acceptance owner_;    // after all of them
};

// The same, asked once.
[[nodiscard]] core::Result<std::uint32_t> own_acceptance_permille(
    const CallRecord& record, std::uint32_t kinds, std::span<const AnsweredRing> answered,
    const RingSituation& now);

}  // namespace commune::recommend

// Tightens a certificate: prices move to where the participants' best bundles and the tasks' best
// numbers of people agree, by the subgradient method with Polyak's step (Held, Wolfe and Crowder,
// Mathematical Programming 6, 1974). On the way assignments are proposed, which may be better than
// the best one so far.
#pragma once

#include <cstdint>

#include "clearing/certificate.h"
#include "clearing/crew.h"
#include "clearing/round.h"

namespace commune::clearing {

// The best pair known: what is reached, and the prices that bound it.
struct Proof {
  Assignment assignment;
  Int128 reached = 0;
  Certificate certificate;
  Int128 bound = 0;
};

enum class Places : std::uint8_t { may_change, stay };  // stay: prices alone are looked for

// Stops when nothing is left to prove, or after `work_max` choices were looked at (times their
// states).
void tighten(const Round& round, Proof& proof, std::uint64_t work_max,
             Places places = Places::may_change);

}  // namespace commune::clearing

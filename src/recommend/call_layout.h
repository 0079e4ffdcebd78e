// How a question about an urgent call and its answer lie in memory: 32-bit integers, as in
// layout.h. A time is two words of seconds since 1970, low first. Whoever changes anything here
// raises `call_version`.
//
// Request: version, what is wanted (`CallWish`), then
//   find: posted at, short since, start, end (each 0: none), urgency (0 calm, 1 soon, 2 urgent),
//     importance, 1 where the task is open, 1 where it repeats, 1 where only
//     what is urgent counts; now
//   pool: how many said yes, how many rings were intended
//   decide: raised at, needed by, urgency, places, accepted, people within each of the three rings,
//     pooled acceptance; ring of the owner (0 guild, 1 commune, 2 neighbours), 1 if able, 1 if rung
//     already, fit, own acceptance, minutes away, rests until, quiet hours (first and last minute,
//     1 where urgent calls ring in them), pings a day, pings a week, seconds by which the wall is
//     ahead, pings (a list of times); now, draw (2 words)
//   chance: how many said yes, how many rings were intended; number of kinds; rings that the owner
//     answered, each: a situation, 1 where they came; the situation now
// A situation: hour, weekday (0 Monday), kind, minutes to its beginning, and by the commune's model
// how many of 1,000 say yes to anything, to such work at such an hour, when tired (0: not known)
//
// Answer: version, status. Status 0:
//   find: 1 where it is a call, raised at, needed by, urgency of the call
//   pool: acceptance in thousandths
//   decide: 1 to ring, the reason (RingReason), when to decide again (0: never), how far the call
//     has reached (a ring), how many rings count as intended by now
//   chance: that the owner comes, in thousandths
// Otherwise as in layout.h.
#pragma once

#include <cstdint>

namespace commune::recommend {

inline constexpr std::int32_t call_version = 3;

enum class CallWish : std::int32_t { find, pool, decide, chance };

}  // namespace commune::recommend

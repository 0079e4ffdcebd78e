// Whether a device rings for an urgent call. Every device hears the same public call and decides
// alone, from what only its owner knows, so that about the right number of people answer and nobody
// learns who was asked. Devices send each other nothing; the schedule follows from the call itself.
//
// After Manshadi and Rodilitz (Online policies for efficient volunteer crowdsourcing, Management
// Science 68, 2022): each ping makes its person deaf for a while, so a good policy asks few, asks
// those who would come, and keeps the others for the next call. Their central programme is replaced
// by two things that need no centre: a threshold that rises wave by wave until enough accepted, and
// a price of the device's own pings that rises as its budget is used up.
// Integers only: the same answer from every build.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "core/time.h"
#include "model/enums.h"

namespace commune::recommend {

// What everybody knows of a task, as far as it says whether it is a call.
struct CallFacts {
  core::Time posted_at{};
  core::Time short_since{};  // since when it lacks people; not set: enough are coming
  core::Time start{};        // not set: open-ended work
  core::Time end{};
  model::Urgency urgency{};
  std::uint32_t importance = 0;  // 1 nice to have, 2 matters, 3 vital
  bool is_open = false;
  bool repeats = false;      // comes from a standing request
  bool urgent_only = false;  // nobody asks for what is merely wanted soon
};

struct CallSpan {
  core::Time raised_at{};  // may lie ahead
  core::Time needed_by{};  // who comes later comes in vain
  model::Urgency urgency{};
};

// There are two kinds of call. Something turned up: a task that is wanted soon or urgently, repeats
// nothing and was posted two days at most before its need; where it begins within a quarter of an
// hour, or has begun, it is open to helpers until its end; where somebody who had come hands back,
// it begins anew. Or planned work is at risk: work that matters, or that the guild calls urgent,
// was posted a day or more ahead and lacks people in its last day; in its last six hours it is
// urgent.
inline constexpr std::uint32_t planned_importance_min = 2;     // that it matters
inline constexpr core::Seconds planned_ahead = core::days(1);  // of its beginning
inline constexpr core::Seconds planned_last_hours = core::hours(6);
[[nodiscard]] std::optional<CallSpan> find_call(const CallFacts& facts, core::Time now);

// So long a report that nobody has confirmed asks its guild, as an urgent call for one person.
inline constexpr core::Seconds question_life = core::hours(1);

enum class Ring : std::uint8_t { guild = 0, commune = 1, neighbours = 2 };
inline constexpr std::size_t rings = 3;

// What earlier calls of the same kind got, as anybody can count it: people who said yes, also those
// who were no longer needed, and rings that were intended (`counted_rings`) when the call was
// filled or over.
struct CallRecord {
  std::uint64_t accepted = 0;
  std::uint64_t intended = 0;
};

// Answers to 1,000 intended rings, 5 to 1,000; a kind without history is taken for a third, the
// middle of the 17 to 47 of 100 alerts that first responders answered (Khalemsky, JMIR 2023).
[[nodiscard]] std::uint32_t pooled_acceptance_permille(const CallRecord& record);

// The public side. Contradictions are read mildly: sizes that shrink outwards, more accepted than
// needed, or an end before the beginning never ring anybody too many.
struct Call {
  core::Time raised_at{};
  core::Time needed_by{};  // who comes later comes in vain
  model::Urgency urgency{};
  std::uint32_t places = 0;                          // at most model::people_max
  std::uint32_t accepted = 0;                        // so far
  std::array<std::uint32_t, rings> people_within{};  // who hear it, up to and with each ring
  std::uint32_t acceptance_permille = 0;             // pooled_acceptance_permille
};

// Minutes of the owner's local day; `begin` after `end` spans midnight, equal means never.
struct QuietHours {
  std::uint32_t begin_minute = 0;
  std::uint32_t end_minute = 0;
  bool lets_urgent_through = false;  // only model::Urgency::urgent
};

// Set by the owner. A limit of 0 means: never ring.
struct PingBudget {
  std::uint32_t a_day = 0;   // in any 24 hours
  std::uint32_t a_week = 0;  // in any 7 days
};

// The private side; never leaves the device.
struct Listener {
  Ring ring = Ring::neighbours;  // the innermost that the owner belongs to
  bool is_able = false;          // holds the certificates, has no clash, did not say never
  bool has_rung = false;         // for this call, already
  std::uint32_t fit_permille = 0;
  std::uint32_t acceptance_permille = 0;  // the owner's own, for such calls at such hours
  std::uint32_t minutes_away = 0;
  core::Time rests_until{};
  QuietHours quiet;
  PingBudget budget;
  std::int32_t utc_offset_seconds = 0;
  std::span<const core::Time> pings;  // the last 7 days' at least, in any order
};

// Why; for the owner's eyes.
enum class RingReason : std::uint8_t {
  chosen,
  filled,
  over,  // or too far to be there in time
  already_rung,
  not_able,
  wider_ring,  // not yet asked
  resting,
  quiet_hours,
  budget_spent,
  pings_are_dear,  // the owner's few pings are kept for calls that suit better
  not_chosen,      // by the draw, this time
};

struct RingDecision {
  bool rings = false;
  RingReason reason{};
  core::Time wake_at{};  // when to decide again; not set: never
};

// Waves begin at raised_at and follow each other at this distance: the shorter the more urgent and
// the less time there is.
[[nodiscard]] core::Seconds wave_length(const Call& call);
// 0 for the first; also before the call.
[[nodiscard]] std::uint32_t wave_of(const Call& call, core::Time now);

// How far the call reaches. It never shrinks with time or urgency, and widens early where a ring
// has fewer people than should ring.
[[nodiscard]] Ring ring_of(const Call& call, core::Time now);

// How many would have rung by now if each device were an average one; the threshold that all share.
// May be more than there are people. 0 once filled.
[[nodiscard]] std::uint64_t intended_rings(const Call& call, core::Time now);
// The same as it enters a CallRecord: no more than the people whom the call reached.
[[nodiscard]] std::uint64_t counted_rings(const Call& call, core::Time now);

// `draw` is the device's own random number for this call, the same at every wave. It never rings
// above the budget, in quiet hours, or while the owner rests.
[[nodiscard]] RingDecision decide(const Call& call, const Listener& listener, core::Time now,
                                  std::uint64_t draw);

}  // namespace commune::recommend

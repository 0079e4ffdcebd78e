#include "recommend/call_policy.h"

#include <algorithm>

#include "model/limits.h"

namespace commune::recommend {
namespace {

using core::Seconds;
using core::Time;

// How a call of each urgency (calm, soon, urgent) goes about it.
struct Pace {
  Seconds wave;                   // between two waves where there is time
  std::uint32_t waves_per_ring;   // before the next ring hears it
  std::uint64_t growth_permille;  // of what is still missing, from wave to wave
  std::uint64_t price_permille;   // quality of a ping that would be the first above the week's
};
constexpr std::array paces{Pace{core::minutes(90), 3, 1200, 1200},
                           Pace{core::minutes(20), 2, 1250, 1000},
                           Pace{core::minutes(10), 1, 1300, 800}};
constexpr std::int64_t waves_min = 12;  // that fit between the call and its end
constexpr Seconds wave_min = core::minutes(2);
constexpr std::uint32_t growing_waves_max = 24;

constexpr std::uint64_t permille = 1000;
constexpr std::uint64_t intended_max = 1'000'000;
constexpr std::uint64_t typical_quality_permille = 500;
constexpr std::int64_t recovery_seconds = core::days(2).count;
constexpr std::uint64_t half_way_minutes = 30;  // away: half as likely to come

const Pace& pace_of(const Call& call) {
  return paces[std::min<std::size_t>(static_cast<std::size_t>(call.urgency), paces.size() - 1)];
}

std::uint32_t free_places(const Call& call) {
  return call.places - std::min(call.accepted, call.places);
}

std::uint64_t growth_permille(const Call& call, Time now) {
  std::uint64_t growth = permille;
  const std::uint32_t waves = std::min(wave_of(call, now), growing_waves_max);
  for (std::uint32_t k = 0; k < waves && growth < intended_max; ++k)
    growth = growth * pace_of(call).growth_permille / permille;
  return std::min(growth, intended_max);
}

std::optional<CallSpan> find_what_turned_up(const CallFacts& facts) {
  constexpr Seconds notice_max = core::days(2);
  constexpr Seconds soon = core::minutes(15);
  if (facts.repeats || facts.urgency == model::Urgency::calm) return std::nullopt;
  if (facts.urgent_only && facts.urgency != model::Urgency::urgent) return std::nullopt;
  const bool begins_later = facts.start > facts.posted_at + soon;
  CallSpan span{facts.posted_at, begins_later ? facts.start : facts.end, facts.urgency};
  if (span.needed_by - span.raised_at > notice_max) return std::nullopt;
  span.raised_at = std::max(span.raised_at, facts.short_since);  // it was filled and opened again
  return span;
}

std::optional<CallSpan> find_plan_at_risk(const CallFacts& facts, Time now) {
  const bool is_urgent = facts.urgency == model::Urgency::urgent;
  if (!facts.short_since.is_set() || (facts.importance < planned_importance_min && !is_urgent))
    return std::nullopt;
  if (facts.posted_at + planned_ahead > facts.start) return std::nullopt;
  const Time soon_from = std::max(facts.short_since, facts.start - planned_ahead);
  const Time urgent_from =
      is_urgent ? soon_from : std::max(soon_from, facts.start - planned_last_hours);
  if (is_urgent || facts.urgent_only || now >= urgent_from)
    return CallSpan{urgent_from, facts.start, model::Urgency::urgent};
  return CallSpan{soon_from, facts.start, model::Urgency::soon};
}

// From 0 just after a ping to 1,000 when its owner listens again as before.
std::uint64_t recovered_permille(const Listener& listener, Time now) {
  std::int64_t since = recovery_seconds;
  for (const Time ping : listener.pings) since = std::min(since, (now - ping).count);
  return permille * static_cast<std::uint64_t>(std::max<std::int64_t>(since, 0)) / recovery_seconds;
}

std::uint64_t bounded(std::uint32_t value_permille) {
  return std::min<std::uint64_t>(value_permille, permille);
}

// How well a ping is spent on this call and now: the fit, as far as its owner listens again.
std::uint64_t quality_permille(const Listener& listener, Time now) {
  return bounded(listener.fit_permille) * recovered_permille(listener, now) / permille;
}

// What a ping would bring: the chance that its owner comes, as far as the device can tell, in
// millionths.
std::uint64_t worth_millionths(const Listener& listener, Time now) {
  const std::uint64_t worth =
      bounded(listener.acceptance_permille) * quality_permille(listener, now);
  return worth * half_way_minutes / (half_way_minutes + listener.minutes_away);
}

std::uint32_t pings_within(const Listener& listener, Time now, Seconds span) {
  return static_cast<std::uint32_t>(
      std::ranges::count_if(listener.pings, [&](Time ping) { return ping > now - span; }));
}

bool has_budget(const Listener& listener, Time now) {
  return pings_within(listener, now, core::days(1)) < listener.budget.a_day &&
         pings_within(listener, now, core::days(7)) < listener.budget.a_week;
}

bool is_quiet(const Call& call, const Listener& listener, Time now) {
  const QuietHours& quiet = listener.quiet;
  if (quiet.begin_minute == quiet.end_minute) return false;
  if (quiet.lets_urgent_through && call.urgency == model::Urgency::urgent) return false;
  constexpr std::int64_t day = core::days(1).count;
  const std::int64_t local = (now.seconds + listener.utc_offset_seconds) % day;
  const auto minute = static_cast<std::uint32_t>((local + day) % day / 60);
  if (quiet.begin_minute < quiet.end_minute)
    return minute >= quiet.begin_minute && minute < quiet.end_minute;
  return minute >= quiet.begin_minute || minute < quiet.end_minute;
}

// The quality that a ping has to have: any while the week's are all there, the more the fewer are
// left. It does not fall while a call stays open: pings that seldom bring anybody would be missed
// by the calls after it.
std::uint64_t price_permille(const Call& call, const Listener& listener, Time now) {
  const std::uint64_t used = pings_within(listener, now, core::days(7));
  return pace_of(call).price_permille * used / listener.budget.a_week;
}

// The public threshold against the device's draw: the intended share of the ring, more for whom a
// ping is worth more than it brings as a rule.
bool is_chosen(const Call& call, const Listener& listener, Time now, std::uint64_t draw) {
  constexpr std::uint32_t draw_bits = 20;
  const auto ring = static_cast<std::size_t>(ring_of(call, now));
  const std::uint64_t people = std::clamp<std::uint64_t>(call.people_within[ring], 1, intended_max);
  const std::uint64_t usual =
      std::max<std::uint64_t>(bounded(call.acceptance_permille), 1) * typical_quality_permille;
  return (draw >> (64U - draw_bits)) * people * usual <
         (intended_rings(call, now) * worth_millionths(listener, now)) << draw_bits;
}

RingReason reason_of(const Call& call, const Listener& listener, Time now, std::uint64_t draw) {
  const Time there = now + core::minutes(listener.minutes_away);
  if (free_places(call) == 0) return RingReason::filled;
  if (there >= call.needed_by) return RingReason::over;
  if (listener.has_rung) return RingReason::already_rung;
  if (!listener.is_able) return RingReason::not_able;
  if (now < call.raised_at || listener.ring > ring_of(call, now)) return RingReason::wider_ring;
  if (now < listener.rests_until) return RingReason::resting;
  if (is_quiet(call, listener, now)) return RingReason::quiet_hours;
  if (!has_budget(listener, now)) return RingReason::budget_spent;
  if (quality_permille(listener, now) < price_permille(call, listener, now))
    return RingReason::pings_are_dear;
  return is_chosen(call, listener, now, draw) ? RingReason::chosen : RingReason::not_chosen;
}

}  // namespace

std::optional<CallSpan> find_call(const CallFacts& facts, Time now) {
  if (!facts.is_open || !facts.start.is_set() || !facts.end.is_set()) return std::nullopt;
  const auto turned_up = find_what_turned_up(facts);
  return turned_up ? turned_up : find_plan_at_risk(facts, now);
}

std::uint32_t pooled_acceptance_permille(const CallRecord& record) {
  constexpr std::uint64_t count_max = std::uint64_t{1} << 40U;
  const std::uint64_t accepted = std::min(record.accepted, count_max) + 1;
  const std::uint64_t intended = std::min(record.intended, count_max) + 3;
  return static_cast<std::uint32_t>(
      std::clamp<std::uint64_t>(accepted * permille / intended, 5, permille));
}

Seconds wave_length(const Call& call) {
  const std::int64_t window = (call.needed_by - call.raised_at).count;
  return std::max(wave_min, std::min(pace_of(call).wave, Seconds{window / waves_min}));
}

std::uint32_t wave_of(const Call& call, Time now) {
  if (now <= call.raised_at) return 0;
  const std::int64_t waves = (now - call.raised_at).count / wave_length(call).count;
  return static_cast<std::uint32_t>(std::min<std::int64_t>(waves, UINT32_MAX));
}

Ring ring_of(const Call& call, Time now) {
  std::size_t ring =
      std::min<std::size_t>(wave_of(call, now) / pace_of(call).waves_per_ring, rings - 1);
  const std::uint64_t intended = intended_rings(call, now);
  while (ring + 1 < rings && intended > call.people_within[ring]) ++ring;
  return static_cast<Ring>(ring);
}

std::uint64_t intended_rings(const Call& call, Time now) {
  const std::uint64_t missing = std::min(free_places(call), model::people_max);
  if (missing == 0) return 0;
  const std::uint64_t accepted = std::min(call.accepted, model::people_max);
  const std::uint64_t rate = std::clamp<std::uint64_t>(call.acceptance_permille, 1, permille);
  const std::uint64_t wanted = accepted * permille + missing * growth_permille(call, now);
  return std::min((wanted + rate - 1) / rate, intended_max);
}

std::uint64_t counted_rings(const Call& call, Time now) {
  const auto ring = static_cast<std::size_t>(ring_of(call, now));
  return std::min<std::uint64_t>(intended_rings(call, now), call.people_within[ring]);
}

RingDecision decide(const Call& call, const Listener& listener, Time now, std::uint64_t draw) {
  const RingReason reason = reason_of(call, listener, now, draw);
  RingDecision decision{.rings = reason == RingReason::chosen, .reason = reason, .wake_at = {}};
  if (reason <= RingReason::not_able) return decision;
  if (now < call.raised_at) {
    decision.wake_at = call.raised_at;
    return decision;
  }
  const Seconds length = wave_length(call);
  const Time next{call.raised_at.seconds + length.count * (std::int64_t{wave_of(call, now)} + 1)};
  if (next < call.needed_by) decision.wake_at = next;
  return decision;
}

}  // namespace commune::recommend

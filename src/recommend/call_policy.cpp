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
  std::uint64_t price_permille;  // worth below which a device with a spent week keeps its last ping
};
constexpr std::array paces{Pace{core::minutes(90), 3, 1400, 400},
                           Pace{core::minutes(20), 2, 1600, 300},
                           Pace{core::minutes(5), 1, 2000, 150}};
constexpr std::int64_t waves_min = 12;  // that fit between the call and its end
constexpr Seconds wave_min = core::minutes(2);
constexpr std::uint32_t growing_waves_max = 24;

constexpr std::uint64_t permille = 1000;
constexpr std::uint64_t intended_max = 1'000'000;
constexpr std::uint64_t typical_worth_permille = 250;  // rings with the intended chance
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

// From 0 just after a ping to 1,000 when its owner listens again as before.
std::uint64_t recovered_permille(const Listener& listener, Time now) {
  std::int64_t since = recovery_seconds;
  for (const Time ping : listener.pings) since = std::min(since, (now - ping).count);
  return permille * static_cast<std::uint64_t>(std::max<std::int64_t>(since, 0)) / recovery_seconds;
}

// What a ping would bring: the chance that its owner comes, as far as the device can tell.
std::uint64_t worth_permille(const Listener& listener, Time now) {
  const auto bounded = [](std::uint32_t value) { return std::min<std::uint64_t>(value, permille); };
  std::uint64_t worth = bounded(listener.acceptance_permille) *
                        (permille + bounded(listener.fit_permille)) / (2 * permille);
  worth = worth * half_way_minutes / (half_way_minutes + listener.minutes_away);
  return worth * recovered_permille(listener, now) / permille;
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

// The price of a ping, in worth: nothing while the week's are all there, and less and less as a
// call stays open.
std::uint64_t price_permille(const Call& call, const Listener& listener, Time now) {
  const std::uint64_t used = pings_within(listener, now, core::days(7));
  const std::uint64_t full = pace_of(call).price_permille * used / listener.budget.a_week;
  return full * permille / growth_permille(call, now);
}

// The public threshold against the device's draw: the intended share of the ring, more for whom a
// ping is worth more.
bool is_chosen(const Call& call, Time now, std::uint64_t worth, std::uint64_t draw) {
  const auto ring = static_cast<std::size_t>(ring_of(call, now));
  const std::uint64_t people = std::clamp<std::uint64_t>(call.people_within[ring], 1, intended_max);
  return (draw >> 32U) * people * typical_worth_permille <
         ((intended_rings(call, now) * worth) << 32U);
}

RingReason reason_of(const Call& call, const Listener& listener, Time now, std::uint64_t draw) {
  const Time there = now + core::minutes(listener.minutes_away);
  if (free_places(call) == 0) return RingReason::filled;
  if (now < call.raised_at || there >= call.needed_by) return RingReason::over;
  if (listener.has_rung) return RingReason::already_rung;
  if (!listener.is_able) return RingReason::not_able;
  if (listener.ring > ring_of(call, now)) return RingReason::wider_ring;
  if (now < listener.rests_until) return RingReason::resting;
  if (is_quiet(call, listener, now)) return RingReason::quiet_hours;
  if (!has_budget(listener, now)) return RingReason::budget_spent;
  const std::uint64_t worth = worth_permille(listener, now);
  if (worth < price_permille(call, listener, now)) return RingReason::pings_are_dear;
  return is_chosen(call, now, worth, draw) ? RingReason::chosen : RingReason::not_chosen;
}

}  // namespace

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

RingDecision decide(const Call& call, const Listener& listener, Time now, std::uint64_t draw) {
  const RingReason reason = reason_of(call, listener, now, draw);
  RingDecision decision{.rings = reason == RingReason::chosen, .reason = reason, .wake_at = {}};
  if (reason <= RingReason::not_able) return decision;
  const Seconds length = wave_length(call);
  const Time next{call.raised_at.seconds + length.count * (std::int64_t{wave_of(call, now)} + 1)};
  if (next < call.needed_by) decision.wake_at = next;
  return decision;
}

}  // namespace commune::recommend

#include "evaluation/call_devices.h"

#include <algorithm>
#include <utility>

#include "core/check.h"

namespace commune::evaluation {
namespace {

constexpr std::size_t answers_kept = 100;

recommend::RingSituation situation_of(const UrgentCall& call, std::int64_t minute,
                                      std::uint32_t kind) {
  const std::int64_t wanted = std::max(call.needed_minute, minute);
  recommend::RingSituation at;
  at.begins.hour = static_cast<std::uint32_t>(wanted % day_minutes / 60);
  at.begins.weekday = static_cast<std::uint32_t>(wanted / day_minutes % 7);
  at.kind = kind;
  at.lead_minutes = static_cast<std::uint32_t>(wanted - minute);
  return at;
}

}  // namespace

CallDevices::CallDevices(const std::vector<CallPerson>& people, double scale)
    : people_(people), scale_(scale), devices_(people.size()), pings_(people.size()) {}

std::optional<CallDevices::Answer> CallDevices::ping(std::size_t person, const UrgentCall& call,
                                                     std::int64_t minute, const PingLuck& luck) {
  Device& device = devices_[person];
  const core::Time old = time_of(minute - 9 * day_minutes);
  std::erase_if(device.recent, [&](core::Time ping) { return ping < old; });
  device.recent.push_back(time_of(minute));
  pings_[person].push_back(minute);
  const bool is_deaf = minute >= device.deaf.from && minute < device.deaf.until;
  if (!is_awake(minute) || is_deaf) return std::nullopt;
  device.deaf = {minute, minute + luck.deaf_minutes};
  const double chance =
      std::min(acceptance_max, scale_ * readiness_for(people_[person], call, minute));
  return Answer{minute + luck.delay_minutes,
                {situation_of(call, minute, call.kind), luck.answer < chance}};
}

void CallDevices::learn(std::size_t person, const recommend::AnsweredRing& ring) {
  Device& device = devices_[person];
  if (device.answered.size() == answers_kept) device.answered.erase(device.answered.begin());
  device.answered.push_back(ring);
  device.own.reset();
}

std::uint32_t CallDevices::number_of(const Device& device, std::uint32_t kind) {
  return static_cast<std::uint32_t>(std::ranges::find(device.kinds, kind) - device.kinds.begin());
}

recommend::Listener CallDevices::listener(std::size_t person, const UrgentCall& call,
                                          std::int64_t minute, Asked asked) const {
  const CallPerson& owner = people_[person];
  const bool is_own_hour = owner.own_hours[part_of_day(minute)];
  // A guess, not the model's figures: half outside the own guilds, half outside the own hours.
  const std::uint32_t fit = (is_in_guild(owner, call) ? 1000U : 500U) / (is_own_hour ? 1 : 2);
  return {.ring = ring_of(owner, call),
          .is_able = asked.is_able,
          .has_rung = asked.has_rung,
          .fit_permille = fit,
          .acceptance_permille = 1000,
          .minutes_away = owner.minutes_away,
          .rests_until = {},
          .quiet = {static_cast<std::uint32_t>(sleeps_minute),
                    static_cast<std::uint32_t>(wakes_minute), owner.lets_urgent_through},
          .budget = owner.budget,
          .utc_offset_seconds = 0,
          .pings = devices_[person].recent};
}

std::uint32_t CallDevices::own_acceptance(std::size_t person, const UrgentCall& call,
                                          std::int64_t minute,
                                          const recommend::CallRecord& record) {
  Device& device = devices_[person];
  const std::uint32_t pooled = recommend::pooled_acceptance_permille(record);
  if (!device.own || device.made_of_permille != pooled) {
    std::vector<recommend::AnsweredRing> numbered = device.answered;
    device.kinds.clear();
    for (recommend::AnsweredRing& ring : numbered) {
      const std::uint32_t number = number_of(device, ring.at.kind);
      if (number == device.kinds.size()) device.kinds.push_back(ring.at.kind);
      ring.at.kind = number;
    }
    const auto kinds = static_cast<std::uint32_t>(device.kinds.size());
    auto made = recommend::OwnAcceptance::make(record, kinds, numbered);
    CHECK(made.has_value());
    device.own = std::move(*made);
    device.made_of_permille = pooled;
  }
  const auto share = device.own->permille(situation_of(call, minute, number_of(device, call.kind)));
  CHECK(share.has_value());
  return *share;
}

recommend::Ring ring_of(const CallPerson& person, const UrgentCall& call) {
  if (person.is_neighbour) return recommend::Ring::neighbours;
  return is_in_guild(person, call) ? recommend::Ring::guild : recommend::Ring::commune;
}

std::uint64_t pings_above(const std::vector<std::int64_t>& minutes,
                          const recommend::PingBudget& budget) {
  std::uint64_t above = 0;
  for (auto last = minutes.begin(); last != minutes.end(); ++last) {
    const auto within = [&](std::int64_t span) {
      return std::count_if(minutes.begin(), last + 1,
                           [&](std::int64_t ping) { return ping > *last - span; });
    };
    if (within(day_minutes) > budget.a_day || within(week_minutes) > budget.a_week) ++above;
  }
  return above;
}

}  // namespace commune::evaluation

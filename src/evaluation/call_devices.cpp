#include "evaluation/call_devices.h"

#include <algorithm>

namespace commune::evaluation {

CallDevices::CallDevices(const std::vector<CallPerson>& people, double scale)
    : people_(people), scale_(scale), devices_(people.size()), pings_(people.size()) {}

std::optional<std::int64_t> CallDevices::ping(std::size_t person, const UrgentCall& call,
                                              std::int64_t minute, const PingLuck& luck) {
  Device& device = devices_[person];
  const core::Time old = time_of(minute - 9 * day_minutes);
  std::erase_if(device.recent, [&](core::Time ping) { return ping < old; });
  device.recent.push_back(time_of(minute));
  ++device.pings[hours_of(person, minute)];
  pings_[person].push_back(minute);
  const bool is_deaf = minute >= device.deaf.from && minute < device.deaf.until;
  if (!is_awake(minute) || is_deaf) return std::nullopt;
  device.deaf = {minute, minute + luck.deaf_minutes};
  const double chance =
      std::min(acceptance_max, scale_ * readiness_for(people_[person], call, minute));
  if (luck.answer >= chance) return std::nullopt;
  return minute + luck.delay_minutes;
}

void CallDevices::count_answer(std::size_t person, std::int64_t minute) {
  ++devices_[person].accepted[hours_of(person, minute)];
}

recommend::Listener CallDevices::listener(std::size_t person, const UrgentCall& call,
                                          std::int64_t minute, Asked asked) const {
  const CallPerson& owner = people_[person];
  const Device& device = devices_[person];
  const std::size_t hours = hours_of(person, minute);
  // A guess, not the model's figures: half outside the own guilds, half outside the own hours.
  const std::uint32_t fit = (is_in_guild(owner, call) ? 1000U : 500U) / (hours == 0 ? 1 : 2);
  return {.ring = ring_of(owner, call),
          .is_able = asked.is_able,
          .has_rung = asked.has_rung,
          .fit_permille = fit,
          .acceptance_permille =
              std::min(1000U, (device.accepted[hours] + 1) * 1000 / (device.pings[hours] + 4)),
          .minutes_away = owner.minutes_away,
          .rests_until = {},
          .quiet = {static_cast<std::uint32_t>(sleeps_minute),
                    static_cast<std::uint32_t>(wakes_minute), owner.lets_urgent_through},
          .budget = owner.budget,
          .utc_offset_seconds = 0,
          .pings = device.recent};
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

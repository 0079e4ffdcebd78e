// One world under one policy, event by event.
#include <algorithm>
#include <queue>
#include <tuple>

#include "core/check.h"
#include "evaluation/calls.h"

namespace commune::evaluation {
namespace {

using recommend::Ring;

core::Time time_of(std::int64_t minute) { return {minute * 60}; }

enum class EventKind : std::uint8_t { answer, wave };

struct Event {
  std::int64_t minute = 0;
  EventKind kind{};
  std::size_t call = 0;
  std::size_t person = 0;
  friend auto operator<=>(const Event&, const Event&) = default;
};

// What a device counted of its owner's answers; inside the owner's hours and outside.
struct Device {
  std::array<std::uint32_t, 2> pings{};
  std::array<std::uint32_t, 2> accepted{};
  std::vector<core::Time> recent;  // the last eight days' pings
};

struct CallState {
  std::uint32_t accepted = 0;
  std::uint64_t intended = 0;
  std::uint64_t came = 0;  // in vain too
  std::int64_t filled_minute = 0;
  std::vector<bool> has_rung;
};

class CallRun {
 public:
  CallRun(const CallWorld& world, CallPolicy policy, double scale)
      : world_(world),
        policy_(policy),
        scale_(scale),
        deaf_until_(world.people.size(), 0),
        devices_(world.people.size()),
        pings_(world.people.size()),
        states_(world.calls.size()) {}

  CallOutcome run() {
    for (std::size_t c = 0; c < world_.calls.size(); ++c)
      events_.push({world_.calls[c].raised_minute, EventKind::wave, c, 0});
    while (!events_.empty()) {
      const Event event = events_.top();
      events_.pop();
      if (event.kind == EventKind::answer)
        answer(event);
      else if (policy_ == CallPolicy::devices)
        wave(event);
      else
        tell(event);
    }
    return outcome();
  }

 private:
  [[nodiscard]] bool is_counted(std::size_t call) const {
    return world_.calls[call].raised_minute >= warm_up_minutes;
  }
  [[nodiscard]] std::size_t hours_of(std::size_t person, std::int64_t minute) const {
    return world_.people[person].own_hours[part_of_day(minute)] ? 0 : 1;
  }

  void ping(std::size_t person, std::size_t call, std::int64_t minute) {
    pings_[person].push_back(minute);
    devices_[person].recent.push_back(time_of(minute));
    ++devices_[person].pings[hours_of(person, minute)];
    ++told_;
    if (is_counted(call)) ++told_counted_;
    if (!is_awake(minute) || minute < deaf_until_[person]) return;
    const PingLuck luck = luck_of(world_, person, call);
    deaf_until_[person] = minute + luck.deaf_minutes;
    const double chance = std::min(
        acceptance_max, scale_ * readiness_for(world_.people[person], world_.calls[call], minute));
    if (luck.answer < chance)
      events_.push({minute + luck.delay_minutes, EventKind::answer, call, person});
  }

  void answer(const Event& event) {
    const UrgentCall& call = world_.calls[event.call];
    CallState& state = states_[event.call];
    ++devices_[event.person].accepted[hours_of(event.person, event.minute)];
    ++came_;
    if (is_counted(event.call)) ++came_counted_;
    ++state.came;
    const std::int64_t there = event.minute + world_.people[event.person].minutes_away;
    if (state.accepted == call.places || there > call.needed_minute) {
      if (is_counted(event.call)) ++in_vain_;
      return;
    }
    ++state.accepted;
    if (state.accepted == call.places) state.filled_minute = event.minute;
  }

  // Everybody, or k at random, or the nearest k, once.
  void tell(const Event& event) {
    const UrgentCall& call = world_.calls[event.call];
    std::vector<std::size_t> able;
    for (std::size_t i = 0; i < world_.people.size(); ++i) {
      if (may_answer(world_.people[i], call)) able.push_back(i);
    }
    core::Random random(world_.seed ^ (event.call + 1));
    for (std::size_t i = able.size(); i > 1; --i) std::swap(able[i - 1], able[random.below(i)]);
    if (policy_ == CallPolicy::nearest_k)
      std::ranges::stable_sort(able, {},
                               [&](std::size_t i) { return world_.people[i].minutes_away; });
    if (policy_ != CallPolicy::everybody) {
      const std::uint64_t wanted = (call.places * (told_ + 3) + came_) / (came_ + 1);
      able.resize(std::min<std::size_t>(able.size(), wanted));
    }
    for (const std::size_t person : able) ping(person, event.call, event.minute);
  }

  [[nodiscard]] recommend::CallRecord& record_of(const UrgentCall& call) {
    return records_[call.needs_certificate ? 1 : 0][call.urgency == model::Urgency::urgent ? 1 : 0];
  }

  [[nodiscard]] recommend::Call public_call(std::size_t index) {
    const UrgentCall& call = world_.calls[index];
    recommend::Call result{
        .raised_at = time_of(call.raised_minute),
        .needed_by = time_of(call.needed_minute),
        .urgency = call.urgency,
        .places = call.places,
        .accepted = states_[index].accepted,
        .acceptance_permille = recommend::pooled_acceptance_permille(record_of(call))};
    for (const CallPerson& person : world_.people) {
      if (!may_answer(person, call)) continue;
      for (auto r = static_cast<std::size_t>(ring_of(person, call)); r < recommend::rings; ++r)
        ++result.people_within[r];
    }
    return result;
  }

  static Ring ring_of(const CallPerson& person, const UrgentCall& call) {
    if (person.is_neighbour) return Ring::neighbours;
    return is_in_guild(person, call) ? Ring::guild : Ring::commune;
  }

  [[nodiscard]] recommend::Listener listener_of(std::size_t index, const Event& event) {
    const CallPerson& person = world_.people[index];
    const UrgentCall& call = world_.calls[event.call];
    Device& device = devices_[index];
    const core::Time old = time_of(event.minute - week_minutes - day_minutes);
    std::erase_if(device.recent, [&](core::Time ping) { return ping < old; });
    const std::size_t hours = hours_of(index, event.minute);
    // A guess, not the model's figures: half outside the own guilds, half outside the own hours.
    const std::uint32_t fit = (is_in_guild(person, call) ? 1000U : 500U) / (hours == 0 ? 1 : 2);
    return {.ring = ring_of(person, call),
            .is_able = may_answer(person, call),
            .has_rung = states_[event.call].has_rung[index],
            .fit_permille = fit,
            .acceptance_permille = (device.accepted[hours] + 1) * 1000 / (device.pings[hours] + 4),
            .minutes_away = person.minutes_away,
            .rests_until = {},
            .quiet = {static_cast<std::uint32_t>(sleeps_minute),
                      static_cast<std::uint32_t>(wakes_minute), person.lets_urgent_through},
            .budget = person.budget,
            .utc_offset_seconds = 0,
            .pings = device.recent};
  }

  void wave(const Event& event) {
    CallState& state = states_[event.call];
    state.has_rung.resize(world_.people.size());
    const recommend::Call call = public_call(event.call);
    const core::Time now = time_of(event.minute);
    const bool is_over = now >= call.needed_by || state.accepted >= call.places;
    if (is_over) {
      record_of(world_.calls[event.call]).accepted += state.came;
      record_of(world_.calls[event.call]).intended += state.intended;
      return;
    }
    state.intended = std::max(state.intended, recommend::counted_rings(call, now));
    for (std::size_t i = 0; i < world_.people.size(); ++i) {
      const std::uint64_t draw =
          core::Random(world_.seed + 7 * (std::uint64_t{i} << 32U) + event.call).next();
      if (recommend::decide(call, listener_of(i, event), now, draw).rings) {
        state.has_rung[i] = true;
        ping(i, event.call, event.minute);
      }
    }
    const std::int64_t length = (recommend::wave_length(call).count + 59) / 60;
    events_.push({event.minute + length, EventKind::wave, event.call, 0});
  }

  [[nodiscard]] CallOutcome outcome() const {
    CallOutcome outcome;
    double calls = 0;
    double minutes = 0;
    for (std::size_t c = 0; c < states_.size(); ++c) {
      if (!is_counted(c)) continue;
      ++calls;
      if (states_[c].accepted > 0) ++outcome.answered;
      if (states_[c].accepted < world_.calls[c].places) continue;
      ++outcome.filled;
      minutes += static_cast<double>(states_[c].filled_minute - world_.calls[c].raised_minute);
    }
    outcome.minutes_to_fill = minutes / std::max(outcome.filled, 1.0);
    outcome.filled /= std::max(calls, 1.0);
    outcome.answered /= std::max(calls, 1.0);
    const auto people = static_cast<double>(world_.people.size());
    const std::int64_t end = world_.calls.empty() ? 0 : world_.calls.back().raised_minute;
    const double days = static_cast<double>(end - warm_up_minutes) / day_minutes;
    outcome.pings_a_day = static_cast<double>(told_counted_) / people / std::max(days, 1.0);
    outcome.pings_a_call = static_cast<double>(told_counted_) / std::max(calls, 1.0);
    outcome.in_vain = static_cast<double>(in_vain_) / std::max(calls, 1.0);
    outcome.pings_answered = static_cast<double>(came_counted_) /
                             static_cast<double>(std::max<std::uint64_t>(told_counted_, 1));
    for (std::size_t i = 0; i < pings_.size(); ++i) {
      outcome.above_budget += static_cast<double>(pings_above(pings_[i], world_.people[i].budget));
      for (std::size_t first = 0, last = 0; last < pings_[i].size(); ++last) {
        while (pings_[i][last] - pings_[i][first] >= week_minutes) ++first;
        outcome.most_pings_week =
            std::max(outcome.most_pings_week, static_cast<double>(last - first + 1));
      }
    }
    return outcome;
  }

  const CallWorld& world_;
  CallPolicy policy_;
  double scale_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::vector<std::int64_t> deaf_until_;
  std::vector<Device> devices_;
  std::vector<std::vector<std::int64_t>> pings_;
  std::vector<CallState> states_;
  std::array<std::array<recommend::CallRecord, 2>, 2> records_{};
  std::uint64_t told_ = 0;
  std::uint64_t told_counted_ = 0;
  std::uint64_t came_ = 0;
  std::uint64_t came_counted_ = 0;
  std::uint64_t in_vain_ = 0;
};

}  // namespace

std::uint64_t pings_above(const std::vector<std::int64_t>& minutes,
                          const recommend::PingBudget& budget) {
  std::uint64_t above = 0;
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    const auto within = [&](std::int64_t span) {
      return std::ranges::count_if(minutes.begin(),
                                   minutes.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                   [&](std::int64_t ping) { return ping > minutes[i] - span; });
    };
    if (within(day_minutes) > budget.a_day || within(week_minutes) > budget.a_week) ++above;
  }
  return above;
}

CallOutcome run_calls(const CallWorld& world, CallPolicy policy, double scale) {
  return CallRun(world, policy, scale).run();
}

}  // namespace commune::evaluation

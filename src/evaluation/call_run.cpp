// One world under one policy, event by event.
#include <algorithm>
#include <queue>
#include <tuple>

#include "evaluation/call_devices.h"
#include "evaluation/calls.h"

namespace commune::evaluation {
namespace {

enum class EventKind : std::uint8_t { answer, wave };

struct Event {
  std::int64_t minute = 0;
  EventKind kind{};
  std::size_t call = 0;
  std::size_t person = 0;
  friend auto operator<=>(const Event&, const Event&) = default;
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
        devices_(world.people, scale),
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
  void ping(std::size_t person, std::size_t call, std::int64_t minute) {
    ++told_;
    if (is_counted(call)) ++told_counted_;
    if (const auto at =
            devices_.ping(person, world_.calls[call], minute, luck_of(world_.seed, person, call)))
      events_.push({*at, EventKind::answer, call, person});
  }

  void answer(const Event& event) {
    const UrgentCall& call = world_.calls[event.call];
    CallState& state = states_[event.call];
    devices_.count_answer(event.person, event.minute);
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
      const recommend::Listener listener = devices_.listener(
          i, world_.calls[event.call], event.minute,
          {may_answer(world_.people[i], world_.calls[event.call]), state.has_rung[i]});
      if (recommend::decide(call, listener, now, draw).rings) {
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
    for (std::size_t i = 0; i < world_.people.size(); ++i) {
      const std::vector<std::int64_t>& pings = devices_.pings()[i];
      outcome.above_budget += static_cast<double>(pings_above(pings, world_.people[i].budget));
      for (std::size_t first = 0, last = 0; last < pings.size(); ++last) {
        while (pings[last] - pings[first] >= week_minutes) ++first;
        outcome.most_pings_week =
            std::max(outcome.most_pings_week, static_cast<double>(last - first + 1));
      }
    }
    return outcome;
  }

  const CallWorld& world_;
  CallPolicy policy_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  CallDevices devices_;
  std::vector<CallState> states_;
  std::array<std::array<recommend::CallRecord, 2>, 2> records_{};
  std::uint64_t told_ = 0;
  std::uint64_t told_counted_ = 0;
  std::uint64_t came_ = 0;
  std::uint64_t came_counted_ = 0;
  std::uint64_t in_vain_ = 0;
};

}  // namespace

CallOutcome run_calls(const CallWorld& world, CallPolicy policy, double scale) {
  return CallRun(world, policy, scale).run();
}

}  // namespace commune::evaluation

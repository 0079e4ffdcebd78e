// One world under one policy, event by event.
#include <algorithm>

#include "evaluation/calls.h"
#include "evaluation/live_calls.h"

namespace commune::evaluation {
namespace {

struct CallState {
  std::uint32_t accepted = 0;
  std::int64_t filled_minute = 0;
};

class CallRun final : public CallHost {
 public:
  CallRun(const CallWorld& world, CallPolicy policy, double scale)
      : world_(world),
        policy_(policy),
        live_(
            world.people, world.seed, scale,
            policy == CallPolicy::devices ? LiveCalls::Ringing::devices : LiveCalls::Ringing::host),
        states_(world.calls.size()) {}

  CallOutcome run() {
    for (std::size_t c = 0; c < world_.calls.size(); ++c)
      live_.plan(c, world_.calls[c].raised_minute);
    live_.run(*this);
    return outcome();
  }

  void happen(std::size_t index, std::int64_t minute) override {
    const UrgentCall& call = world_.calls[index];
    const auto may = [&](std::size_t person) { return may_come(index, person); };
    live_.raise(index, {call, 0, count_within(world_.people, call, may)}, minute);
    if (policy_ != CallPolicy::devices) tell(index, minute);
  }

  [[nodiscard]] bool may_come(std::uint64_t call, std::size_t person) const override {
    return may_answer(world_.people[person], world_.calls[call]);
  }

  void hear_yes(std::uint64_t call, std::size_t /*person*/, std::int64_t minute,
                bool has_place) override {
    ++came_;
    if (is_counted(call)) ++came_counted_;
    if (is_counted(call) && !has_place) ++in_vain_;
    if (!has_place) return;
    CallState& state = states_[call];
    ++state.accepted;
    if (state.accepted == world_.calls[call].places) state.filled_minute = minute;
  }

 private:
  [[nodiscard]] bool is_counted(std::size_t call) const {
    return world_.calls[call].raised_minute >= warm_up_minutes;
  }

  // Everybody, or k at random, or the nearest k, once.
  void tell(std::size_t index, std::int64_t minute) {
    const UrgentCall& call = world_.calls[index];
    std::vector<std::size_t> able;
    for (std::size_t i = 0; i < world_.people.size(); ++i) {
      if (may_answer(world_.people[i], call)) able.push_back(i);
    }
    core::Random random(world_.seed ^ (index + 1));
    for (std::size_t i = able.size(); i > 1; --i) std::swap(able[i - 1], able[random.below(i)]);
    if (policy_ == CallPolicy::nearest_k)
      std::ranges::stable_sort(able, {},
                               [&](std::size_t i) { return world_.people[i].minutes_away; });
    if (policy_ != CallPolicy::everybody) {
      const std::uint64_t wanted = (call.places * (told_ + 3) + came_) / (came_ + 1);
      able.resize(std::min<std::size_t>(able.size(), wanted));
    }
    told_ += able.size();
    for (const std::size_t person : able) live_.ping(index, call, person, minute);
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
    const std::vector<std::vector<std::int64_t>>& all_pings = live_.devices().pings();
    double told = 0;
    for (const std::vector<std::int64_t>& pings : all_pings)
      told += static_cast<double>(std::ranges::count_if(
          pings, [](std::int64_t minute) { return minute >= warm_up_minutes; }));
    const std::int64_t end = world_.calls.empty() ? 0 : world_.calls.back().raised_minute;
    const double days = static_cast<double>(end - warm_up_minutes) / day_minutes;
    outcome.pings_a_day = told / people / std::max(days, 1.0);
    outcome.pings_a_call = told / std::max(calls, 1.0);
    outcome.in_vain = static_cast<double>(in_vain_) / std::max(calls, 1.0);
    outcome.pings_answered = static_cast<double>(came_counted_) / std::max(told, 1.0);
    for (std::size_t i = 0; i < world_.people.size(); ++i) {
      const std::vector<std::int64_t>& pings = all_pings[i];
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
  LiveCalls live_;
  std::vector<CallState> states_;
  std::uint64_t told_ = 0;
  std::uint64_t came_ = 0;
  std::uint64_t came_counted_ = 0;
  std::uint64_t in_vain_ = 0;
};

}  // namespace

CallOutcome run_calls(const CallWorld& world, CallPolicy policy, double scale) {
  return CallRun(world, policy, scale).run();
}

}  // namespace commune::evaluation

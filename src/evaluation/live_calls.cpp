#include "evaluation/live_calls.h"

#include <algorithm>

namespace commune::evaluation {

void LiveCalls::plan(std::size_t moment, std::int64_t minute) {
  events_.push({minute, EventKind::moment, moment, 0});
}

void LiveCalls::run(CallHost& host) {
  while (!events_.empty()) {
    const Event event = events_.top();
    events_.pop();
    switch (event.kind) {
      case EventKind::moment: host.happen(event.of, event.minute); break;
      case EventKind::answer: answer(host, event); break;
      case EventKind::wave: wave(host, event); break;
    }
  }
  answers_.clear();
}

bool LiveCalls::raise(std::uint64_t name, const Public& seen, std::int64_t minute) {
  Call& call = calls_[name];
  call.has_rung.resize(people_.size());
  const bool goes_on = !call.is_counted && is_open(call, minute) &&
                       call.seen.what.raised_minute == seen.what.raised_minute;
  if (!goes_on) {
    count(call);
    call.came = 0;
    call.intended = 0;
    call.is_counted = false;
    call.coming_before = seen.coming;
    ++call.chain;
    if (ringing_ == Ringing::devices) events_.push({minute, EventKind::wave, name, call.chain});
  }
  call.seen = seen;
  return !goes_on;
}

bool LiveCalls::is_open(const Call& call, std::int64_t minute) {
  return call.seen.coming < call.seen.what.places && minute < call.seen.what.needed_minute;
}

void LiveCalls::ping(std::uint64_t call, const UrgentCall& what, std::size_t person,
                     std::int64_t minute) {
  const auto answer = devices_.ping(person, what, minute, luck_of(seed_, person, call));
  if (!answer) return;
  events_.push({answer->minute, EventKind::answer, answers_.size(), 0});
  answers_.push_back({call, person, answer->ring});
}

void LiveCalls::answer(CallHost& host, const Event& event) {
  const Answer said = answers_[event.of];
  devices_.learn(said.person, said.ring);
  if (!said.ring.came) return;
  Call& call = calls_.at(said.call);
  ++call.came;
  const std::int64_t there = event.minute + people_[said.person].minutes_away;
  const UrgentCall& what = call.seen.what;
  const bool has_place = call.seen.coming < what.places && there <= what.needed_minute &&
                         host.may_come(said.call, said.person);
  if (has_place) ++call.seen.coming;
  host.hear_yes(said.call, said.person, event.minute, has_place);
}

// As the app has it: the places that are open, and those who came since.
recommend::Call LiveCalls::public_call(const Call& call) const {
  const UrgentCall& what = call.seen.what;
  const std::uint32_t coming = std::min(call.seen.coming, what.places);
  const std::uint32_t came = coming - std::min(coming, call.coming_before);
  return {.raised_at = time_of(what.raised_minute),
          .needed_by = time_of(what.needed_minute),
          .urgency = what.urgency,
          .places = what.places - coming + came,
          .accepted = came,
          .people_within = call.seen.people_within,
          .acceptance_permille = recommend::pooled_acceptance_permille(record_)};
}

void LiveCalls::count(Call& call) {
  if (call.is_counted) return;
  call.is_counted = true;
  record_.accepted += call.came;
  record_.intended += call.intended;
}

bool LiveCalls::rings(const CallHost& host, std::uint64_t name, std::size_t person,
                      std::int64_t minute) {
  const Call& call = calls_.at(name);
  if (call.has_rung[person]) return false;
  const recommend::Call seen = public_call(call);
  const UrgentCall& what = call.seen.what;
  const std::uint64_t draw =
      core::Random(seed_ + 7 * (static_cast<std::uint64_t>(person) << 32U) + name).next();
  recommend::Listener listener =
      devices_.listener(person, what, minute, {host.may_come(name, person), false});
  // Who would not ring for somebody sure to come does not ring for anybody: the estimate is dear.
  if (!recommend::decide(seen, listener, time_of(minute), draw).rings) return false;
  listener.acceptance_permille = devices_.own_acceptance(person, what, minute, record_);
  return recommend::decide(seen, listener, time_of(minute), draw).rings;
}

void LiveCalls::wave(CallHost& host, const Event& event) {
  Call& call = calls_.at(event.of);
  const UrgentCall what = call.seen.what;
  if (event.chain != call.chain) return;  // it was raised anew since
  if (!is_open(call, event.minute)) return count(call);
  const recommend::Call seen = public_call(call);
  call.intended = std::max(call.intended, recommend::counted_rings(seen, time_of(event.minute)));
  for (std::size_t person = 0; person < people_.size(); ++person) {
    if (!rings(host, event.of, person, event.minute)) continue;
    call.has_rung[person] = true;
    ping(event.of, what, person, event.minute);
  }
  const std::int64_t length = (recommend::wave_length(seen).count + 59) / 60;
  events_.push({event.minute + length, EventKind::wave, event.of, event.chain});
}

}  // namespace commune::evaluation

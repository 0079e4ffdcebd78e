#include "evaluation/year_calls.h"

#include <algorithm>

#include "core/check.h"

namespace commune::evaluation {
namespace {

constexpr double heard_share = 0.32;  // of pings that somebody hears, accepted on average

// Over all people and parts of the day, for calls of other guilds than theirs and of their own as
// often as these are called.
double fit_scale(const YearWorld& world) {
  double sum = 0;
  double count = 0;
  for (const CallPerson& person : world.callers) {
    for (const YearKind& kind : world.kinds) {
      for (const std::int64_t hour : {9, 14, 19}) {
        UrgentCall call;
        call.guild = kind.guild;
        sum += readiness_for(person, call, hour * 60);
        ++count;
      }
    }
  }
  return heard_share * count / sum;
}

std::vector<CallPerson> people_reached(const YearWorld& world, YearCalls::Reach reach) {
  std::vector<CallPerson> people = world.callers;
  if (reach == YearCalls::Reach::neighbours)
    people.insert(people.end(), world.neighbours.begin(), world.neighbours.end());
  return people;
}

std::uint64_t count_pings(std::span<const std::vector<std::int64_t>> by_person) {
  std::uint64_t sum = 0;
  for (const std::vector<std::int64_t>& pings : by_person) sum += pings.size();
  return sum;
}

// Where somebody does not come without a word, those who are there post what they lack anew: a
// call of its own, for the same task.
std::uint64_t planned_call(const Week& week, std::uint32_t task) { return 2 * week.key(task); }
std::uint64_t call_on_the_spot(const Week& week, std::uint32_t task) {
  return planned_call(week, task) + 1;
}
bool is_on_the_spot(std::uint64_t call) { return call % 2 == 1; }
std::uint32_t task_of(std::uint64_t call) {
  return static_cast<std::uint32_t>((call / 2) & ((1U << Week::task_bits) - 1));
}

std::int64_t minute_of(core::Time time) { return time.seconds / 60; }

}  // namespace

YearCalls::YearCalls(const YearWorld& world, Reach reach)
    : world_(world),
      people_(people_reached(world, reach)),
      live_(people_, world.seed, fit_scale(world)) {}

void YearCalls::live(const Week& week, Sheet& sheet, const MissingByTask& missing) {
  Now now{week, sheet, missing, std::vector<core::Time>(week.tasks().size())};
  now_ = &now;
  moments_.clear();
  for (std::uint32_t task = 0; task < week.tasks().size(); ++task) {
    const YearTask& what = week.tasks()[task];
    if (!what.is_timed()) continue;
    const std::int64_t posted = week.number * week_minutes - day_minutes;
    if (what.is_planned())
      look_at(task, posted);
    else
      plan({Moment::What::shortage, task}, what.known_minute);
    for (const Missing& who : missing[task])
      if (who.tells) plan({Moment::What::told, task, who.slot}, who.at_minute);
    plan({Moment::What::begins, task}, what.begin_minute);
  }
  live_.run(*this);
  live_.forget();
  now_ = nullptr;
}

void YearCalls::plan(Moment moment, std::int64_t minute) {
  live_.plan(moments_.size(), std::max(minute, now_->week.number * week_minutes));
  moments_.push_back(moment);
}

void YearCalls::happen(std::size_t index, std::int64_t minute) {
  const Moment moment = moments_[index];
  switch (moment.what) {
    case Moment::What::shortage: return look_at(moment.task, minute);
    case Moment::What::told:
      now_->sheet.remove(moment.slot, moment.task);
      return look_at(moment.task, minute);
    case Moment::What::begins: return see_who_is_there(moment.task);
  }
}

bool YearCalls::is_short(std::uint32_t task) const {
  return now_->sheet.people_and_neighbours_in(task) < now_->week.tasks()[task].people_min;
}

recommend::CallFacts YearCalls::facts_of(std::uint32_t task) const {
  const YearTask& what = now_->week.tasks()[task];
  recommend::CallFacts facts;
  facts.posted_at =
      what.is_planned() ? time_of(what.begin_minute - week_minutes) : time_of(what.known_minute);
  facts.short_since = now_->short_since[task];
  facts.start = time_of(what.begin_minute);
  facts.end = time_of(what.end_minute);
  facts.urgency = what.is_planned() ? model::Urgency::calm : model::Urgency::urgent;
  facts.importance = world_.kinds[what.kind].importance;
  facts.is_open = true;
  facts.repeats = what.is_planned();
  facts.urgent_only = true;  // as a phone has it whose owner changed nothing
  return facts;
}

void YearCalls::look_at(std::uint32_t task, std::int64_t minute) {
  core::Time& since = now_->short_since[task];
  if (!is_short(task)) {
    since = {};
    return;
  }
  if (!since.is_set()) since = time_of(minute);
  const auto span = recommend::find_call(facts_of(task), time_of(minute));
  if (!span || span->needed_by <= time_of(minute)) return;
  if (span->raised_at > time_of(minute))
    return plan({Moment::What::shortage, task}, minute_of(span->raised_at));
  raise(planned_call(now_->week, task), *span,
        static_cast<std::uint32_t>(now_->sheet.people_and_neighbours_in(task)), minute);
}

void YearCalls::see_who_is_there(std::uint32_t task) {
  for (const Missing& who : now_->missing[task])
    if (!who.tells) now_->sheet.remove(who.slot, task);
  if (!is_short(task)) return;
  const std::int64_t begin = now_->week.tasks()[task].begin_minute;
  recommend::CallFacts facts = facts_of(task);
  facts.short_since = time_of(begin);
  if (!recommend::find_call(facts, time_of(begin))) return;  // no such work calls anybody
  facts.posted_at = time_of(begin);
  facts.end = time_of(begin + late_minutes);
  facts.urgency = model::Urgency::urgent;
  facts.repeats = false;
  const auto span = recommend::find_call(facts, time_of(begin));
  CHECK(span.has_value());
  raise(call_on_the_spot(now_->week, task), *span, 0, begin);
}

void YearCalls::raise(std::uint64_t name, const recommend::CallSpan& span, std::uint32_t coming,
                      std::int64_t minute) {
  const std::uint32_t task = task_of(name);
  const YearTask& what = now_->week.tasks()[task];
  const auto present = static_cast<std::uint32_t>(now_->sheet.people_and_neighbours_in(task));
  UrgentCall call;
  call.raised_minute = minute_of(span.raised_at);
  call.needed_minute = minute_of(span.needed_by);
  call.urgency = span.urgency;
  call.guild = world_.kinds[what.kind].guild;
  call.kind = what.kind;
  call.places = is_on_the_spot(name) ? what.people_min - present : what.people_min;
  const auto may = [&](std::size_t person) { return has_certificates(task, person); };
  const bool is_new = live_.raise(name, {call, coming, count_within(people_, call, may)}, minute);
  if (is_new) ++calls_;
}

bool YearCalls::has_certificates(std::uint32_t task, std::size_t person) const {
  const Week& week = now_->week;
  const YearTask& what = week.tasks()[task];
  return person < week.people()
             ? week.has_certificates(person, what.kind)
             : people_[person].is_certified || world_.kinds[what.kind].required.none();
}

bool YearCalls::may_come(std::uint64_t call, std::size_t person) const {
  const std::uint32_t task = task_of(call);
  if (person < now_->week.people()) {
    const auto slot = static_cast<std::uint32_t>(person);
    const std::vector<Missing>& gone = now_->missing[task];
    if (now_->week.person(slot).never[now_->week.tasks()[task].kind]) return false;
    return std::ranges::find(gone, slot, &Missing::slot) == gone.end() &&
           now_->sheet.fits(slot, task);
  }
  return has_certificates(task, person) &&
         now_->sheet.people_and_neighbours_in(task) < now_->week.tasks()[task].people_max;
}

void YearCalls::hear_yes(std::uint64_t call, std::size_t person, std::int64_t /*minute*/,
                         bool has_place) {
  if (!has_place) return;
  const std::uint32_t task = task_of(call);
  if (person < now_->week.people()) {
    now_->sheet.put(static_cast<std::uint32_t>(person), task);
  } else {
    now_->sheet.put_neighbour(task);
    ++filled_by_neighbours_;
  }
  if (is_short(task)) return;
  ++filled_;
  now_->short_since[task] = {};
}

std::uint64_t YearCalls::pings() const {
  return count_pings(std::span(live_.devices().pings()).first(world_.callers.size()));
}

std::uint64_t YearCalls::pings_of_neighbours() const {
  return count_pings(std::span(live_.devices().pings()).subspan(world_.callers.size()));
}

std::uint64_t YearCalls::pings_above_budget() const {
  std::uint64_t sum = 0;
  for (std::size_t person = 0; person < people_.size(); ++person)
    sum += pings_above(live_.devices().pings()[person], people_[person].budget);
  return sum;
}

}  // namespace commune::evaluation

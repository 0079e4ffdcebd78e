#include "recommend/call_door.h"

#include <string>

#include "core/error.h"
#include "recommend/call_layout.h"
#include "recommend/call_policy.h"
#include "recommend/own_acceptance.h"
#include "recommend/refusal.h"
#include "recommend/word_reader.h"

namespace commune::recommend {
namespace {

using Words = std::vector<std::int32_t>;

std::int32_t half(std::uint64_t wide, unsigned shift) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(wide >> shift));
}

void put_time(core::Time time, Words& words) {
  const auto wide = static_cast<std::uint64_t>(time.seconds);
  words.insert(words.end(), {half(wide, 0), half(wide, 32)});
}

std::uint32_t next_count(WordReader& words, const char* name, std::int32_t most = INT32_MAX) {
  return static_cast<std::uint32_t>(words.next(name, 0, most));
}

model::Urgency next_urgency(WordReader& words) {
  return static_cast<model::Urgency>(
      words.next("urgency", 0, static_cast<std::int32_t>(model::Urgency::urgent)));
}

core::Result<Words> find(WordReader& words) {
  CallFacts facts;
  facts.posted_at = words.next_time("posted at");
  facts.short_since = words.next_time("short since");
  facts.start = words.next_time("start");
  facts.end = words.next_time("end");
  facts.urgency = next_urgency(words);
  facts.importance = next_count(words, "importance", 3);
  facts.is_open = words.next_flag("is open");
  facts.repeats = words.next_flag("repeats");
  facts.urgent_only = words.next_flag("urgent only");
  const core::Time now = words.next_time("now");
  TRY_VOID(words.end());
  const auto span = find_call(facts, now);
  Words answered = {span ? 1 : 0};
  put_time(span ? span->raised_at : core::Time{}, answered);
  put_time(span ? span->needed_by : core::Time{}, answered);
  answered.push_back(span ? static_cast<std::int32_t>(span->urgency) : 0);
  return answered;
}

CallRecord read_record(WordReader& words) {
  CallRecord record;
  record.accepted = next_count(words, "accepted");
  record.intended = next_count(words, "intended");
  return record;
}

core::Result<Words> pool(WordReader& words) {
  const CallRecord record = read_record(words);
  TRY_VOID(words.end());
  return Words{static_cast<std::int32_t>(pooled_acceptance_permille(record))};
}

Call read_call(WordReader& words) {
  Call call;
  call.raised_at = words.next_time("raised at");
  call.needed_by = words.next_time("needed by");
  call.urgency = next_urgency(words);
  call.places = next_count(words, "places");
  call.accepted = next_count(words, "accepted");
  for (std::uint32_t& people : call.people_within) people = next_count(words, "people");
  call.acceptance_permille = next_count(words, "pooled acceptance");
  return call;
}

Listener read_listener(WordReader& words) {
  constexpr std::int32_t minutes_of_day = 24 * 60;
  constexpr std::int32_t ahead_seconds_max = ahead_max * 60;
  Listener listener;
  listener.ring =
      static_cast<Ring>(words.next("ring", 0, static_cast<std::int32_t>(Ring::neighbours)));
  listener.is_able = words.next_flag("able");
  listener.has_rung = words.next_flag("rung already");
  listener.fit_permille = next_count(words, "fit");
  listener.acceptance_permille = next_count(words, "own acceptance");
  listener.minutes_away = next_count(words, "minutes away", minutes_max);
  listener.rests_until = words.next_time("rests until");
  listener.quiet.begin_minute = next_count(words, "quiet from", minutes_of_day);
  listener.quiet.end_minute = next_count(words, "quiet until", minutes_of_day);
  listener.quiet.lets_urgent_through = words.next_flag("urgent calls in quiet hours");
  listener.budget.a_day = next_count(words, "pings a day");
  listener.budget.a_week = next_count(words, "pings a week");
  listener.utc_offset_seconds = words.next("ahead", -ahead_seconds_max, ahead_seconds_max);
  return listener;
}

core::Result<Words> decide(WordReader& words) {
  const Call call = read_call(words);
  Listener listener = read_listener(words);
  std::vector<core::Time> pings;
  words.list("pings", pings, [&] { return words.next_time("ping"); });
  listener.pings = pings;
  const core::Time now = words.next_time("now");
  const std::uint64_t draw = words.next_wide();
  TRY_VOID(words.end());
  const RingDecision decision = recommend::decide(call, listener, now, draw);
  Words answered = {decision.rings ? 1 : 0, static_cast<std::int32_t>(decision.reason)};
  put_time(decision.wake_at, answered);
  answered.push_back(static_cast<std::int32_t>(ring_of(call, now)));
  answered.push_back(static_cast<std::int32_t>(counted_rings(call, now)));
  return answered;
}

RingSituation read_situation(WordReader& words) {
  RingSituation at;
  at.begins.hour = next_count(words, "hour", 23);
  at.begins.weekday = next_count(words, "weekday", 6);
  at.kind = next_count(words, "kind");
  at.lead_minutes = next_count(words, "minutes to its beginning");
  at.usual.all = next_count(words, "share of a yes", 1000);
  at.usual.such = next_count(words, "share of a yes to such work", 1000);
  at.usual.when_tired = next_count(words, "share of a yes when tired", 1000);
  return at;
}

core::Result<Words> chance(WordReader& words) {
  const CallRecord record = read_record(words);
  const std::uint32_t kinds = next_count(words, "number of kinds", acceptance_kinds_max);
  std::vector<AnsweredRing> answered;
  words.list("answered rings", answered, [&] {
    const RingSituation at = read_situation(words);
    return AnsweredRing{at, words.next_flag("came")};
  });
  const RingSituation now = read_situation(words);
  TRY_VOID(words.end());
  const auto share = TRY(own_acceptance_permille(record, kinds, answered, now));
  return Words{static_cast<std::int32_t>(share)};
}

core::Result<Words> answer(std::span<const std::int32_t> words_in) {
  if (words_in.empty() || words_in[0] != call_version)
    return core::fail(core::ErrorCode::wrong_version,
                      "word 0: this is no question about calls " + std::to_string(call_version));
  WordReader words(words_in.subspan(1));
  const auto wish = static_cast<CallWish>(
      words.next("what is wanted", 0, static_cast<std::int32_t>(CallWish::chance)));
  if (words.has_failed()) TRY_VOID(words.end());
  switch (wish) {
    case CallWish::find: return find(words);
    case CallWish::pool: return pool(words);
    case CallWish::decide: return decide(words);
    case CallWish::chance: return chance(words);
  }
  return core::fail(core::ErrorCode::malformed, "word 1: nothing is wanted");
}

}  // namespace

std::vector<std::int32_t> answer_call(std::span<const std::int32_t> words) {
  const core::Result<Words> answered = answer(words);
  if (!answered) return refusal(call_version, answered.error());
  Words whole = {call_version, 0};
  whole.insert(whole.end(), answered->begin(), answered->end());
  return whole;
}

}  // namespace commune::recommend

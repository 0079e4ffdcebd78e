// The door to the policy of calls: decides as the policy decides, and refuses the rest clearly.
#include "recommend/call_door.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "core/error.h"
#include "core/random.h"
#include "recommend/call_layout.h"
#include "recommend/call_policy.h"
#include "recommend/own_acceptance.h"

namespace commune::recommend {
namespace {

using Words = std::vector<std::int32_t>;

void put_time(std::int64_t seconds, Words& words) {
  words.push_back(static_cast<std::int32_t>(seconds & 0xffffffff));
  words.push_back(static_cast<std::int32_t>(seconds >> 32));
}

struct Question {
  Call call;
  Listener listener;
  std::vector<core::Time> pings;
  core::Time now{};
  std::uint32_t draw = 0;
};

Question some_question(core::Random& random) {
  const auto count = [&random](std::uint64_t below) {
    return static_cast<std::uint32_t>(random.below(below));
  };
  Question one;
  // Also beyond 2038, where 31 bits of seconds end.
  one.call.raised_at = {random.between(1'700'000'000, 4'100'000'000)};
  one.call.needed_by = one.call.raised_at + core::minutes(random.between(-60, 3000));
  one.call.urgency = static_cast<model::Urgency>(count(3));
  one.call.places = count(20);
  one.call.accepted = count(12);
  one.call.people_within = {count(50), count(200), count(900)};
  one.call.acceptance_permille = count(1001);
  one.listener.ring = static_cast<Ring>(count(3));
  one.listener.is_able = random.chance(9, 10);
  one.listener.has_rung = random.chance(1, 10);
  one.listener.fit_permille = count(1001);
  one.listener.acceptance_permille = count(1001);
  one.listener.minutes_away = count(90);
  one.listener.quiet = {count(1440), count(1440), random.chance(1, 3)};
  one.listener.budget = {count(4), count(9)};
  one.listener.utc_offset_seconds = static_cast<std::int32_t>(random.between(-43'200, 50'400));
  one.now = one.call.raised_at + core::minutes(random.between(-30, 3000));
  for (std::uint32_t i = count(5); i > 0; --i)
    one.pings.push_back(one.now - core::hours(random.between(0, 300)));
  one.draw = static_cast<std::uint32_t>(random.next());
  return one;
}

Words decide_request(const Question& one) {
  const auto word = [](std::uint32_t value) { return static_cast<std::int32_t>(value); };
  const Call& call = one.call;
  const Listener& who = one.listener;
  Words words = {call_version, 2};
  put_time(call.raised_at.seconds, words);
  put_time(call.needed_by.seconds, words);
  words.insert(words.end(),
               {static_cast<std::int32_t>(call.urgency), word(call.places), word(call.accepted),
                word(call.people_within[0]), word(call.people_within[1]),
                word(call.people_within[2]), word(call.acceptance_permille),
                static_cast<std::int32_t>(who.ring), who.is_able ? 1 : 0, who.has_rung ? 1 : 0,
                word(who.fit_permille), word(who.acceptance_permille), word(who.minutes_away)});
  put_time(who.rests_until.seconds, words);
  words.insert(words.end(), {word(who.quiet.begin_minute), word(who.quiet.end_minute),
                             who.quiet.lets_urgent_through ? 1 : 0, word(who.budget.a_day),
                             word(who.budget.a_week), who.utc_offset_seconds,
                             word(static_cast<std::uint32_t>(one.pings.size()))});
  for (const core::Time ping : one.pings) put_time(ping.seconds, words);
  put_time(one.now.seconds, words);
  words.insert(words.end(), {0, word(one.draw)});
  return words;
}

std::string sentence_of(const Words& answer) {
  EXPECT_NE(answer[1], 0);
  std::string sentence(static_cast<std::size_t>(answer[2]), ' ');
  std::memcpy(sentence.data(), answer.data() + 3, sentence.size());
  return sentence;
}

TEST(CallDoor, DecidesAsThePolicyDecides) {
  constexpr std::uint64_t seed = 20'261'122;
  core::Random random(seed);
  for (int i = 0; i < 5'000; ++i) {
    Question one = some_question(random);
    one.listener.pings = one.pings;
    const RingDecision expected =
        decide(one.call, one.listener, one.now, std::uint64_t{one.draw} << 32U);
    const Words answer = answer_call(decide_request(one));
    ASSERT_EQ(answer.size(), 8U) << "seed=" << seed << " case " << i;
    EXPECT_EQ(answer[1], 0);
    EXPECT_EQ(answer[2] != 0, expected.rings) << "seed=" << seed << " case " << i;
    EXPECT_EQ(answer[3], static_cast<std::int32_t>(expected.reason));
    const auto wake = std::uint64_t{static_cast<std::uint32_t>(answer[5])} << 32U |
                      static_cast<std::uint32_t>(answer[4]);
    EXPECT_EQ(static_cast<std::int64_t>(wake), expected.wake_at.seconds);
    EXPECT_EQ(answer[6], static_cast<std::int32_t>(ring_of(one.call, one.now)));
    EXPECT_EQ(static_cast<std::uint64_t>(answer[7]), counted_rings(one.call, one.now));
  }
}

TEST(CallDoor, AQuestionCutShortOrTooLongIsRefusedWithItsPlace) {
  core::Random random(7);
  const Words whole = decide_request(some_question(random));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Words answer = answer_call({whole.data(), size});
    EXPECT_NE(answer[1], 0) << size;
    EXPECT_NE(sentence_of(answer).find("word"), std::string::npos) << size;
  }
  Words longer = whole;
  longer.push_back(0);
  EXPECT_NE(answer_call(longer)[1], 0);
  Words late = whole;
  late[3] = INT32_MAX;  // raised in the year 292 million
  EXPECT_NE(sentence_of(answer_call(late)).find("raised at is no time"), std::string::npos);
}

TEST(CallDoor, AnotherVersionOrAnotherWishIsRefused) {
  EXPECT_EQ(answer_call(Words{call_version + 1, 0})[1],
            static_cast<std::int32_t>(core::ErrorCode::wrong_version));
  EXPECT_EQ(answer_call(Words{call_version, 9})[1],
            static_cast<std::int32_t>(core::ErrorCode::malformed));
}

TEST(CallDoor, PoolsWhatEarlierCallsGot) {
  EXPECT_EQ(answer_call(Words{call_version, 1, 0, 0}), (Words{call_version, 0, 333}));
  EXPECT_EQ(answer_call(Words{call_version, 1, 9, 17}), (Words{call_version, 0, 500}));
}

void put_situation(std::uint32_t hour, std::uint32_t kind, const UsualAcceptance& usual,
                   Words& words) {
  for (const std::uint32_t value : {hour, 2U, kind, 30U, usual.all, usual.such, usual.when_tired})
    words.push_back(static_cast<std::int32_t>(value));
}

TEST(CallDoor, TellsTheOwnersChanceAsLearntFromEarlierRings) {
  const UsualAcceptance usual{.all = 400, .such = 300, .when_tired = 0};
  Words words = {call_version, 3, 20, 60, 2, 8};
  std::vector<AnsweredRing> answered;
  for (std::uint32_t i = 0; i < 8; ++i) {
    put_situation(10 + i, i % 2, usual, words);
    words.push_back(i % 2 == 0 ? 1 : 0);
    answered.push_back({{{10 + i, 2}, i % 2, 30, usual}, i % 2 == 0});
  }
  put_situation(19, 0, usual, words);
  const auto expected = own_acceptance_permille({20, 60}, 2, answered, {{19, 2}, 0, 30, usual});
  ASSERT_TRUE(expected.has_value());
  EXPECT_EQ(answer_call(words), (Words{call_version, 0, static_cast<std::int32_t>(*expected)}));
  words.back() = 1001;
  EXPECT_NE(sentence_of(answer_call(words)).find("share of a yes when tired is 1001"),
            std::string::npos);
}

CallFacts a_flood() {
  return {.posted_at = {1'795'000'000},
          .short_since = {1'795'000'000},
          .start = {1'795'000'000},
          .end = {1'795'003'600},
          .urgency = model::Urgency::urgent,
          .importance = 3,
          .is_open = true,
          .repeats = false,
          .urgent_only = false};
}

// Asked for weeks ahead, every Tuesday; its crew is complete.
CallFacts a_dinner() {
  return {.posted_at = {1'795'000'000 - 20 * 86'400},
          .short_since = {},
          .start = {1'795'000'000},
          .end = {1'795'010'800},
          .urgency = model::Urgency::calm,
          .importance = 2,
          .is_open = true,
          .repeats = true,
          .urgent_only = false};
}

TEST(CallDoor, PlannedWorkIsACallWhereItLacksPeopleInItsLastDay) {
  CallFacts dinner = a_dinner();
  const core::Time noon = dinner.start - core::hours(7);
  EXPECT_FALSE(find_call(dinner, noon).has_value()) << "enough are coming";
  dinner.short_since = dinner.start - core::days(3);
  const auto soon = find_call(dinner, noon);
  ASSERT_TRUE(soon.has_value());
  EXPECT_EQ(soon->raised_at, dinner.start - core::days(1));
  EXPECT_EQ(soon->needed_by, dinner.start);
  EXPECT_EQ(soon->urgency, model::Urgency::soon);
  EXPECT_EQ(find_call(dinner, dinner.start - core::days(2))->raised_at, soon->raised_at)
      << "known before, so that devices know when to look again";
  const auto urgent = find_call(dinner, dinner.start - core::hours(5));
  ASSERT_TRUE(urgent.has_value());
  EXPECT_EQ(urgent->raised_at, dinner.start - core::hours(6));
  EXPECT_EQ(urgent->urgency, model::Urgency::urgent);
  dinner.urgent_only = true;
  EXPECT_EQ(find_call(dinner, noon)->raised_at, urgent->raised_at)
      << "whoever wants urgent calls only hears of it then";
}

TEST(CallDoor, ACookWhoHandsBackInTheAfternoonIsCalledForFromThatMinute) {
  CallFacts dinner = a_dinner();
  dinner.short_since = dinner.start - core::hours(2);
  const auto call = find_call(dinner, dinner.short_since);
  ASSERT_TRUE(call.has_value());
  EXPECT_EQ(call->raised_at, dinner.short_since);
  EXPECT_EQ(call->urgency, model::Urgency::urgent);
}

TEST(CallDoor, WorkThatIsNiceToHaveOrWasAskedForTodayCallsNobodyUnlessItIsSaidToBeUrgent) {
  CallFacts nice = a_dinner();
  nice.importance = 1;
  nice.short_since = nice.start - core::hours(2);
  EXPECT_FALSE(find_call(nice, nice.short_since).has_value());
  nice.urgency = model::Urgency::urgent;
  EXPECT_TRUE(find_call(nice, nice.short_since).has_value());
  CallFacts today = a_dinner();
  today.posted_at = today.start - core::hours(8);
  today.short_since = today.posted_at;
  EXPECT_FALSE(find_call(today, today.posted_at).has_value()) << "whoever posted it said: calm";
}

TEST(CallDoor, WorkOfEveryWeekThatTheGuildCallsUrgentCallsFromTheDayBefore) {
  CallFacts dinner = a_dinner();
  dinner.urgency = model::Urgency::urgent;
  dinner.short_since = dinner.start - core::days(3);
  const auto call = find_call(dinner, dinner.start - core::days(2));
  ASSERT_TRUE(call.has_value());
  EXPECT_EQ(call->raised_at, dinner.start - core::days(1));
  EXPECT_EQ(call->urgency, model::Urgency::urgent);
}

TEST(CallDoor, ACallThatWasFilledAndOpenedAgainBeginsAnew) {
  CallFacts flood = a_flood();
  flood.short_since = flood.posted_at;
  EXPECT_EQ(find_call(flood, flood.posted_at)->raised_at, flood.posted_at);
  flood.short_since = flood.posted_at + core::minutes(40);
  const auto again = find_call(flood, flood.short_since);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->raised_at, flood.short_since);
  EXPECT_EQ(again->needed_by, flood.end);
}

TEST(CallDoor, ATaskIsACallWhereItIsWantedSoonAndWasNotPlanned) {
  const auto span = find_call(a_flood(), a_flood().posted_at);
  ASSERT_TRUE(span.has_value());
  EXPECT_EQ(span->needed_by, a_flood().end) << "it has begun: helpers are welcome until its end";
  CallFacts later = a_flood();
  later.start = later.posted_at + core::hours(2);
  later.end = later.posted_at + core::hours(3);
  EXPECT_EQ(find_call(later, later.posted_at)->needed_by, later.start);

  CallFacts calm = a_flood();
  calm.urgency = model::Urgency::calm;
  CallFacts cancelled = a_flood();
  cancelled.is_open = false;
  CallFacts repeated = a_flood();
  repeated.repeats = true;
  CallFacts open_ended = a_flood();
  open_ended.start = {};
  CallFacts planned = a_flood();
  planned.start = planned.posted_at + core::days(3);
  planned.urgency = model::Urgency::soon;
  repeated.importance = calm.importance = planned.importance = 1;
  for (const CallFacts& facts : {calm, cancelled, repeated, open_ended, planned})
    EXPECT_FALSE(find_call(facts, facts.posted_at).has_value());
}

}  // namespace
}  // namespace commune::recommend

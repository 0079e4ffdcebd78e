// Whose phone rings: never above a budget, about as many as needed, sooner the more urgent.
#include "recommend/call_policy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/random.h"

namespace commune::recommend {
namespace {

using core::Time;

constexpr Time monday{1'770'000'000 / 86400 * 86400};

Call make_call(core::Random& random) {
  const auto guild = static_cast<std::uint32_t>(random.between(1, 20));
  const auto commune = guild + static_cast<std::uint32_t>(random.between(0, 90));
  return {.raised_at = monday + core::minutes(random.between(0, 1439)),
          .needed_by = monday + core::minutes(1440 + random.between(30, 1440)),
          .urgency = static_cast<model::Urgency>(random.below(3)),
          .places = static_cast<std::uint32_t>(random.between(1, 8)),
          .accepted = 0,
          .people_within = {guild, commune,
                            commune + static_cast<std::uint32_t>(random.between(0, 200))},
          .acceptance_permille = static_cast<std::uint32_t>(random.between(20, 600))};
}

Listener make_listener(core::Random& random) {
  Listener listener;
  listener.ring = static_cast<Ring>(random.below(3));
  listener.is_able = random.chance(9, 10);
  listener.fit_permille = static_cast<std::uint32_t>(random.below(1001));
  listener.acceptance_permille = static_cast<std::uint32_t>(random.below(1001));
  listener.minutes_away = static_cast<std::uint32_t>(random.below(40));
  listener.quiet = {static_cast<std::uint32_t>(random.below(1440)),
                    static_cast<std::uint32_t>(random.below(1440)), random.chance(1, 2)};
  listener.budget = {static_cast<std::uint32_t>(random.below(4)),
                     static_cast<std::uint32_t>(random.below(9))};
  listener.utc_offset_seconds = static_cast<std::int32_t>(random.between(-12, 12) * 3600);
  return listener;
}

// A listener to whom nothing private speaks against ringing.
Listener make_willing_listener() {
  Listener listener;
  listener.ring = Ring::guild;
  listener.is_able = true;
  listener.fit_permille = 500;
  listener.acceptance_permille = 334;
  listener.budget = {50, 50};
  return listener;
}

// Lives through the call as a device does; returns when it rang.
std::vector<Time> live(Call call, Listener listener, std::vector<Time>& pings, std::uint64_t draw) {
  std::vector<Time> rang;
  for (Time now = call.raised_at; now.is_set();) {
    listener.pings = pings;
    const RingDecision decision = decide(call, listener, now, draw);
    if (decision.rings) {
      pings.push_back(now);
      rang.push_back(now);
      listener.has_rung = true;
    }
    now = decision.wake_at;
  }
  return rang;
}

TEST(CallPolicy, NobodyRingsAboveTheBudgetInAnyWindow) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    core::Random random(seed);
    const Listener listener = make_listener(random);
    std::vector<Time> pings;
    for (int i = 0; i < 200; ++i) {
      Call call = make_call(random);
      const core::Seconds later = core::hours(2 * i);
      call.raised_at = call.raised_at + later;
      call.needed_by = call.needed_by + later;
      std::ranges::sort(pings);
      live(call, listener, pings, random.next());
    }
    for (const Time first : pings) {
      const auto within = [&](core::Seconds span) {
        return std::ranges::count_if(
            pings, [&](Time ping) { return ping >= first && ping < first + span; });
      };
      ASSERT_LE(within(core::days(1)), listener.budget.a_day) << "seed " << seed;
      ASSERT_LE(within(core::days(7)), listener.budget.a_week) << "seed " << seed;
    }
  }
}

TEST(CallPolicy, QuietHoursAreQuietUnlessTheOwnerLetsUrgentCallsThrough) {
  std::uint64_t rung = 0;
  for (std::uint64_t seed = 1; seed <= 4000; ++seed) {
    core::Random random(seed);
    const Listener listener = make_listener(random);
    const Call call = make_call(random);
    std::vector<Time> pings;
    for (const Time at : live(call, listener, pings, 0)) {
      ++rung;
      if (listener.quiet.lets_urgent_through && call.urgency == model::Urgency::urgent) continue;
      const auto minute =
          static_cast<std::uint32_t>((at.seconds + listener.utc_offset_seconds) % 86400 / 60);
      const auto [begin, end, lets] = listener.quiet;
      const bool is_quiet =
          begin <= end ? minute >= begin && minute < end : minute >= begin || minute < end;
      ASSERT_FALSE(is_quiet) << "seed " << seed;
    }
  }
  EXPECT_GT(rung, 500);
}

TEST(CallPolicy, WhoRestsIsLeftInPeaceUntilTheRestIsOver) {
  Listener listener = make_willing_listener();
  core::Random random(1);
  const Call call = make_call(random);
  listener.rests_until = call.needed_by;
  std::vector<Time> pings;
  EXPECT_TRUE(live(call, listener, pings, 0).empty());
  EXPECT_EQ(decide(call, listener, call.raised_at, 0).reason, RingReason::resting);
}

TEST(CallPolicy, RingsOnlyWidenAndSoonerTheMoreUrgent) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    core::Random random(seed);
    Call call = make_call(random);
    Ring before = Ring::guild;
    for (int minute = 0; minute < 600; minute += 3) {
      const Time now = call.raised_at + core::minutes(minute);
      std::array<Ring, 3> by_urgency{};
      std::array<std::uint64_t, 3> intended{};
      for (std::size_t u = 0; u < 3; ++u) {
        Call other = call;
        other.urgency = static_cast<model::Urgency>(u);
        by_urgency[u] = ring_of(other, now);
        intended[u] = intended_rings(other, now);
      }
      ASSERT_TRUE(std::ranges::is_sorted(by_urgency)) << "seed " << seed;
      ASSERT_TRUE(std::ranges::is_sorted(intended)) << "seed " << seed;
      ASSERT_GE(ring_of(call, now), before) << "seed " << seed;
      before = ring_of(call, now);
    }
  }
}

// The neighbours' size enters the threshold, so the law is for a device within one ring.
TEST(CallPolicy, WhoeverRingsForACallWouldRingForAMoreUrgentOneToo) {
  std::uint64_t rung = 0;
  for (std::uint64_t seed = 1; seed <= 5000; ++seed) {
    core::Random random(seed);
    Call call = make_call(random);
    call.people_within.fill(call.people_within[2]);
    const Listener listener = make_listener(random);
    const std::uint64_t draw = random.next();
    const Time now = call.raised_at + core::minutes(random.between(0, 300));
    for (std::uint8_t u = 0; u < 2; ++u) {
      call.urgency = static_cast<model::Urgency>(u);
      if (!decide(call, listener, now, draw).rings) continue;
      ++rung;
      call.urgency = static_cast<model::Urgency>(u + 1);
      ASSERT_TRUE(decide(call, listener, now, draw).rings) << "seed " << seed;
    }
  }
  EXPECT_GT(rung, 100);
}

TEST(CallPolicy, NobodyRingsForACallThatIsFilledOverOrNotTheirs) {
  core::Random random(3);
  Call call = make_call(random);
  Listener listener = make_willing_listener();
  const auto reason = [&](Time now) { return decide(call, listener, now, 0).reason; };
  EXPECT_EQ(reason(call.raised_at), RingReason::chosen);
  EXPECT_EQ(reason(call.needed_by), RingReason::over);
  EXPECT_EQ(reason(call.raised_at - core::minutes(1)), RingReason::wider_ring);
  EXPECT_EQ(decide(call, listener, call.raised_at - core::hours(1), 0).wake_at, call.raised_at);
  listener.has_rung = true;
  EXPECT_EQ(reason(call.raised_at), RingReason::already_rung);
  listener.has_rung = false;
  listener.is_able = false;
  EXPECT_EQ(reason(call.raised_at), RingReason::not_able);
  listener.is_able = true;
  call.accepted = call.places;
  EXPECT_EQ(reason(call.raised_at), RingReason::filled);
  call.accepted = UINT32_MAX;
  EXPECT_EQ(reason(call.raised_at), RingReason::filled);
}

// Thousands of devices that share nothing but the call: the first wave alone brings about as many
// as needed, whether people are readier or lazier than each other.
TEST(CallPolicy, AboutAsManyAnswerAsAreNeeded) {
  for (const std::uint32_t places : {2U, 5U, 20U}) {
    core::Random random(places);
    double answers = 0;
    constexpr int worlds = 400;
    for (int world = 0; world < worlds; ++world) {
      const Call call{.raised_at = monday,
                      .needed_by = monday + core::hours(6),
                      .urgency = model::Urgency::urgent,
                      .places = places,
                      .people_within = {400, 400, 400},
                      .acceptance_permille = 334};
      for (int device = 0; device < 400; ++device) {
        Listener listener = make_willing_listener();
        listener.acceptance_permille = static_cast<std::uint32_t>(random.between(134, 534));
        if (decide(call, listener, monday, random.next()).rings &&
            random.chance(listener.acceptance_permille, 1000))
          ++answers;
      }
    }
    // Readier people ring more often, so somewhat more than needed come: E[p^2] / E[p]^2 = 1.12.
    EXPECT_NEAR(answers / worlds / places, 1.12, 0.15) << places << " places";
  }
}

TEST(CallPolicy, ThePooledRateCorrectsWhateverDevicesKeepToThemselves) {
  core::Random random(8);
  CallRecord record;
  double answers = 0;
  constexpr int calls = 3000;
  for (int c = 0; c < calls; ++c) {
    const Call call{.raised_at = monday,
                    .needed_by = monday + core::hours(6),
                    .urgency = model::Urgency::soon,
                    .places = 3,
                    .people_within = {300, 300, 300},
                    .acceptance_permille = pooled_acceptance_permille(record)};
    std::uint64_t came = 0;
    for (int device = 0; device < 300; ++device) {
      Listener listener = make_willing_listener();
      listener.budget = {random.chance(1, 3) ? 0U : 50U, 50};  // a third never rings
      if (decide(call, listener, monday, random.next()).rings && random.chance(1, 5)) ++came;
    }
    record.accepted += came;
    record.intended += intended_rings(call, monday);
    if (c >= 200) answers += static_cast<double>(came);
  }
  EXPECT_NEAR(answers / (calls - 200), 3, 0.2);
}

TEST(CallPolicy, NumbersThatMakeNoSenseRingNobodyTooMany) {
  core::Random random(5);
  for (int i = 0; i < 20'000; ++i) {
    Call call = make_call(random);
    const auto wild = [&] { return static_cast<std::uint32_t>(random.next() >> random.below(64)); };
    call.places = wild();
    call.accepted = wild();
    call.acceptance_permille = wild();
    call.people_within = {wild(), wild(), wild()};
    call.needed_by = Time{random.between(0, core::time_seconds_max)};
    Listener listener = make_listener(random);
    listener.fit_permille = wild();
    listener.acceptance_permille = wild();
    listener.minutes_away = wild();
    std::vector<Time> pings{{random.between(0, core::time_seconds_max)}};
    listener.pings = pings;
    const Time now{random.between(0, core::time_seconds_max)};
    const RingDecision decision = decide(call, listener, now, random.next());
    ASSERT_TRUE(!decision.rings || call.accepted < call.places);
    ASSERT_TRUE(!decision.wake_at.is_set() || decision.wake_at > now);
  }
}

// A change of the policy changes this on purpose; then the new figure is what the failing test
// prints.
TEST(CallPolicy, EveryBuildDecidesTheSame) {
  core::Random random(20'261'122);
  std::uint64_t mixed = 0;
  for (int i = 0; i < 20'000; ++i) {
    Call call = make_call(random);
    call.accepted = static_cast<std::uint32_t>(random.below(call.places));
    Listener listener = make_listener(random);
    const Time now = call.raised_at + core::minutes(random.between(0, 300));
    const std::vector<Time> pings{now - core::hours(random.between(1, 100))};
    listener.pings = pings;
    const RingDecision decision = decide(call, listener, now, random.next());
    for (const auto value : {static_cast<std::int64_t>(decision.reason), decision.wake_at.seconds})
      mixed = core::Random(mixed ^ static_cast<std::uint64_t>(value)).next();
  }
  EXPECT_EQ(mixed, 16266816692218355936U);
}

}  // namespace
}  // namespace commune::recommend

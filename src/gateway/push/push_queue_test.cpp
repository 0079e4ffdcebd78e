// What waits for push services, and what their answers mean.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "core/random.h"
#include "gateway/push/queue.h"
#include "gateway/push/verdict.h"

namespace commune::gateway {
namespace {

using core::ErrorCode;
using core::Time;

constexpr Time start{1'795'000'000};

Delivery delivery(const std::string& browser, const std::string& topic = "flood",
                  Time expires_at = start + core::hours(1)) {
  push::Subscription subscription;
  subscription.endpoint = "https://push.example/" + browser;
  return {.subscription = std::make_shared<const push::Subscription>(subscription),
          .message = std::make_shared<const PushMessage>(
              PushMessage{.text = "{}", .topic = topic, .urgency = {}, .expires_at = expires_at}),
          .origin = "https://push.example"};
}

TEST(PushQueue, ABrowserIsToldOnlyTheLatestOfACall) {
  PushQueue queue(9);
  ASSERT_TRUE(queue.add(delivery("ana"), start));
  ASSERT_TRUE(queue.add(delivery("ben"), start));
  auto newer = delivery("ana");
  ASSERT_TRUE(queue.add(newer, start));
  ASSERT_TRUE(queue.add(delivery("ana", "fire"), start));
  EXPECT_EQ(queue.size(), 3U);
  EXPECT_EQ(queue.take(start)->subscription->endpoint, "https://push.example/ben");
  EXPECT_EQ(queue.take(start)->message, newer.message);
  EXPECT_EQ(queue.take(start)->message->topic, "fire");
  EXPECT_FALSE(queue.take(start).has_value());
}

TEST(PushQueue, WhatComesTooLateIsNotBrought) {
  PushQueue queue(9);
  ASSERT_TRUE(queue.add(delivery("ana"), start));
  EXPECT_FALSE(queue.take(start + core::hours(1)).has_value());
  EXPECT_EQ(queue.size(), 0U);
}

TEST(PushQueue, AServiceThatAsksForAPauseGetsItAndOthersGoOn) {
  PushQueue queue(9);
  auto other = delivery("eve");
  other.origin = "https://other.example";
  ASSERT_TRUE(queue.add(delivery("ana"), start));
  ASSERT_TRUE(queue.add(other, start));
  queue.hold("https://push.example", start + core::minutes(2));
  queue.hold("https://push.example", start + core::minutes(1));  // the longer one holds
  EXPECT_EQ(queue.take(start)->origin, "https://other.example");
  EXPECT_FALSE(queue.take(start + core::Seconds{119}).has_value());
  EXPECT_TRUE(queue.take(start + core::minutes(2)).has_value());
}

TEST(PushQueue, ItTakesNoMoreThanItHasRoomFor) {
  PushQueue queue(2);
  ASSERT_TRUE(queue.add(delivery("ana"), start));
  ASSERT_TRUE(queue.add(delivery("ben"), start));
  EXPECT_FALSE(queue.add(delivery("eve"), start));
  EXPECT_TRUE(queue.add(delivery("ben"), start)) << "a newer one takes an older one's room";
  EXPECT_EQ(queue.size(), 2U);
}

TEST(PushQueue, AFailedDeliveryYieldsToANewerMessage) {
  PushQueue queue(9);
  auto failed = delivery("ana");
  auto newer = delivery("ana");
  ASSERT_TRUE(queue.add(newer, start));
  queue.put_back(failed, start + core::Seconds{5});
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_EQ(queue.take(start)->message, newer.message);
  queue.put_back(failed, start + core::Seconds{5});
  EXPECT_FALSE(queue.take(start).has_value());
  EXPECT_TRUE(queue.take(start + core::Seconds{5}).has_value());
}

// Against a plain list, over random operations.
TEST(PushQueue, GivesWhatAPlainListWouldGive) {
  constexpr std::uint64_t seed = 23;
  core::Random random(seed);
  struct Row {
    std::int64_t due;
    std::uint64_t order;
    Delivery delivery;
  };
  for (int round = 0; round < 200; ++round) {
    PushQueue queue(6);
    std::vector<Row> rows;
    std::uint64_t order = 0;
    Time now = start;
    for (int step = 0; step < 60; ++step) {
      const auto one = delivery(std::to_string(random.below(4)), std::to_string(random.below(2)),
                                now + core::Seconds{random.between(1, 40)});
      const auto same = [&](const Row& row) {
        return row.delivery.subscription->endpoint == one.subscription->endpoint &&
               row.delivery.message->topic == one.message->topic;
      };
      const Time due = now + core::Seconds{random.between(0, 9)};
      if (random.chance(1, 2)) {
        std::erase_if(rows, same);
        const bool fits = rows.size() < 6;
        ASSERT_EQ(queue.add(one, due), fits) << "seed=" << seed;
        if (fits) rows.push_back({due.seconds, order++, one});
      } else {
        now = now + core::Seconds{random.between(0, 5)};
        std::ranges::sort(rows, {}, [](const Row& row) { return std::pair(row.due, row.order); });
        while (!rows.empty() && rows[0].due <= now.seconds &&
               rows[0].delivery.message->expires_at <= now) {
          rows.erase(rows.begin());
        }
        const auto taken = queue.take(now);
        const bool expected = !rows.empty() && rows[0].due <= now.seconds;
        ASSERT_EQ(taken.has_value(), expected) << "seed=" << seed;
        if (!expected) continue;
        ASSERT_EQ(taken->message, rows[0].delivery.message) << "seed=" << seed;
        rows.erase(rows.begin());
      }
    }
  }
}

core::Result<http::ClientAnswer> status(unsigned number) {
  return http::ClientAnswer{.status = number, .body = "", .retry_after = ""};
}

TEST(PushVerdict, ABrowserThatIsGoneIsToldFromAServiceThatIsNotWell) {
  for (const unsigned good : {200U, 201U, 202U, 204U}) {
    EXPECT_EQ(verdict_of(status(good)), PushVerdict::delivered);
  }
  for (const unsigned gone : {404U, 410U}) {
    EXPECT_EQ(verdict_of(status(gone)), PushVerdict::gone);
  }
  for (const unsigned later : {408U, 429U, 500U, 502U, 503U}) {
    EXPECT_EQ(verdict_of(status(later)), PushVerdict::again);
  }
  for (const unsigned never : {301U, 400U, 401U, 403U, 413U}) {
    EXPECT_EQ(verdict_of(status(never)), PushVerdict::refused);
  }
  EXPECT_EQ(verdict_of(core::fail(ErrorCode::timed_out, "")), PushVerdict::again);
  EXPECT_EQ(verdict_of(core::fail(ErrorCode::unavailable, "")), PushVerdict::again);
  EXPECT_EQ(verdict_of(core::fail(ErrorCode::forged, "")), PushVerdict::refused);
  EXPECT_EQ(verdict_of(core::fail(ErrorCode::invalid, "")), PushVerdict::refused);
}

TEST(PushVerdict, APauseIsAsLongAsTheServiceAsksWithinBounds) {
  const Time now{784'111'777};  // Sun, 06 Nov 1994 08:49:37 GMT
  EXPECT_EQ(parse_retry_after("120", now), core::Seconds{120});
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:50:37 GMT", now), core::Seconds{60});
  for (const auto* wrong : {"", "soon", "-5", "1.5", "12 ", "Sun, 06 Nov 1994"}) {
    EXPECT_FALSE(parse_retry_after(wrong, now).has_value()) << wrong;
  }
  EXPECT_EQ(push_pause(1, core::Seconds{-60}), core::Seconds{1});
  EXPECT_EQ(push_pause(1, core::days(3)), push_pause_max);
  core::Seconds before{0};
  for (unsigned tries = 1; tries < push_tries_max; ++tries) {
    EXPECT_GT(push_pause(tries, std::nullopt), before);
    before = push_pause(tries, std::nullopt);
  }
  EXPECT_LE(push_pause(1'000'000, std::nullopt), push_pause_max);
}

}  // namespace
}  // namespace commune::gateway

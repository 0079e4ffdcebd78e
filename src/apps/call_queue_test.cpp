// What is kept of calls while a node is away, and how often a rule may call.
#include "apps/call_queue.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace commune::apps {
namespace {

Call call_of(const std::string& text) {
  std::array<std::uint8_t, 16> id{};
  id.at(0) = static_cast<std::uint8_t>(text.front());
  id.at(1) = static_cast<std::uint8_t>(text.size());
  return {.key_file = "pump.key", .alert = *model::AlertId::from(id), .text = text};
}

TEST(CallQueue, calls_leave_in_order_and_the_oldest_makes_room) {
  CallQueue queue(2);
  EXPECT_FALSE(queue.put(call_of("one")));
  EXPECT_FALSE(queue.put(call_of("two")));
  const auto dropped = queue.put(call_of("three"));
  ASSERT_TRUE(dropped);
  EXPECT_EQ(dropped->text, "one");
  EXPECT_EQ(queue.first()->text, "two");
  queue.remove(queue.first()->alert);
  EXPECT_EQ(queue.first()->text, "three");
}

TEST(CallQueue, a_call_stays_until_it_is_delivered) {
  CallQueue queue(2);
  EXPECT_FALSE(queue.put(call_of("one")));
  EXPECT_EQ(queue.first()->text, "one");
  EXPECT_EQ(queue.first()->text, "one");
  EXPECT_FALSE(queue.put(call_of("two")));
  EXPECT_EQ(queue.put(call_of("three"))->text, "one") << "it is the oldest, and there is no room";
  queue.remove(call_of("one").alert);
  EXPECT_EQ(queue.size(), 2U);
}

TEST(CallQueue, what_waits_is_told_with_every_change) {
  std::vector<std::size_t> told;
  CallQueue queue(3, {call_of("before")}, [&](const auto& calls) { told.push_back(calls.size()); });
  EXPECT_EQ(queue.first()->text, "before");
  EXPECT_FALSE(queue.put(call_of("one")));
  queue.remove(call_of("before").alert);
  queue.remove(call_of("before").alert);
  EXPECT_EQ(told, (std::vector<std::size_t>{2, 1}));
}

TEST(CallQueue, whoever_waits_is_told_of_the_end) {
  CallQueue queue(2);
  std::thread waiting([&queue] { EXPECT_FALSE(queue.first()); });
  queue.close();
  waiting.join();
  EXPECT_TRUE(queue.is_closed_within(std::chrono::hours(1)));
}

TEST(CallThrottle, a_rule_calls_once_in_its_pause_for_each_topic) {
  CallThrottle throttle(10);
  const core::Time start{1'000'000};
  const core::Seconds pause = core::minutes(5);
  EXPECT_TRUE(throttle.may_call(0, "a", pause, start));
  EXPECT_FALSE(throttle.may_call(0, "a", pause, start + core::Seconds{299}));
  EXPECT_TRUE(throttle.may_call(0, "b", pause, start + core::Seconds{299}));
  EXPECT_TRUE(throttle.may_call(1, "a", pause, start + core::Seconds{299}));
  EXPECT_TRUE(throttle.may_call(0, "a", pause, start + core::Seconds{300}));
  EXPECT_TRUE(throttle.may_call(2, "a", {}, start));
  EXPECT_TRUE(throttle.may_call(2, "a", {}, start)) << "no pause, every time";
}

TEST(CallThrottle, a_clock_set_back_holds_nothing_up) {
  CallThrottle throttle(10);
  EXPECT_TRUE(throttle.may_call(0, "a", core::minutes(5), {1'000'000}));
  EXPECT_TRUE(throttle.may_call(0, "a", core::minutes(5), {900'000}));
}

TEST(CallThrottle, topics_without_end_cost_no_memory_without_end) {
  CallThrottle throttle(2);
  EXPECT_TRUE(throttle.may_call(0, "a", core::minutes(5), {1'000'000}));
  EXPECT_TRUE(throttle.may_call(0, "b", core::minutes(5), {1'000'000}));
  EXPECT_FALSE(throttle.may_call(0, "c", core::minutes(5), {1'000'000}));
  EXPECT_TRUE(throttle.may_call(0, "c", core::minutes(5), {1'000'300}));
}

}  // namespace
}  // namespace commune::apps

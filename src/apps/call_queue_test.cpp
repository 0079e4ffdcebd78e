// What is kept of calls while a node is away, and how often a rule may call.
#include "apps/call_queue.h"

#include <gtest/gtest.h>

#include <thread>

namespace commune::apps {
namespace {

Call call_of(const std::string& text) { return {.rule = 0, .alert = {}, .text = text}; }

TEST(CallQueue, calls_leave_in_order_and_the_oldest_makes_room) {
  CallQueue queue(2);
  EXPECT_FALSE(queue.put(call_of("one")));
  EXPECT_FALSE(queue.put(call_of("two")));
  const auto dropped = queue.put(call_of("three"));
  ASSERT_TRUE(dropped);
  EXPECT_EQ(dropped->text, "one");
  EXPECT_EQ(queue.take()->text, "two");
  EXPECT_EQ(queue.take()->text, "three");
}

TEST(CallQueue, a_call_that_was_not_delivered_is_the_next_again) {
  CallQueue queue(2);
  EXPECT_FALSE(queue.put(call_of("one")));
  EXPECT_FALSE(queue.put(call_of("two")));
  auto taken = queue.take();
  EXPECT_FALSE(queue.put_back(*taken));
  EXPECT_EQ(queue.size(), 2U);
  EXPECT_EQ(queue.take()->text, "one");
  EXPECT_FALSE(queue.put(call_of("three")));
  EXPECT_EQ(queue.put_back(call_of("one"))->text, "one")
      << "it is the oldest, and there is no room";
}

TEST(CallQueue, whoever_waits_is_told_of_the_end) {
  CallQueue queue(2);
  std::thread waiting([&queue] { EXPECT_FALSE(queue.take()); });
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

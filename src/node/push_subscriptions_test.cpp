#include "node/push_subscriptions.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "node/test_folder.h"

namespace commune::node {
namespace {

using core::ErrorCode;

constexpr core::Time now{1'795'000'000};

push::Subscription browser(const std::string& name, char secret = 'A') {
  return *push::parse_subscription(
      "https://push.example/" + name,
      "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
      std::string(20, 'x') + secret + 'A', push::Reach::local_too);
}

class PushSubscriptionsTest : public ::testing::Test {
 protected:
  std::unique_ptr<PushSubscriptions> open(core::Time at = now,
                                          push::Reach reach = push::Reach::internet) {
    auto opened = PushSubscriptions::open(DataPaths{folder_.path()}, reach, at);
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(*opened);
  }

  TestFolder folder_;
};

TEST_F(PushSubscriptionsTest, AreThereAgainAfterARestartAndNobodyElseReadsThem) {
  const auto one = browser("one");
  ASSERT_TRUE(open()->put(one, now, 9));
  const auto all = open()->all(now);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(*all[0], one);
  using std::filesystem::perms;
  const auto rights =
      std::filesystem::status(DataPaths{folder_.path()}.push()).permissions() & perms::all;
  EXPECT_EQ(rights, perms::owner_read | perms::owner_write);
}

TEST_F(PushSubscriptionsTest, OneBrowserIsOneRowHoweverOftenItComes) {
  const auto kept = open();
  ASSERT_TRUE(kept->put(browser("one"), now, 1));
  ASSERT_TRUE(kept->put(browser("one", 'w'), now, 1)) << "new keys at the same endpoint";
  EXPECT_EQ(kept->count(), 1U);
  EXPECT_EQ(*kept->all(now)[0], browser("one", 'w'));
  EXPECT_EQ(kept->put(browser("two"), now, 1).error().code, ErrorCode::unavailable);
}

TEST_F(PushSubscriptionsTest, ABrowserThatDoesNotComeForTwoMonthsIsForgotten) {
  const auto kept = open();
  ASSERT_TRUE(kept->put(browser("one"), now, 1));
  const core::Time later = now + push_subscription_life + core::days(1);
  EXPECT_TRUE(kept->all(later).empty());
  ASSERT_TRUE(kept->put(browser("two"), later, 1)) << "its room is free";
  EXPECT_EQ(kept->count(), 1U);
  ASSERT_TRUE(kept->put(browser("two"), later + core::days(50), 1));
  EXPECT_EQ(open(later + core::days(100))->count(), 1U) << "it was renewed";
}

TEST_F(PushSubscriptionsTest, ABrowserTakesItsOldOneAlong) {
  const auto kept = open();
  ASSERT_TRUE(kept->put(browser("old"), now, 1));
  const auto old = push::id_of(browser("old").endpoint);
  ASSERT_TRUE(kept->replace(old, browser("new"), now));
  EXPECT_EQ(kept->replace(old, browser("newer"), now).error().code, ErrorCode::not_found);
  ASSERT_EQ(kept->count(), 1U);
  EXPECT_EQ(*kept->all(now)[0], browser("new"));
  EXPECT_TRUE(*kept->remove(push::id_of(browser("new").endpoint)));
  EXPECT_FALSE(*kept->remove(old));
  EXPECT_EQ(open()->count(), 0U);
}

TEST_F(PushSubscriptionsTest, WhatMayNotBeReachedAnyMoreIsForgotten) {
  auto local = browser("one");
  local.endpoint = "http://127.0.0.1:9/one";
  ASSERT_TRUE(open(now, push::Reach::local_too)->put(local, now, 9));
  EXPECT_EQ(open()->count(), 0U);
}

}  // namespace
}  // namespace commune::node

#include "node/push_subscriptions.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "node/file.h"
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

TEST_F(PushSubscriptionsTest, AFileThatIsNoDatabaseIsNamed) {
  const DataPaths paths{folder_.path()};
  std::ofstream(paths.push()) << std::string(4096, 'x');
  const auto opened = PushSubscriptions::open(paths, push::Reach::internet, now);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
  EXPECT_NE(opened.error().message.find("push.db"), std::string::npos) << opened.error().message;
}

TEST_F(PushSubscriptionsTest, AreThereAgainAfterARestart) {
  const auto one = browser("one");
  ASSERT_TRUE(open()->put(one, now, 9));
  const auto all = open()->all(now);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(*all[0], one);
  EXPECT_EQ(*open()->find(push::id_of(one.endpoint), now), one);
}

TEST_F(PushSubscriptionsTest, NobodyButTheNodeReadsAnyOfItsFiles) {
  using std::filesystem::perms;
  const auto path = DataPaths{folder_.path()}.push();
  std::ofstream(path).flush();  // as an older umask left it
  std::filesystem::permissions(path, perms::all);
  const auto kept = open();
  ASSERT_TRUE(kept->put(browser("one"), now, 9));
  int files = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder_.path())) {
    EXPECT_EQ(file.status().permissions() & perms::all, perms::owner_read | perms::owner_write)
        << file.path();
    ++files;
  }
  EXPECT_GE(files, 2) << "what was written last lies beside it";
}

TEST_F(PushSubscriptionsTest, NothingIsLeftOfABrowserThatIsForgotten) {
  {
    const auto kept = open();
    ASSERT_TRUE(kept->put(browser("a-name-to-look-for"), now, 9));
    ASSERT_TRUE(kept->remove(push::id_of(browser("a-name-to-look-for").endpoint)));
  }
  for (const auto& file : std::filesystem::directory_iterator(folder_.path())) {
    const auto bytes = read_file(file.path());
    ASSERT_TRUE(bytes);
    EXPECT_EQ(core::as_text(*bytes).find("a-name-to-look-for"), std::string::npos) << file.path();
  }
}

TEST_F(PushSubscriptionsTest, OneBrowserIsOneRowHoweverOftenItComes) {
  const auto kept = open();
  ASSERT_TRUE(kept->put(browser("one"), now, 1));
  ASSERT_TRUE(kept->put(browser("one", 'w'), now, 1)) << "new keys at the same endpoint";
  EXPECT_EQ(kept->all(now).size(), 1U);
  EXPECT_EQ(*kept->all(now)[0], browser("one", 'w'));
  EXPECT_EQ(kept->put(browser("two"), now, 1).error().code, ErrorCode::unavailable);
}

TEST_F(PushSubscriptionsTest, ABrowserThatDoesNotComeForTwoMonthsIsForgotten) {
  const auto kept = open();
  ASSERT_TRUE(kept->put(browser("one"), now, 1));
  const core::Time later = now + push_subscription_life + core::days(1);
  EXPECT_TRUE(kept->all(later).empty());
  ASSERT_TRUE(kept->put(browser("two"), later, 1)) << "its room is free";
  EXPECT_EQ(kept->all(later).size(), 1U);
  EXPECT_FALSE(kept->find(push::id_of(browser("one").endpoint), later));
  ASSERT_TRUE(kept->put(browser("two"), later + core::days(50), 1));
  EXPECT_EQ(open(later + core::days(100))->all(later + core::days(100)).size(), 1U)
      << "it was renewed";
}

TEST_F(PushSubscriptionsTest, ABrowserTakesItsOldOneAlong) {
  const auto kept = open();
  ASSERT_TRUE(kept->put(browser("old"), now, 1));
  const auto old = push::id_of(browser("old").endpoint);
  ASSERT_TRUE(kept->replace(old, browser("new"), now));
  EXPECT_EQ(kept->replace(old, browser("newer"), now).error().code, ErrorCode::not_found);
  ASSERT_EQ(kept->all(now).size(), 1U);
  EXPECT_EQ(*kept->all(now)[0], browser("new"));
  EXPECT_TRUE(*kept->remove(push::id_of(browser("new").endpoint)));
  EXPECT_FALSE(*kept->remove(old));
  EXPECT_EQ(open()->all(now).size(), 0U);
}

TEST_F(PushSubscriptionsTest, WhatMayNotBeReachedAnyMoreIsForgotten) {
  auto local = browser("one");
  local.endpoint = "http://127.0.0.1:9/one";
  ASSERT_TRUE(open(now, push::Reach::local_too)->put(local, now, 9));
  EXPECT_EQ(open()->all(now).size(), 0U);
}

}  // namespace
}  // namespace commune::node

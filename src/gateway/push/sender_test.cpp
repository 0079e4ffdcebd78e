// The sender with a push service that a test plays: real threads, a clock that the test moves.
#include "gateway/push/sender.h"

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <set>

#include "node/test_commune.h"
#include "node/test_folder.h"
#include "push/sealing.h"

namespace commune::gateway {
namespace {

using core::ErrorCode;

constexpr core::Time start{1'795'000'000};
constexpr std::chrono::seconds patience{20};

struct Seen {
  std::string path;
  std::size_t size = 0;
  std::map<std::string, std::string> headers;
};

class SenderTest : public ::testing::Test {
 protected:
  void open(std::size_t threads = 2) {
    subscriptions_ =
        node::PushSubscriptions::open(node::DataPaths{folder_.path()}, push::Reach::internet, start)
            .value();
    sender_ = std::make_unique<PushSender>(
        *subscriptions_, push::VapidKey::from({1, 2, 3}).value(),
        PushSender::Options{.contact = "mailto:a@b.example", .threads = threads}, clock_,
        [this](const push::Endpoint& endpoint, core::ByteView body,
               const std::vector<http::Header>& headers) { return post(endpoint, body, headers); });
  }

  void know(const std::string& browser, const std::string& host = "push.example") {
    const auto subscription = push::parse_subscription(
        "https://" + host + "/" + browser,
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg", push::Reach::internet);
    ASSERT_TRUE(subscriptions_->put(subscription.value(), start, 99).has_value());
  }

  core::Result<http::ClientAnswer> post(const push::Endpoint& endpoint, core::ByteView body,
                                        const std::vector<http::Header>& headers) {
    std::unique_lock lock(mutex_);
    Seen seen{.path = endpoint.path, .size = body.size(), .headers = {}};
    for (const auto& [name, value] : headers) seen.headers[name] = value;
    seen_.push_back(seen);
    changed_.notify_all();
    changed_.wait(lock, [this] { return !is_stuck_; });
    auto& answers = answers_[endpoint.path];
    if (answers.empty()) return http::ClientAnswer{.status = 201, .body = "", .retry_after = ""};
    const auto answer = answers.front();
    answers.erase(answers.begin());
    return answer;
  }

  // Waits until that many requests were made.
  [[nodiscard]] bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return seen_.size() >= count; });
  }

  static PushMessage message(const std::string& topic = "flood") {
    return {.text = "{}",
            .topic = topic,
            .urgency = model::Urgency::urgent,
            .expires_at = start + core::hours(1)};
  }

  static http::ClientAnswer answer(unsigned status, const std::string& retry_after = "") {
    return {.status = status, .body = "", .retry_after = retry_after};
  }

  node::TestFolder folder_;
  node::TestClock clock_{start};
  std::unique_ptr<node::PushSubscriptions> subscriptions_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Seen> seen_;
  std::map<std::string, std::vector<core::Result<http::ClientAnswer>>> answers_;
  bool is_stuck_ = false;
  std::unique_ptr<PushSender> sender_;
};

TEST_F(SenderTest, EveryBrowserGetsTheSameMessageAsAPushServiceWantsIt) {
  open();
  for (const char* name : {"ana", "ben", "eve"}) know(name);
  sender_->send(message());
  ASSERT_TRUE(wait_for(3));
  sender_->stop();
  std::set<std::string> paths;
  for (const Seen& seen : seen_) {
    paths.insert(seen.path);
    EXPECT_EQ(seen.size, push::sealed_size);
    EXPECT_EQ(seen.headers.at("content-encoding"), "aes128gcm");
    EXPECT_EQ(seen.headers.at("ttl"), "3600");
    EXPECT_EQ(seen.headers.at("urgency"), "high");
    EXPECT_EQ(seen.headers.at("topic"), "flood");
    EXPECT_TRUE(seen.headers.at("authorization").starts_with("vapid t="));
  }
  EXPECT_EQ(paths, (std::set<std::string>{"/ana", "/ben", "/eve"}));
}

TEST_F(SenderTest, ABrowserThatIsGoneIsForgotten) {
  open();
  know("ana");
  know("ben");
  answers_["/ana"] = {answer(410)};
  answers_["/ben"] = {answer(404)};
  sender_->send(message());
  ASSERT_TRUE(wait_for(2));
  sender_->stop();
  EXPECT_TRUE(subscriptions_->all(start).empty());
}

TEST_F(SenderTest, AServiceThatAsksForTimeGetsItAndThenTheMessage) {
  open(1);
  know("ana");
  answers_["/ana"] = {answer(503, "600"), core::fail(ErrorCode::timed_out, "silence")};
  sender_->send(message());
  ASSERT_TRUE(wait_for(1));
  // The only thread has read the first answer once it is at another service.
  know("ben", "other.example");
  ASSERT_TRUE(sender_->send_to(push::id_of("https://other.example/ben"), message()));
  ASSERT_TRUE(wait_for(2));
  // To the service that wants time: it waits too.
  ASSERT_TRUE(sender_->send_to(push::id_of("https://push.example/ana"), message("fire")));
  clock_.advance(core::Seconds{599});
  clock_.advance(core::Seconds{1});
  ASSERT_TRUE(wait_for(4));
  clock_.advance(core::minutes(5));
  ASSERT_TRUE(wait_for(5)) << "what timed out is tried again";
  sender_->stop();
  EXPECT_EQ(seen_[2].headers.at("ttl"), "3000");
  EXPECT_EQ(subscriptions_->all(start).size(), 2U);
}

TEST_F(SenderTest, ABrowserThatGetsTooMuchDelaysNobodyElse) {
  open(1);
  know("ana");
  answers_["/ana"] = {answer(429, "600")};
  sender_->send(message());
  ASSERT_TRUE(wait_for(1));
  // The only thread has read the first answer once it is at another service.
  know("eve", "other.example");
  ASSERT_TRUE(sender_->send_to(push::id_of("https://other.example/eve"), message()));
  ASSERT_TRUE(wait_for(2));
  know("ben");
  ASSERT_TRUE(sender_->send_to(push::id_of("https://push.example/ben"), message()));
  ASSERT_TRUE(wait_for(3)) << "of the same service, at once";
  EXPECT_EQ(seen_[2].path, "/ben");
  clock_.advance(core::Seconds{600});
  ASSERT_TRUE(wait_for(4));
  sender_->stop();
  EXPECT_EQ(seen_[3].path, "/ana");
}

TEST_F(SenderTest, NobodyWaitsForAServiceThatHangs) {
  open(1);
  know("ana");
  know("ben");
  {
    const std::lock_guard lock(mutex_);
    is_stuck_ = true;
  }
  for (int i = 0; i < 100; ++i) sender_->send(message(std::to_string(i)));  // returns
  ASSERT_TRUE(wait_for(1));
  auto stopped = std::async(std::launch::async, [this] { sender_->stop(); });
  {
    const std::lock_guard lock(mutex_);
    is_stuck_ = false;
  }
  changed_.notify_all();
  EXPECT_EQ(stopped.wait_for(patience), std::future_status::ready);
  EXPECT_LT(seen_.size(), 200U) << "what waited is forgotten";
}

TEST_F(SenderTest, OneBrowserCanBeTriedOut) {
  open();
  know("ana");
  know("ben");
  EXPECT_TRUE(sender_->send_to(push::id_of("https://push.example/ben"), message()));
  EXPECT_FALSE(sender_->send_to(push::id_of("https://push.example/nobody"), message()));
  ASSERT_TRUE(wait_for(1));
  sender_->stop();
  ASSERT_EQ(seen_.size(), 1U);
  EXPECT_EQ(seen_[0].path, "/ben");
}

}  // namespace
}  // namespace commune::gateway

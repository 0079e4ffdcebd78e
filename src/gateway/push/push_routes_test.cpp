// What a browser may ask for, and how often: the room is shared, and a message wakes a phone.
#include "gateway/push/push_routes.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "node/test_commune.h"
#include "node/test_folder.h"

namespace commune::gateway {
namespace {

using nlohmann::json;

class PushRoutesTest : public ::testing::Test {
 protected:
  PushRoutesTest() {
    EXPECT_TRUE(commune_.found());
    node_ = commune_.open().value();
    subscriptions_ =
        node::PushSubscriptions::open(node_->paths(), push::Reach::internet, node_->now()).value();
    sender_.emplace(*subscriptions_, push::VapidKey::from({1, 2, 3}).value(),
                    PushSender::Options{.contact = "mailto:a@b.example", .threads = 1},
                    commune_.clock(),
                    [](const push::Endpoint&, core::ByteView, const std::vector<http::Header>&) {
                      return http::ClientAnswer{.status = 201, .body = "", .retry_after = ""};
                    });
    routes_.emplace(
        *node_, subscriptions_.get(), &*sender_,
        PushRoutes::Readers{.refusal = [](const http::Request&) { return std::nullopt; },
                            .name = [this](const http::Request&) { return reader_; }});
    routes_->add_to(router_);
  }

  int post(std::vector<std::string> segments, const std::string& body) {
    http::Request request;
    request.method = http::Method::post;
    request.segments = {"api", "v1", "push"};
    request.segments.insert(request.segments.end(), segments.begin(), segments.end());
    request.headers = {{"content-type", "application/json"}};
    request.body = body;
    http::Response answer;
    router_(std::move(request),
            http::Reply([&](http::Response given) { answer = std::move(given); }));
    return answer.status;
  }
  static std::string endpoint(const std::string& browser) {
    return "https://push.example/" + browser;
  }
  int subscribe(const std::string& browser) {
    const json keys{{"p256dh",
                     "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6S"
                     "RpkNtoIAiw4"},
                    {"auth", "BTBZMqHH6r4Tts7J_aSIgg"}};
    return post({"subscriptions"}, json{{"endpoint", endpoint(browser)}, {"keys", keys}}.dump());
  }
  int test(const std::string& browser) {
    return post({"subscriptions", push::id_of(endpoint(browser)).hex(), "test"}, "");
  }

  node::TestFolder folder_;
  node::TestCommune commune_{folder_.path() / "home"};
  std::unique_ptr<node::Node> node_;
  std::unique_ptr<node::PushSubscriptions> subscriptions_;
  std::optional<PushSender> sender_;
  std::optional<PushRoutes> routes_;
  http::Router router_;
  std::string reader_ = "ana";
};

TEST_F(PushRoutesTest, OneMemberDoesNotTakeTheRoomOfAll) {
  for (unsigned i = 0; i < push_new_browsers_at_once; ++i)
    EXPECT_EQ(subscribe("ana" + std::to_string(i)), 200);
  EXPECT_EQ(subscribe("one-more"), 429);
  EXPECT_EQ(subscribe("ana0"), 200) << "to renew what is known costs nothing";
  reader_ = "ben";
  EXPECT_EQ(subscribe("ben"), 200) << "others are not held up";
  reader_ = "ana";
  commune_.clock().advance(core::days(1));
  EXPECT_EQ(subscribe("one-more"), 200) << "the next day";
  EXPECT_EQ(subscribe("two-more"), 429);
}

TEST_F(PushRoutesTest, APhoneIsTriedOutOnceAMinute) {
  ASSERT_EQ(subscribe("ana"), 200);
  ASSERT_EQ(subscribe("ben"), 200);
  EXPECT_EQ(test("nobody"), 404);
  EXPECT_EQ(test("ana"), 200);
  EXPECT_EQ(test("ana"), 429);
  EXPECT_EQ(test("ben"), 200) << "another phone";
  commune_.clock().advance(push_test_pause);
  EXPECT_EQ(test("ana"), 200);
  EXPECT_EQ(test("nobody"), 404);
}

}  // namespace
}  // namespace commune::gateway

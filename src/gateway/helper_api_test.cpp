// A helper listens to its node and to nobody else, and says what is wrong in codes.
#include "gateway/helper_api.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "node/test_folder.h"
#include "recommend/byte_codec.h"

namespace commune::gateway {
namespace {

trust::Seed seed_of(std::uint8_t byte) {
  trust::Seed seed{};
  seed.fill(byte);
  return seed;
}

class HelperApiTest : public testing::Test {
 protected:
  HelperApiTest()
      : desk_(*node::HelperDesk::open(folder_.path() / "helper.db", seed_of(1), 2)),
        api_(*desk_, node_.public_key()) {
    api_.add_routes(router_);
    const trust::SealingKey own(seed_of(3));
    for (const auto& key : {own.public_key(), desk_->key()})
      round_.helpers.push_back({key.hex(), core::Bytes(key.view().begin(), key.view().end())});
    round_.number = 1'790'000'000;
    round_.closes_at = {1'790'000'060};
    round_.kinds = {"pots"};
  }

  http::Response ask(std::string_view verb, const core::Bytes& body) {
    http::Request request;
    request.method = http::Method::post;
    request.path = helper_path(verb);
    request.segments = {"helper", "v1", std::string(verb)};
    request.body = core::as_text(body);
    http::Response answer;
    router_(std::move(request),
            http::Reply([&](http::Response given) { answer = std::move(given); }));
    return answer;
  }
  http::Response say(std::string_view verb, const core::Bytes& content) {
    return ask(verb, sign_to_helper(node_, verb, content));
  }
  static std::string code(const http::Response& answer) {
    return nlohmann::json::parse(*answer.body).at("error").at("code");
  }
  [[nodiscard]] core::Bytes digest() const {
    const core::Digest digest = recommend::digest_of(round_);
    return {digest.view().begin(), digest.view().end()};
  }

  const node::TestFolder folder_;
  const trust::SigningKey node_{seed_of(2)};
  std::unique_ptr<node::HelperDesk> desk_;
  HelperApi api_;
  http::Router router_;
  recommend::Announcement round_;
};

TEST_F(HelperApiTest, ListensToItsNodeAlone) {
  const core::Bytes content = recommend::encode_announcement(round_);
  const trust::SigningKey stranger(seed_of(4));
  EXPECT_EQ(code(ask("announce", sign_to_helper(stranger, "announce", content))), "forged");
  EXPECT_EQ(code(ask("announce", sign_to_helper(node_, "close", content))), "forged")
      << "said of something else";
  core::Bytes changed = sign_to_helper(node_, "announce", content);
  ++changed.back();
  EXPECT_EQ(code(ask("announce", changed)), "forged");
  EXPECT_EQ(code(ask("announce", {})), "forged");
  EXPECT_EQ(say("announce", content).status, 200);
  EXPECT_EQ(say("announce", content).status, 200) << "again changes nothing";
}

TEST_F(HelperApiTest, SaysWhatIsWrong) {
  EXPECT_EQ(code(say("announce", {1, 2, 3})), "malformed");
  EXPECT_EQ(code(say("contributions", digest())), "not_found") << "not announced";
  EXPECT_EQ(code(say("contributions", {1})), "malformed");
  ASSERT_EQ(say("announce", recommend::encode_announcement(round_)).status, 200);
  recommend::Announcement earlier = round_;
  --earlier.number;
  EXPECT_EQ(code(say("announce", recommend::encode_announcement(earlier))), "conflict");

  recommend::ByteWriter shares;
  shares.raw(digest());
  shares.number(60);
  shares.raw(core::Bytes(120, 7));
  EXPECT_EQ(*say("shares", shares.take()).body, "{\"refused\":2}") << "not sealed to this helper";
  recommend::ByteWriter torn;
  torn.raw(digest());
  torn.number(7);
  torn.raw(core::Bytes(8, 7));
  EXPECT_EQ(code(say("shares", torn.take())), "malformed");
  EXPECT_EQ(code(say("shares", digest())), "malformed");

  EXPECT_TRUE(say("contributions", digest()).body->empty());
  core::Bytes one = digest();
  one.resize(one.size() + 16);
  EXPECT_EQ(code(say("close", one)), "invalid") << "fewer than are needed";
  one.pop_back();
  EXPECT_EQ(code(say("close", one)), "malformed");
}

}  // namespace
}  // namespace commune::gateway

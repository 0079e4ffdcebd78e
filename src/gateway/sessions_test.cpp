#include "gateway/sessions.h"

#include <gtest/gtest.h>

#include <set>

#include "gateway/refusal.h"
#include "ledger/commune_testing.h"
#include "trust/signature.h"

namespace commune::gateway {
namespace {

using core::ErrorCode;
constexpr core::Time now{1'800'000'000};

model::MemberId member_named(std::string_view name) {
  return model::member_id_of(ledger::testing::key_of(name));
}

TEST(Sessions, KnowTheMemberUntilTheyExpire) {
  const Sessions sessions({1, 2, 3});
  const auto member = member_named("ana");
  const std::string cookie = sessions.make_cookie(member, now + core::hours(1));
  EXPECT_EQ(sessions.find_member(cookie, now), member);
  EXPECT_EQ(sessions.find_member(cookie, now + core::hours(1)), std::nullopt);
  EXPECT_EQ(Sessions({1, 2, 4}).find_member(cookie, now), std::nullopt) << "another node's secret";
}

TEST(Sessions, RefuseEveryChangedCookie) {
  const Sessions sessions({1, 2, 3});
  const std::string cookie = sessions.make_cookie(member_named("ana"), now + core::hours(1));
  for (std::size_t i = 0; i < cookie.size(); ++i) {
    std::string changed = cookie;
    changed[i] = changed[i] == '0' ? '1' : '0';
    EXPECT_EQ(sessions.find_member(changed, now), std::nullopt) << i;
    EXPECT_EQ(sessions.find_member(cookie.substr(0, i), now), std::nullopt) << i;
  }
}

class SessionProofTest : public testing::Test {
 protected:
  SessionProofTest() {
    state_.insert(model::Member{
        .member = model::member_id_of(key_.public_key()), .key = key_.public_key(), .name = "Ana"});
  }

  SessionProof proof_at(core::Time time) const {
    std::array<std::uint8_t, 8> stamp{};
    for (std::size_t i = 0; i < 8; ++i) {
      stamp[i] =
          static_cast<std::uint8_t>(static_cast<std::uint64_t>(time.seconds) >> (56 - 8 * i));
    }
    return {.member = model::member_id_of(key_.public_key()),
            .time = time,
            .signature = key_.sign(trust::session_label, {state_.commune().chain.view(), stamp})};
  }

  trust::SigningKey key_{trust::Seed{7}};
  ledger::State state_ = ledger::testing::test_state();
};

TEST_F(SessionProofTest, IsTakenWithinFiveMinutes) {
  EXPECT_TRUE(verify_session_proof(state_, proof_at(now), now));
  EXPECT_TRUE(verify_session_proof(state_, proof_at(now - core::minutes(5)), now));
  EXPECT_EQ(verify_session_proof(state_, proof_at(now - core::minutes(6)), now).error().code,
            ErrorCode::invalid);
  EXPECT_EQ(verify_session_proof(state_, proof_at(now + core::minutes(6)), now).error().code,
            ErrorCode::invalid);
}

TEST_F(SessionProofTest, IsForTheMemberAndTheTimeThatWereSigned) {
  SessionProof proof = proof_at(now);
  proof.time = proof.time + core::Seconds{1};
  EXPECT_EQ(verify_session_proof(state_, proof, now).error().code, ErrorCode::forged);
  proof = proof_at(now);
  proof.member = member_named("somebody else");
  EXPECT_EQ(verify_session_proof(state_, proof, now).error().code, ErrorCode::unauthorised);
  state_.edit<model::Member>(model::member_id_of(key_.public_key())).left = true;
  EXPECT_EQ(verify_session_proof(state_, proof_at(now), now).error().code, ErrorCode::unauthorised);
}

TEST(SessionProofJson, IsReadStrictly) {
  const std::string member(32, 'a');
  const std::string signature(128, 'b');
  const auto json = [&](const std::string& time) {
    return R"({"member":")" + member + R"(","time":)" + time + R"(,"signature":")" + signature +
           "\"}";
  };
  ASSERT_TRUE(parse_session_proof(json("1800000000")));
  EXPECT_EQ(parse_session_proof(json("1800000000"))->time, core::Time{1'800'000'000});
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[]"), std::string("null"),
        std::string("{\"member\":1"), json("-1"), json("1.5"), json("\"1\""),
        json("99999999999999999999"), json("18446744073709551615"), json("1,\"more\":1"),
        json("null")}) {
    EXPECT_FALSE(parse_session_proof(text)) << text;
  }
}

TEST(Refusal, HasAStatusForEveryRuleAndCarriesItsNumber) {
  const std::set<int> allowed = {403, 404, 409, 422};
  for (const ledger::RejectionRow& row : ledger::rejection_rows) {
    const http::Response response = refusal_response(row.rejection);
    EXPECT_TRUE(allowed.contains(response.status)) << row.name;
    const std::string number = std::to_string(static_cast<int>(row.rejection));
    EXPECT_EQ(*response.body, R"({"error":{"code":")" + std::string(row.name) + R"(","message":")" +
                                  std::string(row.sentence) + R"(","number":)" + number + "}}");
    if (row.name.ends_with("_unknown")) {
      EXPECT_EQ(response.status, 404) << row.name;
    }
    if (row.name.ends_with("_exists")) {
      EXPECT_EQ(response.status, 409) << row.name;
    }
    if (row.name.ends_with("_out_of_range")) {
      EXPECT_EQ(response.status, 422) << row.name;
    }
  }
  EXPECT_EQ(status_of(ledger::Rejection::not_in_guild), 403);
  EXPECT_EQ(status_of(ledger::Rejection::replayed), 409);
}

}  // namespace
}  // namespace commune::gateway

// What a neighbouring commune's device may read, on a clock that the test moves.
#include "gateway/device_calls.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/big_endian.h"
#include "gateway/task_view.h"
#include "node/test_commune.h"
#include "node/test_folder.h"

namespace commune::gateway {
namespace {

using model::DeviceRole;
using nlohmann::json;
using node::id_of;
using node::seed_of;

class DeviceCallsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(commune_.found());
    node_ = commune_.open({.run_keeper = false}).value();
    for (const std::string_view name : people) submit(commune_.join(name));
    for (std::size_t i = 0; i < guild_size; ++i) submit(commune_.enter_kitchen(people[i]));
    put_up("mill", "Mill", DeviceRole::neighbour);
    put_up("hill", "Hill", DeviceRole::messenger);
    put_up("pump", "Pump", DeviceRole::sensor);
  }

  void submit(core::Bytes bytes) {
    const auto outcome = node_->submit(std::move(bytes)).get();
    ASSERT_EQ(node::text_of(outcome), "accepted");
  }

  void put_up(std::string_view key, const std::string& name, DeviceRole role) {
    submit(commune_.sign(model::PutDevice{.key = trust::SigningKey(seed_of(key)).public_key(),
                                          .name = name,
                                          .guild = *model::GuildId::parse("kitchen"),
                                          .trusted = role == DeviceRole::neighbour,
                                          .role = role},
                         people[0]));
  }

  // An urgent task for the next two hours.
  void call(std::string_view task, std::uint32_t people_min) {
    model::TaskDraft draft = commune_.dinner();
    draft.start = commune_.clock().now();
    draft.end = draft.start + core::hours(2);
    draft.people_min = people_min;
    draft.people_max = std::max(people_min, 4U);
    draft.urgency = model::Urgency::urgent;
    submit(commune_.sign(model::PostTask{id_of<model::TaskId>(task), draft}, people[0]));
  }

  void by(std::string_view device, const model::Command& command) {
    submit(commune_.sign(command, device, model::CredentialKind::device));
  }

  void take(std::string_view task, std::string_view who) {
    submit(
        commune_.sign(model::TakePlace{.task = id_of<model::TaskId>(task),
                                       .participant = trust::SigningKey(seed_of(who)).public_key()},
                      who));
  }

  json ask(std::string_view device, core::Seconds off = {}) {
    const trust::SigningKey key(seed_of(device));
    const core::Time time = commune_.clock().now() + off;
    const auto stamp = core::big_endian(static_cast<std::uint64_t>(time.seconds));
    http::Request request;
    request.body =
        json{{"device", key.public_key().hex()},
             {"time", time.seconds},
             {"signature", key.sign(trust::device_label, {commune_.chain().view(), stamp}).hex()}}
            .dump();
    return answer(request);
  }

  json answer(const http::Request& request) {
    const http::Response response = device_calls(request, *node_);
    return json::parse(*response.body);
  }

  std::string code_of(const json& body) { return body.at("error").at("code"); }

  static constexpr std::array<std::string_view, 12> people{
      "ana", "ben", "cleo", "dora", "eve", "fay", "gus", "hana", "ines", "jo", "kim", "lou"};
  static constexpr std::size_t guild_size = 6;
  node::TestFolder folder_;
  node::TestCommune commune_{folder_.path() / "home"};
  std::unique_ptr<node::Node> node_;
};

TEST_F(DeviceCallsTest, ACallAsksTheNeighboursAfterTheGuildAndTheCommune) {
  call("flood", 1);
  const auto asks = [&] { return ask("hill").at("calls").at(0).at("asks").get<bool>(); };
  EXPECT_FALSE(asks());
  commune_.clock().advance(core::minutes(19));
  EXPECT_FALSE(asks());
  commune_.clock().advance(core::minutes(1));
  EXPECT_TRUE(asks());
  by("hill", model::SetVisitors{id_of<model::TaskId>("flood"), 1});
  EXPECT_FALSE(asks());
}

TEST_F(DeviceCallsTest, ACallThatTheCommuneIsTooSmallForAsksAtOnce) {
  call("flood", 9);
  const json seen = ask("hill").at("calls").at(0);
  EXPECT_TRUE(seen.at("asks").get<bool>());
  EXPECT_EQ(seen.at("wanted"), 9);
  EXPECT_EQ(seen.at("title"), "Cook dinner");
}

TEST_F(DeviceCallsTest, WhatIsWantedCountsEverybodyButThisNeighboursOwn) {
  put_up("oak", "Oak", DeviceRole::messenger);
  call("flood", 9);
  const auto flood = id_of<model::TaskId>("flood");
  by("hill", model::SetVisitors{flood, 2});
  by("oak", model::SetVisitors{flood, 3});
  take("flood", "ben");
  const json seen = ask("hill").at("calls").at(0);
  EXPECT_EQ(seen.at("wanted"), 5);
  EXPECT_EQ(seen.at("visitors"), 2);
  const Crew crew =
      node_->read([&](const ledger::State& state) { return crew_of(*state.tasks().find(flood)); });
  EXPECT_EQ(crew.coming, 6U);
  EXPECT_EQ(crew.missing, 3U);
  EXPECT_EQ(crew.free, 8U) << "visitors take nobody's place";
}

TEST_F(DeviceCallsTest, OnlyCallsOfOurOwnGoOutUntilAnHourAfterTheirEnd) {
  submit(commune_.post_dinner("ana", "calm"));
  by("mill", model::RelayCall{.alert = id_of<model::AlertId>("theirs"),
                              .text = "Mend the dam",
                              .start = commune_.clock().now(),
                              .end = commune_.clock().now() + core::hours(2),
                              .people = 20});
  EXPECT_TRUE(ask("hill").at("calls").empty()) << "a call must not go in a circle";
  call("flood", 9);
  EXPECT_EQ(ask("hill").at("calls").size(), 1U);
  commune_.clock().advance(core::hours(2));
  EXPECT_TRUE(ask("hill").at("calls").at(0).at("over").get<bool>());
  EXPECT_EQ(ask("mill").at("calls").at(0).at("status"), "over");
  commune_.clock().advance(core::hours(1));
  EXPECT_TRUE(ask("hill").at("calls").empty());
  EXPECT_TRUE(ask("mill").at("calls").empty());
}

TEST_F(DeviceCallsTest, ANeighbourSeesItsOwnCallsAndHowManyCome) {
  const auto alert = id_of<model::AlertId>("theirs");
  put_up("oak", "Oak", DeviceRole::neighbour);
  by("mill", model::RelayCall{.alert = alert,
                              .text = "Mend the dam",
                              .start = commune_.clock().now(),
                              .end = commune_.clock().now() + core::hours(2),
                              .people = 2});
  submit(
      commune_.sign(model::TakePlace{.task = model::task_of_alert(alert),
                                     .participant = trust::SigningKey(seed_of("ben")).public_key(),
                                     .show_name = true},
                    "ben"));
  const json seen = ask("mill");
  EXPECT_EQ(seen.at("calls").at(0),
            (json{{"id", alert.hex()}, {"status", "confirmed"}, {"people", 2}, {"coming", 1}}));
  EXPECT_EQ(seen.dump().find("ben"), std::string::npos);
  EXPECT_TRUE(ask("oak").at("calls").empty());
  EXPECT_EQ(ask("hill").at("calls").size(), 0U);
}

TEST_F(DeviceCallsTest, NobodyElseMayAsk) {
  EXPECT_EQ(code_of(ask("pump")), "unauthorised");
  EXPECT_EQ(code_of(ask("ana")), "unauthorised");
  EXPECT_EQ(code_of(ask("mill", core::minutes(6))), "invalid");
  EXPECT_EQ(code_of(ask("mill", core::Seconds{-301})), "invalid");
  http::Request request;
  for (const char* body : {"", "[]", "{}", R"({"device":1,"time":2,"signature":3})",
                           R"({"device":"00","time":-1,"signature":"00"})"}) {
    request.body = body;
    EXPECT_EQ(code_of(answer(request)), "malformed") << body;
  }
  request.body = json{{"device", trust::SigningKey(seed_of("mill")).public_key().hex()},
                      {"time", commune_.clock().now().seconds},
                      {"signature", std::string(128, '1')}}
                     .dump();
  EXPECT_EQ(code_of(answer(request)), "forged");
  submit(commune_.sign(model::PutDevice{.key = trust::SigningKey(seed_of("mill")).public_key(),
                                        .name = "Mill",
                                        .guild = *model::GuildId::parse("kitchen"),
                                        .removed = true,
                                        .role = DeviceRole::neighbour},
                       "ana"));
  EXPECT_EQ(code_of(ask("mill")), "unauthorised");
}

}  // namespace
}  // namespace commune::gateway

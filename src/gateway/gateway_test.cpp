// The whole gateway: a real commune on disk, its node, and HTTP over real sockets.
#include "gateway/gateway.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "gateway/api.h"
#include "gateway/http/test_socket.h"
#include "gateway/outcome.h"
#include "gateway/push/push_routes.h"
#include "gateway/task_view.h"
#include "node/test_commune.h"
#include "node/test_folder.h"

namespace commune::gateway {
namespace {

using http::TestSocket;
using nlohmann::json;
using node::id_of;
using node::seed_of;
using testing::HasSubstr;
using testing::Not;

struct Answer {
  int status = 0;
  std::string head;
  std::string body;

  [[nodiscard]] json parsed() const { return json::parse(body); }
  [[nodiscard]] std::string code() const { return parsed().at("error").at("code"); }
  [[nodiscard]] std::string header(const std::string& name) const {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "";
    const auto from = at + name.size() + 4;
    return head.substr(from, head.find("\r\n", from) - from);
  }
};

Answer split(const std::string& text) {
  const auto end = text.find("\r\n\r\n");
  if (end == std::string::npos) return {};
  return {.status = std::stoi(text.substr(9, 3)),
          .head = text.substr(0, end + 2),
          .body = text.substr(end + 4)};
}

class GatewayTest : public testing::Test {
 protected:
  void start() {
    ASSERT_TRUE(commune_.found());
    node_ = commune_.open({.run_keeper = false}).value();
    for (const char* name : {"ana", "ben", "eve"}) submit(commune_.join(name));
    submit(commune_.enter_kitchen("ana"));
    submit(commune_.enter_kitchen("ben"));
    open();
  }

  void open() {
    GatewayOptions options;
    options.http.port = 0;
    options.session_secret = {9};
    options.stream = {.gather = std::chrono::milliseconds(5),
                      .ping = std::chrono::milliseconds(200)};
    auto gateway = Gateway::open(*node_, std::move(options));
    ASSERT_TRUE(gateway) << gateway.error().message;
    gateway_ = std::move(*gateway);
  }

  void submit(core::Bytes bytes) {
    const auto outcome = node_->submit(std::move(bytes)).get();
    ASSERT_EQ(node::text_of(outcome), "accepted");
  }

  Answer ask(const std::string& request) {
    TestSocket socket(gateway_->port());
    socket.send(request);
    return split(socket.read_answer());
  }

  Answer get(const std::string& path, const std::string& headers = "") {
    return ask("GET /api/v1" + path + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");
  }

  Answer post(const std::string& path, const std::string& type, std::string_view body) {
    return ask("POST /api/v1" + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + type +
               "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
               std::string(body));
  }

  Answer command(const core::Bytes& bytes) {
    return post("/commands", "application/x-protobuf", core::as_text(bytes));
  }

  std::string session_body(std::string_view who) {
    const trust::SigningKey key(seed_of(who));
    const std::int64_t time = commune_.clock().now().seconds;
    std::array<std::uint8_t, 8> stamp{};
    for (std::size_t i = 0; i < 8; ++i) {
      stamp[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(time) >> (56 - 8 * i));
    }
    const auto signature = key.sign(trust::session_label, {commune_.chain().view(), stamp});
    return json{{"member", model::member_id_of(key.public_key()).hex()},
                {"time", time},
                {"signature", signature.hex()}}
        .dump();
  }

  std::string sign_in(std::string_view who) {
    const Answer answer = post("/session", "application/json", session_body(who));
    EXPECT_EQ(answer.status, 200) << answer.body;
    const std::string cookie = answer.header("set-cookie");
    return "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
  }

  node::TestFolder folder_;
  node::TestCommune commune_{folder_.path() / "home"};
  std::unique_ptr<node::Node> node_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(GatewayTest, ShowsARealCommuneToItsMembersOnly) {
  start();
  for (const char* path : {"/sectors", "/guilds", "/catalogue", "/members", "/tasks", "/progress",
                           "/stream", "/ics/guild/kitchen.ics", "/tasks/00", "/tasks/00/notes"}) {
    const Answer answer = get(path);
    EXPECT_EQ(answer.status, 401) << path;
    EXPECT_EQ(answer.code(), "unauthorised");
  }
  EXPECT_EQ(get("/commune").parsed().at("name"), "Test");
  EXPECT_EQ(get("/health").parsed().at("ok"), true);
  EXPECT_EQ(get("/demo/people").status, 404);
  const std::string cookie = sign_in("ana");
  EXPECT_EQ(get("/members", cookie).parsed().at("members").size(), 3U);
  EXPECT_EQ(get("/guilds", cookie).parsed().at("guilds")[0].at("members"), 2);
  EXPECT_EQ(get("/members", "Cookie: commune_session=00.00.00\r\n").status, 401);
}

TEST_F(GatewayTest, TakesACommandAndShowsItAtOnce) {
  start();
  const std::string cookie = sign_in("ana");
  const Answer posted = command(commune_.post_dinner("ana", "one"));
  ASSERT_EQ(posted.status, 200) << posted.body;
  const json receipt = posted.parsed();
  EXPECT_EQ(receipt.at("events")[0].at("kind"), "task_posted");
  EXPECT_EQ(receipt.at("height"), node_->height().value);
  const json page = get("/tasks?open=true&q=dinn&guild=kitchen", cookie).parsed();
  EXPECT_EQ(page.at("total"), 1);
  EXPECT_EQ(page.at("height"), receipt.at("height"));
  const json task = get("/tasks/" + id_of<model::TaskId>("one").hex(), cookie).parsed();
  EXPECT_EQ(task.at("title"), "Cook dinner");
  EXPECT_EQ(task.at("missing"), 2);
  EXPECT_EQ(task.at("sector"), "food") << "the guild's";
}

TEST_F(GatewayTest, AnswersRefusalsAndBadInputWithStableCodes) {
  start();
  const core::Bytes dinner = commune_.post_dinner("ana", "one");
  EXPECT_EQ(command(dinner).status, 200);
  const Answer again = command(dinner);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.code(), "replayed");
  EXPECT_EQ(again.parsed().at("error").at("number"), 1);
  const Answer outsider = command(commune_.post_dinner("eve", "two"));
  EXPECT_EQ(outsider.status, 403);
  EXPECT_EQ(outsider.code(), "not_in_guild");
  core::Bytes forged = commune_.post_dinner("ana", "three");
  forged.back() ^= 1U;
  EXPECT_EQ(command(forged).status, 403);
  EXPECT_EQ(command({1, 2, 3}).status, 400);
  EXPECT_EQ(command({}).status, 400);
  EXPECT_EQ(command(core::Bytes(70'000)).status, 413);
  EXPECT_EQ(post("/commands", "text/plain", "x").status, 415);
  EXPECT_EQ(post("/session", "application/json", "{").status, 400);
  EXPECT_EQ(get("/nothing").status, 404);
  EXPECT_EQ(get("/commands").status, 405);
  const std::string cookie = sign_in("ana");
  EXPECT_EQ(get("/tasks?limit=x", cookie).code(), "malformed");
  EXPECT_EQ(get("/tasks/" + std::string(32, 'f'), cookie).code(), "task_unknown");
  EXPECT_EQ(get("/progress?period=day", cookie).status, 400);
  EXPECT_EQ(get("/progress?at=2026-02-30", cookie).status, 400);
  EXPECT_EQ(get("/stream?since=-1", cookie).status, 400);
  EXPECT_EQ(get("/ics/guild/moon.ics", cookie).code(), "guild_unknown");
}

TEST_F(GatewayTest, ChangesItsValidatorWithEveryBlock) {
  start();
  const std::string cookie = sign_in("ana");
  const std::string etag = get("/tasks", cookie).header("etag");
  const std::string ask_again = cookie + "If-None-Match: " + etag + "\r\n";
  EXPECT_EQ(get("/tasks", ask_again).status, 304);
  EXPECT_EQ(get("/tasks", "If-None-Match: " + etag + "\r\n").status, 401) << "without a session";
  command(commune_.post_dinner("ana", "one"));
  EXPECT_EQ(get("/tasks", ask_again).status, 200);
}

TEST_F(GatewayTest, ShowsNotesToTheGuildOnly) {
  start();
  command(commune_.post_dinner("ana", "one"));
  const std::string path = "/tasks/" + id_of<model::TaskId>("one").hex() + "/notes";
  EXPECT_EQ(get(path, sign_in("eve")).code(), "not_in_guild");
  EXPECT_EQ(get(path, sign_in("ben")).parsed().at("notes").size(), 0U);
  EXPECT_EQ(get(path + "?as=" + std::string(32, '0')).status, 401) << "naming oneself is for demos";
}

TEST_F(GatewayTest, TellsWhetherAnInvitationIsGood) {
  start();
  const std::string key = trust::SigningKey(seed_of("door")).public_key().hex();
  const json good = get("/invitations/" + key).parsed();
  EXPECT_EQ(good.at("valid"), true);
  EXPECT_EQ(good.at("commune"), "Test");
  const json unknown = get("/invitations/" + std::string(64, 'a')).parsed();
  EXPECT_EQ(unknown.at("valid"), false);
  EXPECT_EQ(unknown.at("reason"), "This invitation is not known here.");
  EXPECT_EQ(get("/invitations/x").status, 400);
  commune_.clock().advance(core::days(81));
  EXPECT_EQ(get("/invitations/" + key).parsed().at("reason"),
            "This invitation has run out. Ask for a new one.");
}

TEST_F(GatewayTest, WritesAGuildsCalendar) {
  start();
  command(commune_.post_dinner("ana", "one"));
  const Answer answer = get("/ics/guild/kitchen.ics", sign_in("eve"));
  EXPECT_EQ(answer.header("content-type"), "text/calendar; charset=utf-8");
  EXPECT_THAT(answer.body, HasSubstr("SUMMARY:Cook dinner\r\n"));
  EXPECT_THAT(answer.body, Not(HasSubstr("ana")));
}

// ------------------------------------------------------------------------------------- the stream

TEST_F(GatewayTest, StreamsBlocksAndGoesOnAfterABreak) {
  start();
  const std::string cookie = sign_in("ana");
  const auto listen = [&](TestSocket& socket, const std::string& query) {
    socket.send("GET /api/v1/stream" + query + " HTTP/1.1\r\nHost: a\r\n" + cookie + "\r\n");
    EXPECT_THAT(socket.read_until("\r\n\r\n"), HasSubstr("content-type: text/event-stream"));
    EXPECT_EQ(socket.read_until("\n\n"), "retry: 2000\n\n");
  };
  const std::int64_t before = node_->height().value;
  {
    TestSocket live(gateway_->port());
    listen(live, "");
    command(commune_.post_dinner("ana", "one"));
    const std::string event = live.read_until("\n\n");
    EXPECT_THAT(event, HasSubstr("event: block\nid: " + std::to_string(before + 1) + "\ndata: {"));
    EXPECT_THAT(event, HasSubstr("\"title\":\"Cook dinner\""));
    EXPECT_THAT(live.read_until("\n\n"), HasSubstr(": still here"));
  }
  command(commune_.post_dinner("ana", "two"));
  TestSocket resumed(gateway_->port());
  listen(resumed, "?since=" + std::to_string(before + 1));
  EXPECT_THAT(resumed.read_until("\n\n"), HasSubstr("id: " + std::to_string(before + 2)));
  for (const std::int64_t unknown : {std::int64_t{0}, before + 100}) {
    TestSocket lost(gateway_->port());
    listen(lost, "?since=" + std::to_string(unknown));
    EXPECT_THAT(lost.read_until("\n\n"), HasSubstr("event: reset\n"));
  }
}

TEST_F(GatewayTest, SendsAnewWhatShowsAChangedName) {
  start();
  command(commune_.post_dinner("ana", "one"));
  const auto task = id_of<model::TaskId>("one");
  const auto participant = trust::SigningKey(seed_of("ben at one")).public_key();
  submit(commune_.sign(model::TakePlace{task, participant, false, true}, "ben"));
  const std::string cookie = sign_in("ana");
  TestSocket live(gateway_->port());
  live.send("GET /api/v1/stream?since=" + std::to_string(node_->height().value) +
            " HTTP/1.1\r\nHost: a\r\n" + cookie + "\r\n");
  EXPECT_EQ(live.read_until("retry: 2000\n\n").substr(0, 12), "HTTP/1.1 200");
  command(commune_.sign(model::RenameMember{"Benedict"}, "ben"));
  std::string event;
  while (event.find("Benedict") == std::string::npos) {
    event = live.read_until("\n\n");
    ASSERT_FALSE(event.empty());
  }
  EXPECT_THAT(event, HasSubstr(task.hex()));
  EXPECT_THAT(event, HasSubstr("\"members\":true"));
}

TEST_F(GatewayTest, StartsAgainWithNothingLostAndTheSameSessions) {
  start();
  const std::string cookie = sign_in("ana");
  command(commune_.post_dinner("ana", "one"));
  const Answer before = get("/tasks", cookie);
  gateway_.reset();
  open();
  const Answer after = get("/tasks", cookie);
  EXPECT_EQ(after.body, before.body);
  EXPECT_EQ(after.header("etag"), before.header("etag"));
}

// ------------------------------------------------------------------------------- nothing about one

void collect_numbers(const json& value, std::vector<double>& numbers) {
  if (value.is_number()) numbers.push_back(value.get<double>());
  if (!value.is_structured()) return;
  for (const auto& child : value) collect_numbers(child, numbers);
}

// Two people each work twice, with minutes chosen so that the sum of either is no sum of anything
// else: neither in minutes nor in hours does it stand in any answer.
TEST_F(GatewayTest, SumsOverNobodysOwnWork) {
  start();
  const std::string cookie = sign_in("ana");
  const std::vector<std::tuple<const char*, const char*, std::uint32_t>> places = {
      {"ana", "one", 31}, {"ana", "two", 102}, {"ben", "one", 47}, {"ben", "two", 211}};
  for (const char* task : {"one", "two"}) submit(commune_.post_dinner("ana", task));
  for (const auto& [who, task, minutes] : places) {
    const std::string name = std::string(who) + " at " + task;
    const auto participant = trust::SigningKey(seed_of(name)).public_key();
    submit(
        commune_.sign(model::TakePlace{id_of<model::TaskId>(task), participant, false, true}, who));
  }
  commune_.clock().advance(core::hours(27));
  for (const auto& [who, task, minutes] : places) {
    submit(commune_.sign(model::MarkDone{id_of<model::TaskId>(task), minutes},
                         std::string(who) + " at " + task, model::CredentialKind::participant));
  }
  const std::string one = id_of<model::TaskId>("one").hex();
  bool everybody_seen = false;
  for (const std::string& path :
       {std::string("/commune"), std::string("/sectors"), std::string("/guilds"),
        std::string("/catalogue"), std::string("/members"), std::string("/tasks"), "/tasks/" + one,
        std::string("/progress?period=week"), std::string("/progress?period=month"),
        std::string("/progress?period=year"), std::string("/health")}) {
    const Answer answer = get(path, cookie);
    ASSERT_EQ(answer.status, 200) << path;
    std::vector<double> numbers;
    collect_numbers(answer.parsed(), numbers);
    for (const double number : numbers) {
      for (const double own : {133.0, 258.0}) {
        EXPECT_NE(number, own) << path;
        EXPECT_GT(std::abs(number - own / 60), 0.01) << path;
      }
      everybody_seen = everybody_seen || std::abs(number - 391.0 / 60) < 0.01;
    }
  }
  EXPECT_TRUE(everybody_seen) << "the sector's sum is there";
  const json people = get("/members", cookie).parsed();
  for (const json& member : people.at("members")) {
    std::vector<double> numbers;
    collect_numbers(member, numbers);
    EXPECT_TRUE(numbers.empty()) << "no figure stands beside a name";
  }
}

// ------------------------------------------------------------------------------------ static files

TEST_F(GatewayTest, ServesTheAppBesideTheApi) {
  start();
  gateway_.reset();
  const auto web = folder_.path() / "web";
  std::filesystem::create_directories(web);
  std::ofstream(web / "index.html") << "<!doctype html>";
  GatewayOptions options;
  options.http.port = 0;
  options.web = web;
  gateway_ = Gateway::open(*node_, std::move(options)).value();
  const Answer app = ask("GET /board HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(app.body, "<!doctype html>");
  EXPECT_EQ(ask("GET /api/nothing HTTP/1.1\r\nHost: a\r\n\r\n").status, 404);
  EXPECT_EQ(ask("GET /../home/keeper.key HTTP/1.1\r\nHost: a\r\n\r\n").status, 400);
  EXPECT_EQ(ask("GET /%2e%2e/home/keeper.key HTTP/1.1\r\nHost: a\r\n\r\n").status, 400);
}

// "GET /api/v1/tasks/{id}" of every path in the API's description.
std::vector<std::string> described_routes() {
  std::ifstream file(std::filesystem::path(COMMUNE_SOURCE_DIR) / "api" / "openapi.yaml");
  std::vector<std::string> routes;
  std::string path;
  for (std::string line; std::getline(file, line) && line != "components:";) {
    if (line.starts_with("  /") && line.ends_with(":")) {
      path = "/api/v1" + line.substr(2, line.size() - 3);
    } else if (!path.empty() && line == "    get:") {
      routes.push_back("GET " + path);
    } else if (!path.empty() && line == "    post:") {
      routes.push_back("POST " + path);
    } else if (!path.empty() && line == "    put:") {
      routes.push_back("PUT " + path);
    } else if (!path.empty() && line == "    delete:") {
      routes.push_back("DELETE " + path);
    }
  }
  std::ranges::sort(routes);
  return routes;
}

TEST_F(GatewayTest, HasExactlyTheRoutesThatAreDescribed) {
  start();
  const auto board = Board::make(*node_).value();
  StreamHub hub(*board, {});
  const auto vault = node::Vault::open(node_->paths()).value();
  Api api(*node_, *vault, *board, hub, {}, {}, nullptr);
  http::Router router;
  api.add_routes(router);
  PushRoutes push(*node_, nullptr, nullptr, {});
  push.add_to(router);
  EXPECT_EQ(router.patterns(), described_routes());
}

TEST(PublicError, KeepsPathsInside) {
  for (const auto code : {core::ErrorCode::storage_full, core::ErrorCode::storage_failed,
                          core::ErrorCode::storage_read_only, core::ErrorCode::corrupt}) {
    const core::Error error = public_error({code, "cannot write /srv/commune/commune.db"});
    EXPECT_EQ(error.code, code);
    EXPECT_THAT(error.message, Not(HasSubstr("/srv")));
  }
}

}  // namespace
}  // namespace commune::gateway

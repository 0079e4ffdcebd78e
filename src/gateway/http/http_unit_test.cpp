// The parts of the HTTP layer that need no socket.
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "gateway/http/answer.h"
#include "gateway/http/gzip.h"
#include "gateway/http/head.h"
#include "gateway/http/query.h"
#include "gateway/http/rate_limiter.h"
#include "gateway/http/request_reader.h"
#include "gateway/http/router.h"
#include "gateway/http/static_files.h"

namespace commune::gateway::http {
namespace {

std::string gunzip(std::string_view bytes) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string result(1U << 22U, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  result.resize(stream.total_out);
  inflateEnd(&stream);
  return result;
}

Request request_for(Method method, const std::string& path) {
  Request request;
  request.method = method;
  request.path = path;
  request.segments = parse_path(path).value();
  return request;
}

Response call(const Router& router, Method method, const std::string& path) {
  Response answer;
  router(request_for(method, path),
         Reply([&](Response response) { answer = std::move(response); }));
  return answer;
}

Response text_response(const std::string& text) {
  Response response;
  response.content_type = "text/plain";
  response.body = std::make_shared<const std::string>(text);
  return response;
}

// ---------------------------------------------------------------------------------------- query

TEST(Query, DecodesFieldsPlusSignsAndEscapes) {
  const auto query = Query::parse("q=water+pump&sector=food&empty=&flag&name=Zo%C3%AB");
  ASSERT_TRUE(query);
  EXPECT_EQ(query->find("q"), "water pump");
  EXPECT_EQ(query->find("name"), "Zo\xC3\xAB");
  EXPECT_EQ(query->find("empty"), "");
  EXPECT_EQ(query->find("flag"), "");
  EXPECT_EQ(query->find("absent"), std::nullopt);
}

TEST(Query, RefusesBrokenEscapesBrokenUtf8ControlCharactersAndRepeatedNames) {
  for (const char* text : {"q=%", "q=%4", "q=%zz", "q=%C3", "q=%C0%80", "q=%ED%A0%80", "q=%00",
                           "q=%0a", "q=%7f", "q=%F5%80%80%80", "q=1&q=2", "q=%C2%85"}) {
    EXPECT_FALSE(Query::parse(text)) << text;
  }
  std::string many;
  for (std::size_t i = 0; i <= query_fields_max; ++i) many += "f" + std::to_string(i) + "=1&";
  EXPECT_FALSE(Query::parse(many));
}

TEST(Path, NeverLeavesItsFolder) {
  EXPECT_EQ(parse_path("/a/b%20c"), (std::vector<std::string>{"a", "b c"}));
  EXPECT_EQ(parse_path("/"), std::vector<std::string>{});
  EXPECT_EQ(parse_path("/a/"), std::vector<std::string>{"a"});
  for (const char* path : {"", "a", "/..", "/a/../b", "/%2e%2e/x", "/%2e", "/a%2fb", "/a%5cb",
                           "/a\\b", "//", "/a//b", "/%00", "/%"}) {
    EXPECT_FALSE(parse_path(path)) << path;
  }
}

// --------------------------------------------------------------------------------------- router

TEST(Router, FindsLiteralsBeforeNamesAndPassesNames) {
  Router router;
  router.get("/api/tasks/{id}", [](const Request& request) {
    return text_response("task " + std::string(request.parameter("id")));
  });
  router.get("/api/tasks/summary", [](const Request&) { return text_response("summary"); });
  EXPECT_EQ(*call(router, Method::get, "/api/tasks/7f").body, "task 7f");
  EXPECT_EQ(*call(router, Method::head, "/api/tasks/7f").body, "task 7f");
  EXPECT_EQ(*call(router, Method::get, "/api/tasks/summary").body, "summary");
}

TEST(Router, AnswersUnknownPathsAndMethodsWithTheErrorBody) {
  Router router;
  router.get("/api/tasks", [](const Request&) { return text_response("tasks"); });
  router.post("/api/commands", [](const Request&) { return text_response("ok"); });
  router.fall_back_to([](const Request&) { return text_response("app"); });
  const Response missing = call(router, Method::get, "/api/nothing");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.body->substr(0, 29), R"({"error":{"code":"not_found",)");
  const Response wrong = call(router, Method::post, "/api/tasks");
  EXPECT_EQ(wrong.status, 405);
  ASSERT_EQ(wrong.headers.size(), 1U);
  EXPECT_EQ(wrong.headers[0].value, "GET, HEAD");
  EXPECT_EQ(call(router, Method::get, "/api/commands").status, 405);
  EXPECT_EQ(call(router, Method::other, "/api/commands").status, 405);
  EXPECT_EQ(*call(router, Method::get, "/board").body, "app");
  EXPECT_EQ(call(router, Method::post, "/board").status, 405);
}

TEST(Reply, AnswersOnceAndNeverLeavesAClientWithoutAnAnswer) {
  std::vector<int> statuses;
  {
    const Reply reply([&](const Response& response) { statuses.push_back(response.status); });
    reply(text_response("first"));
    reply(text_response("second"));
  }
  {
    const Reply dropped([&](const Response& response) { statuses.push_back(response.status); });
  }
  EXPECT_EQ(statuses, (std::vector<int>{200, 503}));
}

// -------------------------------------------------------------------------------- errors as JSON

TEST(ErrorAnswer, HasOneStatusForEveryCode) {
  using core::ErrorCode;
  const std::vector<std::pair<ErrorCode, int>> table = {
      {ErrorCode::malformed, 400},      {ErrorCode::too_large, 413},
      {ErrorCode::not_found, 404},      {ErrorCode::forged, 403},
      {ErrorCode::unauthorised, 401},   {ErrorCode::rate_limited, 429},
      {ErrorCode::conflict, 409},       {ErrorCode::in_use, 409},
      {ErrorCode::wrong_version, 500},  {ErrorCode::corrupt, 500},
      {ErrorCode::storage_full, 507},   {ErrorCode::storage_read_only, 503},
      {ErrorCode::storage_failed, 503}, {ErrorCode::unavailable, 503},
      {ErrorCode::invalid, 422},        {ErrorCode::timed_out, 504},
  };
  for (const auto& [code, status] : table) {
    const Response response = error_response(core::Error{code, "A \"quoted\" sentence."});
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(*response.body, R"({"error":{"code":")" + std::string(core::name_of(code)) +
                                  R"(","message":"A \"quoted\" sentence."}})");
    EXPECT_NE(reason_phrase(status), "Unknown");
  }
}

// ----------------------------------------------------------------------------------------- gzip

TEST(Gzip, ComesBackAsItWas) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "{\"id\":" + std::to_string(i) + "},";
  EXPECT_EQ(gunzip(gzip(text, Effort::quick)), text);
  EXPECT_LT(gzip(text, Effort::best).size(), text.size() / 3);
  EXPECT_EQ(gunzip(gzip("", Effort::quick)), "");
}

TEST(Gzip, IsUsedOnlyWhereAccepted) {
  for (const char* yes :
       {"gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.5", "*", "deflate, *;q=0.1"}) {
    EXPECT_TRUE(accepts_gzip(yes)) << yes;
  }
  for (const char* no :
       {"", "br", "identity", "gzip;q=0", "gzip; q=0.000", "*;q=0", "gzip;q=0, *"}) {
    EXPECT_FALSE(accepts_gzip(no)) << no;
  }
}

// ----------------------------------------------------------------------------- heads of answers

TEST(Head, CarriesStrictSecurityHeadersOnEveryAnswer) {
  for (const int status : {200, 304, 404, 500}) {
    Response response = text_response("x");
    response.status = status;
    const std::string head = make_wire_answer(response, {}).head;
    EXPECT_NE(head.find("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"),
              std::string::npos);
    EXPECT_NE(head.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_NE(head.find("x-content-type-options: nosniff"), std::string::npos);
    EXPECT_NE(head.find("referrer-policy: no-referrer"), std::string::npos);
    EXPECT_EQ(head.find("unsafe-inline"), std::string::npos);
  }
}

TEST(Head, AnswersAKnownValidatorWith304AndNoBody) {
  Response response = text_response("body");
  response.etag = weak_etag("12-7");
  AnswerTerms terms;
  terms.if_none_match = "\"other\", W/\"12-7\"";
  const WireAnswer answer = make_wire_answer(response, terms);
  EXPECT_TRUE(answer.head.starts_with("HTTP/1.1 304 Not Modified\r\n"));
  EXPECT_EQ(answer.head.find("content-length"), std::string::npos);
  EXPECT_NE(answer.head.find("etag: W/\"12-7\""), std::string::npos);
  EXPECT_EQ(answer.body, nullptr);
  EXPECT_TRUE(validator_matches("*", "\"a\""));
  EXPECT_FALSE(validator_matches("\"a\"", "\"b\""));
  EXPECT_FALSE(validator_matches("*", ""));
}

TEST(Head, CompressesLargeTextWhereAcceptedAndSaysSo) {
  const Response large = text_response(std::string(20'000, 'a'));
  AnswerTerms terms;
  terms.gzip = true;
  const WireAnswer compressed = make_wire_answer(large, terms);
  EXPECT_NE(compressed.head.find("content-encoding: gzip"), std::string::npos);
  EXPECT_NE(compressed.head.find("vary: accept-encoding"), std::string::npos);
  EXPECT_EQ(gunzip(*compressed.body), *large.body);
  terms.gzip = false;
  EXPECT_EQ(make_wire_answer(large, terms).head.find("content-encoding"), std::string::npos);
  terms.gzip = true;
  const WireAnswer small = make_wire_answer(text_response("small"), terms);
  EXPECT_EQ(small.head.find("content-encoding"), std::string::npos);
}

TEST(Head, OfAHeadRequestHasTheLengthButNoBody) {
  AnswerTerms terms;
  terms.head_only = true;
  const WireAnswer answer = make_wire_answer(text_response("12345"), terms);
  EXPECT_NE(answer.head.find("content-length: 5\r\n"), std::string::npos);
  EXPECT_EQ(answer.body, nullptr);
}

// ----------------------------------------------------------------------------------------- rates

TEST(RateLimiter, LetsABurstThroughThenTheSteadyRate) {
  RateLimiter limiter(
      {.network = {.per_second = 10, .burst = 5}, .loopback = {.per_second = 1, .burst = 1}});
  const Client phone{.address = "10.0.0.7", .loopback = false};
  const RateLimiter::TimePoint start{};
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(limiter.take(phone, start));
  EXPECT_EQ(limiter.take(phone, start), std::chrono::milliseconds(100));
  EXPECT_FALSE(limiter.take(phone, start + std::chrono::milliseconds(100)));
  EXPECT_TRUE(limiter.take(phone, start + std::chrono::milliseconds(100)));
  EXPECT_FALSE(limiter.take({.address = "10.0.0.8", .loopback = false}, start));
}

TEST(RateLimiter, StaysSmallUnderManyAddresses) {
  RateLimiter limiter({.network = {.per_second = 1, .burst = 2}, .loopback = {}});
  const RateLimiter::TimePoint start{};
  for (std::size_t i = 0; i < RateLimiter::clients_max * 3; ++i) {
    EXPECT_FALSE(limiter.take({.address = std::to_string(i), .loopback = false}, start));
  }
  EXPECT_LE(limiter.client_count(), RateLimiter::clients_max);
}

// --------------------------------------------------------------------------------------- parsing

TEST(RequestReader, ReadsARequestWhateverThePiecesItComesIn) {
  const std::string text =
      "POST /api/v1/commands?x=1 HTTP/1.1\r\nHost: a\r\nCookie: a=1; session=abc\r\n"
      "Content-Length: 5\r\n\r\nhelloGET /next HTTP/1.1\r\nHost: a\r\n\r\n";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, text.size()}) {
    RequestReader reader({.header_bytes_max = 4096, .body_bytes_max = 64});
    std::vector<Request> requests;
    for (std::size_t at = 0; at < text.size(); at += piece) {
      reader.feed(std::string_view(text).substr(at, piece));
      while (reader.phase() == RequestReader::Phase::ready) {
        auto request = reader.take();
        ASSERT_TRUE(request);
        requests.push_back(std::move(*request));
      }
    }
    ASSERT_EQ(requests.size(), 2U);
    EXPECT_EQ(requests[0].method, Method::post);
    EXPECT_EQ(requests[0].body, "hello");
    EXPECT_EQ(requests[0].query.find("x"), "1");
    EXPECT_EQ(requests[0].cookie("session"), "abc");
    EXPECT_EQ(requests[0].cookie("b"), "");
    EXPECT_EQ(requests[1].path, "/next");
    EXPECT_EQ(reader.phase(), RequestReader::Phase::idle);
  }
}

TEST(RequestReader, RefusesWhatIsTooLargeOrNotHttp) {
  const std::vector<std::pair<std::string, int>> cases = {
      {"GARBAGE\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nbroken header\r\n\r\n", 400},
      {"GET / HTTP/9.9\r\n\r\n", 505},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(9000, 'a') + "\r\n\r\n", 431},
      {"GET /" + std::string(9000, 'a'), 431},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65\r\n\r\n", 413},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n" +
           std::string(900, 'b'),
       413},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400},
  };
  for (const auto& [text, status] : cases) {
    RequestReader reader({.header_bytes_max = 4096, .body_bytes_max = 64});
    reader.feed(text);
    ASSERT_EQ(reader.phase(), RequestReader::Phase::broken) << text.substr(0, 60);
    EXPECT_EQ(reader.refusal().status, status) << text.substr(0, 60);
    reader.feed("more");
    EXPECT_EQ(reader.phase(), RequestReader::Phase::broken);
  }
}

TEST(RequestReader, GoesOnAfterARequestThatMakesNoSense) {
  RequestReader reader({.header_bytes_max = 4096, .body_bytes_max = 64});
  reader.feed(
      "GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\nGET /?q=%zz HTTP/1.1\r\nHost: a\r\n\r\n"
      "GET /x HTTP/1.1\r\n\r\nGET http://a/fine?q=1 HTTP/1.1\r\nHost: a\r\n\r\n");
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(reader.phase(), RequestReader::Phase::ready);
    const auto request = reader.take();
    ASSERT_FALSE(request);
    EXPECT_EQ(request.error().code, core::ErrorCode::malformed);
  }
  const auto fine = reader.take();
  ASSERT_TRUE(fine);
  EXPECT_EQ(fine->path, "/fine");
}

// ---------------------------------------------------------------------------------- static files

class StaticFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::path(testing::TempDir()) /
        ("static-" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
    std::filesystem::create_directories(folder_ / "assets");
    write("index.html", "<!doctype html>app");
    write("sw.js", "self.x=1");
    write("assets/index-B4dF00d1.js", std::string(5000, 'x'));
    write("assets/index-B4dF00d1.js.gz", gzip(std::string(5000, 'x'), Effort::best));
    write("assets/font-A1b2C3d4.woff2", "font");
    write("icon.png", "png");
    std::filesystem::create_symlink("/etc/passwd", folder_ / "passwd.txt");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }

  std::filesystem::path folder_;
};

TEST_F(StaticFilesTest, ServesFilesWithTypesValidatorsAndCaching) {
  const auto files = StaticFiles::open(folder_);
  ASSERT_TRUE(files);
  const Response script = files->answer(request_for(Method::get, "/assets/index-B4dF00d1.js"));
  EXPECT_EQ(script.content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(script.cache_control, "public, max-age=31536000, immutable");
  ASSERT_NE(script.gzip_body, nullptr);
  EXPECT_EQ(gunzip(*script.gzip_body), *script.body);
  EXPECT_FALSE(script.etag.empty());
  EXPECT_EQ(files->answer(request_for(Method::get, "/sw.js")).cache_control, "no-cache");
  EXPECT_EQ(files->answer(request_for(Method::get, "/icon.png")).content_type, "image/png");
}

TEST_F(StaticFilesTest, GivesTheAppToItsOwnRoutesAnd404ToMissingFiles) {
  const auto files = StaticFiles::open(folder_);
  ASSERT_TRUE(files);
  for (const char* route : {"/", "/board", "/task/0a1b", "/week"}) {
    const Response response = files->answer(request_for(Method::get, route));
    EXPECT_EQ(response.status, 200) << route;
    EXPECT_EQ(*response.body, "<!doctype html>app");
    EXPECT_EQ(response.cache_control, "no-cache");
  }
  EXPECT_EQ(files->answer(request_for(Method::get, "/missing.js")).status, 404);
  EXPECT_EQ(files->answer(request_for(Method::get, "/passwd.txt")).status, 404)
      << "a symbolic link";
}

TEST_F(StaticFilesTest, SaysWhichFolderIsNotThere) {
  const auto files = StaticFiles::open(folder_ / "nothing");
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().code, core::ErrorCode::not_found);
}

TEST(HashedName, IsTheBundlersEightLetters) {
  for (const char* yes : {"index-B4dF00d1.js", "assets/a-b_cD-f09.css", "x-abcdefg1.woff2"}) {
    EXPECT_TRUE(is_hashed_name(yes)) << yes;
  }
  for (const char* no : {"index.html", "my-document.js", "a-b.js", "-12345678", "x12345678.js"}) {
    EXPECT_FALSE(is_hashed_name(no)) << no;
  }
}

}  // namespace
}  // namespace commune::gateway::http

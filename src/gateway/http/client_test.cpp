// What a device hears from a node that answers, that does not, and that is none.
#include "gateway/http/client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>

#include "gateway/http/answer.h"
#include "gateway/http/resolve.h"
#include "gateway/http/server.h"

namespace commune::gateway::http {
namespace {

using core::ErrorCode;

// A port that takes connections and never says a word.
class Silence {
 public:
  Silence() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(socket_, any, size), 0);
    EXPECT_EQ(::listen(socket_, 8), 0);
    EXPECT_EQ(::getsockname(socket_, any, &size), 0);
    port_ = ntohs(address.sin_port);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() { ::close(socket_); }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  int socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
  std::uint16_t port_ = 0;
};

HttpClient client_of(std::uint16_t port) {
  return {.origin = {.is_secure = false, .host = "127.0.0.1", .port = port}};
}

TEST(HttpClient, a_node_is_named_by_its_address_alone) {
  const auto plain = parse_origin("http://127.0.0.1:8080");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->host, "127.0.0.1");
  EXPECT_EQ(plain->port, 8080);
  const auto named = parse_origin("https://commune.local/");
  ASSERT_TRUE(named);
  EXPECT_TRUE(named->is_secure);
  EXPECT_EQ(named->port, 443);
  const auto six = parse_origin("https://[::1]:8443");
  ASSERT_TRUE(six);
  EXPECT_EQ(six->host, "::1");
  EXPECT_EQ(six->port, 8443);
  for (const std::string_view wrong :
       {"", "commune.local", "ftp://a", "http://", "http://a:0", "http://a:65536", "http://a:b",
        "http://[::1", "http://[]:1", "http://[::1]x:1", "http://a/path", "http://u@a",
        "http://a:1?x"}) {
    const auto origin = parse_origin(wrong);
    ASSERT_FALSE(origin) << wrong;
    EXPECT_EQ(origin.error().code, ErrorCode::malformed);
  }
}

TEST(HttpClient, what_is_said_arrives_and_the_answer_comes_back) {
  Options options;
  options.port = 0;
  auto server = Server::open(options, [](const Request& request, const Reply& reply) {
    Response response =
        json_response(request.path == "/large" ? std::string(answer_bytes_max + 1, 'x')
                                               : request.path + " " + request.body);
    if (request.path == "/none") response.status = 404;
    reply(std::move(response));
  });
  ASSERT_TRUE(server) << server.error().message;
  const HttpClient client = client_of(server->port());
  const auto got = client.get("/board");
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->status, 200U);
  EXPECT_EQ(got->body, "/board ");
  const auto posted = client.post("/none", "text/plain", core::as_bytes("a pump"));
  ASSERT_TRUE(posted) << posted.error().message;
  EXPECT_EQ(posted->status, 404U);
  EXPECT_EQ(posted->body, "/none a pump");
  const auto large = client.get("/large");
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, ErrorCode::too_large);
}

TEST(HttpClient, silence_ends_at_the_deadline_and_nobody_there_at_once) {
  HttpClient client{};
  {
    const Silence silence;
    client = client_of(silence.port());
    client.deadline = std::chrono::milliseconds{100};
    const auto unheard = client.get("/");
    ASSERT_FALSE(unheard);
    EXPECT_EQ(unheard.error().code, ErrorCode::timed_out);
    client.origin.is_secure = true;
    const auto handshake = client.get("/");
    ASSERT_FALSE(handshake);
    EXPECT_EQ(handshake.error().code, ErrorCode::timed_out);
    client.authority_file = "/nowhere.pem";
    EXPECT_EQ(client.get("/").error().code, ErrorCode::not_found);
  }
  client.origin.is_secure = false;
  const auto nobody = client.get("/");
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().code, ErrorCode::unavailable);
}

// A name server that says nothing until the test is over.
TEST(HttpClient, a_name_server_that_is_silent_holds_nobody_beyond_the_deadline) {
  std::promise<void> end;
  const LookUp silent = [over = end.get_future().share()](const std::string&,
                                                          std::uint16_t) -> core::Result<Places> {
    over.wait();
    return Places{};
  };
  const auto unknown = resolve("commune.example", 443, std::chrono::milliseconds{50}, silent);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::timed_out);
  const auto address = resolve("::1", 443, std::chrono::milliseconds{0}, silent);
  ASSERT_TRUE(address) << "an address asks nobody";
  EXPECT_EQ(address->at(0).port(), 443);
  end.set_value();
  HttpClient client = client_of(1);
  client.origin.host = "no-such-host.invalid";
  EXPECT_FALSE(client.get("/"));
}

TEST(HttpClient, headers_go_along_and_a_pause_that_is_asked_for_comes_back) {
  Options options;
  options.port = 0;
  auto server = Server::open(options, [](const Request& request, const Reply& reply) {
    Response response = json_response(std::string(request.header("urgency")));
    response.status = 429;
    response.headers.push_back({"retry-after", "120"});
    reply(std::move(response));
  });
  ASSERT_TRUE(server) << server.error().message;
  const auto answer = client_of(server->port()).post("/x", "text/plain", {}, {{"urgency", "high"}});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 429U);
  EXPECT_EQ(answer->body, "high");
  EXPECT_EQ(answer->retry_after, "120");
}

TEST(HttpClient, only_addresses_that_may_be_reached_are_connected_to) {
  Options options;
  options.port = 0;
  int requests = 0;
  auto server = Server::open(options, [&](const Request&, const Reply& reply) {
    ++requests;
    reply(json_response("{}"));
  });
  ASSERT_TRUE(server) << server.error().message;
  HttpClient client = client_of(server->port());
  client.origin.host = "localhost";
  client.may_reach = [](core::ByteView address) {
    return address[0] != 127 && address.size() == 4;
  };
  const auto refused = client.get("/x");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_EQ(requests, 0);
  client.may_reach = [](core::ByteView address) { return address.size() == 4; };
  EXPECT_TRUE(client.get("/x").has_value());
}

}  // namespace
}  // namespace commune::gateway::http

// The server over real sockets on loopback.
#include "gateway/http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "gateway/http/answer.h"
#include "gateway/http/router.h"
#include "gateway/http/test_socket.h"

namespace commune::gateway::http {
namespace {

using std::chrono::milliseconds;

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    options_.port = 0;
    router_.get("/hello", [](const Request&) { return json_response(R"({"hello":1})"); });
    router_.get("/large",
                [](const Request&) { return json_response(std::string(1'000'000, '7')); });
    router_.get("/throws", [](const Request&) -> Response { throw std::runtime_error("no"); });
    router_.post("/echo", [](const Request& request) { return json_response(request.body); });
    router_.post_async("/later", [this](const Request&, const Reply& reply) {
      const std::lock_guard lock(mutex_);
      later_.push_back(reply);
    });
    router_.get("/stream", [this](const Request&) {
      Response response;
      response.content_type = "text/event-stream";
      response.stream = [this](std::shared_ptr<Stream> stream) {
        const std::lock_guard lock(mutex_);
        streams_.push_back(std::move(stream));
      };
      return response;
    });
  }

  void open() {
    auto server = Server::open(options_, router_);
    ASSERT_TRUE(server) << server.error().message;
    server_.emplace(std::move(*server));
  }

  std::string ask(const std::string& bytes) {
    TestSocket socket(server_->port());
    socket.send(bytes);
    return socket.read_answer();
  }

  std::shared_ptr<Stream> wait_for_stream(std::size_t index) {
    for (int i = 0; i < 1000; ++i) {
      {
        const std::lock_guard lock(mutex_);
        if (streams_.size() > index) return streams_[index];
      }
      std::this_thread::sleep_for(milliseconds(5));
    }
    return nullptr;
  }

  Options options_;
  Router router_;
  std::mutex mutex_;
  std::vector<Reply> later_;
  std::vector<std::shared_ptr<Stream>> streams_;
  std::optional<Server> server_;
};

constexpr std::string_view get_hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

TEST_F(ServerTest, KeepsAConnectionForManyRequestsEvenPipelined) {
  open();
  TestSocket socket(server_->port());
  for (int i = 0; i < 3; ++i) {
    socket.send(get_hello);
    const std::string answer = socket.read_answer();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\nconnection: keep-alive")) << answer;
    EXPECT_TRUE(answer.ends_with(R"({"hello":1})"));
  }
  socket.send(std::string(get_hello) +
              "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n123");
  EXPECT_TRUE(socket.read_answer().ends_with(R"({"hello":1})"));
  EXPECT_TRUE(socket.read_answer().ends_with("123"));
}

TEST_F(ServerTest, AnswersHeadWithoutABodyAndClosesWhenAsked) {
  open();
  TestSocket socket(server_->port());
  socket.send(
      "HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\nConnection: "
      "close\r\n\r\n");
  EXPECT_NE(socket.read_answer(false).find("content-length: 11"), std::string::npos);
  EXPECT_TRUE(socket.read_all().ends_with(R"({"hello":1})"));
}

TEST_F(ServerTest, SendsLargeAnswersWhole) {
  open();
  const std::string answer = ask("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, 1'000'000U);
}

TEST_F(ServerTest, TellsWhatWasWrongAndGoesOnServingOthers) {
  open();
  EXPECT_TRUE(ask("GARBAGE\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(ask("GET /none HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 404 "));
  EXPECT_TRUE(ask("PUT /hello HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 405 "));
  EXPECT_TRUE(ask("GET /throws HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 500 "));
  EXPECT_TRUE(ask("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n")
                  .starts_with("HTTP/1.1 431 "));
  const std::string large = ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n" +
                                std::string(70'000, 'b'));
  EXPECT_TRUE(large.starts_with("HTTP/1.1 413 ")) << large;
  EXPECT_NE(large.find(R"({"error":{"code":"too_large")"), std::string::npos);
  EXPECT_TRUE(ask(std::string(get_hello)).starts_with("HTTP/1.1 200 "));
}

TEST_F(ServerTest, AsksForABodyThatWaitsForContinue) {
  open();
  TestSocket socket(server_->port());
  socket.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(socket.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.send("ok");
  EXPECT_TRUE(socket.read_answer().ends_with("ok"));
}

TEST_F(ServerTest, AnswersFromAnotherThreadAndOnTimeoutWithoutTheHandler) {
  options_.deadlines.handler = milliseconds(100);
  open();
  TestSocket socket(server_->port());
  const std::string post = "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
  socket.send(post);
  EXPECT_TRUE(socket.read_answer().starts_with("HTTP/1.1 504 "));
  later_.front()(json_response("late"));
  socket.send(post);
  while (true) {
    const std::lock_guard lock(mutex_);
    if (later_.size() == 2) break;
  }
  later_.back()(json_response("\"in time\""));
  EXPECT_TRUE(socket.read_answer().ends_with("\"in time\""));
  later_.clear();
}

TEST_F(ServerTest, DropsAClientThatSendsItsRequestDropByDrop) {
  options_.deadlines.header = milliseconds(200);
  options_.deadlines.body = milliseconds(200);
  options_.deadlines.idle = milliseconds(400);
  open();
  for (const std::string& start :
       {std::string("GET /hel"),
        std::string("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1")}) {
    TestSocket socket(server_->port());
    const auto begin = std::chrono::steady_clock::now();
    socket.send(start);
    std::thread drops([&] {
      for (int i = 0; i < 6; ++i) {
        std::this_thread::sleep_for(milliseconds(60));
        socket.send("x");
      }
    });
    EXPECT_EQ(socket.read_all(), "");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(1500));
    drops.join();
  }
  TestSocket silent(server_->port());
  EXPECT_EQ(silent.read_all(), "");
}

TEST_F(ServerTest, AnswersTooManyRequestsWith429) {
  options_.rates.loopback = {.per_second = 1, .burst = 3};
  open();
  TestSocket socket(server_->port());
  for (int i = 0; i < 3; ++i) {
    socket.send(get_hello);
    EXPECT_TRUE(socket.read_answer().starts_with("HTTP/1.1 200 "));
  }
  socket.send(get_hello);
  const std::string answer = socket.read_answer();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 429 "));
  EXPECT_NE(answer.find("retry-after: 1\r\n"), std::string::npos);
  EXPECT_NE(answer.find("rate_limited"), std::string::npos);
}

TEST_F(ServerTest, TakesNoMoreConnectionsThanItsLimit) {
  options_.connections_max = 2;
  open();
  TestSocket first(server_->port());
  TestSocket second(server_->port());
  first.send(get_hello);
  second.send(get_hello);
  EXPECT_FALSE(first.read_answer().empty());
  EXPECT_FALSE(second.read_answer().empty());
  TestSocket third(server_->port());
  third.send(get_hello);
  EXPECT_EQ(third.read_all(), "");
}

TEST_F(ServerTest, SaysPlainlyThatAPortIsInUse) {
  open();
  Options same = options_;
  same.port = server_->port();
  const auto second = Server::open(same, router_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, core::ErrorCode::in_use);
  EXPECT_NE(second.error().message.find("already listens on 127.0.0.1, port"), std::string::npos);
}

TEST_F(ServerTest, StreamsToManyAndCutsOffTheSlowOneOnly) {
  options_.stream_backlog_bytes_max = 256U << 10U;
  open();
  const std::string request = "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n";
  TestSocket quick(server_->port());
  quick.send(request);
  const auto quick_stream = wait_for_stream(0);
  ASSERT_NE(quick_stream, nullptr);
  TestSocket slow(server_->port(), 4096);
  slow.send(request);
  const auto slow_stream = wait_for_stream(1);
  ASSERT_NE(slow_stream, nullptr);
  EXPECT_NE(quick.read_until("\r\n\r\n").find("text/event-stream"), std::string::npos);

  const auto chunk = std::make_shared<const std::string>(std::string(60'000, 's') + "\n\n");
  for (int i = 0; i < 400 && slow_stream->is_open(); ++i) {
    slow_stream->send(chunk);
    quick_stream->send(chunk);
    EXPECT_EQ(quick.read_until("\n\n").size(), chunk->size());
  }
  EXPECT_FALSE(slow_stream->is_open());
  EXPECT_TRUE(quick_stream->is_open());
}

TEST_F(ServerTest, NoticesThatAStreamsClientHasGone) {
  open();
  {
    TestSocket socket(server_->port());
    socket.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_NE(wait_for_stream(0), nullptr);
  }
  for (int i = 0; i < 400 && streams_[0]->is_open(); ++i)
    std::this_thread::sleep_for(milliseconds(5));
  EXPECT_FALSE(streams_[0]->is_open());
}

TEST_F(ServerTest, StopsGracefullyFinishingWhatIsInProgress) {
  open();
  TestSocket idle(server_->port());
  idle.send(get_hello);
  EXPECT_FALSE(idle.read_answer().empty());
  TestSocket stream(server_->port());
  stream.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_NE(wait_for_stream(0), nullptr);
  TestSocket busy(server_->port());
  busy.send("POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
  for (bool arrived = false; !arrived;) {
    const std::lock_guard lock(mutex_);
    arrived = later_.size() == 1;
  }
  std::thread stopper([&] { server_->stop(std::chrono::seconds(5)); });
  EXPECT_EQ(idle.read_all(), "");
  std::this_thread::sleep_for(milliseconds(100));
  later_.front()(json_response("\"finished\""));
  later_.clear();
  const std::string answer = busy.read_all();
  EXPECT_NE(answer.find("connection: close"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("\"finished\""));
  stopper.join();
  EXPECT_FALSE(TestSocket(server_->port()).connected());
}

TEST_F(ServerTest, ServesManyClientsAtOnce) {
  open();
  std::atomic<int> right = 0;
  std::vector<std::thread> clients;
  clients.reserve(16);
  for (int c = 0; c < 16; ++c) {
    clients.emplace_back([&] {
      TestSocket socket(server_->port());
      for (int i = 0; i < 50; ++i) {
        socket.send(get_hello);
        if (socket.read_answer().ends_with(R"({"hello":1})")) ++right;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(right, 16 * 50);
}

}  // namespace
}  // namespace commune::gateway::http

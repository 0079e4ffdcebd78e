// Bytes from a socket in, requests out: Beast's incremental parser with our limits. Knows no
// socket, so that tests and the fuzzer feed it bytes. Internal to the server: includes Boost.
#pragma once

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/head.h"
#include "gateway/http/message.h"
#include "gateway/http/options.h"

namespace commune::gateway::http {

class RequestReader {
 public:
  enum class Phase : std::uint8_t {
    idle,  // not a byte of a request yet
    header,
    body,
    ready,   // take() it
    broken,  // refusal() says why; the connection cannot go on
  };

  explicit RequestReader(const Options& options);

  // Bytes as they came; what belongs to the next request is kept.
  void feed(std::string_view bytes);

  [[nodiscard]] Phase phase() const { return phase_; }

  // The client waits for "100 Continue" before it sends the body. True once per request.
  [[nodiscard]] bool take_expects_continue();

  // How to answer the request that is ready: read before take().
  [[nodiscard]] AnswerTerms terms() const;

  // The request, or why it makes no sense (the connection may go on). Starts on the next one.
  [[nodiscard]] core::Result<Request> take();

  // After `broken`.
  [[nodiscard]] const Response& refusal() const { return refusal_; }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void start();
  void advance();
  [[nodiscard]] bool has_too_large_body() const;
  void break_with(int status, std::string_view code, std::string_view message);
  void break_with(const boost::system::error_code& reason);

  std::size_t header_bytes_max_;
  std::size_t body_bytes_max_;
  std::size_t put_body_bytes_max_;  // at least body_bytes_max_
  std::optional<Parser> parser_;
  std::string pending_;
  Phase phase_ = Phase::idle;
  bool expects_continue_ = false;
  bool expectation_seen_ = false;
  Response refusal_;
};

}  // namespace commune::gateway::http

#include "gateway/http/request_reader.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include "core/check.h"
#include "gateway/http/answer.h"
#include "gateway/http/gzip.h"

namespace commune::gateway::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::beast::string_view;

std::string_view as_view(string_view text) { return {text.data(), text.size()}; }

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return result;
}

Method method_of(beast_http::verb verb) {
  if (verb == beast_http::verb::get) return Method::get;
  if (verb == beast_http::verb::head) return Method::head;
  if (verb == beast_http::verb::post) return Method::post;
  if (verb == beast_http::verb::put) return Method::put;
  if (verb == beast_http::verb::delete_) return Method::remove;
  return Method::other;
}

// "http://host/path" is allowed from any client (RFC 9112, 3.2.2) and means "/path".
std::string_view origin_form(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const std::size_t slash = target.find('/', scheme.size());
    return slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  return target;
}

}  // namespace

RequestReader::RequestReader(const Options& options)
    : header_bytes_max_(options.header_bytes_max),
      body_bytes_max_(options.body_bytes_max),
      put_body_bytes_max_(std::max(options.put_body_bytes_max, options.body_bytes_max)) {
  start();
}

void RequestReader::start() {
  parser_.emplace();
  parser_->eager(true);
  parser_->header_limit(static_cast<std::uint32_t>(header_bytes_max_));
  parser_->body_limit(put_body_bytes_max_);
  phase_ = Phase::idle;
  expects_continue_ = false;
  expectation_seen_ = false;
}

void RequestReader::feed(std::string_view bytes) {
  if (phase_ == Phase::broken) return;
  pending_.append(bytes);
  if (phase_ != Phase::ready) advance();
}

void RequestReader::advance() {
  // Empty lines before a request are skipped (RFC 9112, 2.2).
  if (phase_ == Phase::idle)
    pending_.erase(0, std::min(pending_.find_first_not_of("\r\n"), pending_.size()));
  while (!pending_.empty() && !parser_->is_done()) {
    boost::system::error_code error;
    const std::size_t used = parser_->put(boost::asio::buffer(pending_), error);
    pending_.erase(0, used);
    if (error == beast_http::error::need_more) {
      if (phase_ == Phase::idle) phase_ = Phase::header;
      if (!parser_->is_header_done() && pending_.size() > header_bytes_max_) {
        return break_with(beast_http::make_error_code(beast_http::error::header_limit));
      }
      if (used == 0) break;
      continue;
    }
    if (error) return break_with(error);
  }
  if (has_too_large_body()) {
    return break_with(beast_http::make_error_code(beast_http::error::body_limit));
  }
  if (parser_->is_done()) {
    phase_ = Phase::ready;
  } else if (parser_->is_header_done()) {
    phase_ = Phase::body;
    if (!expectation_seen_) {
      expectation_seen_ = true;
      expects_continue_ =
          beast_http::token_list(parser_->get()[beast_http::field::expect]).exists("100-continue");
    }
  }
}

// The parser knows one limit, the larger; the method is known when the header is.
bool RequestReader::has_too_large_body() const {
  if (!parser_->is_header_done() || parser_->get().method() == beast_http::verb::put) return false;
  return parser_->get().body().size() > body_bytes_max_ ||
         parser_->content_length().value_or(0) > body_bytes_max_;
}

bool RequestReader::take_expects_continue() { return std::exchange(expects_continue_, false); }

AnswerTerms RequestReader::terms() const {
  CHECK(phase_ == Phase::ready);
  const auto& message = parser_->get();
  AnswerTerms terms;
  terms.head_only = message.method() == beast_http::verb::head;
  terms.keep_alive = message.keep_alive();
  terms.gzip = accepts_gzip(as_view(message[beast_http::field::accept_encoding]));
  terms.if_none_match = as_view(message[beast_http::field::if_none_match]);
  return terms;
}

core::Result<Request> RequestReader::take() {
  CHECK(phase_ == Phase::ready);
  auto message = parser_->release();
  start();
  if (!pending_.empty()) advance();
  const auto refuse = [](std::string text) {
    return core::fail(core::ErrorCode::malformed, std::move(text));
  };
  if (message.version() >= 11 && message[beast_http::field::host].empty()) {
    return refuse("The request names no host.");
  }
  const std::string_view target = origin_form(as_view(message.target()));
  const std::size_t mark = target.find('?');
  auto segments = parse_path(target.substr(0, mark));
  if (!segments) return refuse("The path of the address is not well-formed.");
  Request request;
  request.method = method_of(message.method());
  request.path = target.substr(0, mark);
  request.segments = std::move(*segments);
  if (mark != std::string_view::npos) request.query = TRY(Query::parse(target.substr(mark + 1)));
  for (const auto& field : message) {
    request.headers.push_back(
        {lower(as_view(field.name_string())), std::string(as_view(field.value()))});
  }
  request.body = std::move(message.body());
  return request;
}

void RequestReader::break_with(int status, std::string_view code, std::string_view message) {
  phase_ = Phase::broken;
  refusal_ = error_response(status, code, message);
}

void RequestReader::break_with(const boost::system::error_code& reason) {
  using beast_http::error;
  if (reason == error::body_limit) {
    return break_with(413, "too_large", "The body of the request is too large.");
  }
  if (reason == error::header_limit || reason == error::buffer_overflow) {
    return break_with(431, "too_large", "The headers of the request are too large.");
  }
  if (reason == error::bad_version) {
    return break_with(505, "malformed", "This server speaks HTTP/1.1.");
  }
  break_with(400, "malformed", "The request is not well-formed HTTP.");
}

}  // namespace commune::gateway::http

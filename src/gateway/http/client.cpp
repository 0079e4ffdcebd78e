#include "gateway/http/client.h"

#include <fmt/core.h>
#include <openssl/ssl.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <charconv>
#include <chrono>
#include <utility>
#include <vector>

#include "gateway/http/resolve.h"

namespace commune::gateway::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using core::ErrorCode;
using Outgoing = beast::http::request<beast::http::string_body>;

std::string name_of(const Origin& origin) { return fmt::format("{}:{}", origin.host, origin.port); }

std::unexpected<core::Error> unanswered(const Origin& origin, const error_code& error) {
  if (error == beast::error::timeout) {
    return core::fail(ErrorCode::timed_out,
                      fmt::format("{} does not answer in time", name_of(origin)));
  }
  if (error == beast::http::error::body_limit || error == beast::http::error::header_limit) {
    return core::fail(ErrorCode::too_large,
                      fmt::format("the answer of {} is too large", name_of(origin)));
  }
  return core::fail(ErrorCode::unavailable,
                    fmt::format("cannot reach {}: {}", name_of(origin), error.message()));
}

// Runs one asynchronous step to its end; the stream's own deadline ends it at the latest.
template <class Start>
error_code finish(asio::io_context& context, Start&& start) {
  error_code result = asio::error::operation_aborted;
  std::forward<Start>(start)(
      [&result](const error_code& error, const auto&...) { result = error; });
  context.restart();
  context.run();
  return result;
}

template <class Stream>
core::Result<ClientAnswer> exchange(asio::io_context& context, Stream& stream, const Origin& origin,
                                    const Outgoing& request) {
  if (const auto error = finish(context, [&](auto handler) {
        beast::http::async_write(stream, request, std::move(handler));
      })) {
    return unanswered(origin, error);
  }
  beast::flat_buffer buffer;
  beast::http::response_parser<beast::http::string_body> parser;
  parser.body_limit(answer_bytes_max);
  if (const auto error = finish(context, [&](auto handler) {
        beast::http::async_read(stream, buffer, parser, std::move(handler));
      })) {
    return unanswered(origin, error);
  }
  const auto pause = parser.get()[beast::http::field::retry_after];
  return ClientAnswer{parser.get().result_int(), std::move(parser.get().body()),
                      std::string(pause.data(), pause.size())};
}

core::Result<asio::ssl::context> trusted(const std::string& authority_file) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  error_code error;
  if (authority_file.empty()) {
    context.set_default_verify_paths(error);
  } else {
    context.load_verify_file(authority_file, error);
  }
  if (error) {
    return core::fail(ErrorCode::not_found,
                      fmt::format("{} is not a readable file of certificates in PEM form",
                                  authority_file.empty() ? "the system's store" : authority_file));
  }
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  return context;
}

core::Result<ClientAnswer> exchange_securely(asio::io_context& context, beast::tcp_stream& tcp,
                                             const HttpClient& client, const Outgoing& request) {
  auto tls = TRY(trusted(client.authority_file));
  const Origin& origin = client.origin;
  beast::ssl_stream<beast::tcp_stream&> stream(tcp, tls);
  error_code error;
  stream.set_verify_mode(asio::ssl::verify_peer, error);
  stream.set_verify_callback(asio::ssl::host_name_verification(origin.host), error);
  asio::ip::make_address(origin.host, error);
  if (error) {  // a name, which the server may want to know (RFC 6066, section 3)
    SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             const_cast<char*>(origin.host.c_str()));
  }
  const auto refused = finish(context, [&](auto handler) {
    stream.async_handshake(asio::ssl::stream_base::client, std::move(handler));
  });
  if (refused.category() == asio::error::get_ssl_category()) {
    return core::fail(ErrorCode::forged,
                      fmt::format("{} shows no certificate for this name that is trusted here: {}",
                                  name_of(origin), refused.message()));
  }
  if (refused) return unanswered(origin, refused);
  return exchange(context, stream, origin, request);
}

// The addresses that a name means, as far as they may be reached. They are looked up once and
// connected to as they are, so that a name cannot mean something else a moment later.
core::Result<Places> places_of(const HttpClient& client) {
  const Origin& origin = client.origin;
  Places places = TRY(resolve(origin.host, origin.port, client.deadline));
  std::erase_if(places, [&](const tcp::endpoint& place) {
    const auto address = place.address();
    return client.may_reach && !(address.is_v4() ? client.may_reach(address.to_v4().to_bytes())
                                                 : client.may_reach(address.to_v6().to_bytes()));
  });
  if (!places.empty()) return places;
  return core::fail(ErrorCode::invalid,
                    fmt::format("{} is at no address that may be reached", name_of(origin)));
}

core::Result<ClientAnswer> send(const HttpClient& client, const Outgoing& request) {
  const Origin& origin = client.origin;
  const auto ends_at = std::chrono::steady_clock::now() + client.deadline;
  const Places places = TRY(places_of(client));
  asio::io_context context;
  beast::tcp_stream stream(context);
  stream.expires_at(ends_at);
  const auto error =
      finish(context, [&](auto handler) { stream.async_connect(places, std::move(handler)); });
  if (error) return unanswered(origin, error);
  return origin.is_secure ? exchange_securely(context, stream, client, request)
                          : exchange(context, stream, origin, request);
}

Outgoing request_for(const HttpClient& client, beast::http::verb verb, std::string_view path) {
  const Origin& origin = client.origin;
  const bool is_ipv6 = origin.host.find(':') != std::string::npos;
  const std::string host = is_ipv6 ? "[" + origin.host + "]" : origin.host;
  Outgoing request(verb, beast::string_view(path.data(), path.size()), 11);
  request.set(beast::http::field::host, fmt::format("{}:{}", host, origin.port));
  request.set(beast::http::field::user_agent, "commune");
  request.keep_alive(false);
  return request;
}

}  // namespace

core::Result<Origin> parse_origin(std::string_view url) {
  const auto wrong = [url] {
    return core::fail(ErrorCode::malformed,
                      fmt::format("a node is named https://HOST[:PORT] or http://127.0.0.1:PORT, "
                                  "not \"{}\"",
                                  url));
  };
  Origin origin;
  origin.is_secure = url.starts_with("https://");
  if (!origin.is_secure && !url.starts_with("http://")) return wrong();
  std::string_view rest = url.substr(origin.is_secure ? 8 : 7);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.find_first_of("/?#@ ") != std::string_view::npos) return wrong();
  const auto bracket = rest.starts_with('[') ? rest.find(']') : 0;
  if (bracket == std::string_view::npos) return wrong();
  const auto colon = rest.find(':', bracket);
  const std::string_view host = rest.substr(0, colon);
  origin.host = bracket > 0 ? host.substr(1, bracket - 1) : host;
  if (origin.host.empty() || (bracket > 0 && host.size() != bracket + 1)) return wrong();
  origin.port = origin.is_secure ? 443 : 80;
  if (colon == std::string_view::npos) return origin;
  const char* end = rest.data() + rest.size();
  const auto parsed = std::from_chars(rest.data() + colon + 1, end, origin.port);
  if (parsed.ec != std::errc{} || parsed.ptr != end || origin.port == 0) return wrong();
  return origin;
}

core::Result<ClientAnswer> HttpClient::get(std::string_view path) const {
  return send(*this, request_for(*this, beast::http::verb::get, path));
}

core::Result<ClientAnswer> HttpClient::post(std::string_view path, std::string_view type,
                                            core::ByteView body,
                                            const std::vector<Header>& headers) const {
  Outgoing request = request_for(*this, beast::http::verb::post, path);
  request.set(beast::http::field::content_type, beast::string_view(type.data(), type.size()));
  for (const Header& header : headers) request.set(header.name, header.value);
  request.body() = core::as_text(body);
  request.prepare_payload();
  return send(*this, request);
}

}  // namespace commune::gateway::http

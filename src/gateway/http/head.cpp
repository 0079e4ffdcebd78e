#include "gateway/http/head.h"

#include "gateway/http/answer.h"
#include "gateway/http/gzip.h"

namespace commune::gateway::http {
namespace {

// On every answer. No inline script or style anywhere; WebAssembly may be compiled; nobody frames
// the app; the camera is for scanning an invitation. There is no Strict-Transport-Security on
// purpose: it would also force the plain page that explains the commune's own certificate to https.
constexpr std::string_view security_headers =
    "content-security-policy: default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
    "style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'\r\n"
    "x-content-type-options: nosniff\r\n"
    "x-frame-options: DENY\r\n"
    "referrer-policy: no-referrer\r\n"
    "permissions-policy: camera=(self), geolocation=(), microphone=(), payment=(), usb=()\r\n"
    "cross-origin-opener-policy: same-origin\r\n"
    "cross-origin-resource-policy: same-origin\r\n";

void add(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

SharedText choose_body(const Response& response, const AnswerTerms& terms, bool& compressed) {
  compressed = false;
  if (!response.body || !terms.gzip || response.body->size() < gzip_size_min) return response.body;
  if (!is_compressible(response.content_type)) return response.body;
  compressed = true;
  if (response.gzip_body) return response.gzip_body;
  return std::make_shared<const std::string>(gzip(*response.body, Effort::quick));
}

std::string begin_head(int status, bool keep_alive) {
  std::string head;
  head.reserve(1200);
  head.append("HTTP/1.1 ").append(std::to_string(status)).append(" ");
  head.append(reason_phrase(status)).append("\r\n");
  head.append(keep_alive ? "connection: keep-alive\r\n" : "connection: close\r\n");
  return head;
}

}  // namespace

bool validator_matches(std::string_view if_none_match, std::string_view etag) {
  if (etag.empty() || if_none_match.empty()) return false;
  if (if_none_match == "*") return true;
  const auto opaque = [](std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
  };
  while (!if_none_match.empty()) {
    const std::size_t end = if_none_match.find(',');
    std::string_view tag = if_none_match.substr(0, end);
    if_none_match =
        end == std::string_view::npos ? std::string_view{} : if_none_match.substr(end + 1);
    while (tag.starts_with(' ')) tag.remove_prefix(1);
    while (tag.ends_with(' ')) tag.remove_suffix(1);
    if (opaque(tag) == opaque(etag)) return true;
  }
  return false;
}

std::string weak_etag(std::string_view name) {
  return std::string("W/\"").append(name).append("\"");
}

WireAnswer make_wire_answer(const Response& response, const AnswerTerms& terms) {
  const bool unchanged =
      response.status == 200 && validator_matches(terms.if_none_match, response.etag);
  const bool streams = static_cast<bool>(response.stream);
  WireAnswer answer;
  answer.head = begin_head(unchanged ? 304 : response.status, terms.keep_alive && !streams);
  add(answer.head, "cache-control", response.cache_control);
  if (!response.etag.empty()) add(answer.head, "etag", response.etag);
  for (const Header& header : response.headers) add(answer.head, header.name, header.value);
  answer.head.append(security_headers);
  if (!unchanged && !streams) {
    bool compressed = false;
    answer.body = choose_body(response, terms, compressed);
    add(answer.head, "content-length", std::to_string(answer.body ? answer.body->size() : 0));
    if (compressed) add(answer.head, "content-encoding", "gzip");
  }
  if (!unchanged && !response.content_type.empty()) {
    add(answer.head, "content-type", response.content_type);
    if (is_compressible(response.content_type)) add(answer.head, "vary", "accept-encoding");
  }
  answer.head.append("\r\n");
  if (terms.head_only) answer.body.reset();
  return answer;
}

}  // namespace commune::gateway::http

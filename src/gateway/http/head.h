// Turns an answer into bytes: validators, compression, security headers. Pure; the socket's owner
// writes head and body in one gathered write.
#pragma once

#include <string>
#include <string_view>

#include "gateway/http/message.h"

namespace commune::gateway::http {

// What of the request still matters when its answer is written.
struct AnswerTerms {
  bool head_only = false;  // HEAD
  bool keep_alive = true;
  bool gzip = false;  // the client accepts it
  std::string if_none_match;
};

struct WireAnswer {
  std::string head;  // status line and headers, with the empty line
  SharedText body;   // may be null
};

[[nodiscard]] WireAnswer make_wire_answer(const Response& response, const AnswerTerms& terms);

// Weak comparison of an If-None-Match header with one validator (RFC 9110, 13.1.2).
[[nodiscard]] bool validator_matches(std::string_view if_none_match, std::string_view etag);

// `W/"<name>"`: weak, since the compressed answer has the same one.
[[nodiscard]] std::string weak_etag(std::string_view name);

}  // namespace commune::gateway::http

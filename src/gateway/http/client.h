// The other side of the door: what a device or a bridge says to a node over HTTP/1.1 or HTTPS.
// One request a connection and every request with a deadline: alerts are rare, and a node that was
// restarted in between is reached without a special case. It knows nothing of commands.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/error.h"

namespace commune::gateway::http {

inline constexpr std::size_t answer_bytes_max = 1U << 20U;

struct Origin {
  bool is_secure = false;
  std::string host;  // without brackets
  std::uint16_t port = 0;
};

// "https://commune.local:8443", "http://[::1]:8080"; a slash may follow, a path may not.
// malformed: anything else.
[[nodiscard]] core::Result<Origin> parse_origin(std::string_view url);

struct ClientAnswer {
  unsigned status = 0;  // 200 to 599
  std::string body;
};

struct HttpClient {
  Origin origin;
  std::string authority_file = {};             // PEM; empty: what the system trusts
  std::chrono::milliseconds deadline{15'000};  // for the whole request

  // Errors: unavailable (nobody answers, or the answer breaks off), timed_out, forged (its
  // certificate is not what we trust), not_found (the authority's file), too_large.
  [[nodiscard]] core::Result<ClientAnswer> get(std::string_view path) const;
  [[nodiscard]] core::Result<ClientAnswer> post(std::string_view path, std::string_view type,
                                                core::ByteView body) const;
};

}  // namespace commune::gateway::http

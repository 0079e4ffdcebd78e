// The other side of the door: what a device or a bridge says to a node over HTTP/1.1 or HTTPS, and
// a node to a push service. One request a connection and every request with a deadline: both are
// rare, and whoever was restarted in between is reached without a special case. It follows no
// redirection, and knows nothing of commands.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "gateway/http/message.h"

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
  std::string retry_after;  // the header of that name, or empty
};

struct HttpClient {
  Origin origin;
  std::string authority_file = {};             // PEM; empty: what the system trusts
  std::chrono::milliseconds deadline{15'000};  // for the whole request
  // Asked for every address that the host's name means, 4 or 16 bytes; only those are connected to.
  // Not set: any.
  std::function<bool(core::ByteView)> may_reach = {};

  // Errors: unavailable (nobody answers, or the answer breaks off), timed_out, forged (its
  // certificate is not what we trust), not_found (the authority's file), too_large, invalid (no
  // address of that name may be reached).
  [[nodiscard]] core::Result<ClientAnswer> get(std::string_view path) const;
  [[nodiscard]] core::Result<ClientAnswer> post(std::string_view path, std::string_view type,
                                                core::ByteView body,
                                                const std::vector<Header>& headers = {}) const;
};

}  // namespace commune::gateway::http

// What a push service's answer means for a message and its browser (RFC 8030, sections 5 and 7.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/error.h"
#include "core/time.h"
#include "gateway/http/client.h"

namespace commune::gateway {

enum class PushVerdict : std::uint8_t {
  delivered,
  gone,     // the browser does not want messages any more
  again,    // too many at once, or the service is not well
  refused,  // this message will never pass
};

inline constexpr unsigned push_tries_max = 5;
inline constexpr core::Seconds push_pause_max = core::minutes(30);

[[nodiscard]] PushVerdict verdict_of(const core::Result<http::ClientAnswer>& answer);

// Retry-After as seconds or as a date (RFC 9110, section 10.2.3); nothing for what is neither.
[[nodiscard]] std::optional<core::Seconds> parse_retry_after(std::string_view text, core::Time now);

// Before the next try, after `tries` failed ones (from 1): what the service asks for, 1 second to
// push_pause_max, or else longer from time to time.
[[nodiscard]] core::Seconds push_pause(unsigned tries, std::optional<core::Seconds> asked);

}  // namespace commune::gateway

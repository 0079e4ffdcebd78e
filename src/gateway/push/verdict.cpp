#include "gateway/push/verdict.h"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <string>

namespace commune::gateway {

PushVerdict verdict_of(const core::Result<http::ClientAnswer>& answer) {
  if (!answer) {
    using core::ErrorCode;
    const ErrorCode code = answer.error().code;
    const bool may_pass = code == ErrorCode::unavailable || code == ErrorCode::timed_out;
    return may_pass ? PushVerdict::again : PushVerdict::refused;
  }
  const unsigned status = answer->status;
  if (status >= 200 && status < 300) return PushVerdict::delivered;
  if (status == 404 || status == 410) return PushVerdict::gone;
  if (status == 408 || status == 429 || status >= 500) return PushVerdict::again;
  return PushVerdict::refused;
}

std::optional<core::Seconds> parse_retry_after(std::string_view text, core::Time now) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error == std::errc{} && end == text.data() + text.size() && seconds >= 0) {
    return core::Seconds{seconds};
  }
  std::tm parts{};
  const std::string date(text);
  const char* rest = ::strptime(date.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (rest == nullptr || *rest != '\0') return std::nullopt;
  return core::Time{::timegm(&parts)} - now;
}

core::Seconds push_pause(unsigned tries, std::optional<core::Seconds> asked) {
  constexpr core::Seconds pause_min{1};
  if (asked) return std::clamp(*asked, pause_min, push_pause_max);
  constexpr std::int64_t first = 5;
  const unsigned doublings = 2 * (std::min(tries, push_tries_max) - 1);
  return std::min(core::Seconds{first << doublings}, push_pause_max);
}

}  // namespace commune::gateway

#include "push/subscription.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/bytes.h"
#include "core/hash.h"
#include "push/p256.h"

namespace commune::push {
namespace {

template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> parse_bytes(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);  // some browsers' libraries pad
  const auto bytes = core::parse_base64url(text);
  if (!bytes || bytes->size() != N) return std::nullopt;
  std::array<std::uint8_t, N> parsed{};
  std::ranges::copy(*bytes, parsed.begin());
  return parsed;
}

}  // namespace

core::Result<Subscription> parse_subscription(std::string_view endpoint, std::string_view key,
                                              std::string_view secret, Reach reach) {
  Endpoint to = TRY(parse_endpoint(endpoint, reach));
  const auto point = parse_bytes<65>(key);
  if (!point || !open_public_key(*point)) {
    return core::fail(core::ErrorCode::malformed,
                      "\"p256dh\" is not a point of the curve P-256 in base64url.");
  }
  const auto shared = parse_bytes<16>(secret);
  if (!shared) {
    return core::fail(core::ErrorCode::malformed, "\"auth\" is not 16 bytes in base64url.");
  }
  return Subscription{std::string(endpoint), std::move(to), *point, *shared};
}

SubscriptionId id_of(std::string_view endpoint) {
  return *SubscriptionId::from(core::sha256(core::as_bytes(endpoint)).view());
}

}  // namespace commune::push

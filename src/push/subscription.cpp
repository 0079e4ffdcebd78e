#include "push/subscription.h"

#include <algorithm>
#include <optional>

#include "core/bytes.h"
#include "core/hash.h"
#include "push/p256.h"

namespace commune::push {
namespace {

template <std::size_t N>
bool read(std::string_view text, std::array<std::uint8_t, N>& into) {
  while (text.ends_with('=')) text.remove_suffix(1);  // some browsers' libraries pad
  const auto bytes = core::parse_base64url(text);
  if (!bytes || bytes->size() != N) return false;
  std::ranges::copy(*bytes, into.begin());
  return true;
}

}  // namespace

core::Result<Subscription> parse_subscription(std::string_view endpoint, std::string_view key,
                                              std::string_view secret, Reach reach) {
  static_cast<void>(TRY(parse_endpoint(endpoint, reach)));
  Subscription subscription;
  subscription.endpoint = endpoint;
  if (!read(key, subscription.key) || !open_public_key(subscription.key)) {
    return core::fail(core::ErrorCode::malformed,
                      "\"p256dh\" is not a point of the curve P-256 in base64url.");
  }
  if (!read(secret, subscription.secret)) {
    return core::fail(core::ErrorCode::malformed, "\"auth\" is not 16 bytes in base64url.");
  }
  return subscription;
}

SubscriptionId id_of(std::string_view endpoint) {
  return *SubscriptionId::from(core::sha256(core::as_bytes(endpoint)).view());
}

}  // namespace commune::push

// One browser that wants to be woken: where its messages go, and the keys that it alone can open
// them with (RFC 8291, section 3.1; the W3C Push API, section 8). It says nothing of whose it is.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/fixed_bytes.h"
#include "push/endpoint.h"

namespace commune::push {

struct SubscriptionTag {};
// SHA-256 of the endpoint: to name a subscription is to know its endpoint, which is a secret of the
// browser, its push service and us.
using SubscriptionId = core::FixedBytes<SubscriptionTag, 32>;

struct Subscription {
  std::string endpoint;
  Endpoint to;                            // the same, read
  std::array<std::uint8_t, 65> key{};     // "p256dh": a point of P-256, uncompressed
  std::array<std::uint8_t, 16> secret{};  // "auth"
  friend bool operator==(const Subscription&, const Subscription&) = default;
};

// As browsers give it: keys in base64url. Errors: those of parse_endpoint; malformed, with the
// field.
[[nodiscard]] core::Result<Subscription> parse_subscription(std::string_view endpoint,
                                                            std::string_view key,
                                                            std::string_view secret, Reach reach);

[[nodiscard]] SubscriptionId id_of(std::string_view endpoint);

}  // namespace commune::push

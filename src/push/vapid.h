// Who sends: Voluntary Application Server Identification for Web Push (RFC 8292). A browser
// subscribes for one key and its push service takes messages signed by that key alone.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/time.h"

namespace commune::push {

// A token may live for 24 hours at most (RFC 8292, section 2); half of that allows for clocks that
// are wrong.
inline constexpr core::Seconds token_life = core::hours(12);

class VapidKey {
 public:
  // `seed`: secret bytes, the same at every start. The one seed in 2^32 that is no private key of
  // the curve is refused: invalid.
  [[nodiscard]] static core::Result<VapidKey> from(const std::array<std::uint8_t, 32>& seed);
  ~VapidKey();
  VapidKey(const VapidKey&) = default;
  VapidKey& operator=(const VapidKey&) = default;

  // A browser's `applicationServerKey`: 65 bytes in base64url.
  [[nodiscard]] std::string public_text() const;

  // The value of an Authorization header: a token for one push service ("https://push.example").
  [[nodiscard]] std::string authorization(std::string_view audience, std::string_view contact,
                                          core::Time now) const;

 private:
  VapidKey() = default;
  std::array<std::uint8_t, 32> scalar_{};
  std::array<std::uint8_t, 65> point_{};
};

// Whom the push service may ask: "mailto:…" or "https://…" (RFC 8292, section 2.1). malformed:
// anything else.
[[nodiscard]] core::Result<void> check_contact(std::string_view contact);

}  // namespace commune::push

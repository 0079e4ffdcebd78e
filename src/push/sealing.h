// A message that only one browser opens: Message Encryption for Web Push (RFC 8291) in one record
// of aes128gcm (RFC 8188). Every message has the same size, so that who carries it cannot tell one
// from another by its length.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/bytes.h"
#include "core/error.h"
#include "push/subscription.h"

namespace commune::push {

// What fits into a message. Every push service takes 4,096 bytes (RFC 8030, section 7.2); what some
// of them hand on to phones may not be longer than about 2,900.
inline constexpr std::size_t plain_size_max = 2700;
// Salt, record size, key, and the record: the text, its end, padding, and the tag.
inline constexpr std::size_t sealed_size = 16 + 4 + 1 + 65 + plain_size_max + 1 + 16;

// too_large: more than plain_size_max.
[[nodiscard]] core::Result<core::Bytes> seal(const Subscription& subscription,
                                             std::string_view plain);

// The same with everything given, as in the example of RFC 8291, appendix A: `padding` zeros behind
// the text. Never use a private key or a salt twice.
struct SealingChoice {
  std::array<std::uint8_t, 32> private_key{};
  std::array<std::uint8_t, 16> salt{};
  std::size_t padding = 0;
};
[[nodiscard]] core::Bytes seal_with(const SealingChoice& choice, const Subscription& subscription,
                                    std::string_view plain);

}  // namespace commune::push

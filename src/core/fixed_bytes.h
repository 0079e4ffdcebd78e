// Ids, keys, digests: N bytes with a tag, so that a task's id never passes for a member's.
// Equality, order and hashing; no arithmetic.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"

namespace commune::core {

template <class Tag, std::size_t N>
class FixedBytes {
 public:
  static constexpr std::size_t size = N;

  constexpr FixedBytes() = default;
  explicit constexpr FixedBytes(const std::array<std::uint8_t, N>& bytes) : bytes_(bytes) {}

  // Nothing unless exactly N bytes are given.
  [[nodiscard]] static std::optional<FixedBytes> from(ByteView bytes) {
    if (bytes.size() != N) return std::nullopt;
    FixedBytes result;
    std::copy(bytes.begin(), bytes.end(), result.bytes_.begin());
    return result;
  }

  // Nothing unless the text is exactly 2 N lower-case hexadecimal digits.
  [[nodiscard]] static std::optional<FixedBytes> parse(std::string_view hex) {
    const auto bytes = parse_hex(hex);
    return bytes ? from(*bytes) : std::nullopt;
  }

  [[nodiscard]] ByteView view() const { return bytes_; }
  [[nodiscard]] std::string hex() const { return to_hex(bytes_); }
  [[nodiscard]] bool is_zero() const { return *this == FixedBytes{}; }

  friend constexpr auto operator<=>(const FixedBytes&, const FixedBytes&) = default;
  friend constexpr bool operator==(const FixedBytes&, const FixedBytes&) = default;

 private:
  std::array<std::uint8_t, N> bytes_{};
};

struct DigestTag {};
using Digest = FixedBytes<DigestTag, 32>;  // SHA-256

}  // namespace commune::core

template <class Tag, std::size_t N>
struct std::hash<commune::core::FixedBytes<Tag, N>> {
  std::size_t operator()(const commune::core::FixedBytes<Tag, N>& value) const noexcept {
    static_assert(N >= sizeof(std::size_t));
    std::size_t result = 0;
    std::memcpy(&result, value.view().data(), sizeof result);
    return result;
  }
};

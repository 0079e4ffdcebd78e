// Byte buffers and their text forms. Hexadecimal is lower case; base64url has no padding (RFC
// 4648).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commune::core {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

[[nodiscard]] std::string to_hex(ByteView bytes);
// Nothing for odd lengths and for anything but [0-9a-f].
[[nodiscard]] std::optional<Bytes> parse_hex(std::string_view text);

[[nodiscard]] std::string to_base64url(ByteView bytes);
// Nothing for padding, white space, other letters, or left-over bits that are not zero.
[[nodiscard]] std::optional<Bytes> parse_base64url(std::string_view text);

[[nodiscard]] inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

[[nodiscard]] inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace commune::core

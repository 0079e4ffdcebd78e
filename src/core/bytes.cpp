#include "core/bytes.h"

#include <array>
#include <cstddef>

namespace commune::core {
namespace {

constexpr std::string_view base64url_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::optional<std::uint8_t> value_of_hex(char letter) {
  if (letter >= '0' && letter <= '9') return static_cast<std::uint8_t>(letter - '0');
  if (letter >= 'a' && letter <= 'f') return static_cast<std::uint8_t>(letter - 'a' + 10);
  return std::nullopt;
}

constexpr std::array<std::int8_t, 256> make_base64url_values() {
  std::array<std::int8_t, 256> values{};
  for (auto& value : values) value = -1;
  for (std::size_t i = 0; i < base64url_letters.size(); ++i) {
    values[static_cast<unsigned char>(base64url_letters[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}

}  // namespace

std::string to_hex(ByteView bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text.push_back(digits[byte >> 4U]);
    text.push_back(digits[byte & 15U]);
  }
  return text;
}

std::optional<Bytes> parse_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = value_of_hex(text[i]);
    const auto low = value_of_hex(text[i + 1]);
    if (!high || !low) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(*high << 4U | *low));
  }
  return bytes;
}

std::string to_base64url(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    buffer = buffer << 8U | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text.push_back(base64url_letters[buffer >> bits & 63U]);
    }
  }
  if (bits > 0) text.push_back(base64url_letters[buffer << (6 - bits) & 63U]);
  return text;
}

std::optional<Bytes> parse_base64url(std::string_view text) {
  static constexpr auto values = make_base64url_values();
  if (text.size() % 4 == 1) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const char letter : text) {
    const std::int8_t value = values[static_cast<unsigned char>(letter)];
    if (value < 0) return std::nullopt;
    buffer = buffer << 6U | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<std::uint8_t>(buffer >> bits & 255U));
    }
  }
  if ((buffer & ((1U << bits) - 1U)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace commune::core

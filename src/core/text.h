// Text as UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace commune::core {

// At most `size_max` bytes of it, whole characters only; a view into `text`.
[[nodiscard]] constexpr std::string_view beginning_of(std::string_view text, std::size_t size_max) {
  if (text.size() <= size_max) return text;
  const auto continues = [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
  };
  while (size_max > 0 && continues(text[size_max])) --size_max;
  return text.substr(0, size_max);
}

}  // namespace commune::core

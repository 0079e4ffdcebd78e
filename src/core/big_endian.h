// Eight bytes, the most significant first: how numbers stand in what is signed and in file headers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace commune::core {

[[nodiscard]] inline std::array<std::uint8_t, 8> big_endian(std::uint64_t value) {
  std::array<std::uint8_t, 8> bytes{};
  for (std::size_t i = bytes.size(); i > 0; --i, value >>= 8U) {
    bytes[i - 1] = static_cast<std::uint8_t>(value & 0xFFU);
  }
  return bytes;
}

}  // namespace commune::core

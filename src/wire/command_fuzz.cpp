// Commands of every kind: what parses is written back as exactly the same bytes.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/check.h"
#include "wire/envelope_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const commune::core::ByteView bytes{data, size};
  if (const auto command = commune::wire::parse_command(bytes)) {
    CHECK(std::ranges::equal(commune::wire::encode_command(*command), bytes));
  }
  return 0;
}

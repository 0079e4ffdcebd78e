// Whatever bytes arrive: what parses as an envelope, signed or not, or as a block is written back
// as exactly the same bytes, so that one meaning has one digest.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/check.h"
#include "wire/envelope_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace wire = commune::wire;
  const commune::core::ByteView bytes{data, size};
  const auto is_same = [&](const commune::core::Bytes& written) {
    return std::ranges::equal(written, bytes);
  };
  if (const auto parsed = wire::parse_signed_envelope(bytes)) {
    CHECK(is_same(wire::encode_signed_envelope(*parsed)));
    // What is inside comes from outside as well.
    if (const auto inner = wire::parse_envelope(parsed->envelope)) {
      CHECK(wire::encode_envelope(*inner) == parsed->envelope);
    }
  }
  if (const auto parsed = wire::parse_envelope(bytes))
    CHECK(is_same(wire::encode_envelope(*parsed)));
  if (const auto parsed = wire::parse_block(bytes)) CHECK(is_same(wire::encode_block(*parsed)));
  return 0;
}

// Any bytes as a posted envelope: refused, or written again exactly as they came.
#include <cstddef>
#include <cstdint>

#include "core/check.h"
#include "wire/envelope_codec.h"

namespace {

using commune::core::Bytes;
using commune::core::ByteView;

bool is_same(const Bytes& written, ByteView read) {
  return written == Bytes(read.begin(), read.end());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  if (const auto posted = commune::wire::parse_signed_envelope(bytes)) {
    CHECK(is_same(commune::wire::encode_signed_envelope(*posted), bytes));
    if (const auto envelope = commune::wire::parse_envelope(posted->envelope)) {
      CHECK(is_same(commune::wire::encode_envelope(*envelope), posted->envelope));
    }
  }
  if (const auto envelope = commune::wire::parse_envelope(bytes)) {
    CHECK(is_same(commune::wire::encode_envelope(*envelope), bytes));
  }
  return 0;
}

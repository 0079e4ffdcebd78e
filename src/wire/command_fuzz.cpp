// Any bytes as a command, a block, a genesis or a record: refused, or written again exactly as they
// came. The first byte chooses.
#include <cstddef>
#include <cstdint>
#include <variant>

#include "core/canonical.h"
#include "core/check.h"
#include "wire/envelope_codec.h"
#include "wire/record_codec.h"

namespace {

using commune::core::Bytes;
using commune::core::ByteView;

bool is_same(const Bytes& written, ByteView read) {
  return written == Bytes(read.begin(), read.end());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteView bytes(data + 1, size - 1);
  const std::uint32_t choice = data[0] % 16U;
  if (choice < 4) {
    const auto command = commune::wire::parse_command(bytes);
    if (command) CHECK(is_same(commune::wire::encode_command(*command), bytes));
  } else if (choice == 4) {
    const auto block = commune::wire::parse_block(bytes);
    if (block) CHECK(is_same(commune::wire::encode_block(*block), bytes));
  } else if (choice == 5) {
    const auto genesis = commune::wire::parse_genesis(bytes);
    if (genesis) CHECK(is_same(commune::wire::encode_genesis(*genesis), bytes));
  } else {
    const auto record = commune::wire::parse_record(choice - 6, bytes);
    if (!record) return 0;
    const Bytes written =
        std::visit([](const auto& noun) { return commune::core::encode_canonical(noun); }, *record);
    CHECK(is_same(written, bytes));
  }
  return 0;
}

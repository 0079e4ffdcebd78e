#include "wire/record_codec.h"

#include <cstddef>
#include <utility>
#include <variant>

#include "core/canonical.h"
#include "core/check.h"
#include "core/hash.h"
#include "wire/canonical_reader.h"

namespace commune::wire {
namespace {

template <std::size_t I = 0>
core::Result<model::Record> parse_kind(std::uint32_t kind, core::ByteView bytes) {
  if constexpr (I == std::variant_size_v<model::Record>) {
    return core::fail(core::ErrorCode::malformed, "a record of an unknown kind");
  } else {
    if (kind != I) return parse_kind<I + 1>(kind, bytes);
    using Noun = std::variant_alternative_t<I, model::Record>;
    auto parsed = decode_canonical<Noun>(bytes, "record");
    if (!parsed) return std::unexpected(std::move(parsed).error());
    return model::Record{std::in_place_index<I>, *std::move(parsed)};
  }
}

}  // namespace

core::Bytes encode_genesis(const model::Genesis& genesis) {
  return core::encode_canonical(genesis);
}

core::Result<model::Genesis> parse_genesis(core::ByteView bytes) {
  return decode_canonical<model::Genesis>(bytes, "genesis");
}

model::ChainId chain_id_of(const model::Genesis& genesis) {
  const auto chain = model::ChainId::from(core::sha256(encode_genesis(genesis)).view());
  CHECK(chain.has_value());
  return *chain;
}

core::Result<model::Record> parse_record(std::uint32_t kind, core::ByteView bytes) {
  return parse_kind(kind, bytes);
}

}  // namespace commune::wire

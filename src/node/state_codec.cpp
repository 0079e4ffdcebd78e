#include "node/state_codec.h"

#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/canonical.h"
#include "wire/canonical_reader.h"

namespace commune::node {
namespace {

constexpr std::uint32_t seen_field = 15;
constexpr std::size_t seen_size = 8 + 32;

template <class Noun, std::size_t I = 0>
constexpr std::uint32_t field_of() {
  if constexpr (std::is_same_v<std::variant_alternative_t<I, model::Record>, Noun>) {
    return static_cast<std::uint32_t>(I) + 1;
  } else {
    return field_of<Noun, I + 1>();
  }
}
static_assert(std::variant_size_v<model::Record> < seen_field);

std::array<std::uint8_t, seen_size> encode_seen(const ledger::SeenCommand& seen) {
  std::array<std::uint8_t, seen_size> bytes{};
  const auto expiry = static_cast<std::uint64_t>(seen.expires_at.seconds);
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[i] = static_cast<std::uint8_t>(expiry >> (56U - 8U * i));
  }
  std::ranges::copy(seen.id.view(), bytes.begin() + 8);
  return bytes;
}

core::Result<ledger::SeenCommand> parse_seen(core::ByteView bytes) {
  if (bytes.size() != seen_size) {
    return core::fail(core::ErrorCode::corrupt, "a seen command has another size");
  }
  std::uint64_t expiry = 0;
  for (const std::uint8_t byte : bytes.first(8)) expiry = expiry << 8U | byte;
  return ledger::SeenCommand{{static_cast<std::int64_t>(expiry)},
                             *core::Digest::from(bytes.subspan(8))};
}

template <std::size_t I = 0>
core::Result<model::Record> parse_record(std::uint32_t field, core::ByteView bytes) {
  if constexpr (I == std::variant_size_v<model::Record>) {
    return core::fail(core::ErrorCode::corrupt, "a record of an unknown kind");
  } else {
    if (field != I + 1) return parse_record<I + 1>(field, bytes);
    using Noun = std::variant_alternative_t<I, model::Record>;
    return model::Record{std::in_place_index<I>,
                         TRY(wire::decode_canonical<Noun>(bytes, "record"))};
  }
}

}  // namespace

core::Bytes encode_state(const ledger::State& state) {
  core::CanonicalWriter writer;
  state.for_each_record([&](const auto& record) {
    using Noun = std::remove_cvref_t<decltype(record)>;
    writer.nested_field(field_of<Noun>(), [&] { writer.fields(record); });
  });
  for (const ledger::SeenCommand& seen : state.seen_commands()) {
    writer.bytes_field(seen_field, encode_seen(seen));
  }
  return writer.take();
}

core::Result<ledger::State> parse_state(core::ByteView bytes) {
  std::vector<model::Record> records;
  std::set<ledger::SeenCommand> seen;
  wire::CanonicalReader reader(bytes, "snapshot");
  while (!reader.at_end()) {
    const auto tag = TRY(reader.peek_tag());
    const core::ByteView field = TRY(reader.length_delimited(tag));
    if (tag.number == seen_field) {
      // They were written in ascending order, so each goes to the end.
      seen.insert(seen.end(), TRY(parse_seen(field)));
    } else {
      records.push_back(TRY(parse_record(tag.number, field)));
    }
  }
  return ledger::State::restore(std::move(records), std::move(seen));
}

}  // namespace commune::node

#include "node/state_codec.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "core/canonical.h"
#include "node/workers.h"
#include "wire/canonical_reader.h"

namespace commune::node {
namespace {

constexpr std::uint32_t seen_field = 100;
constexpr std::size_t seen_size = 8 + 32;
constexpr std::size_t records_per_part = 1000;

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
    auto noun = TRY(wire::decode_canonical<Noun>(bytes, "record"));
    return model::Record{std::in_place_index<I>, std::move(noun)};
  }
}

struct Field {
  std::uint32_t number;
  core::ByteView bytes;
};

struct Fields {
  std::vector<Field> records;
  std::set<ledger::SeenCommand> seen;
};

core::Result<Fields> split(core::ByteView bytes) {
  Fields fields;
  wire::CanonicalReader reader(bytes, "snapshot");
  while (!reader.at_end()) {
    const auto tag = TRY(reader.peek_tag());
    const core::ByteView field = TRY(reader.length_delimited(tag));
    if (tag.number == seen_field) {
      // They were written in ascending order, so each goes to the end.
      fields.seen.insert(fields.seen.end(), TRY(parse_seen(field)));
    } else {
      fields.records.push_back({tag.number, field});
    }
  }
  return fields;
}

// Most of the time of a start goes here, so it is spread over the cores, a part of a thousand at a
// time.
core::Result<std::vector<model::Record>> parse_records(const std::vector<Field>& fields) {
  std::vector<model::Record> records(fields.size());
  const std::size_t parts = (fields.size() + records_per_part - 1) / records_per_part;
  std::vector<std::optional<core::Error>> errors(parts);
  Workers workers(std::max(1U, std::thread::hardware_concurrency()));
  workers.for_each_index(parts, [&](std::size_t part) {
    const std::size_t end = std::min((part + 1) * records_per_part, fields.size());
    for (std::size_t i = part * records_per_part; i < end && !errors[part]; ++i) {
      auto record = parse_record(fields[i].number, fields[i].bytes);
      if (record) {
        records[i] = *std::move(record);
      } else {
        errors[part] = std::move(record).error();
      }
    }
  });
  for (auto& error : errors) {
    if (error) return std::unexpected(*std::move(error));
  }
  return records;
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
  Fields fields = TRY(split(bytes));
  auto records = TRY(parse_records(fields.records));
  return ledger::State::restore(std::move(records), std::move(fields.seen));
}

}  // namespace commune::node

#include "wire/canonical_reader.h"

#include <fmt/core.h>

namespace commune::wire {

using core::ByteView;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::WireType;

bool is_clean_text(ByteView bytes) {
  std::size_t i = 0;
  const auto continuation = [&](std::size_t at, std::uint8_t low, std::uint8_t high) {
    return at < bytes.size() && bytes[at] >= low && bytes[at] <= high;
  };
  while (i < bytes.size()) {
    const std::uint8_t lead = bytes[i];
    if (lead == 0) return false;
    if (lead < 0x80) {
      i += 1;
    } else if (lead >= 0xc2 && lead <= 0xdf) {
      if (!continuation(i + 1, 0x80, 0xbf)) return false;
      i += 2;
    } else if (lead >= 0xe0 && lead <= 0xef) {
      const std::uint8_t low = lead == 0xe0 ? 0xa0 : 0x80;
      const std::uint8_t high = lead == 0xed ? 0x9f : 0xbf;
      if (!continuation(i + 1, low, high) || !continuation(i + 2, 0x80, 0xbf)) return false;
      i += 3;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      const std::uint8_t low = lead == 0xf0 ? 0x90 : 0x80;
      const std::uint8_t high = lead == 0xf4 ? 0x8f : 0xbf;
      if (!continuation(i + 1, low, high) || !continuation(i + 2, 0x80, 0xbf) ||
          !continuation(i + 3, 0x80, 0xbf)) {
        return false;
      }
      i += 4;
    } else {
      return false;
    }
  }
  return true;
}

std::unexpected<Error> CanonicalReader::refuse(std::string_view what) const {
  return core::fail(ErrorCode::malformed, fmt::format("{} {}", path_, what));
}

std::unexpected<Error> CanonicalReader::refuse(std::string_view name, std::string_view what) const {
  return core::fail(ErrorCode::malformed, fmt::format("{}.{} {}", path_, name, what));
}

Result<std::uint64_t> CanonicalReader::varint_at(std::size_t& position) const {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (position == bytes_.size()) return refuse("ends in the middle of a number");
    const std::uint8_t byte = bytes_[position++];
    if (shift == 63 && byte > 1) return refuse("has a number of more than 64 bits");
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) {
      if (byte == 0 && shift > 0) return refuse("has a number that is longer than needed");
      return value;
    }
  }
  return refuse("has a number of more than 64 bits");
}

Result<CanonicalReader::Tag> CanonicalReader::peek_tag() const {
  std::size_t position = position_;
  const std::uint64_t value = TRY(varint_at(position));
  if (value >> 3U == 0 || value >> 3U > 0x1fff'ffffU) return refuse("has a bad field number");
  const auto type = value & 7U;
  if (type != 0 && type != 2) return refuse("has a field of an unknown wire type");
  return Tag{static_cast<std::uint32_t>(value >> 3U), static_cast<WireType>(type),
             position - position_};
}

Result<bool> CanonicalReader::next_is(std::uint32_t number, std::string_view name,
                                      WireType type) const {
  if (at_end()) return false;
  const Tag tag = TRY(peek_tag());
  if (tag.number != number) return false;
  if (tag.type != type) return refuse(name, "has the wrong wire type");
  return true;
}

Result<std::uint64_t> CanonicalReader::integer(std::string_view name, std::uint64_t max) {
  position_ += TRY(peek_tag()).size_bytes;
  const std::uint64_t value = TRY(varint_at(position_));
  if (value == 0) return refuse(name, "is present but zero");
  if (value > max) return refuse(name, "is out of range");
  return value;
}

Result<ByteView> CanonicalReader::length_delimited(const Tag& tag) {
  position_ += tag.size_bytes;
  const std::uint64_t size = TRY(varint_at(position_));
  if (size > bytes_.size() - position_) return refuse("ends in the middle of a field");
  const ByteView chunk = bytes_.subspan(position_, size);
  position_ += size;
  return chunk;
}

Result<ByteView> CanonicalReader::chunk(std::string_view) {
  return length_delimited(TRY(peek_tag()));
}

Result<void> CanonicalReader::read_element(std::string_view name, ByteView bytes,
                                           std::string& value) {
  if (!is_clean_text(bytes)) return refuse(name, "is not valid UTF-8 text");
  value = core::as_text(bytes);
  return {};
}

Result<void> CanonicalReader::read_element(std::string_view, ByteView bytes, core::Bytes& value) {
  value.assign(bytes.begin(), bytes.end());
  return {};
}

}  // namespace commune::wire

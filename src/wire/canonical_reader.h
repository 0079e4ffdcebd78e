// Reads canonical bytes (core/canonical.h) back into nouns and refuses everything that the writer
// would not have written: unknown or repeated fields, wrong order, padded varints, explicit
// defaults, bad UTF-8, ids of another length. So a noun has exactly one encoding.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/bytes.h"
#include "core/canonical.h"
#include "core/error.h"
#include "core/fixed_bytes.h"
#include "core/slug.h"
#include "core/time.h"

namespace commune::wire {

// True for well-formed UTF-8 without the zero character (Unicode 15, table 3-7).
[[nodiscard]] bool is_clean_text(core::ByteView bytes);

class CanonicalReader {
 public:
  // `path` names the noun in error messages, for example "post_task".
  CanonicalReader(core::ByteView bytes, std::string path) : bytes_(bytes), path_(std::move(path)) {}

  struct Tag {
    std::uint32_t number;
    core::WireType type;
    std::size_t size_bytes;
  };

  [[nodiscard]] bool at_end() const { return position_ == bytes_.size(); }
  [[nodiscard]] core::Result<Tag> peek_tag() const;
  [[nodiscard]] core::Result<core::ByteView> length_delimited(const Tag& tag);

  // Fills `noun` from all remaining bytes.
  template <core::HasFields Noun>
  [[nodiscard]] core::Result<void> fields(Noun& noun) {
    std::optional<core::Error> error;
    visit_fields(noun, [&](std::uint32_t number, std::string_view name, auto& value) {
      if (error) return;
      if (auto read = field(number, name, value); !read) error = read.error();
    });
    if (error) return std::unexpected(*error);
    if (!at_end()) return refuse("has an unknown field, or fields out of order");
    return {};
  }

 private:
  [[nodiscard]] std::unexpected<core::Error> refuse(std::string_view what) const;
  [[nodiscard]] std::unexpected<core::Error> refuse(std::string_view name,
                                                    std::string_view what) const;
  [[nodiscard]] core::Result<std::uint64_t> varint_at(std::size_t& position) const;
  // True when the next field is `number`; an error when it is but has another wire type.
  [[nodiscard]] core::Result<bool> next_is(std::uint32_t number, std::string_view name,
                                           core::WireType type) const;
  [[nodiscard]] core::Result<std::uint64_t> integer(std::string_view name, std::uint64_t max);
  [[nodiscard]] core::Result<core::ByteView> chunk(std::string_view name);

  template <class T>
  [[nodiscard]] core::Result<void> field(std::uint32_t number, std::string_view name, T& value) {
    constexpr bool is_integer = std::is_same_v<T, bool> || std::is_enum_v<T> || std::integral<T> ||
                                std::is_same_v<T, core::Time> || std::is_same_v<T, core::Height>;
    constexpr auto type = is_integer ? core::WireType::varint : core::WireType::length_delimited;
    if (!TRY(next_is(number, name, type))) return {};
    if constexpr (is_integer) {
      return read_integer(name, value);
    } else {
      const core::ByteView bytes = TRY(chunk(name));
      if (bytes.empty()) return refuse(name, "is present but empty");
      TRY_VOID(read_element(name, bytes, value));
      if constexpr (!core::HasFields<T>) {
        if (value == T{}) return refuse(name, "is all zero");
      }
      return {};
    }
  }

  template <class T>
    requires(!std::same_as<T, std::uint8_t>)  // a std::vector<std::uint8_t> is one `bytes` field
  [[nodiscard]] core::Result<void> field(std::uint32_t number, std::string_view name,
                                         std::vector<T>& values) {
    while (TRY(next_is(number, name, core::WireType::length_delimited))) {
      const core::ByteView bytes = TRY(chunk(name));
      TRY_VOID(read_element(name, bytes, values.emplace_back()));
    }
    return {};
  }

  template <class T>
  [[nodiscard]] core::Result<void> read_integer(std::string_view name, T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      value = TRY(integer(name, 1)) != 0;
    } else if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(TRY(integer(name, last_of(T{}))));
    } else if constexpr (std::unsigned_integral<T>) {
      value = static_cast<T>(TRY(integer(name, std::numeric_limits<T>::max())));
    } else if constexpr (std::signed_integral<T>) {
      const auto wide = static_cast<std::int64_t>(TRY(integer(name, UINT64_MAX)));
      if (wide < std::numeric_limits<T>::min() || wide > std::numeric_limits<T>::max()) {
        return refuse(name, "is out of range");
      }
      value = static_cast<T>(wide);
    } else if constexpr (std::is_same_v<T, core::Time>) {
      value = {static_cast<std::int64_t>(TRY(integer(name, core::time_seconds_max)))};
    } else {
      value = {static_cast<std::int64_t>(TRY(integer(name, INT64_MAX)))};
    }
    return {};
  }

  template <class Tag_, std::size_t N>
  [[nodiscard]] core::Result<void> read_element(std::string_view name, core::ByteView bytes,
                                                core::FixedBytes<Tag_, N>& value) {
    const auto parsed = core::FixedBytes<Tag_, N>::from(bytes);
    if (!parsed) return refuse(name, "must be " + std::to_string(N) + " bytes long");
    value = *parsed;
    return {};
  }

  template <class Tag_>
  [[nodiscard]] core::Result<void> read_element(std::string_view name, core::ByteView bytes,
                                                core::Slug<Tag_>& value) {
    const auto parsed = core::Slug<Tag_>::parse(core::as_text(bytes));
    if (!parsed) return refuse(name, "must be 1 to 40 of a-z, 0-9 and hyphens");
    value = *parsed;
    return {};
  }

  [[nodiscard]] core::Result<void> read_element(std::string_view name, core::ByteView bytes,
                                                std::string& value);
  [[nodiscard]] core::Result<void> read_element(std::string_view name, core::ByteView bytes,
                                                core::Bytes& value);

  template <core::HasFields Noun>
  [[nodiscard]] core::Result<void> read_element(std::string_view name, core::ByteView bytes,
                                                Noun& value) {
    CanonicalReader nested(bytes, path_ + "." + std::string(name));
    return nested.fields(value);
  }

  core::ByteView bytes_;
  std::size_t position_ = 0;
  std::string path_;
};

// Parses a whole noun; `name` is used in error messages.
template <core::HasFields Noun>
[[nodiscard]] core::Result<Noun> decode_canonical(core::ByteView bytes, std::string name) {
  Noun noun{};
  CanonicalReader reader(bytes, std::move(name));
  TRY_VOID(reader.fields(noun));
  return noun;
}

}  // namespace commune::wire

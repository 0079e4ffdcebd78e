// Canonical bytes of a noun: protocol buffers' wire format with one way to write each value: fields
// in ascending order, defaults left out, shortest varints, all-zero ids left out. State digests and
// signatures are computed over these bytes, so they must be the same on every machine.
// Works on anything with a field list (`visit_fields`, see model/fields.h). Decoding is in wire/.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/bytes.h"
#include "core/fixed_bytes.h"
#include "core/slug.h"
#include "core/time.h"

namespace commune::core {

struct FieldListProbe {
  template <class Field>
  void operator()(std::uint32_t, std::string_view, Field&) const {}
};

// A noun with a field list, found by argument-dependent lookup.
template <class T>
concept HasFields = requires(const T& noun, FieldListProbe probe) { visit_fields(noun, probe); };

enum class WireType : std::uint8_t { varint = 0, length_delimited = 2 };

class CanonicalWriter {
 public:
  [[nodiscard]] Bytes take() { return std::move(out_); }

  void varint(std::uint64_t value) {
    while (value >= 0x80) {
      out_.push_back(static_cast<std::uint8_t>(value | 0x80U));
      value >>= 7U;
    }
    out_.push_back(static_cast<std::uint8_t>(value));
  }

  void tag(std::uint32_t number, WireType type) {
    varint(std::uint64_t{number} << 3U | static_cast<std::uint64_t>(type));
  }

  void bytes_field(std::uint32_t number, ByteView value) {
    tag(number, WireType::length_delimited);
    varint(value.size());
    out_.insert(out_.end(), value.begin(), value.end());
  }

  // Writes whatever `body` writes as a length-delimited field.
  template <class Body>
  void nested_field(std::uint32_t number, Body&& body) {
    tag(number, WireType::length_delimited);
    const std::size_t start = out_.size();
    body();
    CanonicalWriter prefix;
    prefix.varint(out_.size() - start);
    out_.insert(out_.begin() + static_cast<std::ptrdiff_t>(start), prefix.out_.begin(),
                prefix.out_.end());
  }

  template <HasFields Noun>
  void fields(const Noun& noun) {
    visit_fields(noun, [this](std::uint32_t number, std::string_view, const auto& value) {
      this->field(number, value);
    });
  }

  template <class T>
  void field(std::uint32_t number, const T& value) {
    if constexpr (std::is_same_v<T, bool> || std::is_enum_v<T> || std::unsigned_integral<T>) {
      integer_field(number, static_cast<std::uint64_t>(value));
    } else if constexpr (std::signed_integral<T>) {
      integer_field(number, static_cast<std::uint64_t>(static_cast<std::int64_t>(value)));
    } else if constexpr (std::is_same_v<T, Time>) {
      integer_field(number, static_cast<std::uint64_t>(value.seconds));
    } else if constexpr (std::is_same_v<T, Height>) {
      integer_field(number, static_cast<std::uint64_t>(value.value));
    } else if constexpr (HasFields<T>) {
      if (!(value == T{})) nested_field(number, [&] { fields(value); });
    } else {
      if (!element_is_empty(value)) bytes_field(number, element_bytes(value));
    }
  }

  template <class T>
  void field(std::uint32_t number, const std::vector<T>& values) {
    for (const T& value : values) {
      if constexpr (HasFields<T>) {
        nested_field(number, [&] { fields(value); });
      } else {
        bytes_field(number, element_bytes(value));
      }
    }
  }

  void field(std::uint32_t number, const Bytes& value) {
    if (!value.empty()) bytes_field(number, value);
  }

 private:
  void integer_field(std::uint32_t number, std::uint64_t value) {
    if (value == 0) return;
    tag(number, WireType::varint);
    varint(value);
  }

  template <class Tag, std::size_t N>
  static ByteView element_bytes(const FixedBytes<Tag, N>& value) {
    return value.view();
  }
  template <class Tag>
  static ByteView element_bytes(const Slug<Tag>& value) {
    return as_bytes(value.text());
  }
  static ByteView element_bytes(const std::string& value) { return as_bytes(value); }
  static ByteView element_bytes(const Bytes& value) { return value; }

  template <class Tag, std::size_t N>
  static bool element_is_empty(const FixedBytes<Tag, N>& value) {
    return value.is_zero();
  }
  template <class Tag>
  static bool element_is_empty(const Slug<Tag>& value) {
    return value.empty();
  }
  static bool element_is_empty(const std::string& value) { return value.empty(); }

  Bytes out_;
};

// The canonical bytes of a noun.
template <HasFields Noun>
[[nodiscard]] Bytes encode_canonical(const Noun& noun) {
  CanonicalWriter writer;
  writer.fields(noun);
  return writer.take();
}

}  // namespace commune::core

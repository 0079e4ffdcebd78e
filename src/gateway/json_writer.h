// Writes JSON into one string, front to back, without building a tree first: a page of the board
// has half a megabyte. Keys and values must come in a legal order; that is a bug otherwise.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/time.h"

namespace commune::gateway {

class JsonWriter {
 public:
  explicit JsonWriter(std::size_t expected_bytes = 512) { out_.reserve(expected_bytes); }

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& text(std::string_view value);
  JsonWriter& number(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  // "2026-11-22T18:00:00Z", or null where the time is not set.
  JsonWriter& instant(core::Time value);
  // Minutes as hours with at most two decimals: 90 gives 1.5.
  JsonWriter& hours(std::int64_t minutes);

  // Pairs that another writer has written.
  JsonWriter& members(std::string_view written);

  // The usual pairs.
  JsonWriter& field(std::string_view name, std::string_view value) { return key(name).text(value); }
  JsonWriter& field(std::string_view name, std::same_as<bool> auto value) {
    return key(name).boolean(value);
  }
  template <std::integral Integer>
    requires(!std::same_as<Integer, bool>)
  JsonWriter& field(std::string_view name, Integer value) {
    return key(name).number(static_cast<std::int64_t>(value));
  }
  JsonWriter& field(std::string_view name, core::Time value) { return key(name).instant(value); }
  JsonWriter& field(std::string_view name, core::Height value) {
    return key(name).number(value.value);
  }

  [[nodiscard]] std::string take() { return std::move(out_); }
  [[nodiscard]] std::size_t size() const { return out_.size(); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();  // a comma, unless something has just been opened or named
  void append_escaped(std::string_view value);

  std::string out_;
};

}  // namespace commune::gateway

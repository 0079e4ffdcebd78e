// Whole numbers, floats and texts as bytes, the most significant first: how the files and messages
// of learning are written. Reading never goes beyond the end; whoever reads asks at last whether
// all was there.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/big_endian.h"
#include "core/bytes.h"

namespace commune::recommend {

class ByteWriter {
 public:
  [[nodiscard]] core::Bytes take() { return std::move(bytes_); }
  void raw(core::ByteView bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
  void wide(std::uint64_t value) { raw(core::big_endian(value)); }
  void number(std::uint32_t value) { raw(core::ByteView(core::big_endian(value)).last(4)); }
  void real(float value) { number(std::bit_cast<std::uint32_t>(value)); }
  template <class Reals>
  void reals(const Reals& values) {
    for (const float value : values) real(value);
  }
  // Its length before it.
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    raw(core::as_bytes(value));
  }
  void texts(const std::vector<std::string>& values) {
    number(static_cast<std::uint32_t>(values.size()));
    for (const std::string& value : values) text(value);
  }

 private:
  core::Bytes bytes_;
};

// Reads what ByteWriter wrote. After the end everything is zero, and `is_whole` says so.
class ByteReader {
 public:
  explicit ByteReader(core::ByteView bytes) : bytes_(bytes) {}

  [[nodiscard]] bool is_whole() const { return !beyond_ && bytes_.empty(); }
  core::ByteView raw(std::size_t size) {
    if (size > bytes_.size()) {
      beyond_ = true;
      bytes_ = {};
      return {};
    }
    const core::ByteView head = bytes_.first(size);
    bytes_ = bytes_.subspan(size);
    return head;
  }
  std::uint64_t wide() { return big(8); }
  std::uint32_t number() { return static_cast<std::uint32_t>(big(4)); }
  float real() { return std::bit_cast<float>(number()); }
  // False, and nothing is set aside, where so many numbers are not there.
  bool has(std::uint64_t numbers) {
    if (numbers <= bytes_.size() / 4) return true;
    beyond_ = true;
    return false;
  }
  std::vector<float> reals(std::uint64_t count) {
    std::vector<float> values;
    if (!has(count)) return values;
    for (std::uint64_t i = 0; i < count; ++i) values.push_back(real());
    return values;
  }
  std::string text() { return std::string(core::as_text(raw(number()))); }
  std::vector<std::string> texts() {
    const std::uint32_t count = number();
    std::vector<std::string> values;
    if (!has(count)) return values;
    for (std::uint32_t i = 0; i < count; ++i) values.push_back(text());
    return values;
  }

 private:
  std::uint64_t big(std::size_t size) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : raw(size)) value = value << 8U | byte;
    return value;
  }

  core::ByteView bytes_;
  bool beyond_ = false;
};

}  // namespace commune::recommend

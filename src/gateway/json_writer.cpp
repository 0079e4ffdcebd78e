#include "gateway/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "gateway/instant.h"

namespace commune::gateway {

void JsonWriter::separate() {
  if (out_.empty()) return;
  const char last = out_.back();
  if (last != '{' && last != '[' && last != ':') out_ += ',';
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  return *this;
}

// Names are ours and need no escapes: one copy for quotes, name and colon.
JsonWriter& JsonWriter::key(std::string_view name) {
  const char last = out_.empty() ? '{' : out_.back();
  const bool first = last == '{' || last == '[' || last == ':';
  const std::size_t from = out_.size();
  out_.resize(from + name.size() + (first ? 3 : 4));
  char* to = out_.data() + from;
  if (!first) *to++ = ',';
  *to++ = '"';
  to = std::copy(name.begin(), name.end(), to);
  *to++ = '"';
  *to = ':';
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  separate();
  append_escaped(value);
  return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value) {
  separate();
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out_.append(digits.data(), end);
  return *this;
}

JsonWriter& JsonWriter::members(std::string_view written) {
  separate();
  out_ += written;
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  out_ += "null";
  return *this;
}

JsonWriter& JsonWriter::instant(core::Time value) {
  if (!value.is_set()) return null();
  separate();
  out_ += '"';
  append_instant(out_, value);
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::hours(std::int64_t minutes) {
  const std::int64_t hundredths = (minutes * 100 + 30) / 60;
  number(hundredths / 100);
  const auto rest = hundredths % 100;
  if (rest == 0) return *this;
  out_ += '.';
  out_ += static_cast<char>('0' + rest / 10);
  if (rest % 10 != 0) out_ += static_cast<char>('0' + rest % 10);
  return *this;
}

void JsonWriter::append_escaped(std::string_view value) {
  static constexpr std::string_view digits = "0123456789abcdef";
  const auto needs_escape = [](char c) {
    return static_cast<unsigned char>(c) < 0x20U || c == '"' || c == '\\';
  };
  out_ += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!needs_escape(value[i])) continue;
    const auto letter = static_cast<unsigned char>(value[i]);
    out_.append(value, plain_from, i - plain_from);
    plain_from = i + 1;
    if (letter == '"' || letter == '\\') {
      out_ += '\\';
      out_ += value[i];
    } else if (letter == '\n') {
      out_ += "\\n";
    } else {
      out_ += "\\u00";
      out_ += digits[letter >> 4U];
      out_ += digits[letter & 15U];
    }
  }
  out_.append(value, plain_from, value.size() - plain_from);
  out_ += '"';
}

}  // namespace commune::gateway

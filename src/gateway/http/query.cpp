#include "gateway/http/query.h"

#include <cstdint>

namespace commune::gateway::http {
namespace {

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

// Length in bytes of the UTF-8 character at the front, 0 if there is no valid printable one.
std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const std::uint32_t first = byte(0);
  if (first < 0x80U) return first >= 0x20U && first != 0x7FU ? 1 : 0;
  if (first >= 0xC2U && first <= 0xDFU) {
    const bool control = first == 0xC2U && byte(1) < 0xA0U;  // U+0080 to U+009F
    return follows(1) && !control ? 2 : 0;
  }
  if ((first & 0xF0U) == 0xE0U) {
    const std::uint32_t point = ((first & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U);
    const bool surrogate = point >= 0xD800U && point <= 0xDFFFU;
    return follows(1) && follows(2) && point >= 0x800U && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    const std::uint32_t point = ((first & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U);
    const bool in_range = point >= 0x10000U && point <= 0x10FFFFU;
    return follows(1) && follows(2) && follows(3) && in_range ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool is_printable_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

std::optional<std::string> percent_decode(std::string_view text, PlusSign plus) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      result += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      result += plus == PlusSign::is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  if (!is_printable_utf8(result)) return std::nullopt;
  return result;
}

core::Result<Query> Query::parse(std::string_view text) {
  const auto refuse = [](std::string message) {
    return core::fail(core::ErrorCode::malformed, std::move(message));
  };
  Query query;
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view field = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (field.empty()) continue;
    if (query.fields_.size() == query_fields_max) return refuse("The query has too many fields.");
    const std::size_t equals = field.find('=');
    auto name = percent_decode(field.substr(0, equals), PlusSign::is_space);
    auto value = percent_decode(
        equals == std::string_view::npos ? std::string_view{} : field.substr(equals + 1),
        PlusSign::is_space);
    if (!name || !value) return refuse("The query is not well-formed UTF-8 text.");
    if (query.find(*name)) return refuse("The query names \"" + *name + "\" twice.");
    query.fields_.emplace_back(std::move(*name), std::move(*value));
  }
  return query;
}

std::optional<std::string_view> Query::find(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::optional<std::vector<std::string>> parse_path(std::string_view path) {
  if (!path.starts_with('/')) return std::nullopt;
  std::vector<std::string> segments;
  path.remove_prefix(1);
  while (!path.empty()) {
    const std::size_t end = path.find('/');
    auto segment = percent_decode(path.substr(0, end), PlusSign::is_plus);
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end + 1);
    if (!segment || segment->empty() || *segment == "." || *segment == "..") return std::nullopt;
    if (segment->find_first_of("/\\") != std::string::npos) return std::nullopt;
    segments.push_back(std::move(*segment));
  }
  return segments;
}

}  // namespace commune::gateway::http

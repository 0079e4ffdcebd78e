// The part of a URL after '?', and percent-encoding. Input from outside: anything odd is an Error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"

namespace commune::gateway::http {

inline constexpr std::size_t query_fields_max = 32;

class Query {
 public:
  Query() = default;

  // Refuses broken percent-encoding, text that is not UTF-8, control characters, a name given
  // twice, and more than `query_fields_max` fields.
  [[nodiscard]] static core::Result<Query> parse(std::string_view text);

  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& fields() const {
    return fields_;
  }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

enum class PlusSign : std::uint8_t { is_plus, is_space };

// Nothing for broken escapes and for text that is not printable UTF-8.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, PlusSign plus);

// Valid UTF-8 (no overlong forms, no surrogates) without control characters.
[[nodiscard]] bool is_printable_utf8(std::string_view text);

// The decoded segments of a path. Nothing if it does not begin with '/', or for a segment that is
// "." or "..", or holds a slash or backslash once decoded: no file can be reached by a trick.
[[nodiscard]] std::optional<std::vector<std::string>> parse_path(std::string_view path);

}  // namespace commune::gateway::http

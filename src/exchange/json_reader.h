// Reads JSON that somebody else wrote: every error names the file and the place in it, a number
// outside its range or a field that nobody knows is refused, hostile nesting never reaches the
// parser's stack.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"

namespace commune::exchange {

// malformed: "round.json:17: is not JSON". too_large: over `size_max` bytes.
[[nodiscard]] core::Result<nlohmann::json> parse_json(std::string_view text, std::string_view file,
                                                      std::size_t size_max);

// An object within a document, with the path that leads to it: "round.json: tasks[3]".
class JsonObject {
 public:
  // malformed: `value` is not an object, or has a field that is not in `known`.
  static core::Result<JsonObject> open(const nlohmann::json& value, std::string path,
                                       std::initializer_list<std::string_view> known);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::unexpected<core::Error> wrong(std::string_view field,
                                                   std::string_view what) const;
  [[nodiscard]] const nlohmann::json* find(std::string_view field) const;

  // malformed where the field is missing (and there is no `fallback`), of another kind or out of
  // range.
  [[nodiscard]] core::Result<std::int64_t> integer(
      std::string_view field, std::int64_t low, std::int64_t high,
      std::optional<std::int64_t> fallback = std::nullopt) const;
  [[nodiscard]] core::Result<std::string> text(
      std::string_view field, std::size_t size_max,
      std::optional<std::string> fallback = std::nullopt) const;
  [[nodiscard]] core::Result<bool> boolean(std::string_view field,
                                           std::optional<bool> fallback = std::nullopt) const;
  // An array or an object; an empty one where the field is missing.
  [[nodiscard]] core::Result<const nlohmann::json*> list(std::string_view field) const;
  [[nodiscard]] core::Result<const nlohmann::json*> object(std::string_view field) const;
  [[nodiscard]] core::Result<JsonObject> child(std::string_view field,
                                               std::initializer_list<std::string_view> known) const;

 private:
  JsonObject(const nlohmann::json& value, std::string path)
      : value_(&value), path_(std::move(path)) {}
  const nlohmann::json* value_;
  std::string path_;
};

}  // namespace commune::exchange

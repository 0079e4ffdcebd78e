// Reads YAML with the place of everything: a wrong, missing or unknown key becomes a Problem with
// file and line, and reading goes on, so that a person sees all mistakes at once. The only file
// that includes yaml-cpp besides its .cpp and the readers built on it.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace commune::exchange {

inline constexpr std::size_t problems_max = 20;
inline constexpr std::size_t yaml_size_max = 4 * 1024 * 1024;
inline constexpr std::size_t text_size_max = 4000;

class Problems {
 public:
  void add(const std::string& file, const YAML::Mark& mark, std::string_view what);
  [[nodiscard]] bool empty() const { return lines_.empty(); }
  // All problems, one a line; the count of those left out at the end.
  [[nodiscard]] core::Error error() const;

 private:
  std::vector<std::string> lines_;
  std::size_t left_out_ = 0;
};

// Parses one file; `file` is its name in errors. Errors: too_large, malformed (with line and
// column).
[[nodiscard]] core::Result<YAML::Node> parse_yaml(const std::string& text, const std::string& file);

// One mapping: each key is asked for once, `finish` reports those that nobody asked for.
class YamlMap {
 public:
  YamlMap(const YAML::Node& node, std::string file, Problems& problems);

  // Required and not empty.
  [[nodiscard]] std::string text(std::string_view key, std::size_t size_max = text_size_max);
  // "" where it is missing.
  [[nodiscard]] std::string optional_text(std::string_view key,
                                          std::size_t size_max = text_size_max);
  [[nodiscard]] std::uint32_t number(std::string_view key, std::uint32_t min, std::uint32_t max);
  [[nodiscard]] std::uint32_t optional_number(std::string_view key, std::uint32_t fallback,
                                              std::uint32_t min, std::uint32_t max);
  [[nodiscard]] std::int32_t signed_number(std::string_view key, std::int32_t min,
                                           std::int32_t max);
  [[nodiscard]] bool optional_flag(std::string_view key);
  // The index of the word among `words`; `fallback` where the key is missing.
  [[nodiscard]] std::size_t word(std::string_view key, const std::vector<std::string_view>& words,
                                 std::optional<std::size_t> fallback);
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);  // [] where it is missing

  // The node under the key, or an undefined one; counts as asked for.
  [[nodiscard]] YAML::Node node(std::string_view key);
  // The items of a list of mappings, which is required or may be missing.
  [[nodiscard]] std::vector<YamlMap> maps(std::string_view key);
  [[nodiscard]] std::vector<YamlMap> optional_maps(std::string_view key);
  // All keys that are texts, in the order of the file.
  [[nodiscard]] std::vector<std::string> keys() const;

  template <class Slug>
  [[nodiscard]] Slug slug(std::string_view key) {
    return parse_slug<Slug>(text(key), key);
  }
  template <class Slug>
  [[nodiscard]] Slug optional_slug(std::string_view key) {
    const std::string found = optional_text(key);
    return found.empty() ? Slug{} : parse_slug<Slug>(found, key);
  }
  template <class Slug>
  [[nodiscard]] std::vector<Slug> slugs(std::string_view key) {
    std::vector<Slug> result;
    for (const std::string& found : texts(key)) result.push_back(parse_slug<Slug>(found, key));
    return result;
  }

  void problem(std::string_view what) const { problems_->add(file_, node_.Mark(), what); }
  void problem(std::string_view key, std::string_view what) const;
  void finish();

 private:
  template <class Slug>
  Slug parse_slug(const std::string& found, std::string_view key) {
    const auto slug = Slug::parse(found);
    if (!slug && !found.empty()) {
      problem(key, "\"" + found + "\" must be 1 to 40 of a-z, 0-9 and hyphens");
    }
    return slug.value_or(Slug{});
  }
  [[nodiscard]] std::optional<std::int64_t> find_integer(std::string_view key, std::int64_t min,
                                                         std::int64_t max, bool required);

  YAML::Node node_;
  std::string file_;
  Problems* problems_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace commune::exchange

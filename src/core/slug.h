// A short human id: 1 to 40 characters of [a-z0-9-], neither first nor last a hyphen.
// An empty slug stands for "none" where a field is optional.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace commune::core {

inline constexpr std::size_t slug_size_max = 40;

[[nodiscard]] constexpr bool is_slug(std::string_view text) {
  if (text.empty() || text.size() > slug_size_max) return false;
  if (text.front() == '-' || text.back() == '-') return false;
  return std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
  });
}

template <class Tag>
class Slug {
 public:
  Slug() = default;

  // Nothing unless `is_slug(text)`.
  [[nodiscard]] static std::optional<Slug> parse(std::string_view text) {
    if (!is_slug(text)) return std::nullopt;
    Slug result;
    result.text_ = text;
    return result;
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

  friend auto operator<=>(const Slug&, const Slug&) = default;
  friend bool operator==(const Slug&, const Slug&) = default;

 private:
  std::string text_;
};

// Makes a slug of any text: letters lowered, everything else a single hyphen; "x" if nothing stays.
[[nodiscard]] std::string slug_from(std::string_view text);

}  // namespace commune::core

template <class Tag>
struct std::hash<commune::core::Slug<Tag>> {
  std::size_t operator()(const commune::core::Slug<Tag>& value) const noexcept {
    return std::hash<std::string>{}(value.text());
  }
};

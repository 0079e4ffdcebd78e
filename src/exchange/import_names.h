// Finds the venue or kind of job that an imported name means, or makes an id that nobody has.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/check.h"
#include "core/slug.h"
#include "ledger/state.h"
#include "model/task_commands.h"

namespace commune::exchange {

// Equal but for case and the blanks around (ASCII letters only; others must be the same).
[[nodiscard]] std::string folded(std::string_view name);

class VenueNames {
 public:
  explicit VenueNames(const ledger::State& state);

  // By id or by name; empty where there is none.
  [[nodiscard]] model::VenueId find(std::string_view text) const;
  // The same, and where there is none a new one, remembered in `made`.
  [[nodiscard]] model::VenueId find_or_make(const std::string& name);

  [[nodiscard]] const std::vector<std::pair<model::VenueId, std::string>>& made() const {
    return made_;
  }

 private:
  const ledger::State& state_;
  std::map<std::string, model::VenueId> ids_;  // by folded name
  std::vector<std::pair<model::VenueId, std::string>> made_;
};

// The first of slug, slug-2, slug-3 … for which `is_taken` is false.
template <class Id, class IsTaken>
[[nodiscard]] Id free_slug(std::string_view text, IsTaken&& is_taken) {
  const std::string stem = core::slug_from(text);
  for (unsigned number = 1;; ++number) {
    const std::string ending = number == 1 ? "" : "-" + std::to_string(number);
    std::string slug = stem.substr(0, core::slug_size_max - ending.size());
    while (slug.ends_with('-')) slug.pop_back();
    const auto id = Id::parse(slug + ending);
    CHECK(id.has_value());
    if (!is_taken(*id)) return *id;
  }
}

}  // namespace commune::exchange

#include "exchange/import_names.h"

#include <algorithm>

namespace commune::exchange {

std::string folded(std::string_view name) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = std::min(name.find_first_not_of(blanks), name.size());
  name.remove_prefix(begin);
  std::string result{name.substr(0, name.find_last_not_of(blanks) + 1)};
  for (char& letter : result) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return result;
}

VenueNames::VenueNames(const ledger::State& state) : state_(state) {
  for (const auto& [id, row] : state.venues()) ids_.emplace(folded(row.record.name), id);
}

model::VenueId VenueNames::find(std::string_view text) const {
  if (const auto id = model::VenueId::parse(text); id && state_.venues().contains(*id)) return *id;
  const auto found = ids_.find(folded(text));
  return found == ids_.end() ? model::VenueId{} : found->second;
}

model::VenueId VenueNames::find_or_make(const std::string& name) {
  if (folded(name).empty()) return {};
  if (const model::VenueId id = find(name); !id.empty()) return id;
  const auto id = free_slug<model::VenueId>(name, [&](const model::VenueId& taken) {
    return state_.venues().contains(taken) ||
           std::ranges::any_of(made_, [&](const auto& venue) { return venue.first == taken; });
  });
  ids_.emplace(folded(name), id);
  made_.emplace_back(id, name);
  return id;
}

}  // namespace commune::exchange

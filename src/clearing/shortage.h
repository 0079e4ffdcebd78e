// Why minimum places stayed open, said exactly: a set of tasks that the people who offered for any
// of them cannot staff better by chains of exchanges. It is what a failed search leaves behind:
// where nothing clashes a cut, not always the smallest one.
#pragma once

#include <cstdint>
#include <vector>

#include "clearing/crew.h"

namespace commune::clearing {

struct Shortage {
  std::vector<std::uint32_t> tasks;  // those that lack people first, each part ascending
  std::uint32_t places_needed = 0;   // minimum places of these tasks
  std::uint32_t places_covered = 0;
  std::uint32_t people_offering = 0;  // participants who offered for at least one, as experienced
  std::vector<std::string> required;  // certificates that every task of the cut requires
  [[nodiscard]] std::uint32_t lacks() const { return places_needed - places_covered; }
};

// The shortages of an assignment that chains cannot make better, in the order of their first task.
// Tasks of one cut are said once.
[[nodiscard]] std::vector<Shortage> find_shortages(const Crew& crew);

}  // namespace commune::clearing

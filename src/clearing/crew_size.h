// How many people a meal needs: one for every so many diners, so that a crew grows and shrinks with
// the table.
#pragma once

#include <cstdint>

namespace commune::clearing {

inline constexpr std::uint32_t diners_max = 10'000;

struct CrewRule {
  std::uint32_t diners_per_person = 1;  // 1 to diners_max
  std::uint32_t people_least = 1;       // even where nobody eats
};

// A begun group of diners needs somebody too. More than diners_max are counted as diners_max.
[[nodiscard]] std::uint32_t people_for(std::uint32_t diners, const CrewRule& rule);

}  // namespace commune::clearing

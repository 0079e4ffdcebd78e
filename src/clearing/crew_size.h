// How many people a meal needs: one for every so many diners, so that a crew grows and shrinks with
// the table.
#pragma once

#include <cstdint>

namespace commune::clearing {

// At least one person, also where nobody eats; a begun group of diners needs somebody too.
// diners_per_person: 1 or more.
[[nodiscard]] std::uint32_t people_for(std::uint32_t diners, std::uint32_t diners_per_person);

}  // namespace commune::clearing

// More people than needed where some will not come: how many to ask for. A round takes them as
// `Task::reserves`, so nobody is taken from where the minimum itself is short. Integers only: the
// same everywhere.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "clearing/instance.h"

namespace commune::clearing {

// How a kind of work went so far: places that were promised, and how many of them nobody came to.
struct NoShows {
  std::uint64_t missed = 0;
  std::uint64_t promised = 0;
};

// Of 1,000 promises; `promised` of 0 is read as one in ten (a settled group, facts F7), which
// counts like ten places seen. At most 900.
[[nodiscard]] std::uint32_t no_show_permille(const NoShows& seen);

// Chance that fewer than `needed` of `asked` come, each alone, in units of 2^-32. Rounded at each
// step: within `asked` units.
[[nodiscard]] std::uint64_t shortfall_chance(std::uint32_t asked, std::uint32_t needed,
                                             std::uint32_t no_show_permille);
inline constexpr std::uint64_t chance_one = std::uint64_t{1} << 32U;

// How many reserves a task should have: the fewest beyond `people_min` that keep the chance to be
// short below one in ten, as far as `people_max` allows. None where the minimum is 0 or nothing was
// ever promised.
[[nodiscard]] std::uint32_t reserves_for(std::uint32_t people_min, std::uint32_t people_max,
                                         const NoShows& seen);

}  // namespace commune::clearing

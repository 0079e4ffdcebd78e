// More people than needed where some will not come: how many to ask for, and how a round asks for
// them without taking anybody from where the minimum itself is short. Integers only: the same
// everywhere.
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

struct Recruiting {
  std::uint32_t people_min = 0;
  std::uint32_t people_max = 0;  // with those who may stand by
  std::uint32_t no_show_permille = 0;
  // At most this chance to be short, of 1,000. It is also the price of a person asked in vain: one
  // more lowers the expected shortfall by less than the chance that there is one.
  std::uint32_t shortfall_permille = 0;
};

// The smallest number that keeps the chance, at least people_min and at most people_max.
[[nodiscard]] std::uint32_t people_to_recruit(const Recruiting& recruiting);

// What one of the people beyond the minimum is worth on average, in tenths of a place that would
// stay empty without: 1 to reserve_weight_max. `people` is what people_to_recruit said.
inline constexpr std::uint32_t reserve_weight_max = 9;
[[nodiscard]] std::uint32_t reserve_weight(const Recruiting& recruiting, std::uint32_t people);

// How many a task asks for, and the weight of those beyond its minimum.
struct Wanted {
  std::uint32_t people = 0;
  std::uint32_t reserve_weight = 1;
};

// Splits from each task the people beyond its minimum that `wanted` (by task) asks for: a task of
// its own at the same time. Where minimums weigh more than reserves, they go first. Where more are
// wanted than may come at once, the last stand by: they come when somebody does not. Tasks keep
// their index; the reserve of a task is called `reserve_id`. A task at no fixed time has none:
// nothing would keep one person from both places.
void add_reserves(Instance& instance, std::span<const Wanted> wanted);
[[nodiscard]] std::string reserve_id(const std::string& task_id);

}  // namespace commune::clearing

#include "clearing/over_recruit.h"

#include <algorithm>
#include <vector>

#include "core/check.h"

namespace commune::clearing {
namespace {

constexpr std::uint32_t permille = 1000;
constexpr std::uint32_t no_show_permille_max = 900;

}  // namespace

std::uint32_t no_show_permille(const NoShows& seen) {
  constexpr std::uint64_t count_max = std::uint64_t{1} << 40U;
  const std::uint64_t promised = std::min(seen.promised, count_max);
  const std::uint64_t missed = std::min(seen.missed, promised);
  const std::uint64_t rate = (missed + 1) * permille / (promised + 10);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(rate, no_show_permille_max));
}

std::uint64_t shortfall_chance(std::uint32_t asked, std::uint32_t needed,
                               std::uint32_t no_show_permille) {
  if (needed == 0) return 0;
  const std::uint64_t missing = chance_one * std::min(no_show_permille, permille) / permille;
  const std::uint64_t coming = chance_one - missing;
  std::vector<std::uint64_t> come(needed, 0);  // chance that exactly so many come, below `needed`
  come[0] = chance_one;
  for (std::uint32_t person = 0; person < asked; ++person) {
    for (std::uint32_t k = needed; k-- > 0;) {
      const std::uint64_t before = k > 0 ? come[k - 1] : 0;
      come[k] = (come[k] * missing + before * coming) >> 32U;
    }
  }
  std::uint64_t sum = 0;
  for (const std::uint64_t chance : come) sum += chance;
  return sum;
}

std::uint32_t reserves_for(std::uint32_t people_min, std::uint32_t people_max,
                           const NoShows& seen) {
  CHECK(people_min <= people_max);
  if (people_min == 0 || seen.promised == 0) return 0;
  const std::uint32_t missing = no_show_permille(seen);
  std::uint32_t people = people_min;
  while (people < people_max && shortfall_chance(people, people_min, missing) > chance_one / 10)
    ++people;
  return people - people_min;
}

}  // namespace commune::clearing

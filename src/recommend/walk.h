// How long a walk takes inside the commune: 4.5 km/h, straight lines with a detour of a quarter,
// which is what paths usually add; so 60 metres as the crow flies in a minute.
#pragma once

#include <cstdint>
#include <vector>

#include "recommend/situation.h"

namespace commune::recommend {

inline constexpr std::int64_t crow_metres_a_minute = 60;

// Whole minutes, rounded up.
[[nodiscard]] constexpr std::int32_t walk_minutes_of(std::int64_t x_m, std::int64_t y_m) {
  const std::int64_t square = x_m * x_m + y_m * y_m;
  std::int64_t low = 0;
  std::int64_t high = 1 << 20;  // beyond the widest commune: coordinates are below 2^20 metres
  while (low < high) {
    const std::int64_t middle = (low + high) / 2;
    const std::int64_t reach = crow_metres_a_minute * middle;
    if (reach * reach >= square) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return static_cast<std::int32_t>(low);
}

[[nodiscard]] inline std::int32_t walk_minutes_from_middle(const Venue& venue) {
  return walk_minutes_of(venue.x_m, venue.y_m);
}

// 0 where one of the places is not known.
[[nodiscard]] inline std::int32_t walk_minutes(const std::vector<Venue>& venues, Index from,
                                               Index to) {
  if (from == none || to == none || from == to) return 0;
  const Venue& a = at(venues, from);
  const Venue& b = at(venues, to);
  return walk_minutes_of(std::int64_t{a.x_m} - b.x_m, std::int64_t{a.y_m} - b.y_m);
}

}  // namespace commune::recommend

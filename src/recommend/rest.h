// Guards rest: looks at the work just done and planned, and suggests. It never forbids, and what it
// says is for the owner alone.
#pragma once

#include <cstdint>
#include <vector>

#include "recommend/situation.h"

namespace commune::recommend {

enum class RestCode : std::uint8_t {
  heavy_in_row = 0,  // amount: demanding pieces one after another, done and planned
  short_night = 1,   // amount: minutes between the work of two days, limit: wanted
  week_over = 2,     // amount: minutes of the week, limit
  heavy_over = 3,    // amount: heavy pieces of the week, limit
  no_free_day = 4,   // amount: free days of the week, limit: wanted
  heavy_weeks = 5,   // amount: minutes of the last two weeks, limit: usual minutes
};
inline constexpr std::uint8_t rest_codes = 6;

struct RestSuggestion {
  RestCode code{};
  Index piece = none;  // the planned one that would be easiest to hand back, where there is one
  std::int32_t amount = 0;
  std::int32_t limit = 0;
  friend bool operator==(const RestSuggestion&, const RestSuggestion&) = default;
};

inline constexpr std::int32_t heavy_in_row_max = 2;  // a third in a row is worth a word

// Of the running week and the next; the nearest first, at most one of a code for each week.
[[nodiscard]] std::vector<RestSuggestion> guard_rest(const Situation& situation);

}  // namespace commune::recommend

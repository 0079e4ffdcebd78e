// Why a task is offered, or speaks against itself: a true fact with what it adds to the score. The
// contributions of a task sum to its score, so taking a fact away changes the score by what it
// claims. The numbers of the codes are part of the layout (layout.h); a new one goes to the end.
#pragma once

#include <cstdint>

namespace commune::recommend {

enum class ReasonCode : std::uint8_t {
  skill = 0,            // up to three skills
  certificate = 1,      // -
  interest = 2,         // skill
  sector_interest = 3,  // sector
  learn = 4,            // skill, 1 where somebody experienced is there
  guild = 5,            // guild
  again = 6,            // times
  wished = 7,           // wish, frequency, liking
  wished_less = 8,      // wish, frequency, liking
  like_before = 9,      // -
  like_similar = 10,    // -
  willing = 11,         // -
  good_hours = 12,      // -
  bad_hours = 13,       // -
  any_time = 14,        // -
  soon = 15,            // days
  overlap = 16,         // piece, minutes of overlap
  travel = 17,          // piece, minutes of walking that are missing, minutes of the walk
  short_rest = 18,      // piece, whole hours between
  week_full = 19,       // minutes it would come to, limit in minutes
  heavy_full = 20,      // count it would come to, limit
  free_day = 21,        // free days left in its week
  lighter = 22,         // heavy pieces in a row
  heavy_again = 23,     // heavy pieces in a row
  lighter_weeks = 24,   // minutes in two weeks, usual minutes in two weeks
  there_anyway = 25,    // piece
  far = 26,             // minutes of walking
  shortage = 27,        // people missing
  urgent = 28,          // -
  rotation = 29,        // sector
  enough = 30,          // sector
  gathering = 31,       // -
};
inline constexpr std::uint8_t reason_codes = 32;

struct Reason {
  ReasonCode code{};
  std::int32_t contribution = 0;        // points, never 0
  std::int32_t data[3] = {-1, -1, -1};  // as named beside the code
  friend bool operator==(const Reason&, const Reason&) = default;
};

}  // namespace commune::recommend

// The night between two pieces of work. A day of work begins at three in the morning, so that who
// works past midnight has not begun a new one: the night lies between the last work begun before
// three and the first begun after. web/src/core/calendar/night.ts says the same.
#pragma once

#include <cstdint>

#include "recommend/situation.h"

namespace commune::recommend {

inline constexpr std::int32_t day_begins = 3 * 60;     // minutes after midnight
inline constexpr std::int32_t shift_minutes = 3 * 60;  // a shorter gap is no night

struct WorkSpan {
  Instant start;
  Instant end;
};

[[nodiscard]] constexpr std::int32_t work_day_of(Instant start) {
  return (start.wall() + day_minutes - day_begins) / day_minutes;
}

// `second` begins no earlier than `first`.
[[nodiscard]] constexpr bool is_short_night(const WorkSpan& first, const WorkSpan& second,
                                            std::int32_t rest_minutes) {
  const std::int32_t gap = second.start.utc - first.end.utc;
  return work_day_of(first.start) < work_day_of(second.start) && gap >= shift_minutes &&
         gap < rest_minutes;
}

}  // namespace commune::recommend

// When somebody would work: the week in parts of the day, and the hours outside of which they would
// not.
#pragma once

#include "core/error.h"
#include "recommend/situation.h"

namespace commune::recommend {

// The least glad half hour from `start` to `end` counts. The hours after midnight belong to the
// night of the day before. "Not before" and "not after" hold for the day that begins at three in
// the morning: "not after 01:00" allows work from nine until half past midnight.
[[nodiscard]] Willingness willingness_at(const Situation& situation, Instant start, Instant end);

// Error `invalid` where the hours leave none: "not before 20:00" with "not after 10:00".
[[nodiscard]] core::Result<void> check_availability(const Limits& limits);

}  // namespace commune::recommend

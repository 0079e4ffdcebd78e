// When somebody would work: the week in parts of the day, and the hours outside of which they would
// not.
#pragma once

#include "core/error.h"
#include "recommend/situation.h"

namespace commune::recommend {

// The least glad half hour from `start` to `end` counts. The hours after midnight belong to the
// night of the day before; work that ends after midnight is after any "not after".
[[nodiscard]] Willingness willingness_at(const Situation& situation, Instant start, Instant end);

// Error `invalid` where the hours leave none: "not before 20:00" with "not after 10:00".
[[nodiscard]] core::Result<void> check_availability(const Limits& limits);

}  // namespace commune::recommend

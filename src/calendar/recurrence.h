// When a standing request comes round: RFC 5545 recurrence on the commune's wall time, so that a
// dinner at 18:00 stays at 18:00 when the clocks change. Each occurrence keeps its wall time, which
// names it for ever, and the instant at which it starts.
// The first wall time counts only if it matches the rule itself ("Mondays" from a Sunday begins on
// Monday). Times that a zone skips or repeats are read as Zone says.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "calendar/zone.h"
#include "core/error.h"
#include "core/time.h"

namespace commune::calendar {

struct Occurrence {
  LocalTime local;   // as the rule says, even where the zone skips it
  core::Time start;  // ascending; equal only if a skipped time meets its shifted neighbour
  WallKind kind = WallKind::unique;
};

// Work is bounded: each day up to the end of this year is looked at once at most.
inline constexpr int recurrence_year_max = 2400;

// Occurrences that start in [from, to), at most `limit`, the earliest ones. Errors: a rule that is
// refused (see parse_rule), a malformed wall time, a rule under which nothing ever happens.
[[nodiscard]] core::Result<std::vector<Occurrence>> expand(std::string_view rule,
                                                           std::string_view first_local,
                                                           const Zone& zone, core::Time from,
                                                           core::Time to, std::size_t limit);

// Whether `expand` would take the two texts at all; for forms.
[[nodiscard]] core::Result<void> check_recurrence(std::string_view rule,
                                                  std::string_view first_local, const Zone& zone);

}  // namespace commune::calendar

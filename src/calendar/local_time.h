// Wall time: what a clock on the wall of the commune shows, without saying where the wall is.
// Text is "2026-03-29T18:00", minutes only, years 1970 to 9999. A Zone turns it into core::Time.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/time.h"

namespace commune::calendar {

// Seconds from 1970-01-01T00:00 of the wall's own calendar; no zone, so not a core::Time.
struct LocalTime {
  std::int64_t seconds = 0;
  friend constexpr auto operator<=>(LocalTime, LocalTime) = default;
  friend constexpr LocalTime operator+(LocalTime time, core::Seconds span) {
    return {time.seconds + span.count};
  }
};

struct LocalParts {
  int year = 1970;
  unsigned month = 1;  // 1 to 12
  unsigned day = 1;    // 1 to 31
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  friend bool operator==(const LocalParts&, const LocalParts&) = default;
};

inline constexpr int year_min = 1970;
inline constexpr int year_max = 9999;

// "2026-03-29T18:00" exactly. The error says which part is wrong: "there is no 2026-02-30".
[[nodiscard]] core::Result<LocalTime> parse_local(std::string_view text);
// "2026-03-29" exactly: the wall's midnight at which that day begins.
[[nodiscard]] core::Result<LocalTime> parse_date(std::string_view text);

// Nothing but a real date and hour within the years above passes.
[[nodiscard]] core::Result<LocalTime> make_local(const LocalParts& parts);
[[nodiscard]] LocalParts parts_of(LocalTime time);

[[nodiscard]] std::string to_text(LocalTime time);       // "2026-03-29T18:00", seconds dropped
[[nodiscard]] std::string to_date_text(LocalTime time);  // "2026-03-29"

}  // namespace commune::calendar

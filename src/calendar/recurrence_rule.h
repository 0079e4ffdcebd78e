// The part of RFC 5545's RRULE that a standing request may use: DAILY to YEARLY with the BY parts
// that choose days. The hour comes from the first occurrence, so BYHOUR and finer are refused, as
// is everything that could make the work unbounded. Every refusal names the part and says in plain
// words what is wrong with it. Knows no zone and no calendar arithmetic.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "calendar/local_time.h"
#include "core/error.h"
#include "core/time.h"

namespace commune::calendar {

inline constexpr std::size_t rule_size_max = 400;
inline constexpr std::size_t rule_list_max = 31;  // values in one BY part
inline constexpr int rule_interval_max = 999;
inline constexpr int rule_count_max = 9999;

enum class Frequency : std::uint8_t { daily, weekly, monthly, yearly };

// A day (inclusive), a wall time or an instant: the three forms of UNTIL.
struct UntilDate {
  LocalTime day;
};
struct UntilLocal {
  LocalTime time;
};
struct UntilInstant {
  core::Time time;
};
using Until = std::variant<std::monostate, UntilDate, UntilLocal, UntilInstant>;

// "MO" has no ordinal, "1MO" and "-1FR" count within the month or year.
struct NumberedDay {
  int ordinal = 0;       // 0: every one
  unsigned weekday = 0;  // 0 is Monday
  friend auto operator<=>(const NumberedDay&, const NumberedDay&) = default;
};

// Lists are in the order of the text, without repetition; empty where the part is absent.
struct RecurrenceRule {
  Frequency frequency{};
  int interval = 1;
  unsigned week_start = 0;  // WKST, 0 is Monday
  std::vector<int> months;
  std::vector<int> month_days;
  std::vector<int> year_days;
  std::vector<int> week_numbers;
  std::vector<int> set_positions;
  std::vector<NumberedDay> week_days;
  std::optional<int> count;
  Until until;
};

[[nodiscard]] core::Result<RecurrenceRule> parse_rule(std::string_view text);

}  // namespace commune::calendar

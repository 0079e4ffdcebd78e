#include "calendar/local_time.h"

#include <fmt/format.h>

#include <chrono>
#include <optional>

#include "core/check.h"

namespace commune::calendar {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

// All digits, or nothing. The callers pass at most four.
std::optional<unsigned> digits(std::string_view text) {
  unsigned value = 0;
  for (const char letter : text) {
    if (letter < '0' || letter > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(letter - '0');
  }
  return value;
}

core::Result<LocalTime> malformed(std::string_view text, std::string_view shape) {
  constexpr std::size_t shown_max = 40;
  return core::fail(core::ErrorCode::malformed, fmt::format("\"{}\" is not a local time like {}",
                                                            text.substr(0, shown_max), shape));
}

std::optional<LocalParts> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return LocalParts{.year = static_cast<int>(*year), .month = *month, .day = *day};
}

}  // namespace

core::Result<LocalTime> parse_local(std::string_view text) {
  constexpr std::string_view shape = "2026-03-29T18:00";
  if (text.size() != shape.size() || text[10] != 'T' || text[13] != ':') {
    return malformed(text, shape);
  }
  auto parts = parse_day(text.substr(0, 10));
  const auto hour = digits(text.substr(11, 2));
  const auto minute = digits(text.substr(14, 2));
  if (!parts || !hour || !minute) return malformed(text, shape);
  parts->hour = *hour;
  parts->minute = *minute;
  return make_local(*parts);
}

core::Result<LocalTime> parse_date(std::string_view text) {
  const auto parts = parse_day(text);
  if (!parts) return malformed(text, "2026-03-29");
  return make_local(*parts);
}

core::Result<LocalTime> make_local(const LocalParts& parts) {
  if (parts.year < year_min || parts.year > year_max) {
    return core::fail(core::ErrorCode::invalid, fmt::format("the year {} is outside {} to {}",
                                                            parts.year, year_min, year_max));
  }
  const year_month_day date{std::chrono::year{parts.year}, std::chrono::month{parts.month},
                            std::chrono::day{parts.day}};
  if (!date.ok()) {
    return core::fail(core::ErrorCode::invalid, fmt::format("there is no {:04}-{:02}-{:02}",
                                                            parts.year, parts.month, parts.day));
  }
  if (parts.hour > 23 || parts.minute > 59 || parts.second > 59) {
    return core::fail(core::ErrorCode::invalid,
                      fmt::format("there is no {:02}:{:02}:{:02} in a day", parts.hour,
                                  parts.minute, parts.second));
  }
  const std::int64_t day_count = sys_days{date}.time_since_epoch().count();
  return LocalTime{day_count * 86400 + parts.hour * 3600 + parts.minute * 60 + parts.second};
}

LocalParts parts_of(LocalTime time) {
  const std::chrono::sys_seconds point{std::chrono::seconds{time.seconds}};
  const auto day = std::chrono::floor<days>(point);
  const year_month_day date{day};
  const auto rest = static_cast<unsigned>((point - day).count());
  CHECK(date.ok());
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<unsigned>(date.month()),
          .day = static_cast<unsigned>(date.day()),
          .hour = rest / 3600,
          .minute = rest / 60 % 60,
          .second = rest % 60};
}

std::string to_text(LocalTime time) {
  const LocalParts parts = parts_of(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", parts.year, parts.month, parts.day,
                     parts.hour, parts.minute);
}

std::string to_date_text(LocalTime time) {
  const LocalParts parts = parts_of(time);
  return fmt::format("{:04}-{:02}-{:02}", parts.year, parts.month, parts.day);
}

}  // namespace commune::calendar

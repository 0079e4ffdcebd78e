#include "recommend/availability.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "recommend/night.h"

namespace commune::recommend {
namespace {

constexpr std::int32_t step_minutes = 30;
constexpr std::int32_t night_ends = 6;  // o'clock
constexpr std::array<std::int32_t, day_parts> part_begins = {6, 9, 12, 14, 18, 22};

Willingness willingness_in(const WeekGrid& week, Minute wall) {
  std::int32_t hour = wall / 60 % 24;
  std::int32_t day = wall / day_minutes;
  if (hour < night_ends) {
    hour += 24;
    day += 6;  // a day before, as weekdays go
  }
  const auto next = std::ranges::upper_bound(part_begins, hour);
  const auto part = static_cast<std::size_t>(next - part_begins.begin()) - 1;
  return week[static_cast<std::size_t>(weekday_of(day))][part];
}

// A day begins at three, as in night.h: what is earlier comes late on the day before.
constexpr std::int32_t next_day = day_minutes + day_begins;
constexpr std::int32_t late(std::int32_t minute_of_day) {
  return minute_of_day < day_begins ? minute_of_day + day_minutes : minute_of_day;
}

std::string clock_text(std::int32_t minute) {
  const auto two = [](std::int32_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
  };
  return two(minute / 60) + ":" + two(minute % 60);
}

}  // namespace

Willingness willingness_at(const Situation& situation, Instant start, Instant end) {
  const Limits& limits = situation.limits;
  const std::int32_t began = late(start.minute_of_day());
  const std::int32_t ended = began + end.wall() - start.wall();
  if (limits.not_before != none &&
      (began < limits.not_before || (ended > next_day && limits.not_before > day_begins)))
    return Willingness::not_then;
  if (limits.not_after != none && ended > late(limits.not_after)) return Willingness::not_then;
  Willingness least = Willingness::gladly;
  for (Minute wall = start.wall(); wall < end.wall() && least != Willingness::not_then;
       wall = (wall / step_minutes + 1) * step_minutes) {
    least = std::min(least, willingness_in(situation.week, wall));
  }
  return least;
}

core::Result<void> check_availability(const Limits& limits) {
  if (limits.not_before == none || limits.not_after == none) return {};
  if (limits.not_before < late(limits.not_after)) return {};
  return core::fail(core::ErrorCode::invalid,
                    "limits: not before " + clock_text(limits.not_before) + " and not after " +
                        clock_text(limits.not_after) + " leave no hour of the day");
}

}  // namespace commune::recommend

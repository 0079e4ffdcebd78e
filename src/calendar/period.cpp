#include "calendar/period.h"

#include <fmt/format.h>

#include <chrono>

#include "core/check.h"

namespace commune::calendar {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

sys_days day_of(LocalTime local) {
  return std::chrono::floor<days>(std::chrono::sys_seconds{std::chrono::seconds{local.seconds}});
}

LocalTime midnight_of(sys_days day) { return {day.time_since_epoch().count() * 86400}; }

sys_days monday_of(sys_days day) { return day - (std::chrono::weekday{day} - std::chrono::Monday); }

// ISO 8601: a week belongs to the year that holds its Thursday.
std::string week_label(sys_days monday) {
  const sys_days thursday = monday + days{3};
  const auto year = year_month_day{thursday}.year();
  const auto week = (thursday - sys_days{year / 1 / 1}).count() / 7 + 1;
  return fmt::format("{:04}-W{:02}", static_cast<int>(year), week);
}

Period make_period(const Zone& zone, PeriodKind kind, sys_days day) {
  const year_month_day date{day};
  sys_days first = day;
  sys_days last = day;
  std::string label;
  switch (kind) {
    case PeriodKind::week:
      first = monday_of(day);
      last = first + days{7};
      label = week_label(first);
      break;
    case PeriodKind::month:
      first = sys_days{date.year() / date.month() / 1};
      last = sys_days{(date.year() / date.month() + std::chrono::months{1}) / 1};
      label = fmt::format("{:04}-{:02}", static_cast<int>(date.year()),
                          static_cast<unsigned>(date.month()));
      break;
    case PeriodKind::year:
      first = sys_days{date.year() / 1 / 1};
      last = sys_days{(date.year() + std::chrono::years{1}) / 1 / 1};
      label = fmt::format("{:04}", static_cast<int>(date.year()));
      break;
  }
  CHECK(first <= day && day < last);
  return {.kind = kind,
          .from = zone.start_of_day(midnight_of(first)),
          .to = zone.start_of_day(midnight_of(last)),
          .first_day = midnight_of(first),
          .label = std::move(label)};
}

}  // namespace

std::optional<PeriodKind> find_period_kind(std::string_view name) {
  for (const PeriodKind kind : {PeriodKind::week, PeriodKind::month, PeriodKind::year}) {
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

std::string_view name_of(PeriodKind kind) {
  switch (kind) {
    case PeriodKind::week: return "week";
    case PeriodKind::month: return "month";
    case PeriodKind::year: return "year";
  }
  return "unknown";
}

Period period_at(const Zone& zone, PeriodKind kind, core::Time time) {
  return make_period(zone, kind, day_of(zone.local_of(time)));
}

Period next_period(const Zone& zone, const Period& period) {
  const sys_days first = day_of(period.first_day);
  // From the first day of any week, month or year, 7, 31 and 366 days on lies in the next one.
  switch (period.kind) {
    case PeriodKind::week: return make_period(zone, period.kind, first + days{7});
    case PeriodKind::month: return make_period(zone, period.kind, first + days{31});
    case PeriodKind::year: return make_period(zone, period.kind, first + days{366});
  }
  CHECK(false);
  return period;
}

Period previous_period(const Zone& zone, const Period& period) {
  return make_period(zone, period.kind, day_of(period.first_day) - days{1});
}

}  // namespace commune::calendar

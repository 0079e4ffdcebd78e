#include "calendar/rule_days.h"

#include <algorithm>
#include <utility>

#include "core/check.h"

namespace commune::calendar {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

unsigned weekday_of(sys_days day) { return std::chrono::weekday{day}.iso_encoding() - 1; }

sys_days week_begin(sys_days day, unsigned week_start) {
  return day - days{(weekday_of(day) + 7 - week_start) % 7};
}

// First day of the period around `day`, and of the period `steps` later.
sys_days period_begin(const RecurrenceRule& rule, sys_days day) {
  const year_month_day date{day};
  switch (rule.frequency) {
    case Frequency::daily: return day;
    case Frequency::weekly: return week_begin(day, rule.week_start);
    case Frequency::monthly: return sys_days{date.year() / date.month() / 1};
    case Frequency::yearly: return sys_days{date.year() / 1 / 1};
  }
  CHECK(false);
  return day;
}

sys_days periods_later(Frequency frequency, sys_days begin, int steps) {
  const year_month_day date{begin};
  switch (frequency) {
    case Frequency::daily: return begin + days{steps};
    case Frequency::weekly: return begin + days{7 * steps};
    case Frequency::monthly:
      return sys_days{(date.year() / date.month() + std::chrono::months{steps}) / 1};
    case Frequency::yearly: return sys_days{(date.year() + std::chrono::years{steps}) / 1 / 1};
  }
  CHECK(false);
  return begin;
}

bool lists(const std::vector<int>& list, long value) {
  return std::ranges::find(list, value) != list.end();
}

// Position `index` from 1 of `count`, from either end.
bool lists_either(const std::vector<int>& list, long index, long count) {
  return lists(list, index) || lists(list, index - count - 1);
}

bool names_month_day(const RecurrenceRule& rule, year_month_day date) {
  const year_month_day last{date.year() / date.month() / std::chrono::last};
  return lists_either(rule.month_days, static_cast<unsigned>(date.day()),
                      static_cast<unsigned>(last.day()));
}

bool names_year_day(const RecurrenceRule& rule, sys_days day) {
  const auto year = year_month_day{day}.year();
  const sys_days first{year / 1 / 1};
  return lists_either(rule.year_days, (day - first).count() + 1, year.is_leap() ? 366 : 365);
}

// Week 1 holds at least four days of its year, so it is the one around 4 January.
bool names_week(const RecurrenceRule& rule, sys_days day) {
  const auto year_of_week = year_month_day{week_begin(day, rule.week_start) + days{3}}.year();
  const sys_days first = week_begin(sys_days{year_of_week / 1 / 4}, rule.week_start);
  const sys_days next =
      week_begin(sys_days{(year_of_week + std::chrono::years{1}) / 1 / 4}, rule.week_start);
  return lists_either(rule.week_numbers, (day - first).count() / 7 + 1, (next - first).count() / 7);
}

// Ordinals count within the month, in a yearly rule without months within the year.
bool names_week_day(const RecurrenceRule& rule, sys_days day) {
  const year_month_day date{day};
  const bool in_month = rule.frequency == Frequency::monthly || !rule.months.empty();
  const sys_days first{in_month ? date.year() / date.month() / 1 : date.year() / 1 / 1};
  const sys_days last{in_month ? sys_days{date.year() / date.month() / std::chrono::last}
                               : sys_days{date.year() / 12 / 31}};
  const long from_first = (day - first).count() / 7 + 1;
  const long from_last = -((last - day).count() / 7 + 1);
  return std::ranges::any_of(rule.week_days, [&](const NumberedDay& wanted) {
    return wanted.weekday == weekday_of(day) &&
           (wanted.ordinal == 0 || wanted.ordinal == from_first || wanted.ordinal == from_last);
  });
}

// What the first time says where the rule says nothing.
bool fits_first(const RecurrenceRule& rule, sys_days first, sys_days day) {
  if (!rule.month_days.empty() || !rule.week_days.empty() || !rule.year_days.empty()) return true;
  const year_month_day date{day};
  const year_month_day start{first};
  switch (rule.frequency) {
    case Frequency::daily: return true;
    case Frequency::weekly: return weekday_of(day) == weekday_of(first);
    case Frequency::monthly: return date.day() == start.day();
    case Frequency::yearly:
      if (!rule.week_numbers.empty()) return weekday_of(day) == weekday_of(first);
      return date.day() == start.day() && (!rule.months.empty() || date.month() == start.month());
  }
  CHECK(false);
  return false;
}

bool names_day(const RecurrenceRule& rule, sys_days first, sys_days day) {
  const year_month_day date{day};
  if (!rule.months.empty() && !lists(rule.months, static_cast<unsigned>(date.month())))
    return false;
  if (!rule.week_numbers.empty() && !names_week(rule, day)) return false;
  if (!rule.year_days.empty() && !names_year_day(rule, day)) return false;
  if (!rule.month_days.empty() && !names_month_day(rule, date)) return false;
  if (!rule.week_days.empty() && !names_week_day(rule, day)) return false;
  return fits_first(rule, first, day);
}

}  // namespace

RuleDays::RuleDays(RecurrenceRule rule, sys_days first, int year_last)
    : rule_(std::move(rule)),
      first_(first),
      end_(sys_days{std::chrono::year{year_last + 1} / 1 / 1}),
      period_(period_begin(rule_, first)) {
  CHECK(rule_.interval >= 1);
}

std::optional<sys_days> RuleDays::next() {
  while (given_ == set_.size()) {
    if (period_ >= end_) return std::nullopt;
    read_period();
  }
  return set_[given_++];
}

void RuleDays::read_period() {
  std::vector<sys_days> named;
  const sys_days end = periods_later(rule_.frequency, period_, 1);
  for (sys_days day = period_; day < end; day += days{1}) {
    if (names_day(rule_, first_, day)) named.push_back(day);
  }
  const auto count = static_cast<long>(named.size());
  set_.clear();
  given_ = 0;
  for (long i = 0; i < count; ++i) {
    const sys_days day = named[static_cast<std::size_t>(i)];
    const bool picked =
        rule_.set_positions.empty() || lists_either(rule_.set_positions, i + 1, count);
    if (picked && day >= first_ && day < end_) set_.push_back(day);
  }
  const sys_days later = periods_later(rule_.frequency, period_, rule_.interval);
  CHECK(later > period_);
  period_ = later;
}

}  // namespace commune::calendar

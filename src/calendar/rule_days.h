// The days that a recurrence rule names, one after another: RFC 5545 section 3.3.10 read literally.
// The rule's frequency cuts time into periods (days, weeks, months, years); every INTERVALth one
// counts; a day of it belongs to the set if every BY part says so; BYSETPOS picks from the set.
// Each day is looked at once, so the work is bounded by the days up to the last year.
// Why not an engine from outside: the one at hand put fortnights into the wrong week where WKST is
// not Monday, took a yearly BYMONTHDAY for one month only and lost negative days (docs/adr).
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "calendar/recurrence_rule.h"

namespace commune::calendar {

class RuleDays {
 public:
  // Days of `rule` from `first` on, none in a year after `year_last`.
  RuleDays(RecurrenceRule rule, std::chrono::sys_days first, int year_last);

  // Ascending; nothing when the years are over. Knows neither COUNT nor UNTIL.
  [[nodiscard]] std::optional<std::chrono::sys_days> next();

 private:
  void read_period();

  RecurrenceRule rule_;
  std::chrono::sys_days first_;
  std::chrono::sys_days end_;     // the first day of the year after the last
  std::chrono::sys_days period_;  // first day of the next period to read
  std::vector<std::chrono::sys_days> set_;
  std::size_t given_ = 0;  // of the set
};

}  // namespace commune::calendar

// The spans that progress is told in: the ISO week (Monday to Sunday), month and year around an
// instant, cut at the wall's midnights. Half open: `to` is the first instant of the next one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "calendar/zone.h"
#include "core/time.h"

namespace commune::calendar {

enum class PeriodKind : std::uint8_t { week, month, year };

struct Period {
  PeriodKind kind{};
  core::Time from;
  core::Time to;
  LocalTime first_day;  // the wall's midnight of the first day
  std::string label;    // "2026-W13", "2026-03", "2026"

  [[nodiscard]] bool contains(core::Time time) const { return from <= time && time < to; }
};

// "week", "month" or "year".
[[nodiscard]] std::optional<PeriodKind> find_period_kind(std::string_view name);
[[nodiscard]] std::string_view name_of(PeriodKind kind);

// `time` lies between 1971 and 9998, so that both neighbours exist.
[[nodiscard]] Period period_at(const Zone& zone, PeriodKind kind, core::Time time);
[[nodiscard]] Period next_period(const Zone& zone, const Period& period);
[[nodiscard]] Period previous_period(const Zone& zone, const Period& period);

}  // namespace commune::calendar

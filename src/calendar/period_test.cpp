#include "calendar/period.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace commune::calendar {
namespace {

const Zone& london() {
  static const Zone zone = Zone::open("Europe/London").value();
  return zone;
}

std::string described(const Zone& zone, const Period& period) {
  return period.label + " " + zone.text_at(period.from) + " " + zone.text_at(period.to);
}

std::string around(PeriodKind kind, std::string_view local) {
  return described(london(), period_at(london(), kind, london().parse(local)->time));
}

TEST(Period, cuts_weeks_on_monday_and_names_them_by_their_thursday) {
  EXPECT_EQ(around(PeriodKind::week, "2026-03-29T23:59"),
            "2026-W13 2026-03-23T00:00 2026-03-30T00:00");
  EXPECT_EQ(around(PeriodKind::week, "2026-03-30T00:00"),
            "2026-W14 2026-03-30T00:00 2026-04-06T00:00");
  EXPECT_EQ(around(PeriodKind::week, "2027-01-01T12:00"),
            "2026-W53 2026-12-28T00:00 2027-01-04T00:00");
  EXPECT_EQ(around(PeriodKind::week, "2024-12-31T12:00"),
            "2025-W01 2024-12-30T00:00 2025-01-06T00:00");
}

TEST(Period, cuts_months_and_years_at_the_walls_midnight) {
  EXPECT_EQ(around(PeriodKind::month, "2024-02-29T12:00"),
            "2024-02 2024-02-01T00:00 2024-03-01T00:00");
  EXPECT_EQ(around(PeriodKind::month, "2026-12-31T23:59"),
            "2026-12 2026-12-01T00:00 2027-01-01T00:00");
  EXPECT_EQ(around(PeriodKind::year, "2026-07-01T00:00"), "2026 2026-01-01T00:00 2027-01-01T00:00");
}

TEST(Period, is_an_hour_short_or_long_when_the_clocks_change) {
  const auto length = [](std::string_view local) {
    const Period week = period_at(london(), PeriodKind::week, london().parse(local)->time);
    return (week.to - week.from).count / 3600;
  };
  EXPECT_EQ(length("2026-03-25T12:00"), 167);
  EXPECT_EQ(length("2026-10-21T12:00"), 169);
  EXPECT_EQ(length("2026-06-10T12:00"), 168);
}

TEST(Period, is_found_by_name) {
  EXPECT_EQ(find_period_kind("week"), PeriodKind::week);
  EXPECT_EQ(find_period_kind("month"), PeriodKind::month);
  EXPECT_EQ(find_period_kind("year"), PeriodKind::year);
  EXPECT_EQ(find_period_kind("day"), std::nullopt);
  EXPECT_EQ(name_of(PeriodKind::month), "month");
}

RC_GTEST_PROP(Period, tiles_time_without_a_gap, ()) {
  const auto name = *rc::gen::element<std::string>("Europe/London", "Africa/Cairo", "Pacific/Apia",
                                                   "America/Sao_Paulo");
  const Zone zone = Zone::open(name).value();
  const auto kind = *rc::gen::element(PeriodKind::week, PeriodKind::month, PeriodKind::year);
  const core::Time time{*rc::gen::inRange<std::int64_t>(86'400 * 800, 4'102'444'800)};
  const Period period = period_at(zone, kind, time);
  RC_ASSERT(period.contains(time));
  const Period next = next_period(zone, period);
  const Period previous = previous_period(zone, period);
  RC_ASSERT(next.from == period.to);
  RC_ASSERT(previous.to == period.from);
  RC_ASSERT(previous_period(zone, next).from == period.from);
  RC_ASSERT(next.label > period.label);
  RC_ASSERT(period.label > previous.label);
}

}  // namespace
}  // namespace commune::calendar

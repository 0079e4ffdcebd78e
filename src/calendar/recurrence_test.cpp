#include "calendar/recurrence.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace commune::calendar {
namespace {

Zone zone(std::string_view name) { return Zone::open(name).value(); }

core::Time utc(std::string_view text) { return {parse_local(text).value().seconds}; }

// Wall times, and behind "=" the instant as the wall of Greenwich shows it.
std::vector<std::string> times(std::string_view zone_name, std::string_view first,
                               std::string_view rule, std::string_view to = "2400-01-01T00:00",
                               std::size_t limit = 6) {
  const auto found = expand(rule, first, zone(zone_name), {0}, utc(to), limit);
  if (!found) return {found.error().message};
  std::vector<std::string> result;
  for (const Occurrence& occurrence : *found) {
    result.push_back(to_text(occurrence.local) + "=" + to_text({occurrence.start.seconds}));
  }
  return result;
}

using Times = std::vector<std::string>;

TEST(Recurrence, keeps_the_wall_time_when_the_clocks_change) {
  EXPECT_EQ(times("Europe/London", "2026-03-22T18:00", "FREQ=WEEKLY;COUNT=3"),
            (Times{"2026-03-22T18:00=2026-03-22T18:00", "2026-03-29T18:00=2026-03-29T17:00",
                   "2026-04-05T18:00=2026-04-05T17:00"}));
  EXPECT_EQ(times("Europe/London", "2026-10-24T18:00", "FREQ=DAILY;COUNT=3"),
            (Times{"2026-10-24T18:00=2026-10-24T17:00", "2026-10-25T18:00=2026-10-25T18:00",
                   "2026-10-26T18:00=2026-10-26T18:00"}));
  EXPECT_EQ(times("America/Los_Angeles", "2026-03-07T09:00", "FREQ=DAILY;COUNT=2"),
            (Times{"2026-03-07T09:00=2026-03-07T17:00", "2026-03-08T09:00=2026-03-08T16:00"}));
  EXPECT_EQ(times("Australia/Lord_Howe", "2026-04-04T09:00", "FREQ=DAILY;COUNT=2"),
            (Times{"2026-04-04T09:00=2026-04-03T22:00", "2026-04-05T09:00=2026-04-04T22:30"}));
  EXPECT_EQ(times("Asia/Kathmandu", "2026-03-28T06:00", "FREQ=DAILY;COUNT=2"),
            (Times{"2026-03-28T06:00=2026-03-28T00:15", "2026-03-29T06:00=2026-03-29T00:15"}));
}

TEST(Recurrence, shifts_a_wall_time_in_the_gap_and_keeps_its_name) {
  const auto found = expand("FREQ=DAILY;COUNT=3", "2026-03-28T01:30", zone("Europe/London"), {0},
                            utc("2027-01-01T00:00"), 9);
  ASSERT_EQ(found->size(), 3U);
  EXPECT_EQ(to_text((*found)[1].local), "2026-03-29T01:30");
  EXPECT_EQ((*found)[1].start, utc("2026-03-29T01:30"));  // the wall shows 02:30
  EXPECT_EQ((*found)[1].kind, WallKind::skipped);
  EXPECT_EQ((*found)[2].start, utc("2026-03-30T00:30"));
  EXPECT_EQ(times("Australia/Lord_Howe", "2026-10-04T02:15", "FREQ=DAILY;COUNT=1"),
            (Times{"2026-10-04T02:15=2026-10-03T15:45"}));
}

TEST(Recurrence, takes_the_first_of_a_repeated_wall_time) {
  EXPECT_EQ(times("Europe/London", "2026-10-24T01:30", "FREQ=DAILY;COUNT=3"),
            (Times{"2026-10-24T01:30=2026-10-24T00:30", "2026-10-25T01:30=2026-10-25T00:30",
                   "2026-10-26T01:30=2026-10-26T01:30"}));
}

TEST(Recurrence, skips_months_without_a_fifth_monday_and_years_without_a_leap_day) {
  EXPECT_EQ(times("UTC", "2026-03-01T10:00", "FREQ=MONTHLY;BYDAY=5MO;COUNT=3"),
            (Times{"2026-03-30T10:00=2026-03-30T10:00", "2026-06-29T10:00=2026-06-29T10:00",
                   "2026-08-31T10:00=2026-08-31T10:00"}));
  EXPECT_EQ(times("UTC", "2024-02-29T10:00", "FREQ=YEARLY;COUNT=3"),
            (Times{"2024-02-29T10:00=2024-02-29T10:00", "2028-02-29T10:00=2028-02-29T10:00",
                   "2032-02-29T10:00=2032-02-29T10:00"}));
  EXPECT_EQ(times("UTC", "2026-01-31T10:00", "FREQ=MONTHLY;COUNT=3"),
            (Times{"2026-01-31T10:00=2026-01-31T10:00", "2026-03-31T10:00=2026-03-31T10:00",
                   "2026-05-31T10:00=2026-05-31T10:00"}));
}

TEST(Recurrence, begins_with_the_first_time_that_matches_the_rule) {
  EXPECT_EQ(times("UTC", "2026-03-01T10:00", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3"),
            (Times{"2026-03-02T10:00=2026-03-02T10:00", "2026-03-05T10:00=2026-03-05T10:00",
                   "2026-03-09T10:00=2026-03-09T10:00"}));
}

TEST(Recurrence, follows_the_examples_of_rfc_5545) {
  EXPECT_EQ(times("UTC", "1997-09-02T09:00", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU;COUNT=4"),
            (Times{"1997-09-02T09:00=1997-09-02T09:00", "1997-09-14T09:00=1997-09-14T09:00",
                   "1997-09-16T09:00=1997-09-16T09:00", "1997-09-28T09:00=1997-09-28T09:00"}));
  EXPECT_EQ(times("UTC", "1997-08-05T09:00", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO"),
            (Times{"1997-08-05T09:00=1997-08-05T09:00", "1997-08-10T09:00=1997-08-10T09:00",
                   "1997-08-19T09:00=1997-08-19T09:00", "1997-08-24T09:00=1997-08-24T09:00"}));
  EXPECT_EQ(times("UTC", "1997-08-05T09:00", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU"),
            (Times{"1997-08-05T09:00=1997-08-05T09:00", "1997-08-17T09:00=1997-08-17T09:00",
                   "1997-08-19T09:00=1997-08-19T09:00", "1997-08-31T09:00=1997-08-31T09:00"}));
  EXPECT_EQ(
      times("UTC", "1997-09-29T09:00", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3"),
      (Times{"1997-09-29T09:00=1997-09-29T09:00", "1997-10-30T09:00=1997-10-30T09:00",
             "1997-11-27T09:00=1997-11-27T09:00"}));
  EXPECT_EQ(times("UTC", "1997-05-12T09:00", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3"),
            (Times{"1997-05-12T09:00=1997-05-12T09:00", "1998-05-11T09:00=1998-05-11T09:00",
                   "1999-05-17T09:00=1999-05-17T09:00"}));
  EXPECT_EQ(times("UTC", "1997-09-02T09:00", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3"),
            (Times{"1998-02-13T09:00=1998-02-13T09:00", "1998-03-13T09:00=1998-03-13T09:00",
                   "1998-11-13T09:00=1998-11-13T09:00"}));
  EXPECT_EQ(times("UTC", "1996-11-05T09:00",
                  "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3"),
            (Times{"1996-11-05T09:00=1996-11-05T09:00", "2000-11-07T09:00=2000-11-07T09:00",
                   "2004-11-02T09:00=2004-11-02T09:00"}));
  EXPECT_EQ(times("UTC", "1997-01-01T09:00", "FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200"),
            (Times{"1997-01-01T09:00=1997-01-01T09:00", "1997-04-10T09:00=1997-04-10T09:00",
                   "1997-07-19T09:00=1997-07-19T09:00", "2000-01-01T09:00=2000-01-01T09:00"}));
  EXPECT_EQ(times("UTC", "1997-05-19T09:00", "FREQ=YEARLY;BYDAY=20MO;COUNT=2"),
            (Times{"1997-05-19T09:00=1997-05-19T09:00", "1998-05-18T09:00=1998-05-18T09:00"}));
}

TEST(Recurrence, does_right_where_engines_are_known_to_fail) {
  // A fortnight whose weeks begin on Tuesday: Monday closes the first week.
  EXPECT_EQ(times("UTC", "1997-05-20T06:00", "FREQ=WEEKLY;INTERVAL=2;WKST=TU;BYDAY=MO;COUNT=2"),
            (Times{"1997-05-26T06:00=1997-05-26T06:00", "1997-06-09T06:00=1997-06-09T06:00"}));
  // The last day of every month, in the two ways to say it.
  const Times month_ends{"2026-01-31T10:00=2026-01-31T10:00", "2026-02-28T10:00=2026-02-28T10:00",
                         "2026-03-31T10:00=2026-03-31T10:00"};
  EXPECT_EQ(times("UTC", "2026-01-05T10:00", "FREQ=YEARLY;BYMONTHDAY=-1;COUNT=3"), month_ends);
  EXPECT_EQ(times("UTC", "2026-01-05T10:00", "FREQ=DAILY;BYMONTHDAY=-1;COUNT=3"), month_ends);
}

TEST(Recurrence, stops_at_the_last_year_it_is_trusted_for) {
  EXPECT_EQ(times("UTC", "2399-12-31T10:00", "FREQ=YEARLY", "9999-01-01T00:00"),
            (Times{"2399-12-31T10:00=2399-12-31T10:00", "2400-12-31T10:00=2400-12-31T10:00"}));
}

TEST(Recurrence, counts_weeks_of_the_year_from_the_one_with_its_fourth_of_january) {
  EXPECT_EQ(times("UTC", "2026-01-01T10:00", "FREQ=YEARLY;BYWEEKNO=1,-1;BYDAY=TH;COUNT=4"),
            (Times{"2026-01-01T10:00=2026-01-01T10:00", "2026-12-31T10:00=2026-12-31T10:00",
                   "2027-01-07T10:00=2027-01-07T10:00", "2027-12-30T10:00=2027-12-30T10:00"}));
}

TEST(Recurrence, ends_with_the_instant_the_wall_time_or_the_day_of_until) {
  const auto last = [](std::string_view until) {
    const auto found = expand("FREQ=DAILY;UNTIL=" + std::string{until}, "2026-07-01T18:00",
                              zone("Europe/London"), {0}, utc("2027-01-01T00:00"), 400);
    return to_text(found.value().back().local);
  };
  EXPECT_EQ(last("20260710"), "2026-07-10T18:00");
  EXPECT_EQ(last("20260710T180000"), "2026-07-10T18:00");
  EXPECT_EQ(last("20260710T175900"), "2026-07-09T18:00");
  EXPECT_EQ(last("20260710T170000Z"), "2026-07-10T18:00");  // 18:00 of a British summer
  EXPECT_EQ(last("20260710T165959Z"), "2026-07-09T18:00");
}

TEST(Recurrence, gives_what_starts_in_the_half_open_window_up_to_the_limit) {
  const Zone place = zone("UTC");
  const auto count = [&](std::string_view from, std::string_view to, std::size_t limit) {
    return expand("FREQ=DAILY", "2026-01-01T10:00", place, utc(from), utc(to), limit)->size();
  };
  EXPECT_EQ(count("2026-01-05T10:00", "2026-01-07T10:00", 100), 2U);
  EXPECT_EQ(count("2026-01-05T10:01", "2026-01-07T10:01", 100), 2U);
  EXPECT_EQ(count("2025-01-01T00:00", "2025-12-31T00:00", 100), 0U);
  EXPECT_EQ(count("2026-01-05T10:00", "2027-01-05T10:00", 7), 7U);
  EXPECT_EQ(count("2026-01-05T10:00", "2026-01-05T10:00", 7), 0U);
  EXPECT_EQ(count("2026-01-05T10:00", "2027-01-05T10:00", 0), 0U);
}

TEST(Recurrence, refuses_what_never_happens_or_happens_too_often) {
  const std::string never = "recurrence rule: nothing ever happens under it from the first time on";
  EXPECT_EQ(times("UTC", "2026-03-01T10:00", "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29"),
            Times{never});
  EXPECT_EQ(times("UTC", "2026-03-01T10:00", "FREQ=DAILY;UNTIL=20260228"), Times{never});
  EXPECT_EQ(times("UTC", "2026-03-01T10:00", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), Times{never});
  EXPECT_EQ(times("UTC", "2026-03-01T10:00", "FREQ=DAILY;BYDAY=MO;BYSETPOS=2"), Times{never});
  EXPECT_EQ(times("UTC", "2026-03-01T10:00", "FREQ=SECONDLY"),
            Times{"recurrence rule: FREQ=SECONDLY comes round too often; DAILY is the finest"});
  EXPECT_EQ(times("UTC", "2401-03-01T10:00", "FREQ=DAILY"),
            Times{"the first time 2401-03-01T10:00 lies after the year 2400"});
  EXPECT_EQ(times("UTC", "2026-02-30T10:00", "FREQ=DAILY"), Times{"there is no 2026-02-30"});
}

TEST(Recurrence, is_checked_for_forms_without_expanding_it) {
  const Zone place = zone("Europe/London");
  EXPECT_TRUE(check_recurrence("FREQ=MONTHLY;BYDAY=1SA", "2026-03-01T10:00", place));
  EXPECT_FALSE(check_recurrence("FREQ=MONTHLY;BYDAY=1SAT", "2026-03-01T10:00", place));
  EXPECT_FALSE(check_recurrence("FREQ=DAILY;UNTIL=20200101", "2026-03-01T10:00", place));
}

}  // namespace
}  // namespace commune::calendar

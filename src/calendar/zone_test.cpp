#include "calendar/zone.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace commune::calendar {
namespace {

Zone zone(std::string_view name) {
  auto opened = Zone::open(name);
  EXPECT_TRUE(opened) << name;
  return *opened;
}

// The instant as the wall of Greenwich shows it, and which kind of wall time it was.
std::string resolved(std::string_view name, std::string_view local) {
  const Moment moment = zone(name).parse(local).value();
  const std::string utc = to_text({moment.time.seconds});
  switch (moment.kind) {
    case WallKind::unique: return utc;
    case WallKind::skipped: return utc + " skipped";
    case WallKind::repeated: return utc + " repeated";
  }
  return "?";
}

TEST(Zone, opens_by_its_iana_name_only) {
  EXPECT_TRUE(Zone::open("Europe/London"));
  EXPECT_TRUE(Zone::open("UTC"));
  const auto wrong_case = Zone::open("europe/london");
  ASSERT_FALSE(wrong_case);
  EXPECT_EQ(wrong_case.error().code, core::ErrorCode::not_found);
  EXPECT_EQ(wrong_case.error().message,
            "there is no time zone \"europe/london\"; did you mean \"Europe/London\"?");
  for (const char* name : {"", "Atlantis/Capital", "../../etc/passwd", "Europe"}) {
    const auto unknown = Zone::open(name);
    ASSERT_FALSE(unknown) << name;
    EXPECT_EQ(unknown.error().message, "there is no time zone \"" + std::string{name} +
                                           "\"; use an IANA name such as \"Europe/London\"");
  }
}

TEST(Zone, knows_summer_winter_and_odd_offsets) {
  EXPECT_EQ(resolved("Europe/London", "2026-01-15T18:00"), "2026-01-15T18:00");
  EXPECT_EQ(resolved("Europe/London", "2026-07-15T18:00"), "2026-07-15T17:00");
  EXPECT_EQ(resolved("America/Los_Angeles", "2026-01-15T18:00"), "2026-01-16T02:00");
  EXPECT_EQ(resolved("Asia/Kathmandu", "2026-07-15T18:00"), "2026-07-15T12:15");
  EXPECT_EQ(resolved("Australia/Lord_Howe", "2026-01-15T18:00"), "2026-01-15T07:00");
  EXPECT_EQ(resolved("Australia/Lord_Howe", "2026-07-15T18:00"), "2026-07-15T07:30");
}

TEST(Zone, reads_a_skipped_time_with_the_offset_before_the_gap) {
  EXPECT_EQ(resolved("Europe/London", "2026-03-29T00:59"), "2026-03-29T00:59");
  EXPECT_EQ(resolved("Europe/London", "2026-03-29T01:00"), "2026-03-29T01:00 skipped");
  EXPECT_EQ(resolved("Europe/London", "2026-03-29T01:30"), "2026-03-29T01:30 skipped");
  EXPECT_EQ(resolved("Europe/London", "2026-03-29T02:00"), "2026-03-29T01:00");
  EXPECT_EQ(resolved("America/Los_Angeles", "2026-03-08T02:30"), "2026-03-08T10:30 skipped");
  // Half an hour is skipped here.
  EXPECT_EQ(resolved("Australia/Lord_Howe", "2026-10-04T02:15"), "2026-10-03T15:45 skipped");
  EXPECT_EQ(resolved("Australia/Lord_Howe", "2026-10-04T02:30"), "2026-10-03T15:30");
  const Zone london = zone("Europe/London");
  EXPECT_EQ(london.text_at(london.parse("2026-03-29T01:30")->time), "2026-03-29T02:30");
  EXPECT_TRUE(london.is_in_gap(*parse_local("2026-03-29T01:30")));
  EXPECT_FALSE(london.is_in_gap(*parse_local("2026-03-29T02:30")));
}

TEST(Zone, takes_the_first_of_a_repeated_time) {
  EXPECT_EQ(resolved("Europe/London", "2026-10-25T01:30"), "2026-10-25T00:30 repeated");
  EXPECT_EQ(resolved("America/Los_Angeles", "2026-11-01T01:30"), "2026-11-01T08:30 repeated");
  EXPECT_EQ(resolved("Australia/Lord_Howe", "2026-04-05T01:45"), "2026-04-04T14:45 repeated");
}

TEST(Zone, keeps_daylight_saving_beyond_the_listed_years) {
  EXPECT_EQ(resolved("Europe/London", "2038-07-15T18:00"), "2038-07-15T17:00");
  EXPECT_EQ(resolved("Europe/London", "2040-03-25T01:30"), "2040-03-25T01:30 skipped");
  EXPECT_EQ(resolved("Europe/London", "2104-07-15T18:00"), "2104-07-15T17:00");
  EXPECT_EQ(resolved("America/Los_Angeles", "2039-12-31T23:00"), "2040-01-01T07:00");
  EXPECT_EQ(zone("Europe/London").offset_at({4'087'000'000}), core::Seconds{3600});  // July 2099
}

TEST(Zone, starts_a_day_at_the_end_of_a_gap_that_swallows_midnight) {
  const Zone cairo = zone("Africa/Cairo");  // 2026-04-24: 00:00 becomes 01:00
  EXPECT_EQ(cairo.text_at(cairo.start_of_day(*parse_local("2026-04-24T12:00"))),
            "2026-04-24T01:00");
  const Zone london = zone("Europe/London");
  EXPECT_EQ(london.text_at(london.start_of_day(*parse_local("2026-03-29T12:00"))),
            "2026-03-29T00:00");
}

TEST(Zone, passes_the_error_of_a_malformed_time_on) {
  EXPECT_EQ(zone("UTC").parse("tomorrow").error().message,
            "\"tomorrow\" is not a local time like 2026-03-29T18:00");
}

RC_GTEST_PROP(Zone, an_instant_comes_back_from_its_wall_time_unless_it_is_the_second_of_two, ()) {
  const auto name = *rc::gen::element<std::string>(
      "Europe/London", "America/Los_Angeles", "Australia/Lord_Howe", "Asia/Kathmandu",
      "Africa/Cairo", "America/Sao_Paulo", "Pacific/Apia", "UTC");
  const Zone place = zone(name);
  const core::Time time{*rc::gen::inRange<std::int64_t>(86'400 * 2, 4'102'444'800)};
  const Moment back = place.resolve(place.local_of(time));
  RC_ASSERT(back.kind != WallKind::skipped);
  if (back.kind == WallKind::unique) RC_ASSERT(back.time == time);
  if (back.kind == WallKind::repeated) RC_ASSERT(back.time <= time);
  RC_ASSERT(place.local_of(back.time) == place.local_of(time));
}

}  // namespace
}  // namespace commune::calendar

#include "calendar/local_time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace commune::calendar {
namespace {

TEST(LocalTime, reads_and_writes_minutes) {
  const auto time = parse_local("2026-03-29T18:05");
  ASSERT_TRUE(time);
  EXPECT_EQ(parts_of(*time),
            (LocalParts{.year = 2026, .month = 3, .day = 29, .hour = 18, .minute = 5}));
  EXPECT_EQ(to_text(*time), "2026-03-29T18:05");
  EXPECT_EQ(to_date_text(*time), "2026-03-29");
  EXPECT_EQ(parse_local("1970-01-01T00:00")->seconds, 0);
  EXPECT_TRUE(parse_local("9999-12-31T23:59"));
}

TEST(LocalTime, says_what_is_wrong) {
  const struct {
    const char* text;
    const char* message;
  } cases[] = {
      {"", "\"\" is not a local time like 2026-03-29T18:00"},
      {"2026-03-29 18:00", "\"2026-03-29 18:00\" is not a local time like 2026-03-29T18:00"},
      {"2026-03-29T18:00Z", "\"2026-03-29T18:00Z\" is not a local time like 2026-03-29T18:00"},
      {"2026-3-29T018:00", "\"2026-3-29T018:00\" is not a local time like 2026-03-29T18:00"},
      {"20x6-03-29T18:00", "\"20x6-03-29T18:00\" is not a local time like 2026-03-29T18:00"},
      {"2026-03-29T1-:00", "\"2026-03-29T1-:00\" is not a local time like 2026-03-29T18:00"},
      {"2026-02-30T18:00", "there is no 2026-02-30"},
      {"2026-13-01T18:00", "there is no 2026-13-01"},
      {"2026-00-01T18:00", "there is no 2026-00-01"},
      {"2026-03-29T24:00", "there is no 24:00:00 in a day"},
      {"2026-03-29T23:60", "there is no 23:60:00 in a day"},
      {"1969-12-31T23:59", "the year 1969 is outside 1970 to 9999"},
  };
  for (const auto& [text, message] : cases) {
    const auto time = parse_local(text);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().message, message);
  }
}

TEST(LocalTime, reads_a_date_as_its_midnight) {
  EXPECT_EQ(to_text(*parse_date("2024-02-29")), "2024-02-29T00:00");
  EXPECT_FALSE(parse_date("2025-02-29"));
  EXPECT_FALSE(parse_date("2025-2-29"));
  EXPECT_FALSE(parse_date("2025-02-29T00:00"));
}

RC_GTEST_PROP(LocalTime, text_and_number_agree_for_every_minute, ()) {
  const auto minute = *rc::gen::inRange<std::int64_t>(0, core::time_seconds_max / 60);
  const LocalTime time{minute * 60};
  RC_ASSERT(parse_local(to_text(time)).value() == time);
  RC_ASSERT(make_local(parts_of(time)).value() == time);
}

}  // namespace
}  // namespace commune::calendar

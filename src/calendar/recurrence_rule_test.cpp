#include "calendar/recurrence_rule.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace commune::calendar {
namespace {

TEST(RecurrenceRule, takes_the_parts_apart) {
  const auto rule = parse_rule("byday=mo,-1fr;freq=monthly;count=12;interval=2");
  ASSERT_TRUE(rule) << rule.error().message;
  EXPECT_EQ(rule->frequency, Frequency::monthly);
  EXPECT_EQ(rule->count, 12);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(rule->until));
  EXPECT_EQ(rule->interval, 2);
  EXPECT_EQ(rule->week_days, (std::vector<NumberedDay>{{0, 0}, {-1, 4}}));
  EXPECT_TRUE(rule->months.empty());
  const auto yearly = parse_rule("FREQ=YEARLY;BYMONTH=2,1;BYMONTHDAY=+1,-1;BYSETPOS=1;WKST=SU");
  EXPECT_EQ(yearly->months, (std::vector<int>{2, 1}));
  EXPECT_EQ(yearly->month_days, (std::vector<int>{1, -1}));
  EXPECT_EQ(yearly->set_positions, std::vector<int>{1});
  EXPECT_EQ(yearly->week_start, 6U);
  EXPECT_EQ(parse_rule("FREQ=YEARLY;BYWEEKNO=1,-1")->week_numbers, (std::vector<int>{1, -1}));
  EXPECT_EQ(parse_rule("FREQ=YEARLY;BYYEARDAY=366")->year_days, std::vector<int>{366});
}

TEST(RecurrenceRule, knows_the_three_forms_of_until) {
  EXPECT_EQ(std::get<UntilDate>(parse_rule("FREQ=DAILY;UNTIL=20261231")->until).day,
            *parse_local("2026-12-31T00:00"));
  EXPECT_EQ(std::get<UntilLocal>(parse_rule("FREQ=DAILY;UNTIL=20261231T180000")->until).time,
            *parse_local("2026-12-31T18:00"));
  EXPECT_EQ(
      std::get<UntilInstant>(parse_rule("FREQ=DAILY;UNTIL=20261231T180000Z")->until).time.seconds,
      parse_local("2026-12-31T18:00")->seconds);
}

TEST(RecurrenceRule, says_in_plain_words_what_it_refuses) {
  const struct {
    const char* rule;
    const char* message;
  } cases[] = {
      {"", "it is empty; for example FREQ=WEEKLY;BYDAY=MO"},
      {"FREQ=WEEKLY;BYDAY=MO, TU", "it holds a character that no rule has, such as a space"},
      {"RRULE:FREQ=WEEKLY", "leave out \"RRULE:\" and begin with FREQ"},
      {"WEEKLY", "\"WEEKLY\" is not of the form NAME=VALUE"},
      {"FREQ=WEEKLY;", "\"\" is not of the form NAME=VALUE"},
      {"FREQ=WEEKLY;BYDAY=", "BYDAY has no value"},
      {"FREQ=WEEKLY;FREQ=DAILY", "FREQ stands there twice"},
      {"BYDAY=MO", "FREQ is missing, for example FREQ=WEEKLY"},
      {"FREQ=SECONDLY", "FREQ=SECONDLY comes round too often; DAILY is the finest"},
      {"FREQ=HOURLY", "FREQ=HOURLY comes round too often; DAILY is the finest"},
      {"FREQ=OFTEN", "FREQ=OFTEN is none of DAILY, WEEKLY, MONTHLY, YEARLY"},
      {"FREQ=DAILY;BYHOUR=6", "BYHOUR is not used here: the hour is that of the first time"},
      {"FREQ=DAILY;RSCALE=HEBREW", "RSCALE is not a part that is understood here"},
      {"FREQ=DAILY;INTERVAL=0", "INTERVAL=0 is not a number from 1 to 999"},
      {"FREQ=DAILY;INTERVAL=1000", "INTERVAL=1000 is not a number from 1 to 999"},
      {"FREQ=DAILY;INTERVAL=-1", "INTERVAL=-1 is not a number from 1 to 999"},
      {"FREQ=DAILY;COUNT=99999999", "COUNT=99999999 is not a number from 1 to 9999"},
      {"FREQ=DAILY;COUNT=3;UNTIL=20260101", "COUNT and UNTIL exclude each other"},
      {"FREQ=DAILY;UNTIL=2026-1-1",
       "UNTIL=2026-1-1 is not a date or time such as 20261231 or 20261231T180000Z"},
      {"FREQ=DAILY;UNTIL=20260101X180000",
       "UNTIL=20260101X180000 is not a date or time such as 20261231 or 20261231T180000Z"},
      {"FREQ=DAILY;UNTIL=20260101T18000+",
       "UNTIL=20260101T18000+ is not a date or time such as 20261231 or 20261231T180000Z"},
      {"FREQ=DAILY;UNTIL=20260230", "UNTIL=20260230: there is no 2026-02-30"},
      {"FREQ=WEEKLY;BYDAY=XX", "BYDAY holds \"XX\", which is no day such as MO, 1MO or -1FR"},
      {"FREQ=WEEKLY;BYDAY=1MO",
       "BYDAY holds \"1MO\", and numbered days need MONTHLY, or YEARLY without BYWEEKNO"},
      {"FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO",
       "BYDAY holds \"1MO\", and numbered days need MONTHLY, or YEARLY without BYWEEKNO"},
      {"FREQ=MONTHLY;BYDAY=6MO", "BYDAY holds \"6MO\": its number is not from -5 to 5 without 0"},
      {"FREQ=MONTHLY;BYDAY=0MO", "BYDAY holds \"0MO\": its number is not from -5 to 5 without 0"},
      {"FREQ=YEARLY;BYDAY=54MO",
       "BYDAY holds \"54MO\": its number is not from -53 to 53 without 0"},
      {"FREQ=WEEKLY;BYDAY=MO,MO", "BYDAY lists MO twice"},
      {"FREQ=WEEKLY;WKST=XX", "WKST=XX is no day such as MO"},
      {"FREQ=YEARLY;BYMONTH=13", "BYMONTH holds \"13\", which is not a number from 1 to 12"},
      {"FREQ=YEARLY;BYMONTH=1,1", "BYMONTH lists 1 twice"},
      {"FREQ=MONTHLY;BYMONTHDAY=0",
       "BYMONTHDAY holds \"0\", which is not a number from -31 to 31 without 0"},
      {"FREQ=MONTHLY;BYMONTHDAY=1-1",
       "BYMONTHDAY holds \"1-1\", which is not a number from -31 to 31 without 0"},
      {"FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY does not go with FREQ=WEEKLY"},
      {"FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO needs FREQ=YEARLY"},
      {"FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY needs FREQ=YEARLY"},
      {"FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs another BY part to choose from"},
  };
  for (const auto& [text, message] : cases) {
    const auto rule = parse_rule(text);
    ASSERT_FALSE(rule) << text;
    EXPECT_EQ(rule.error().message, std::string{"recurrence rule: "} + message);
    EXPECT_EQ(rule.error().code, core::ErrorCode::invalid);
  }
}

TEST(RecurrenceRule, limits_its_length_and_its_lists) {
  const auto long_rule = parse_rule("FREQ=DAILY;INTERVAL=" + std::string(500, '1'));
  ASSERT_FALSE(long_rule);
  EXPECT_EQ(long_rule.error().code, core::ErrorCode::too_large);
  std::string many = "FREQ=YEARLY;BYYEARDAY=1";
  for (int day = 2; day <= 32; ++day) many += "," + std::to_string(day);
  EXPECT_EQ(parse_rule(many).error().message,
            "recurrence rule: BYYEARDAY lists 32 values, at most 31 are allowed");
}

}  // namespace
}  // namespace commune::calendar

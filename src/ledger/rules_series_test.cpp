#include <gtest/gtest.h>

#include <string>

#include "ledger/commune_testing.h"
#include "ledger/script_testing.h"

namespace commune::ledger::testing {
namespace {

TEST(Templates, BelongToTheirGuild) {
  check(R"(
    dora put_template soup                        | not_in_guild
    ana  put_template soup guild=choir            | guild_unknown
    ana  put_template none                        | text_missing
    ana  put_template soup start=1d               | draft_has_times
    ana  put_template soup due=1d                 | draft_has_times
    ana  put_template soup minutes=1441           | minutes_out_of_range
    ana  put_template soup kind=soup              | template_unknown
    ana  put_template soup                        | ok
    cleo put_template soup guild=garage           | not_in_guild
    ben  put_template soup title=Soup             | ok
    ana  post_task t kind=soup                    | ok
  )");
}

TEST(Templates, AreTakenAwayAndPutBack) {
  check(R"(
    ana  remove_template soup                     | template_unknown
    dora remove_template dish                     | not_in_guild
    ana  remove_template dish                     | ok
    ana  remove_template dish                     | template_unknown
    ana  put_template dish                        | ok
    ana  remove_template dish                     | ok
  )");
}

TEST(StandingRequests, ArePostedByTheGuildInThisOrder) {
  check(R"(
    ana  post_series none guild=choir start=1d first=x rule=x length=0   | guild_unknown
    dora post_series none start=1d first=x rule=x length=0               | not_in_guild
    ana  post_series none start=1d first=x rule=x length=0               | series_unknown
    ana  post_series s start=1d first=x rule=x length=0                  | draft_has_times
    ana  post_series s first=x rule=x length=0                           | local_time_malformed
    ana  post_series s rule=x length=0                                   | rule_malformed
    ana  post_series s length=0                                          | minutes_out_of_range
    ana  post_series s length=1441                                       | minutes_out_of_range
    ana  post_series s length=60 minutes=61                              | minutes_out_of_range
    ana  post_series s length=60 minutes=60                              | ok
    ana  post_series s                                                   | series_exists
  )");
}

TEST(StandingRequests, KnowALocalTimeWhenTheySeeOne) {
  std::string script;
  for (const std::string wrong :
       {"2026-01-05", "2026-01-05T18:00:00", "2026-1-05T18:00", "2026-01-05_18:00",
        "2026-13-05T18:00", "2026-00-05T18:00", "2026-02-29T18:00", "2026-04-31T18:00",
        "2026-01-00T18:00", "2026-01-05T24:00", "2026-01-05T18:60", "1969-12-31T18:00",
        "2100-02-29T18:00", "none", "-026-01-05T18:00"}) {
    script += "ana post_series s first=" + wrong + " | local_time_malformed\n";
  }
  int count = 0;
  for (const std::string good :
       {"2028-02-29T00:00", "2000-02-29T23:59", "1970-01-01T00:00", "9999-12-31T12:34"}) {
    script += "ana post_series s" + std::to_string(++count) + " first=" + good + " | ok\n";
  }
  check(script);
}

TEST(StandingRequests, KnowARuleByItsLettersAndItsBeginning) {
  const std::string long_rule = "FREQ=" + std::string(395, 'A');
  check("ana post_series s rule=" + long_rule + "A | rule_malformed\n" +
        "ana post_series s rule=BYDAY | rule_malformed\n" +
        "ana post_series s rule=freq=daily | rule_malformed\n" +
        "ana post_series s rule=FREQ=DAILY;x | rule_malformed\n" +
        "ana post_series s rule=" + long_rule + " | ok\n" +
        "ana post_series u rule=FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20261231T000000Z | ok\n");
}

TEST(StandingRequests, AreChangedUntilTheyEnd) {
  check(R"(
    ana  change_series s revision=9 length=0 reason=none                  | series_unknown
    ana  post_series s                                                    | ok
    cleo change_series s guild=garage revision=9 length=0 reason=none     | not_in_guild
    ana  change_series s guild=garage revision=9 length=0 reason=none     | not_in_guild
    ana  change_series s revision=9 length=0 reason=none                  | revision_stale
    ana  change_series s length=0 reason=none                             | minutes_out_of_range
    ana  change_series s reason=none                                      | reason_missing
    ana  change_series s reason=x*501                                     | text_too_long
    ana  change_series s reason=x*500                                     | ok
    ben  change_series s                                                  | revision_stale
    ben  change_series s revision=2                                       | ok
    dora end_series s reason=none                                         | not_in_guild
    ana  end_series u reason=none                                         | series_unknown
    ana  end_series s reason=none                                         | reason_missing
    ana  end_series s reason=x*501                                        | text_too_long
    ana  end_series s                                                     | ok
    ana  end_series s                                                     | series_ended
    ana  change_series s revision=9                                       | series_ended
    ana  post_occurrence s 2026-01-05T18:00                               | series_ended
  )");
}

TEST(Occurrences, ArePostedInThisOrder) {
  check(R"(
    ana    post_occurrence s x start=none                                 | series_unknown
    ana    post_series s                                                  | ok
    dora   post_occurrence s x start=none                                 | not_in_guild
    ana    post_occurrence s x start=none                                 | local_time_malformed
    ana    post_occurrence s 2026-01-05T18:00 start=none                  | times_contradictory
    ana    post_occurrence s 2026-01-05T18:00 start=4d end=4d             | times_contradictory
    ana    post_occurrence s 2026-01-05T18:00 start=4d end=4d2h1s         | occurrence_length_wrong
    ana    post_occurrence s 2026-01-05T18:00 start=-3h end=-1h           | times_in_past
    ana    post_occurrence s 2026-01-05T18:00 start=1098d end=1098d2h     | times_too_far
    keeper post_occurrence s 2026-01-05T18:00                             | ok
    ben    post_occurrence s 2026-01-05T18:00                             | task_exists
    ben    post_occurrence s 2026-01-06T18:00 start=5d18h end=5d20h       | ok
    dora   take_place s@2026-01-06T18:00                                  | ok
    see    s@2026-01-06T18:00                                             | dora
    see    s@2026-01-05T18:00                                             | nobody
  )");
}

TEST(Occurrences, AreWhatTheStandingRequestSaysWhenTheyArePosted) {
  const State state = state_after(R"(
    ana post_series s title=Cook length=120                               | ok
    ana post_occurrence s 2026-01-05T18:00                                | ok
    ana change_series s title=Cook_more length=60                         | ok
    ana post_occurrence s 2026-01-06T18:00 start=5d18h end=5d19h          | ok
  )");
  const auto of = [&](const char* local) {
    return *state.tasks().find(model::occurrence_id_of(series_of("s"), local));
  };
  EXPECT_EQ(of("2026-01-05T18:00").draft.title, "Cook");
  EXPECT_EQ(of("2026-01-05T18:00").draft.minutes, 120U);
  EXPECT_EQ(of("2026-01-06T18:00").draft.title, "Cook more");
  EXPECT_EQ(of("2026-01-06T18:00").draft.minutes, 60U);
  EXPECT_EQ(of("2026-01-06T18:00").series, series_of("s"));
}

}  // namespace
}  // namespace commune::ledger::testing

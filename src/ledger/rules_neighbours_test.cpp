// Urgent calls between neighbouring communes: what one brings here, and who comes from there.
#include <gtest/gtest.h>

#include <string>

#include "ledger/commune_testing.h"
#include "ledger/script_testing.h"

namespace commune::ledger::testing {
namespace {

TEST(Neighbours, CallOnlyWithADeviceThatWasPutUpForThem) {
  check(R"(
    ana  put_device pump                                  | ok
    ana  put_device mill neighbour                        | ok
    ana  put_device oak  messenger                        | ok
    dora relay_call flood                                 | wrong_credential
    other@device relay_call flood                         | unknown_signer
    pump@device relay_call flood                          | device_not_for_this
    oak@device relay_call flood                           | device_not_for_this
    mill@device raise_alert leak                          | device_not_for_this
    mill@device set_visitors leak                          | device_not_for_this
    mill@device relay_call flood                          | ok
    pump@device adjust_call flood                         | device_not_for_this
    ana  put_device mill neighbour removed                | ok
    mill@device adjust_call flood                         | unknown_signer
  )");
}

TEST(Neighbours, SayWhatWhenAndHowMany) {
  check(R"(
    ana  put_device mill neighbour                        | ok
    mill@device relay_call none                           | alert_unknown
    mill@device relay_call flood text=none                | text_missing
    mill@device relay_call flood start=none               | times_contradictory
    mill@device relay_call flood start=2h end=2h          | times_contradictory
    mill@device relay_call flood end=15d                  | times_too_long
    mill@device relay_call flood start=-2h end=0m         | times_in_past
    mill@device relay_call flood start=4d end=5d          | times_too_far
    mill@device relay_call flood people=0                 | people_out_of_range
    mill@device relay_call flood people=501               | people_out_of_range
    mill@device relay_call flood                          | ok
    mill@device relay_call flood                          | alert_exists
    ana  post_task flood                                  | task_exists
  )");
}

TEST(Neighbours, AreHeardLikeAnyOtherVoiceAndNamedInWhatTheyAsk) {
  const State state = state_after(R"(
    ana  put_device mill neighbour name=Mill kind=dish    | ok
    mill@device relay_call flood end=3h people=4          | ok
    see  flood                                            | 1 open
    dora confirm_alert flood                              | not_in_guild
    ana  confirm_alert flood                              | ok
    see  flood                                            | nobody
  )");
  const model::Task& task = *state.tasks().find(task_of("flood"));
  EXPECT_EQ(task.draft.title, "Mill: Pump the cellar out");
  EXPECT_EQ(task.draft.people_min, 4U);
  EXPECT_EQ(task.draft.people_max, 4U);
  EXPECT_EQ(task.draft.end, founding_time + core::hours(3));
  EXPECT_EQ(task.draft.urgency, model::Urgency::urgent);
}

TEST(Neighbours, BringTwoCallsAsTwo) {
  check(R"(
    ana  put_device mill neighbour kind=dish trusted      | ok
    mill@device relay_call flood                          | ok
    mill@device relay_call fire text=Smoke                | ok
    see  flood                                            | nobody
    see  fire                                             | nobody
  )");
}

TEST(Neighbours, SayHowManyAreStillWantedAndTakeNobodysPlace) {
  const State state = state_after(R"(
    ana  put_device mill neighbour trusted                | ok
    ana  put_device oak  neighbour trusted                | ok
    mill@device relay_call flood people=3                 | ok
    oak@device adjust_call flood people=1                 | alert_unknown
    mill@device adjust_call fire people=1                 | alert_unknown
    mill@device adjust_call flood people=501              | people_out_of_range
    dora take_place flood                                 | ok
    ben  take_place flood                                 | ok
    mill@device adjust_call flood people=1                | ok
    see  flood                                            | dora, ben
    cleo take_place flood                                 | task_full
  )");
  EXPECT_EQ(state.tasks().find(task_of("flood"))->draft.people_min, 1U);
  EXPECT_EQ(state.tasks().find(task_of("flood"))->draft.people_max, 2U);
}

TEST(Neighbours, TakeBackWhatTheyAskedAndNothingElse) {
  check(R"(
    ana  put_device mill neighbour trusted                | ok
    ana  put_device oak  neighbour                        | ok
    mill@device relay_call flood                          | ok
    dora take_place flood                                 | ok
    mill@device adjust_call flood reason=none             | reason_missing
    mill@device adjust_call flood                         | ok
    see  flood                                            | 1 withdrawn
    mill@device adjust_call flood people=2                | alert_closed
    dora take_place flood                                 | task_cancelled
    oak@device relay_call fire                            | ok
    oak@device adjust_call fire                           | ok
    see  fire                                             | 1 withdrawn
    ana  confirm_alert fire                               | alert_closed
    oak@device relay_call storm                           | ok
    ana  dismiss_alert storm                              | ok
    oak@device adjust_call storm                          | alert_closed
    mill@device relay_call smoke                          | ok
    ana  cancel_task smoke                                | ok
    mill@device adjust_call smoke                         | alert_closed
    ana  raise_alert leak guild=kitchen                   | ok
    mill@device adjust_call leak                          | alert_unknown
  )");
}

TEST(Neighbours, AreNotAskedAboutWhatIsOver) {
  check(R"(
    ana  put_device mill neighbour                        | ok
    mill@device relay_call flood end=1h                   | ok
    mill@device relay_call fire end=1h                    | ok
    at 1h
    ana  confirm_alert flood                              | alert_closed
    mill@device adjust_call flood                         | alert_closed
    ana  dismiss_alert flood                              | ok
  )");
}

// What a neighbour may write into a day, at the most: 24 calls with a hundred changes each.
TEST(Neighbours, CannotFloodACommune) {
  std::string script = "ana put_device mill neighbour | ok\n";
  for (int call = 0; call < 24; ++call) {
    script += "mill@device relay_call c" + std::to_string(call) + " end=2d | ok\n";
  }
  script += "mill@device relay_call more end=2d | calls_too_many\n";
  for (int change = 0; change < 100; ++change) {
    script += "mill@device adjust_call c0 people=" + std::to_string(1 + change % 2) + " | ok\n";
  }
  script += R"(
    mill@device adjust_call c0 people=5                   | calls_too_many
    mill@device adjust_call c0                            | ok
    at 1d
    mill@device relay_call more end=2d                    | ok
  )";
  check(script);
}

TEST(Visitors, AreSaidByAMessengerAndTakeNoPlace) {
  check(R"(
    ana  put_device oak  messenger                        | ok
    ana  put_device elm  messenger                        | ok
    ana  post_task soup people=2 urgent                         | ok
    dora set_visitors soup people=2                        | wrong_credential
    oak@device set_visitors nothing people=2               | task_unknown
    oak@device set_visitors soup people=501                | people_out_of_range
    oak@device set_visitors soup people=2                  | ok
    elm@device set_visitors soup people=1                  | ok
    dora take_place soup                                  | ok
    ben  take_place soup                                  | ok
    oak@device set_visitors soup people=0                  | ok
    see  soup                                             | dora, ben + 1 visitors
    ana  cancel_task soup                                 | ok
    elm@device set_visitors soup                           | task_cancelled
    ana  record_unasked bread                             | ok
    elm@device set_visitors bread                          | task_recorded
    ana  post_task tea  urgent                             | ok
    at 2d
    elm@device set_visitors tea people=1                   | task_over
  )");
}

// A key that a sensor box could lose must not fill the week's dinners.
TEST(Visitors, AreSaidOfUrgentCallsOfOneOwnOnly) {
  check(R"(
    ana  put_device oak  messenger                        | ok
    ana  put_device mill neighbour trusted                | ok
    ana  post_task soup people=2                          | ok
    oak@device set_visitors soup people=2                 | task_no_call
    oak@device set_visitors soup people=0                 | ok
    ana  post_series s urgent                             | ok
    keeper post_occurrence s 2026-01-05T18:00             | ok
    oak@device set_visitors s@2026-01-05T18:00 people=1   | task_no_call
    mill@device relay_call flood                          | ok
    oak@device set_visitors flood people=1                | task_no_call
  )");
}

TEST(Visitors, AreForgottenWithTheirMessengerWhereTheyWereStillToCome) {
  check(R"(
    ana  put_device oak  messenger                        | ok
    ana  put_device elm  messenger                        | ok
    ana  post_task soup people=2 urgent                   | ok
    ana  post_task tea  people=2 urgent start=1h end=2h   | ok
    oak@device set_visitors soup people=2                 | ok
    elm@device set_visitors soup people=1                 | ok
    oak@device set_visitors tea people=1                  | ok
    at 2h
    ana  put_device oak  messenger removed                | ok
    see  soup                                             | nobody + 1 visitors
    see  tea                                              | nobody + 1 visitors
    ana  put_device elm  messenger name=Elm               | ok
    see  soup                                             | nobody + 1 visitors
    ana  put_device elm                                   | ok
    see  soup                                             | nobody
  )");
}

}  // namespace
}  // namespace commune::ledger::testing

// Urgent calls: devices, alerts that merge, and the urgent tasks that they become.
#include <gtest/gtest.h>

#include "ledger/commune_testing.h"
#include "ledger/script_testing.h"

namespace commune::ledger::testing {
namespace {

TEST(Devices, ArePutUpByTheStewardsOfTheirGuild) {
  check(R"(
    ben  put_device pump                                  | not_a_steward
    ana  put_device none                                  | device_malformed
    ana  put_device ana                                   | device_malformed
    ana  put_device pump kind=nothing                     | template_unknown
    ana  put_device pump venue=nowhere                    | venue_unknown
    ana  put_device pump name=none                        | text_missing
    ana  put_device pump kind=dish venue=hall             | ok
    cleo put_device pump guild=garage                     | not_a_steward
    ana  put_device pump guild=garage                     | not_a_steward
    pump@device raise_alert leak                          | ok
    other@device raise_alert fire                         | unknown_signer
    pump@device join_guild kitchen                        | wrong_credential
    ana  put_device pump removed                          | ok
    pump@device raise_alert fire                          | unknown_signer
  )");
}

TEST(Alerts, MergeWithinHalfAnHourAndAHundredMetres) {
  check(R"(
    ana  put_venue near name=Near x=90                    | ok
    ana  put_venue far  name=Far x=200                    | ok
    dora raise_alert none guild=kitchen                   | alert_unknown
    dora raise_alert leak guild=nowhere                   | guild_unknown
    dora raise_alert leak guild=kitchen kind=nothing      | template_unknown
    dora raise_alert leak guild=kitchen venue=nowhere     | venue_unknown
    dora raise_alert leak guild=kitchen text=none         | text_missing
    dora raise_alert leak guild=kitchen venue=hall        | ok
    dora raise_alert leak guild=kitchen venue=hall        | alert_exists
    dora raise_alert two  guild=kitchen venue=near        | ok
    see  two                                              | nothing
    see  leak                                             | 1 open
    dora raise_alert other guild=kitchen venue=hall text=The_freezer_is_warm | ok
    see  other                                            | 1 open
    dora raise_alert three guild=kitchen venue=far        | ok
    see  three                                            | 1 open
    dora raise_alert four guild=garage venue=hall         | ok
    see  four                                             | 1 open
    at 31m
    dora raise_alert five guild=kitchen venue=hall        | ok
    see  five                                             | 1 open
  )");
}

TEST(Alerts, BecomeAnUrgentTaskWhenASecondVoiceOrTheGuildSaysSo) {
  const State state = state_after(R"(
    dora raise_alert leak guild=kitchen kind=dish venue=hall | ok
    see  leak                                             | 1 open
    cleo raise_alert again guild=kitchen kind=dish venue=hall | ok
    see  leak                                             | nobody
    dora take_place leak                                  | ok
    ana  confirm_alert leak                               | alert_closed
    dora raise_alert fire guild=garage text=Smoke         | ok
    dora confirm_alert fire                               | not_in_guild
    dora confirm_alert nothing                            | alert_unknown
    cleo confirm_alert fire                               | ok
    see  fire                                             | nobody
    dora raise_alert cat  guild=garage kind=dish          | ok
    cleo dismiss_alert cat reason=none                    | reason_missing
    cleo dismiss_alert cat                                | ok
    see  cat                                              | 1 dismissed
    cleo confirm_alert cat                                | alert_closed
  )");
  const model::Task& leak = *state.tasks().find(task_of("leak"));
  EXPECT_EQ(leak.draft.urgency, model::Urgency::urgent);
  EXPECT_EQ(leak.draft.title, "A dish");
  EXPECT_EQ(leak.draft.why, "Water on the floor");
  EXPECT_EQ(leak.draft.start, founding_time);
  EXPECT_EQ(leak.draft.minutes, 60U);
  EXPECT_EQ(state.tasks().find(task_of("fire"))->draft.title, "Smoke");
}

// A task that was posted under the alert's id would have stopped every node when it was confirmed.
TEST(Alerts, KeepTheirIdForTheTaskTheyBecome) {
  check(R"(
    dora raise_alert leak guild=kitchen                   | ok
    ana  post_task leak                                   | task_exists
    ana  record_unasked leak                              | task_exists
    ana  confirm_alert leak                               | ok
    ana  post_task fire                                   | ok
    dora raise_alert fire guild=garage                    | alert_exists
  )");
}

TEST(Alerts, OfATrustedDeviceAreUrgentTasksAtOnce) {
  check(R"(
    ana  put_device pump kind=dish trusted                | ok
    pump@device raise_alert leak                          | ok
    see  leak                                             | nobody
    pump@device raise_alert more                          | ok
    see  more                                             | nothing
  )");
}

}  // namespace
}  // namespace commune::ledger::testing

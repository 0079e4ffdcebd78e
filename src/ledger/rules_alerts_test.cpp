// Urgent calls: devices, alerts that merge, and the urgent tasks that they become.
#include <gtest/gtest.h>

#include <string>

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

// A sensor that says the same every 20 minutes, in an emergency that lasts.
TEST(Alerts, RingAgainWhenTheTaskThatTheyBecameIsOver) {
  check(R"(
    ana  put_device pump kind=dish trusted                | ok
    pump@device raise_alert leak                          | ok
    at 20m
    pump@device raise_alert leak2                         | ok
    at 40m
    pump@device raise_alert leak3                         | ok
    see  leak2                                            | nothing
    see  leak3                                            | nothing
    at 61m
    pump@device raise_alert leak4                         | ok
    see  leak4                                            | nobody
  )");
}

TEST(Alerts, RingAgainWhereTheTaskWasCancelledOrDone) {
  check(R"(
    ana  put_device pump kind=dish trusted                | ok
    pump@device raise_alert leak                          | ok
    ana  cancel_task leak                                 | ok
    pump@device raise_alert leak2                         | ok
    see  leak2                                            | nobody
    dora take_place leak2                                 | ok
    at 10m
    pump@device raise_alert leak3                         | ok
    see  leak3                                            | nothing
    dora mark_done leak2 10                               | ok
    pump@device raise_alert leak4                         | ok
    see  leak4                                            | nobody
  )");
}

TEST(Alerts, WaitADayForAnAnswerAndNoLonger) {
  check(R"(
    dora raise_alert leak guild=kitchen                   | ok
    dora raise_alert fire guild=kitchen text=Smoke        | ok
    at 1439m
    ana  confirm_alert fire                               | ok
    at 1d
    ana  confirm_alert leak                               | alert_closed
    ana  dismiss_alert leak                               | ok
  )");
}

// A voice every half hour keeps one alert going, for a day at most.
TEST(Alerts, ThatNobodyAnswersAreNotKeptAliveByRepeatingThem) {
  std::string script = "dora raise_alert leak guild=kitchen | ok\n";
  for (int minute = 30; minute < 24 * 60; minute += 30) {
    script += "at " + std::to_string(minute) + "m\n";
    script += "dora raise_alert r" + std::to_string(minute) + " guild=kitchen | ok\n";
  }
  script += R"(
    see  r1410                                            | nothing
    at 1d
    dora raise_alert next guild=kitchen                   | ok
    see  next                                             | 1 open
  )";
  check(script);
}

TEST(Alerts, AreTwentyFourADayFromOnePersonWhileAVoiceMoreIsAlwaysHeard) {
  std::string script = "ana raise_alert flood guild=garage text=Flood | ok\n";
  for (int i = 0; i < 24; ++i) {
    const std::string name = "c" + std::to_string(i);
    script += "dora raise_alert " + name + " guild=kitchen text=" + name + " | ok\n";
  }
  script += R"(
    dora raise_alert more guild=kitchen text=More         | calls_too_many
    dora raise_alert again guild=garage text=Flood        | ok
    see  flood                                            | nobody
    cleo raise_alert more guild=kitchen text=More         | ok
    at 1d
    dora raise_alert other guild=kitchen text=Other       | ok
  )";
  check(script);
}

TEST(Alerts, AreAThousandADayFromAllTogether) {
  std::string script;
  for (int i = 0; i < 1000; ++i) {
    const std::string sensor = "s" + std::to_string(i / 24);
    if (i % 24 == 0) script += "ana put_device " + sensor + " | ok\n";
    const std::string name = "c" + std::to_string(i);
    script += sensor + "@device raise_alert " + name + " text=" + name + " | ok\n";
  }
  script += R"(
    dora raise_alert more guild=kitchen text=More         | limit_reached
    at 1d
    dora raise_alert more guild=kitchen text=More         | ok
  )";
  check(script);
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

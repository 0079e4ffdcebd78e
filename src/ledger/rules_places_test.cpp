#include <gtest/gtest.h>

#include <string>

#include "ledger/script_testing.h"

namespace commune::ledger::testing {
namespace {

TEST(TakingAPlace, IsForAnyMemberWhileThereIsOne) {
  check(R"(
    ana  post_task dinner people=1-2              | ok
    dora take_place dinner shown                  | ok
    dora take_place dinner                        | already_on_task
    ben  take_place dinner                        | ok
    cleo take_place dinner                        | task_full
    see  dinner                                   | dora shown, ben
    nils take_place dinner                        | unknown_signer
  )");
}

TEST(TakingAPlace, IsLookedAtInThisOrder) {
  check(R"(
    ana  post_task t people=1-1 certificates=driving                | ok
    dora take_place u                             | task_unknown
    cleo grant_certificate driving dora           | ok
    cleo grant_certificate driving ben            | ok
    ben  take_place t                             | ok
    ben  take_place t                             | already_on_task
    ana  take_place t key=ben                     | already_on_task
    ana  take_place t key=none                    | already_on_task
    ana  take_place t trainee                     | trainee_places_full
    ana  take_place t                             | certificate_required
    dora take_place t                             | task_full
    at 3d2h1s
    dora take_place t                             | task_over
  )");
}

TEST(TakingAPlace, IsPossibleForTwoDaysAfterTheEnd) {
  check(R"(
    ana  post_task t people=1-3                   | ok
    ana  post_task endless open minutes=30        | ok
    at 1d3h
    dora take_place t                             | ok
    dora mark_done t 90                           | ok
    at 3d2h
    ben  take_place t                             | ok
    at 3d2h1s
    cleo take_place t                             | task_over
    at 300d
    cleo take_place endless                       | ok
  )");
}

TEST(Certificates, AreNeededUntilTheEndOfTheTask) {
  check(R"(
    ana  post_task t people=1-3 certificates=driving                | ok
    cleo grant_certificate driving dora until=1d1h59m59s            | ok
    dora take_place t                             | certificate_required
    cleo grant_certificate driving dora until=1d2h                  | ok
    dora take_place t                             | ok
    cleo grant_certificate driving ben            | ok
    ben  take_place t                             | ok
    cleo take_place t                             | certificate_required
    cleo revoke_certificate driving dora          | ok
    see  t                                        | dora, ben
  )");
}

TEST(Certificates, AreNeededTodayWhereATaskHasNoHour) {
  check(R"(
    ana  post_task t open minutes=30 certificates=driving           | ok
    cleo grant_certificate driving dora until=2h  | ok
    cleo grant_certificate driving ben until=1h   | ok
    at 2h
    ben  take_place t                             | certificate_required
    dora take_place t                             | ok
  )");
}

TEST(Trainees, ComeBesideTheCrewAndNeedNoCertificate) {
  check(R"(
    ana  post_task t people=1-1 trainees=1 certificates=driving     | ok
    dora take_place t trainee                     | ok
    ben  take_place t trainee                     | trainee_places_full
    cleo grant_certificate driving cleo           | ok
    cleo take_place t                             | ok
    see  t                                        | dora trainee, cleo
    dora hand_back t                              | ok
    ben  take_place t trainee                     | ok
    at 1d2h
    ben  mark_done t 120                          | ok
    see  t                                        | cleo, ben trainee done 120
  )");
}

TEST(Trainees, FindSomebodyWhoLearnsInTheirPlace) {
  check(R"(
    ana  post_task t people=1-2 trainees=1        | ok
    dora take_place t trainee                     | ok
    dora seek_swap t                              | ok
    see  t                                        | dora trainee swap
    ben  take_place t trainee                     | ok
    see  t                                        | ben trainee
    ben  seek_swap t                              | ok
    ben  seek_swap t no                           | ok
    dora take_place t trainee                     | trainee_places_full
  )");
}

TEST(HandingBack, FreesThePlaceUntilItIsDone) {
  check(R"(
    dora hand_back t                              | task_unknown
    ana  post_task t people=1-1                   | ok
    dora hand_back t                              | not_on_task
    dora take_place t                             | ok
    dora hand_back t                              | ok
    see  t                                        | nobody
    dora take_place t                             | ok
    at 1d2h
    dora mark_done t 60                           | ok
    dora hand_back t                              | place_done
  )");
}

TEST(Swaps, KeepThePlaceUntilSomebodyTakesItOver) {
  check(R"(
    ana  post_task t people=1-2                   | ok
    ana  take_place t                             | ok
    ben  take_place t                             | ok
    ana  seek_swap t                              | ok
    see  t                                        | ana swap, ben
    dora take_place t                             | ok
    see  t                                        | ben, dora
    ana  seek_swap t no                           | not_on_task
    cleo take_place t                             | task_full
  )");
}

TEST(Swaps, LetTheFirstGoWhoAsked) {
  check(R"(
    ana  post_task t people=1-2                   | ok
    ana  take_place t                             | ok
    ben  take_place t                             | ok
    ben  seek_swap t                              | ok
    ana  seek_swap t                              | ok
    dora take_place t                             | ok
    see  t                                        | ben swap, dora
    cleo take_place t                             | ok
    see  t                                        | dora, cleo
  )");
}

TEST(Swaps, AreGivenUpAgain) {
  check(R"(
    ana  post_task t people=1-1                   | ok
    ana  take_place t                             | ok
    ana  seek_swap t                              | ok
    ana  seek_swap t no                           | ok
    ben  take_place t                             | task_full
    ana  seek_swap t                              | ok
    ana  set_guests t 1                           | ok
    ana  seek_swap t no                           | task_full
    ana  hand_back t                              | ok
  )");
}

TEST(Swaps, TakeAFreePlaceFirst) {
  check(R"(
    ana  post_task t people=1-2                   | ok
    ana  take_place t                             | ok
    ana  seek_swap t                              | ok
    ben  take_place t                             | ok
    see  t                                        | ana swap, ben
    ana  seek_swap t no                           | ok
    see  t                                        | ana, ben
  )");
}

TEST(Swaps, AreTooLateWhenTheTaskIsOverOrThePlaceDone) {
  check(R"(
    ana  post_task t people=1-2                   | ok
    ana  take_place t                             | ok
    ben  take_place t                             | ok
    ana  seek_swap u                              | task_unknown
    at 1d
    ana  mark_done t 10                           | ok
    ana  seek_swap t                              | place_done
    at 1d2h
    ben  seek_swap t                              | task_over
  )");
}

TEST(Swaps, EndWhenThePersonDidTheWorkAfterAll) {
  check(R"(
    ana  post_task t people=1-2                   | ok
    ana  take_place t                             | ok
    ana  seek_swap t                              | ok
    at 1d2h
    ana  mark_done t 10                           | ok
    see  t                                        | ana done 10
  )");
}

TEST(MarkingDone, IsPossibleFromTwelveHoursBeforeToSixtyDaysAfter) {
  check(R"(
    ana  post_task t                              | ok
    ana  take_place t                             | ok
    ben  take_place t                             | ok
    dora mark_done t 10                           | not_on_task
    at 11h59m59s
    ana  mark_done t 10                           | done_too_early
    at 12h
    ana  mark_done t 0                            | minutes_out_of_range
    ana  mark_done t 1441                         | minutes_out_of_range
    ana  mark_done t 1440                         | ok
    ana  mark_done t 5                            | ok
    see  t                                        | ana done 5, ben
    at 61d2h
    ben  mark_done t 10                           | ok
    at 61d2h1s
    ben  mark_done t 10                           | done_too_late
    cleo confirm_done t                           | ok
    ben  mark_done t 10                           | place_confirmed
  )");
}

TEST(MarkingDone, HasNoHourWhereTheTaskHasNone) {
  check(R"(
    ana  post_task t open minutes=30 due=2d       | ok
    ana  take_place t                             | ok
    ana  mark_done t 10                           | ok
    at 300d
    ana  mark_done t 20                           | ok
  )");
}

TEST(Feedback, IsGivenOnceAfterTheWorkAndSaysSomething) {
  check(R"(
    ana  post_task t people=1-3                   | ok
    ana  take_place t                             | ok
    ben  take_place t                             | ok
    at 1d2h
    dora give_feedback t enjoyed                  | not_on_task
    ana  give_feedback t enjoyed                  | not_done_yet
    ana  mark_done t 60                           | ok
    ana  give_feedback t                          | feedback_empty
    ana  give_feedback t note=x*1001              | text_too_long
    ana  give_feedback t enjoyed unsafe note=x*1000                 | ok
    ana  give_feedback t                          | feedback_given
    ben  mark_done t 60                           | ok
    ben  give_feedback t learned                  | ok
    see  t                                        | ana done 60 told, ben done 60 told
  )");
}

// limits.h said so, the rule did not.
TEST(Feedback, IsGivenUntilSixtyDaysAfterTheEnd) {
  check(R"(
    ana  post_task t people=1-3                   | ok
    ana  take_place t                             | ok
    ben  take_place t                             | ok
    at 1d2h
    ana  mark_done t 60                           | ok
    ben  mark_done t 60                           | ok
    at 61d2h
    ana  give_feedback t enjoyed                  | ok
    at 61d2h1s
    ana  give_feedback t enjoyed                  | feedback_given
    ben  give_feedback t                          | done_too_late
  )");
}

TEST(Feedback, KeepsAHundredNotesOfATask) {
  std::string script = "ana post_task t people=1-200 open minutes=5 | ok\n";
  for (int i = 0; i < 101; ++i) {
    const std::string who = "p" + std::to_string(i);
    script += who + " join | ok\n" + who + " take_place t | ok\n" + who + " mark_done t 5 | ok\n" +
              who + " give_feedback t note=hello | " + (i < 100 ? "ok" : "limit_reached") + "\n";
  }
  check(script + "p100 give_feedback t hard | ok\n");
}

TEST(Names, AreShownAndHidden) {
  check(R"(
    ana  post_task t people=1-3                   | ok
    dora take_place t shown                       | ok
    ben  take_place t                             | ok
    see  t                                        | dora shown, ben
    ben  hide_name t                              | name_not_shown
    dora hide_name t                              | ok
    see  t                                        | dora, ben
    dora hide_name t                              | name_not_shown
    cleo hide_name t                              | not_on_task
  )");
}

}  // namespace
}  // namespace commune::ledger::testing

// Rounds: opening, saying what one would like, sharing out with a proof, answering.
#include <gtest/gtest.h>

#include "ledger/apply.h"
#include "ledger/clearing_testing.h"
#include "ledger/commune_testing.h"
#include "ledger/script_testing.h"

namespace commune::ledger::testing {
namespace {

TEST(Rounds, AreOpenedByWhoeverIsInAGuildAndDoNotOverlap) {
  check(R"(
    dora   open_round week                                  | not_in_guild
    ana    open_round none                                  | round_unknown
    ana    open_round week closes=0m                        | round_times_contradictory
    ana    open_round week closes=3d                        | round_times_contradictory
    ana    open_round week answers=1d                       | round_times_contradictory
    ana    open_round week answers=10d                      | round_times_contradictory
    ana    open_round week until=34d                        | round_times_contradictory
    ana    open_round week until=2d answers=2d              | round_times_contradictory
    ana    open_round week from=90d until=93d answers=91d   | round_times_contradictory
    ana    open_round week                                  | ok
    ana    open_round week from=9d until=16d answers=10d    | round_exists
    keeper open_round next from=8d until=15d answers=10d    | round_overlaps
    keeper open_round next from=9d until=16d answers=10d    | ok
    see    week                                             | 0 people, shared out 0 times
  )");
}

TEST(Rounds, TakeWhatPeopleWouldLikeUntilTheyClose) {
  check(R"(
    ana  post_task dinner start=2d18h end=2d20h                     | ok
    ana  post_task other  start=20d end=20d2h                       | ok
    ana  post_task drive  start=3d end=3d2h certificates=driving    | ok
    dora declare_willing week dinner:80                             | round_unknown
    ana  open_round week                                            | ok
    dora declare_willing week dinner:80                             | ok
    dora declare_willing week dinner:80 other:80                    | offer_outside_round
    dora declare_willing week nothing:80                            | task_unknown
    dora declare_willing week drive:80                              | certificate_required
    dora declare_willing week drive:80:trainee                      | ok
    dora declare_willing week dinner:0                              | offers_out_of_range
    dora declare_willing week dinner:101                            | offers_out_of_range
    dora declare_willing week dinner:1 dinner:2                     | offers_out_of_range
    dora declare_willing week many                                  | offers_out_of_range
    dora declare_willing week dinner:80 minutes=3601                | offers_out_of_range
    dora declare_willing week dinner:80 places=31                   | offers_out_of_range
    dora declare_willing week dinner:80 rooms=food:1,food:2         | offers_out_of_range
    dora declare_willing week dinner:80 rooms=nowhere:1             | sector_unknown
    cleo declare_willing week dinner:80 key=dora                    | participant_taken
    cleo declare_willing week dinner:80 key=none                    | participant_taken
    cleo take_place dinner                                          | ok
    cleo declare_willing week dinner:80                             | already_on_task
    see  week                                                       | 1 people, shared out 0 times
    at 1d
    dora declare_willing week                                       | ok
    at 1d1s
    dora declare_willing week                                       | round_closed
  )");
}

TEST(Rounds, AreSharedOutOnlyWithAProofThatHolds) {
  check(R"(
    ana    post_task dinner start=2d18h end=2d20h people=2-2        | ok
    ana    post_task soup   start=2d19h end=2d21h people=1-3        | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80 soup:20 rooms=food:60     | ok
    ben    declare_willing week dinner:50                           | ok
    keeper clear_round week revision=3                              | round_still_open
    at 1d1s
    keeper clear_round nothing revision=3                           | round_unknown
    keeper clear_round week revision=2                              | clearing_stale
    keeper clear_round week revision=3 given=dora:dinner,dora:soup  | clearing_wrong  # at once
    keeper clear_round week revision=3 given=cleo:dinner            | clearing_wrong  # said nothing
    keeper clear_round week revision=3 given=ben:soup               | clearing_wrong  # not offered
    keeper clear_round week revision=3 given=ben:dinner,ben:dinner  | clearing_wrong  # twice
    keeper clear_round week revision=3 extra=dinner:1               | clearing_wrong  # is full with 2
    keeper clear_round week revision=3 extra=other:1                | clearing_wrong
    keeper clear_round week revision=3 prices=other:1:1             | clearing_wrong
    keeper clear_round week revision=3 room_prices=cleo:food:1      | clearing_wrong
    keeper clear_round week revision=3 room_prices=dora:care:1      | clearing_wrong
    keeper clear_round week revision=3 prices=dinner:999999999999999999:0 | clearing_wrong
    cleo   clear_round week revision=3 given=ben:dinner,dora:dinner extra=soup:1 prices=soup:0:0 room_prices=dora:food:0 | ok
    see    dinner                                                   | nobody kept for dora kept for ben
    see    week                                                     | 2 people, shared out 1 times
    keeper clear_round week revision=4 given=ben:dinner             | clearing_worse
    keeper clear_round week revision=4 given=ben:dinner,dora:dinner extra=soup:1 | clearing_stale
    ana    take_place dinner                                        | task_full
  )");
}

// Anybody may propose, so nobody can stand in the way by proposing badly.
TEST(Rounds, LetAPoorSharingOutGiveWayToABetterOne) {
  check(R"(
    ana    post_task dinner start=4d end=4d2h people=1-1            | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80                           | ok
    at 1d1s
    cleo   clear_round week revision=2                              | ok
    see    dinner                                                   | nobody
    keeper clear_round week revision=3 given=dora:dinner            | ok
    see    dinner                                                   | nobody kept for dora
    cleo   clear_round week revision=4                              | clearing_worse
  )");
}

TEST(Rounds, KeepAPlaceForWhoeverWasInvitedUntilTheyAnswer) {
  check(R"(
    ana    post_task dinner start=2d18h end=2d20h people=1-1        | ok
    ana    post_task soup   start=2d19h end=2d21h people=2-3        | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80 soup:20                   | ok
    ben    declare_willing week dinner:50 soup:30                   | ok
    dora   accept_place week dinner                                 | not_invited
    at 1d1s
    keeper clear_round week revision=3 given=dora:dinner,ben:soup   | ok
    cleo   accept_place week dinner                                 | not_invited
    dora   accept_place week soup                                   | not_invited
    dora   accept_place other dinner                                | round_unknown
    dora   accept_place week other                                  | task_unknown
    dora   accept_place week dinner key=none                        | already_on_task
    cleo   take_place dinner                                        | task_full
    dora   decline_place week dinner                                | ok
    dora   decline_place week dinner                                | not_invited
    see    week                                                     | 2 people, shared out 1 times, stale
    cleo   take_place soup                                          | ok
    keeper clear_round week revision=5 given=                       | clearing_worse
    keeper clear_round week revision=5 given=ben:dinner             | ok  # moved: nobody else offered
    see    soup                                                     | cleo
    ben    accept_place week dinner shown                           | ok
    see    dinner                                                   | ben shown
    ben    hand_back dinner                                         | ok
    see    week                                                     | 2 people, shared out 2 times, stale
    at 9d
    ben    accept_place week soup                                   | round_over
    keeper clear_round week revision=8                              | round_over
  )");
}

TEST(Rounds, FindSomebodyForWhoeverSeeksASwap) {
  check(R"(
    ana    post_task dinner start=4d end=4d2h people=1-1            | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80                           | ok
    ben    declare_willing week dinner:20                           | ok
    at 1d1s
    keeper clear_round week revision=3 given=dora:dinner            | ok
    dora   accept_place week dinner                                 | ok
    dora   seek_swap dinner                                         | ok
    see    week                                                     | 2 people, shared out 1 times, stale
    keeper clear_round week revision=6 given=ben:dinner             | ok
    see    dinner                                                   | dora swap kept for ben
    ben    accept_place week dinner                                 | ok
    see    dinner                                                   | ben
  )");
}

TEST(Rounds, LetAPlaceGoThatNobodyAnsweredFor) {
  check(R"(
    ana    post_task dinner start=4d end=4d2h people=1-1            | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80                           | ok
    at 1d1s
    keeper clear_round week revision=2 given=dora:dinner            | ok
    cleo   take_place dinner                                        | task_full
    at 3d
    cleo   take_place dinner                                        | task_full
    at 3d1s
    cleo   take_place dinner                                        | ok
    dora   accept_place week dinner                                 | not_invited
  )");
}

TEST(Rounds, AskTheNextWhereNobodyAnsweredAndNobodyTwice) {
  check(R"(
    ana    post_task dinner start=4d end=4d2h people=1-1            | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80                           | ok
    ben    declare_willing week dinner:20                           | ok
    at 1d1s
    keeper clear_round week revision=3 given=dora:dinner            | ok
    keeper clear_round week revision=4 given=ben:dinner             | clearing_worse
    at 3d1s
    keeper clear_round week revision=4 given=dora:dinner            | clearing_wrong
    keeper clear_round week revision=4 given=ben:dinner             | ok
    see    dinner                                                   | nobody kept for dora kept for ben
    dora   accept_place week dinner                                 | not_invited
    at 3d12h
    cleo   take_place dinner                                        | task_full
    at 3d12h2s
    ben    accept_place week dinner                                 | not_invited  # twelve hours later
    cleo   take_place dinner                                        | ok
  )");
}

// Somebody is ill on Wednesday.
TEST(Rounds, FindSomebodyElseInTheWeekItself) {
  check(R"(
    ana    post_task dinner start=6d end=6d2h people=1-1            | ok
    ana    post_task soup   start=7d end=7d2h people=1-1            | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80 soup:80                   | ok
    ben    declare_willing week dinner:20 soup:20                   | ok
    at 1d1s
    keeper clear_round week revision=3 given=dora:dinner,dora:soup  | ok
    dora   accept_place week dinner                                 | ok
    dora   accept_place week soup                                   | ok
    at 4d
    dora   hand_back dinner                                         | ok
    dora   seek_swap soup                                           | ok
    see    week                                                     | 2 people, shared out 1 times, stale
    keeper clear_round week revision=8 given=ben:dinner,ben:soup    | ok
    see    soup                                                     | dora swap kept for ben
    at 4d12h
    ben    accept_place week dinner                                 | ok
    at 4d12h1s
    ben    accept_place week soup                                   | not_invited
    see    soup                                                     | dora swap kept for ben
  )");
}

// One invitation that cannot be kept is no reason to move the others.
TEST(Rounds, DoNotGetWorseWhereOneInvitedPlaceIsGone) {
  check(R"(
    ana    post_task dinner start=4d end=4d2h people=1-2            | ok
    ana    post_task soup   start=5d end=5d2h people=1-1            | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80                           | ok
    ben    declare_willing week soup:20                             | ok
    at 1d1s
    keeper clear_round week revision=3 given=dora:dinner,ben:soup   | ok
    ana    set_guests dinner 2                                      | ok
    keeper clear_round week revision=4                              | clearing_worse
    keeper clear_round week revision=4 given=ben:soup               | clearing_stale
  )");
}

TEST(Rounds, AskMoreWhenMoreAreNeeded) {
  check(R"(
    ana    post_task dinner start=4d end=4d2h people=1-1            | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80                           | ok
    ben    declare_willing week dinner:20                           | ok
    at 1d1s
    keeper clear_round week revision=3 given=dora:dinner            | ok
    ana    change_task dinner start=4d end=4d2h people=2-2          | ok
    see    week                                                     | 2 people, shared out 1 times, stale
    see    dinner                                                   | nobody kept for dora
    keeper clear_round week revision=5 given=dora:dinner,ben:dinner | ok
    ana    change_task dinner start=4d end=4d2h people=1-2 revision=2 | ok
    see    week                                                     | 2 people, shared out 2 times
  )");
}

TEST(Rounds, AskMoreWhenMoreEat) {
  check(R"(
    ana    post_task dinner start=4d end=4d2h people=1-3 diners=20 diners_each=25 | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80                           | ok
    ben    declare_willing week dinner:20                           | ok
    at 1d1s
    keeper clear_round week revision=3 given=dora:dinner,ben:dinner | ok
    ana    change_task dinner start=4d end=4d2h people=1-3 diners=25 diners_each=25 | ok
    see    week                                                     | 2 people, shared out 1 times
    ana    change_task dinner start=4d end=4d2h people=1-3 diners=26 diners_each=25 revision=2 | ok
    see    week                                                     | 2 people, shared out 1 times, stale
  )");
}

TEST(Rounds, HaveTimeAgainForWhoeverKeptATaskThatIsCalledOff) {
  check(R"(
    ana    post_task dinner start=4d end=4d2h people=1-1            | ok
    ana    post_task soup   start=4d1h end=4d3h people=1-1          | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80 soup:20 places=1          | ok
    at 1d1s
    keeper clear_round week revision=2 given=dora:dinner            | ok
    dora   accept_place week dinner                                 | ok
    ana    cancel_task dinner                                       | ok
    see    week                                                     | 1 people, shared out 1 times, stale
    keeper clear_round week revision=5 given=dora:soup              | ok
  )");
}

TEST(Rounds, LeaveOutWhatClashesWithAPlaceThatWasTakenElsewhere) {
  check(R"(
    ana    post_task dinner start=4d end=4d2h people=1-1            | ok
    ana    post_task soup   start=4d1h end=4d3h people=1-1          | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80                           | ok
    dora   take_place soup                                          | ok
    at 1d1s
    keeper clear_round week revision=3 given=dora:dinner            | clearing_wrong
    keeper clear_round week revision=3                              | ok
  )");
}

TEST(Rounds, AskAnewWhenATaskMovesAndForgetACancelledOne) {
  check(R"(
    ana    post_task dinner start=4d end=4d2h people=1-1            | ok
    ana    post_task soup   start=5d end=5d2h people=1-1            | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80 soup:80                   | ok
    at 1d1s
    keeper clear_round week revision=2 given=dora:dinner,dora:soup  | ok
    ana    change_task dinner start=4d3h end=4d5h people=1-1        | ok
    see    dinner                                                   | nobody
    ana    cancel_task soup                                         | ok
    dora   accept_place week soup                                   | not_invited
    keeper clear_round week revision=5 given=dora:dinner            | ok
    dora   accept_place week dinner                                 | ok
  )");
}

TEST(Rounds, GiveATraineeAPlaceBesideSomebodyWhoComesAlready) {
  check(R"(
    ana    post_task dinner start=4d end=4d2h people=1-2 trainees=1 | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80:trainee                   | ok
    at 1d1s
    keeper clear_round week revision=2 given=dora:dinner            | clearing_wrong  # alone
    ben    take_place dinner                                        | ok
    keeper clear_round week revision=2 given=dora:dinner            | ok
    cleo   take_place dinner trainee                                | trainee_places_full
    dora   accept_place week dinner                                 | ok
    see    dinner                                                   | ben, dora trainee
  )");
}

TEST(Rounds, AreProvenBestBySolverAndLedgerTogether) {
  State state = state_after(R"(
    ana    post_task dinner start=4d end=4d2h people=2-3            | ok
    ana    post_task soup   start=4d1h end=4d3h people=1-1          | ok
    ana    open_round week                                          | ok
    dora   declare_willing week dinner:80 soup:20                   | ok
    ben    declare_willing week dinner:50 soup:40                   | ok
    cleo   declare_willing week dinner:10                           | ok
    at 1d1s
  )");
  const core::Time now = founding_time + core::days(1) + core::Seconds{1};
  const model::RoundId week = round_of_name("week");
  model::VerifiedCommand command;
  command.credential = model::CredentialKind::keeper;
  command.key = key_of("keeper");
  command.id = id_from<core::Digest>("test/command", "clearing");
  command.expires_at = now + core::days(1);
  command.command = clearing_of(state, *state.rounds().find(week), now);
  ASSERT_TRUE(apply(state, command, now).has_value());
  const model::Clearing& clearing = *state.clearings().find(week);
  EXPECT_EQ(clearing.number, 1U);
  EXPECT_EQ(clearing.reached, clearing.bound);
  EXPECT_EQ(clearing.reached.coverage, 5 + 5 + 5);
  EXPECT_EQ(clearing.reached.willingness, 80 + 40 + 10);
}

}  // namespace
}  // namespace commune::ledger::testing

#include <gtest/gtest.h>

#include "ledger/commune_testing.h"
#include "ledger/script_testing.h"

namespace commune::ledger::testing {
namespace {

TEST(PostingATask, IsForMembersOfTheGuild) {
  check(R"(
    ana  post_task dinner guild=choir             | guild_unknown
    dora post_task dinner                         | not_in_guild
    cleo post_task dinner                         | not_in_guild
    ben  post_task dinner                         | ok
    ben  post_task dinner                         | task_exists
    ben  post_task none                           | task_unknown
  )");
}

// Each line mends what the line before was refused for.
TEST(PostingATask, IsLookedAtInThisOrder) {
  check(R"(
    ana post_task t guild=choir sector=x title=none why=x*501 venue=x kind=x start=none people=0-0 trainees=51 certificates=y importance=0                     | guild_unknown
    ana post_task t sector=x title=none why=x*501 venue=x kind=x start=none people=0-0 trainees=51 certificates=y importance=0                                 | sector_unknown
    ana post_task t title=none why=x*501 venue=x kind=x start=none people=0-0 trainees=51 certificates=y importance=0                                          | text_missing
    ana post_task t why=x*501 venue=x kind=x start=none people=0-0 trainees=51 certificates=y importance=0                                                     | text_too_long
    ana post_task t venue=x kind=x start=none people=0-0 trainees=51 certificates=y importance=0                                                               | venue_unknown
    ana post_task t kind=x start=none people=0-0 trainees=51 certificates=y importance=0                                                                       | template_unknown
    ana post_task t start=none people=0-0 trainees=51 certificates=y importance=0                                                                              | times_contradictory
    ana post_task t minutes=121 people=0-0 trainees=51 certificates=y importance=0                                                                             | minutes_out_of_range
    ana post_task t people=0-0 trainees=51 certificates=y importance=0                                                                                         | people_out_of_range
    ana post_task t trainees=51 certificates=y importance=0                                                                                                    | trainees_out_of_range
    ana post_task t diners=10001 certificates=y importance=0                                                                                                   | diners_out_of_range
    ana post_task t certificates=y importance=0                                                                                                                | skill_unknown
    ana post_task t certificates=cooking importance=0                                                                                                          | not_a_certificate
    ana post_task t importance=0 start=1s end=2s                                                                                                               | importance_out_of_range
    ana post_task t sector=care venue=hall kind=dish certificates=driving helpful=cooking taught=cooking,driving                                               | ok
  )");
}

TEST(PostingATask, NeedsTimesThatFitTogether) {
  check(R"(
    at 12h
    ana post_task t end=none                      | times_contradictory
    ana post_task t start=1d end=1d               | times_contradictory
    ana post_task t start=1d end=23h              | times_contradictory
    ana post_task t due=2d                        | times_contradictory
    ana post_task t start=1d end=15d1s            | times_too_long
    ana post_task t start=10h end=12h             | times_in_past
    ana post_task t start=1098d12h end=1098d12h1s | times_too_far
    ana post_task t start=1098d11h end=1098d12h   | ok
    ana post_task u start=1d end=15d              | ok
    ana post_task v start=10h end=12h1s           | ok
  )");
}

TEST(PostingATask, WithoutAnHourNeedsMinutesAndPerhapsADate) {
  check(R"(
    at 12h
    ana post_task t open                          | minutes_out_of_range
    ana post_task t open minutes=1441             | minutes_out_of_range
    ana post_task t open minutes=30 due=12h       | times_in_past
    ana post_task t open minutes=30 due=1099d     | times_too_far
    ana post_task t open minutes=1440 due=13h     | ok
    ana post_task u open minutes=1                | ok
  )");
}

TEST(PostingATask, HasLimitsForEverything) {
  check(R"(
    ana post_task t title=_                       | text_missing
    ana post_task t title=x*121                   | text_too_long
    ana post_task t details=x*4001                | text_too_long
    ana post_task t start=1d end=3d minutes=1441  | minutes_out_of_range
    ana post_task t people=2-1                    | people_out_of_range
    ana post_task t people=1-501                  | people_out_of_range
    ana post_task t diners=10                     | diners_out_of_range
    ana post_task t diners=10001 diners_each=10   | diners_out_of_range
    ana post_task t diners_each=10001             | diners_out_of_range
    ana post_task t helpful=cooking*13            | limit_reached
    ana post_task t taught=cooking*13             | limit_reached
    ana post_task t certificates=driving*13       | limit_reached
    ana post_task t taught=flying                 | skill_unknown
    ana post_task t importance=4                  | importance_out_of_range
    ana post_task t title=x*120 why=x*500 details=x*4000 people=500-500 trainees=50 importance=3  | ok
  )");
}

TEST(PostingATask, FillsInTheSectorAndTheMinutesThatWereLeftOut) {
  const State state = state_after(R"(
    ana post_task dinner start=1d end=1d1h30m     | ok
    ana post_task short start=1d end=1d30s        | ok
    ana post_task camp start=1d end=4d            | ok
    ana post_task own sector=care minutes=5       | ok
  )");
  const auto draft = [&](const char* name) { return state.tasks().find(task_of(name))->draft; };
  EXPECT_EQ(draft("dinner").sector.text(), "food");
  EXPECT_EQ(draft("dinner").minutes, 90U);
  EXPECT_EQ(draft("short").minutes, 1U);
  EXPECT_EQ(draft("camp").minutes, 1440U);
  EXPECT_EQ(draft("own").sector.text(), "care");
  EXPECT_EQ(draft("own").minutes, 5U);
}

TEST(PostingATask, ScalesTheCrewWithTheTable) {
  const State state = state_after(R"(
    ana    post_task nobody people=1-4 diners_each=25                        | ok
    ana    post_task few people=3-4 diners=25 diners_each=25                 | ok
    ana    post_task more people=1-4 diners=26 diners_each=25                | ok
    ana    post_task crowd people=1-4 diners=10000 diners_each=1             | ok
    ana    change_task more people=1-4 diners=75 diners_each=25              | ok
    ana    put_template dish people=2-4 diners=60 diners_each=25             | ok
    ana    post_series weekly people=1-4 diners=60 diners_each=25            | ok
    keeper post_occurrence weekly 2026-01-05T18:00                           | ok
  )");
  const auto least = [&](const char* name) {
    return state.tasks().find(task_of(name))->draft.people_min;
  };
  EXPECT_EQ(least("nobody"), 1U) << "nobody has said yet how many eat";
  EXPECT_EQ(least("few"), 1U) << "the table decides, not what was written beside it";
  EXPECT_EQ(least("more"), 3U);
  EXPECT_EQ(least("crowd"), 4U) << "no more fit into the kitchen";
  EXPECT_EQ(state.templates().find(slug<model::TemplateId>("dish"))->draft.people_min, 3U);
  const auto occurrence = model::occurrence_id_of(series_of("weekly"), "2026-01-05T18:00");
  EXPECT_EQ(state.tasks().find(occurrence)->draft.people_min, 3U);
}

TEST(ChangingATask, IsLookedAtInThisOrder) {
  check(R"(
    ana  post_task t people=1-2 trainees=1        | ok
    ana  take_place t                             | ok
    ben  take_place t                             | ok
    dora take_place t trainee                     | ok
    cleo change_task u guild=garage revision=9 title=none reason=none             | task_unknown
    cleo change_task t guild=garage revision=9 title=none reason=none             | not_in_guild
    ana  change_task t guild=garage revision=9 title=none reason=none             | not_in_guild
    ana  change_task t revision=9 title=none reason=none                          | revision_stale
    ana  change_task t title=none people=1-1 reason=none                          | text_missing
    ana  change_task t start=-2h end=0s people=1-1 reason=none                    | times_in_past
    ana  change_task t people=1-1 trainees=1 reason=none                          | people_below_taken
    ana  change_task t people=1-2 trainees=0 reason=none                          | people_below_taken
    ana  change_task t people=2-2 trainees=1 reason=none                          | reason_missing
    ana  change_task t people=2-2 trainees=1 reason=_                             | reason_missing
    ana  change_task t people=2-2 trainees=1 reason=x*501                         | text_too_long
    ana  change_task t people=2-2 trainees=1 reason=x*500                         | ok
    ben  change_task t people=2-2 trainees=1                                      | revision_stale
    ben  change_task t people=2-2 trainees=1 revision=2                           | ok
    see t                                         | ana, ben, dora trainee
    at 1d2h
    ana  change_task t revision=3 title=none      | task_over
  )");
}

TEST(ChangingATask, CountsGuestsAmongThoseWhoCome) {
  check(R"(
    ana  post_task t people=1-3                   | ok
    ana  take_place t                             | ok
    ana  set_guests t 2                           | ok
    ana  change_task t people=1-2                 | people_below_taken
    ana  seek_swap t                              | ok
    ana  change_task t people=1-2                 | ok
  )");
}

TEST(CancellingATask, NeedsAReasonAndKeepsItsPeople) {
  check(R"(
    ana  post_task t                              | ok
    ben  take_place t                             | ok
    dora cancel_task u reason=none                | task_unknown
    dora cancel_task t reason=none                | not_in_guild
    ana  cancel_task t reason=none                | reason_missing
    ana  cancel_task t reason=x*501               | text_too_long
    ana  cancel_task t reason=Rain                | ok
    see t                                         | cancelled: ben
    ana  cancel_task t                            | task_cancelled
    ana  change_task t revision=2                 | task_cancelled
    ana  set_guests t 1                           | task_cancelled
    dora take_place t                             | task_cancelled
    dora confirm_done t                           | nothing_to_confirm
    ben  hand_back t                              | task_cancelled
    dora hand_back t                              | not_on_task
  )");
}

TEST(CancellingATask, IsTooLateWhenItIsOver) {
  check(R"(
    ana  post_task t                              | ok
    at 1d2h
    ana  cancel_task t reason=none                | task_over
  )");
}

TEST(RecordedWork, IsLookedAtInThisOrder) {
  check(R"(
    at 61d
    ana  post_task known                          | times_in_past
    dora record_unasked none guild=x sector=x title=none minutes=0 people=0 guests=1    | guild_unknown
    dora record_unasked none sector=x title=none minutes=0 people=0 guests=1            | sector_unknown
    dora record_unasked none title=none minutes=0 people=0 guests=1                     | task_unknown
    dora record_unasked t title=none minutes=0 people=0 guests=1                        | text_missing
    dora record_unasked t title=x*121 minutes=0 people=0 guests=1                       | text_too_long
    dora record_unasked t minutes=0 people=0 guests=1                                   | record_out_of_range
    dora record_unasked t start=23h59m59s minutes=0 people=0 guests=1                   | record_out_of_range
    dora record_unasked t start=61d1s minutes=0 people=0 guests=1                       | record_out_of_range
    dora record_unasked t start=1d minutes=0 people=0 guests=1                          | minutes_out_of_range
    dora record_unasked t start=61d minutes=61 people=0 guests=1                        | record_out_of_range
    dora record_unasked t start=1d minutes=1441 people=0 guests=1                       | minutes_out_of_range
    dora record_unasked t start=1d people=0 guests=1                                    | people_out_of_range
    dora record_unasked t start=1d people=501 guests=1                                  | people_out_of_range
    dora record_unasked t start=1d people=2 guests=3                                    | guests_out_of_range
    dora record_unasked t start=1d people=2 guests=2                                    | ok
    dora record_unasked t start=1d people=0                                             | task_exists
    see t                                         | recorded: nobody + 2 guests
  )");
}

TEST(CancellingATask, LeavesWhatWasDoneToBeConfirmed) {
  check(R"(
    ana  post_task t open minutes=90 people=1-3   | ok
    ben  take_place t                             | ok
    ben  mark_done t 90                           | ok
    ana  cancel_task t reason=Finished            | ok
    ben  confirm_done t                           | own_work
    dora confirm_done t                           | ok
    dora confirm_done t                           | nothing_to_confirm
    see t                                         | cancelled: ben confirmed 90
  )");
}

TEST(RecordedWork, IsNothingToTakeChangeOrConfirm) {
  check(R"(
    dora record_unasked t                         | ok
    ana  take_place t                             | task_recorded
    ana  change_task t                            | task_recorded
    ana  cancel_task t                            | task_recorded
    ana  set_guests t 1                           | task_recorded
    ana  confirm_done t                           | task_recorded
    ana  hand_back t                              | task_recorded
    ana  mark_done t 5                            | task_recorded
  )");
}

TEST(Guests, AreCountedByTheGuild) {
  check(R"(
    ana  set_guests t 501                         | task_unknown
    ana  post_task t people=1-2                   | ok
    dora set_guests t 501                         | not_in_guild
    ana  set_guests t 501                         | guests_out_of_range
    ana  set_guests t 500                         | ok
    ben  take_place t                             | task_full
    ana  set_guests t 1                           | ok
    ben  take_place t                             | ok
    dora take_place t                             | task_full
    see t                                         | ben + 1 guests
  )");
}

TEST(ConfirmingWork, IsForASecondPerson) {
  check(R"(
    ana  post_task t people=1-3                   | ok
    ana  take_place t                             | ok
    ben  take_place t                             | ok
    dora take_place t                             | ok
    dora confirm_done u                           | task_unknown
    dora confirm_done t                           | nothing_to_confirm
    at 1d2h
    ana  mark_done t 100                          | ok
    ana  confirm_done t                           | own_work
    ben  mark_done t 120                          | ok
    ana  confirm_done t                           | ok
    see t                                         | ana done 100, ben confirmed 120, dora
    ana  confirm_done t                           | own_work
    cleo confirm_done t                           | ok
    see t                                         | ana confirmed 100, ben confirmed 120, dora
    cleo confirm_done t                           | nothing_to_confirm
  )");
}

}  // namespace
}  // namespace commune::ledger::testing

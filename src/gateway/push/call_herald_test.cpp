// When phones are told of a call or of a report, and what.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/hash.h"
#include "gateway/push/call_herald.h"
#include "gateway/push/call_message.h"
#include "model/limits.h"
#include "push/sealing.h"

namespace commune::gateway {
namespace {

using core::Time;
using recommend::Call;

constexpr Time start{1'795'000'000};

Call flood(core::Seconds window = core::hours(1)) {
  Call call;
  call.raised_at = start;
  call.needed_by = start + window;
  call.urgency = model::Urgency::urgent;
  call.places = 2;
  return call;
}

// The times at which phones are told of a call that nobody answers.
std::vector<std::int64_t> minutes_told(const Call& call) {
  std::vector<std::int64_t> told;
  Announced before;
  std::optional<Time> next = call.raised_at;
  while (next) {
    const Announcement what = announcement_due(call, before, *next);
    if (what != Announcement::nothing) told.push_back((*next - call.raised_at).count / 60);
    before = announced(call, what, before, *next);
    next = look_again(call, before, *next);
  }
  return told;
}

TEST(CallHerald, PhonesAreToldLessOftenTheLongerACallGoesOn) {
  EXPECT_EQ(minutes_told(flood()), (std::vector<std::int64_t>{0, 5, 10, 20, 40, 60}))
      << "the last says that it is over";
  EXPECT_EQ(minutes_told(flood(core::days(2))).size(), 11U);
}

TEST(CallHerald, AFilledCallIsToldOnceAndAgainWhenSomebodyHandsBack) {
  Call call = flood();
  Announced before;
  const auto tell = [&](Time now) {
    const Announcement what = announcement_due(call, before, now);
    before = announced(call, what, before, now);
    return what;
  };
  EXPECT_EQ(tell(start), Announcement::call);
  EXPECT_EQ(tell(start), Announcement::nothing);
  call.accepted = 2;
  EXPECT_EQ(tell(start), Announcement::settled);
  EXPECT_EQ(tell(start), Announcement::nothing);
  call.accepted = 1;
  EXPECT_EQ(tell(start), Announcement::call);
  EXPECT_EQ(announcement_due(std::nullopt, before, start), Announcement::settled) << "it is off";
  EXPECT_EQ(tell(call.needed_by), Announcement::over);
  EXPECT_EQ(tell(call.needed_by), Announcement::nothing);
  EXPECT_EQ(look_again(call, before, call.needed_by), std::nullopt);
  EXPECT_EQ(announcement_due(flood(), {}, start - core::Seconds{1}), Announcement::nothing);
}

TEST(CallHerald, PlacesTakenAndHandedBackInTurnKeepNobodyAwake) {
  Call call = flood();
  Announced before;
  std::uint32_t told = 0;
  for (int turn = 0; turn < 1'000; ++turn) {
    call.accepted = turn % 2 == 0 ? 0 : 2;
    const Announcement what = announcement_due(call, before, start);
    before = announced(call, what, before, start);
    if (what != Announcement::nothing) ++told;
  }
  EXPECT_EQ(told, announcements_max);
  EXPECT_FALSE(look_again(call, before, start).has_value());
}

TEST(CallHerald, TheEndOfACallIsAlwaysTold) {
  const Call call = flood();
  const Announced often{.step = 3, .is_settled = false, .count = announcements_max};
  EXPECT_EQ(look_again(call, often, start), call.needed_by);
  EXPECT_EQ(announcement_due(call, often, call.needed_by), Announcement::over);
  EXPECT_EQ(announcement_due(call, {}, call.needed_by), Announcement::nothing) << "never told";
}

TEST(CallHerald, ACallThatNobodyWasToldOfIsNotTakenBack) {
  Call filled = flood();
  filled.accepted = 2;
  EXPECT_EQ(announcement_due(filled, {}, start), Announcement::nothing);
  EXPECT_EQ(announcement_due(std::nullopt, {}, start), Announcement::nothing);
}

TEST(CallMessage, OnlyAnUrgentCallWakesWhoSleeps) {
  model::Task task;
  task.posted_at = start;
  task.draft.start = start;
  task.draft.end = start + core::hours(1);
  task.draft.people_min = 3;
  task.guests = 1;
  task.draft.urgency = model::Urgency::urgent;
  const ledger::State state;
  const auto call = call_of(state, task, start);
  ASSERT_TRUE(call.has_value());
  EXPECT_EQ(call->places, 3U);
  EXPECT_EQ(call->accepted, 1U);
  EXPECT_EQ(call->needed_by, task.draft.end);
  task.draft.urgency = model::Urgency::soon;
  EXPECT_FALSE(call_of(state, task, start).has_value());
}

TEST(CallMessage, TheLongestTaskFitsAndStillSaysWhatDecides) {
  model::Task task;
  model::TaskDraft& draft = task.draft;
  const std::string slug(core::slug_size_max, 'a');
  draft.guild = *model::GuildId::parse(slug);
  draft.sector = *model::SectorId::parse(slug);
  draft.venue = *model::VenueId::parse(slug);
  draft.kind = *model::TemplateId::parse(slug);
  draft.title = std::string(model::title_size_max, '\x01');  // six bytes each in JSON
  draft.start = start;
  draft.end = start + core::hours(1);
  draft.why = std::string(model::why_size_max, 'w');
  task.posted_at = start;
  task.series = *model::SeriesId::from(core::sha256(core::as_bytes(slug)).view().first(16));
  const auto skill = *model::SkillId::parse(slug);
  draft.certificates.assign(model::skills_per_list_max, skill);
  const std::string neighbour(model::name_size_max, '\x01');
  const BesideTask beside{.neighbour = neighbour, .short_since = start};
  const std::string required = call_message({}, task, beside);
  EXPECT_LE(required.size(), push::plain_size_max);
  draft.skills_helpful.assign(model::skills_per_list_max, skill);
  draft.skills_taught.assign(model::skills_per_list_max, skill);
  const std::string whole = call_message({}, task, beside);
  EXPECT_LE(whole.size(), push::plain_size_max);
  EXPECT_NE(whole.find(R"("certificates":["aaa)"), std::string::npos);
  EXPECT_EQ(whole.find("www"), std::string::npos);
  EXPECT_EQ(whole.find("\"over\""), std::string::npos);
  EXPECT_NE(over_message({}, task, beside).find(R"("over":true)"), std::string::npos);
}

model::Alert report() {
  model::Alert alert;
  alert.text = "Water in the cellar";
  alert.raised_at = start;
  alert.status = model::AlertStatus::open;
  return alert;
}

TEST(CallHerald, AReportAsksForAnHourAtMost) {
  EXPECT_EQ(minutes_told(*question_of(report())),
            (std::vector<std::int64_t>{0, 5, 10, 20, 40, 60}));
  model::Alert short_call = report();
  short_call.end = start + core::minutes(30);  // a neighbour's
  EXPECT_EQ(asked_until(short_call), short_call.end);
  for (const auto answer : {model::AlertStatus::confirmed, model::AlertStatus::dismissed,
                            model::AlertStatus::withdrawn}) {
    model::Alert answered = report();
    answered.status = answer;
    EXPECT_FALSE(question_of(answered).has_value());
  }
}

TEST(CallHerald, AnAnswerWithNoIsTold) {
  const Announced asked = announced(question_of(report()), Announcement::call, {}, start);
  EXPECT_EQ(announcement_due(std::nullopt, asked, start), Announcement::settled);
}

TEST(CallHerald, AConfirmedReportIsACallAtOnceHoweverLongItAsked) {
  const Announced asked{.step = 4, .is_settled = false, .count = 5};
  Call call = flood();
  EXPECT_EQ(announcement_due(call, asked, start), Announcement::nothing);
  EXPECT_EQ(announcement_due(call, confirmed(call, asked), start), Announcement::call);
  EXPECT_EQ(confirmed(call, asked).count, 5U) << "one limit for both";
  call.accepted = call.places;
  EXPECT_EQ(announcement_due(call, confirmed(call, asked), start), Announcement::settled);
}

TEST(CallMessage, TheLongestReportFits) {
  const std::string slug(core::slug_size_max, 'a');
  model::Alert alert = report();
  alert.guild = *model::GuildId::parse(slug);
  alert.venue = *model::VenueId::parse(slug);
  alert.kind = *model::TemplateId::parse(slug);
  alert.text = std::string(model::why_size_max, '\x01');
  const std::string longest = question_message({}, alert);
  EXPECT_LE(longest.size(), push::plain_size_max);
  EXPECT_NE(longest.find(R"("asked_until":")"), std::string::npos);
  EXPECT_EQ(longest.find("\"over\""), std::string::npos);
  EXPECT_NE(question_over_message({}, alert).find(R"("over":true)"), std::string::npos);
}

}  // namespace
}  // namespace commune::gateway

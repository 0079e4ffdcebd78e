// What a node sees to in rounds, found from the state alone: when to share out and when anew, whom
// to invite beyond the minimum, and the next of a weekly round.
#include "node/round_keeper.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "ledger/commune_testing.h"

namespace commune::node {
namespace {

using ledger::testing::founding_time;
using ledger::testing::key_of;
using ledger::testing::round_of_name;
using ledger::testing::slug;
using ledger::testing::task_of;

constexpr core::Time on_day(int day) { return founding_time + core::days(day); }

class RoundsDue : public testing::Test {
 protected:
  // Of the days 7 to 14, closed on day 5, answers until day 6, unless said otherwise.
  model::Round& open(std::string_view name, int from = 7, bool weekly = false) {
    const model::RoundId id = round_of_name(name);
    state_.insert(model::Round{.round = id,
                               .from = on_day(from),
                               .until = on_day(from + 7),
                               .closes_at = on_day(from - 2),
                               .confirm_by = on_day(from - 1),
                               .weekly = weekly,
                               .revision = 1});
    return state_.edit<model::Round>(id);
  }

  model::Task& need(std::string_view name, int day, std::uint32_t people_min,
                    std::uint32_t people_max) {
    model::Task task{.task = task_of(name)};
    task.draft.guild = slug<model::GuildId>("kitchen");
    task.draft.sector = slug<model::SectorId>("food");
    task.draft.kind = slug<model::TemplateId>("dish");
    task.draft.start = on_day(day) + core::hours(12);
    task.draft.end = task.draft.start + core::hours(2);
    task.draft.minutes = 120;
    task.draft.people_min = people_min;
    task.draft.people_max = people_max;
    task.draft.importance = 2;
    state_.insert(task);
    return state_.edit<model::Task>(task.task);
  }

  model::WillingId offer(std::string_view who, std::string_view round, std::string_view task) {
    const auto id =
        model::willing_id_of(ledger::testing::test_chain(), round_of_name(round), key_of(who));
    if (!state_.willing().contains(id)) {
      state_.insert(model::Willing{.willing = id,
                                   .participant = key_of(std::string(who) + " then"),
                                   .minutes_max = 600,
                                   .places_max = 3});
      state_.edit<model::Round>(round_of_name(round)).people += 1;
    }
    state_.edit<model::Willing>(id).offers.push_back({task_of(task), 50, false});
    return id;
  }

  [[nodiscard]] DueRounds due(core::Time now, const TriedRounds& tried = {}) const {
    return find_due_rounds(state_, zone_, now, tried);
  }

  ledger::State state_ = ledger::testing::test_state();
  const calendar::Zone zone_ = *calendar::Zone::open("Europe/Berlin");
};

TEST_F(RoundsDue, AreLookedAtWhenTheyCloseAndNotBefore) {
  open("week");
  EXPECT_TRUE(due(on_day(5)).to_clear.empty());
  EXPECT_EQ(due(on_day(4)).next, on_day(5) + core::Seconds{1});
  EXPECT_EQ(due(on_day(5) + core::Seconds{1}).to_clear.size(), 1U);
  EXPECT_EQ(due(on_day(13)).to_clear.size(), 1U) << "also in its own days";
  EXPECT_TRUE(due(on_day(14)).to_clear.empty()) << "and not after them";
}

TEST_F(RoundsDue, AreSharedOutAgainInTheirOwnDaysWhenSomebodyCannotCome) {
  model::Round& week = open("week");
  week.clearings = 1;
  week.revision = 8;
  const TriedRounds own{{week.round, {7, 1, on_day(5)}}};
  EXPECT_TRUE(due(on_day(9), own).to_clear.empty());
  week.stale = true;
  EXPECT_EQ(due(on_day(9), own).to_clear.size(), 1U);
}

// Anybody may propose: whatever another made of the round is looked at, once for each revision.
TEST_F(RoundsDue, ThatSomebodyElseSharedOutAreLookedAtOnce) {
  need("dinner", 8, 1, 1);
  model::Round& week = open("week");
  offer("ana", "week", "dinner");
  week.clearings = 1;
  week.revision = 3;
  const auto unknown = due(on_day(6));
  ASSERT_EQ(unknown.to_clear.size(), 1U);
  EXPECT_TRUE(unknown.to_clear[0].is_afresh);
  const auto better = share_out(unknown.to_clear[0]);
  ASSERT_TRUE(better.has_value());
  EXPECT_EQ(better->given.size(), 1U) << "an empty one does not stand";
  EXPECT_EQ(due(on_day(6), {{week.round, {2, 0, on_day(5)}}}).to_clear.size(), 1U);
  EXPECT_TRUE(due(on_day(6), {{week.round, {3, 0, on_day(5)}}}).to_clear.empty());
}

TEST_F(RoundsDue, AreLeftAloneWhereNothingWouldBeBetter) {
  model::Task& dinner = need("dinner", 8, 1, 1);
  model::Round& week = open("week");
  dinner.invited.push_back({offer("ana", "week", "dinner"), false, on_day(6)});
  week.clearings = 1;
  EXPECT_FALSE(share_out(due(on_day(5) + core::hours(1)).to_clear.at(0)).has_value());
  week.stale = true;
  EXPECT_TRUE(share_out(due(on_day(5) + core::hours(1)).to_clear.at(0)).has_value());
}

TEST_F(RoundsDue, AskTheNextWhenAnInvitationLapses) {
  model::Task& dinner = need("dinner", 8, 1, 1);
  model::Round& week = open("week");
  const auto ana = offer("ana", "week", "dinner");
  const auto ben = offer("ben", "week", "dinner");
  dinner.invited.push_back({ana, false, on_day(6)});
  week.clearings = 1;
  week.revision = 4;
  const TriedRounds own{{week.round, {3, 1, on_day(5)}}};
  EXPECT_TRUE(due(on_day(6), own).to_clear.empty());
  EXPECT_EQ(due(on_day(6), own).next, on_day(6) + core::Seconds{1});
  const auto lapsed = due(on_day(6) + core::Seconds{1}, own);
  ASSERT_EQ(lapsed.to_clear.size(), 1U);
  const auto again = share_out(lapsed.to_clear[0]);
  ASSERT_TRUE(again.has_value());
  ASSERT_EQ(again->given.size(), 1U);
  EXPECT_EQ(again->given[0].willing, ben);
  const TriedRounds since{{week.round, {4, 1, on_day(6) + core::Seconds{1}}}};
  EXPECT_TRUE(due(on_day(7), since).to_clear.empty()) << "once";
}

// One place that is not there any more says nothing about the others.
TEST_F(RoundsDue, KeepEverybodyElseWhereOneInvitedPlaceIsGone) {
  model::Task& dinner = need("dinner", 8, 1, 1);
  model::Task& soup = need("soup", 9, 1, 1);
  model::Task& bread = need("bread", 10, 1, 1);
  model::Round& week = open("week");
  const auto ana = offer("ana", "week", "bread");
  offer("ana", "week", "dinner");
  const auto ben = offer("ben", "week", "dinner");
  offer("ben", "week", "soup");
  state_.edit<model::Willing>(ana).places_max = 1;
  state_.edit<model::Willing>(ben).places_max = 1;
  dinner.invited.push_back({ana, false, on_day(11)});
  soup.invited.push_back({ben, false, on_day(11)});
  bread.invited.push_back({ben, false, on_day(11)});  // whom nobody asks for bread any more
  state_.edit<model::Willing>(ben).offers.push_back({bread.task, 1, false});
  bread.guests = 1;
  week.clearings = 1;
  week.stale = true;
  const auto again = share_out(due(on_day(7), {{week.round, {1, 1, on_day(5)}}}).to_clear.at(0));
  ASSERT_TRUE(again.has_value());
  ASSERT_EQ(again->given.size(), 2U);
  for (const model::Given& place : again->given) {
    EXPECT_EQ(place.task, place.willing == ana ? dinner.task : soup.task);
  }
}

TEST_F(RoundsDue, InviteMoreWhereSomeOfAKindDoNotCome) {
  const auto past = [&](std::string_view name, std::size_t came, std::size_t missed) {
    model::Task& task = need(name, -20, 1, 30);
    for (std::size_t i = 0; i < came + missed; ++i) {
      task.places.push_back(
          {.participant = key_of(std::string(name) + std::to_string(i)),
           .status = i < came ? model::PlaceStatus::confirmed : model::PlaceStatus::taken});
    }
  };
  past("one", 6, 4);
  past("two", 8, 2);
  past("nobody marked anything", 0, 9);
  const auto seen = no_shows_by_kind(state_, on_day(5));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen.begin()->second.missed, 6U);
  EXPECT_EQ(seen.begin()->second.promised, 20U);
  EXPECT_TRUE(no_shows_by_kind(state_, on_day(-19)).empty()) << "just over: not marked yet";
  EXPECT_TRUE(no_shows_by_kind(state_, on_day(170)).empty()) << "long ago";

  need("dinner", 8, 2, 6);
  need("small", 9, 1, 1);
  open("week");
  for (const auto* who : {"ana", "ben", "cleo", "dora"}) {
    offer(who, "week", "dinner");
    offer(who, "week", "small");
  }
  EXPECT_TRUE(due(on_day(6)).to_clear.at(0).extra.empty()) << "hours are kept for the minimum";
  const auto found = due(on_day(8)).to_clear.at(0);
  ASSERT_EQ(found.extra.size(), 1U) << "nowhere beyond the most who may come";
  EXPECT_EQ(found.extra[0].task, task_of("dinner"));
  EXPECT_EQ(found.extra[0].people, clearing::reserves_for(2, 6, {.missed = 6, .promised = 20}));
  EXPECT_GE(found.extra[0].people, 1U);
}

// Nobody has to decline for it: the time that passes is enough.
TEST_F(RoundsDue, AskForReservesWhenTheWorkComesNear) {
  need("dinner", 8, 1, 3);
  model::Round& week = open("week");
  const auto ana = offer("ana", "week", "dinner");
  offer("ben", "week", "dinner");
  model::Task& dinner = state_.edit<model::Task>(task_of("dinner"));
  dinner.places.push_back({.participant = key_of("ana there")});
  state_.edit<model::Willing>(ana).kept.push_back(dinner.task);
  model::Task& past = need("past", -20, 1, 30);
  for (int i = 0; i < 10; ++i)
    past.places.push_back(
        {.participant = key_of("past" + std::to_string(i)),
         .status = i < 6 ? model::PlaceStatus::confirmed : model::PlaceStatus::taken});
  week.clearings = 1;
  week.revision = 4;
  const core::Time near = on_day(8) + core::hours(12 - 36);
  const TriedRounds own{{week.round, {4, 1, on_day(6)}}};
  EXPECT_TRUE(due(near, own).to_clear.empty());
  EXPECT_EQ(due(near, own).next, near + core::Seconds{1});
  const auto found = due(near + core::Seconds{1}, own);
  ASSERT_EQ(found.to_clear.size(), 1U);
  const auto asked = share_out(found.to_clear[0]);
  ASSERT_TRUE(asked.has_value());
  EXPECT_EQ(asked->given.size(), 1U) << "ben, beside ana who has accepted";
  const TriedRounds since{{week.round, {4, 1, near + core::Seconds{1}}}};
  EXPECT_TRUE(due(near + core::hours(1), since).to_clear.empty()) << "once";
}

TEST_F(RoundsDue, OpenTheNextOfAWeeklyRoundAfterAWeekOnTheWall) {
  open("week", 7, true);
  EXPECT_TRUE(due(on_day(5)).to_open.empty());
  const auto opened = due(on_day(6)).to_open;
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(opened[0].from, on_day(14));
  EXPECT_TRUE(opened[0].weekly);
  // From 24 March; the clocks change on the 29th.
  open("summer time", 82, true).until = on_day(89) - core::hours(1);
  EXPECT_EQ(due(on_day(81)).to_open.back().from, on_day(89) - core::hours(1));
}

TEST_F(RoundsDue, GoOnAfterAWeekThatWasTakenOrThatNobodySaw) {
  open("week", 7, true);
  open("by hand", 14);
  ASSERT_EQ(due(on_day(6)).to_open.size(), 1U);
  EXPECT_EQ(due(on_day(6)).to_open[0].from, on_day(21)) << "that week is taken";
  const auto late = due(on_day(30)).to_open;
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(late[0].from, on_day(35)) << "the node was away";
  state_.edit<model::Round>(round_of_name("week")).until = on_day(17);
  EXPECT_EQ(due(on_day(6)).to_open.at(0).from, on_day(21)) << "longer than a week";
  open("weekly by hand", 35, true);
  EXPECT_TRUE(due(on_day(30)).to_open.empty()) << "the weeks go on from there";
}

}  // namespace
}  // namespace commune::node

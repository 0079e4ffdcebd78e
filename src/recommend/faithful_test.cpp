// A reason is faithful: over random situations, taking its fact away changes the score by exactly
// what the reason claims, no other reason moves (but one that the fact held back), and a list that
// is ranked anew shows it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>

#include "recommend/points.h"
#include "recommend/rank.h"
#include "recommend/score.h"
#include "recommend/situation_testing.h"

namespace commune::recommend {
namespace {

struct World {
  Situation situation;
  Facts facts;
  Index task = none;

  Task& its() { return situation.tasks[static_cast<std::size_t>(task)]; }
  Skill& skill(Index index) { return situation.skills[static_cast<std::size_t>(index)]; }
  void refresh() { facts = make_facts(situation); }
};

Reasons reasons_of(World& world) {
  Reasons reasons;
  score_task(world.situation, world.facts, world.its(), reasons);
  return reasons;
}

void forget_levels(World& world, std::int32_t Skill::* level) {
  for (Skill& skill : world.situation.skills) skill.*level = 0;
}

void forget_own(World& world, Index piece) {
  std::erase_if(world.facts.own, [&](const OwnSpan& own) { return own.piece == piece; });
}

// The fact behind a reason, taken out of the world. Where the person stated it, the situation
// changes; where it follows from many things, only what follows does.
using Removal = std::function<void(World&, const Reason&)>;

const std::map<ReasonCode, Removal>& removals() {
  using enum ReasonCode;
  static const std::map<ReasonCode, Removal> table = {
      {skill, [](World& w, const Reason&) { forget_levels(w, &Skill::level); }},
      {interest, [](World& w, const Reason&) { forget_levels(w, &Skill::interest); }},
      {learn, [](World& w, const Reason&) { forget_levels(w, &Skill::aspiration); }},
      {certificate,
       [](World& w, const Reason&) {
         for (Skill& one : w.situation.skills) one.certified_until = 0;
       }},
      {sector_interest,
       [](World& w, const Reason&) {
         for (Sector& sector : w.situation.sectors) sector.liking = 0;
       }},
      {guild, [](World& w, const Reason&) { std::ranges::fill(w.situation.my_guilds, 0); }},
      {again, [](World& w, const Reason&) { std::ranges::fill(w.facts.times_done, 0); }},
      {wished,
       [](World& w, const Reason& r) {
         w.situation.wishes[static_cast<std::size_t>(r.data[0])] = {};
       }},
      {wished_less,
       [](World& w, const Reason& r) {
         w.situation.wishes[static_cast<std::size_t>(r.data[0])] = {};
       }},
      {like_before, [](World& w, const Reason&) { w.its().taste = 0; }},
      {like_similar, [](World& w, const Reason&) { w.its().taste = 0; }},
      {willing, [](World& w, const Reason&) { w.its().is_willing = false; }},
      {good_hours,
       [](World& w, const Reason&) {
         for (auto& day : w.situation.week) day.fill(Willingness::if_need_be);
       }},
      {bad_hours,
       [](World& w, const Reason&) {
         for (auto& day : w.situation.week) day.fill(Willingness::if_need_be);
         w.situation.limits.not_before = none;
         w.situation.limits.not_after = none;
       }},
      {overlap, [](World& w, const Reason& r) { forget_own(w, r.data[0]); }},
      {travel, [](World& w, const Reason& r) { forget_own(w, r.data[0]); }},
      {short_rest, [](World& w, const Reason& r) { forget_own(w, r.data[0]); }},
      {week_full, [](World& w, const Reason&) { w.situation.limits.week_minutes_max = none; }},
      {heavy_full, [](World& w, const Reason&) { w.situation.limits.week_heavy_max = none; }},
      {free_day, [](World& w, const Reason&) { w.situation.limits.free_days = 0; }},
      {lighter, [](World& w, const Reason&) { w.facts.heavy_in_row = 0; }},
      {heavy_again, [](World& w, const Reason&) { w.facts.heavy_in_row = 0; }},
      {lighter_weeks, [](World& w, const Reason&) { w.facts.recent_minutes = 0; }},
      {there_anyway,
       [](World& w, const Reason&) {
         for (OwnSpan& own : w.facts.own) own.venue = own.venue == w.its().venue ? none : own.venue;
       }},
      {far, [](World& w, const Reason&) { w.its().venue = none; }},
      {shortage, [](World& w, const Reason&) { w.its().missing = 0; }},
      {urgent, [](World& w, const Reason&) { w.its().urgency = model::Urgency::calm; }},
      {rotation, [](World& w, const Reason&) { std::ranges::fill(w.facts.rotation, 0); }},
      {enough, [](World& w, const Reason&) { std::ranges::fill(w.facts.rotation, 0); }},
      {gathering, [](World& w, const Reason&) { w.its().is_gathering = false; }},
  };
  return table;
}

// Reasons whose facts others need too: "if it is needed" ends with the need, and where a task is
// makes both walks, to it and over from other work.
bool goes_with(ReasonCode code, ReasonCode other) {
  return (code == ReasonCode::shortage && other == ReasonCode::willing) ||
         (code == ReasonCode::far &&
          (other == ReasonCode::travel || other == ReasonCode::there_anyway));
}

void check_reason(const World& world, const Reasons& before, const Reason& reason) {
  const auto removal = removals().find(reason.code);
  if (removal == removals().end())
    return;  // of time itself: any_time and soon, tested on their own
  World without = world;
  removal->second(without, reason);
  const Reasons after = reasons_of(without);
  std::int32_t claimed = reason.contribution;
  for (const Reason& other : before.list()) {
    if (goes_with(reason.code, other.code)) claimed += other.contribution;
  }
  ASSERT_EQ(before.score() - after.score(), claimed)
      << "code " << int{static_cast<std::uint8_t>(reason.code)};
  ASSERT_EQ(std::ranges::find(after.list(), reason), after.list().end());
}

// Being there hides how far it is; the test of `there_anyway` must not make a walk out of a place
// that is unknown, so venues of own work are only ever real ones or -2, "somewhere else".
TEST(Reasons, AreWorthWhatTheyClaimInAnySituation) {
  std::map<ReasonCode, int> seen;
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    World world{testing::random_situation(seed), {}, none};
    world.refresh();
    for (world.task = 0; world.task < static_cast<Index>(world.situation.tasks.size());
         ++world.task) {
      const Reasons before = reasons_of(world);
      std::int32_t sum = 0;
      for (const Reason& reason : before.list()) {
        sum += reason.contribution;
        ASSERT_NE(reason.contribution, 0);
        ++seen[reason.code];
        ASSERT_NO_FATAL_FAILURE(check_reason(world, before, reason));
      }
      ASSERT_EQ(sum, before.score());
    }
  }
  for (std::uint8_t code = 0; code < reason_codes; ++code)
    EXPECT_GT(seen[static_cast<ReasonCode>(code)], 10) << "hardly ever seen: code " << int{code};
}

TEST(Reasons, OfTimeAreWorthWhatTheyClaim) {
  World world{testing::random_situation(5), {}, 0};
  Task task;
  task.id = 1;
  task.is_timed = true;
  task.start = {testing::noon + 2 * day_minutes, 60};
  task.end = {task.start.utc + 60, 60};
  world.situation.tasks = {task};
  world.situation.pieces.clear();
  for (auto& day : world.situation.week) day.fill(Willingness::if_need_be);
  world.situation.limits = {};
  world.refresh();
  const std::int32_t soon = reasons_of(world).score();
  world.its().start.utc += 20 * day_minutes;
  world.its().end.utc += 20 * day_minutes;
  const std::int32_t late = reasons_of(world).score();
  EXPECT_EQ(soon - late, points::soon);
  world.its().is_timed = false;
  EXPECT_EQ(reasons_of(world).score() - late, points::any_time);
}

TEST(Reasons, TakenAwayInTheSituationMoveTheTaskInTheList) {
  int moved = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Situation situation = testing::random_situation(seed);
    const auto before = rank(situation, 100);
    ASSERT_TRUE(before.has_value());
    for (Skill& skill : situation.skills) skill.interest = 0;
    const auto after = rank(situation, 100);
    for (const Ranked& was : *before) {
      const auto claim = std::ranges::find(was.reasons, ReasonCode::interest, &Reason::code);
      const std::int32_t lost = claim == was.reasons.end() ? 0 : claim->contribution;
      const auto is = std::ranges::find(*after, was.task, &Ranked::task);
      if (is == after->end()) {
        ASSERT_LE(was.score - lost, 0);  // nothing speaks for it any more
      } else {
        ASSERT_EQ(is->score, was.score - lost);
        moved += lost > 0 ? 1 : 0;
      }
    }
  }
  EXPECT_GT(moved, 100);
}

}  // namespace
}  // namespace commune::recommend

// Laws of a ranking: what it offers, in which order, and its one surprise.
#include "recommend/rank.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "recommend/diversity.h"
#include "recommend/situation_testing.h"

namespace commune::recommend {
namespace {

template <class Check>
void for_any_situation(std::uint64_t count, Check check) {
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Situation situation = testing::random_situation(seed);
    ASSERT_NO_FATAL_FAILURE(check(situation));
  }
}

std::vector<Ranked> ranking_of(const Situation& situation, std::size_t count_max) {
  core::Result<std::vector<Ranked>> ranked = rank(situation, count_max);
  EXPECT_TRUE(ranked.has_value());
  return std::move(ranked).value_or(std::vector<Ranked>());
}

std::vector<std::uint64_t> ids_of(const Situation& situation, const std::vector<Ranked>& ranked) {
  std::vector<std::uint64_t> ids;
  ids.reserve(ranked.size());
  for (const Ranked& one : ranked) ids.push_back(at(situation.tasks, one.task).id);
  return ids;
}

TEST(Ranking, OffersOnlyWhatIsFreeAheadNotMineAndNotRefusedEachOnce) {
  for_any_situation(500, [](const Situation& situation) {
    std::set<Index> seen;
    for (const Ranked& one : ranking_of(situation, 100)) {
      const Task& task = at(situation.tasks, one.task);
      ASSERT_TRUE(seen.insert(one.task).second);
      ASSERT_GT(one.score, 0);
      ASSERT_TRUE(task.is_open && !task.is_mine && !task.is_not_now);
      ASSERT_TRUE(!task.is_timed || task.start.utc > situation.now.utc);
      ASSERT_EQ(at(situation.answers, task.kind), Answer::nothing);
      ASSERT_GT(one.as == PlaceKind::trainee ? task.trainees_free : task.free, 0);
    }
  });
}

TEST(Ranking, IsTheSameInWhateverOrderTheBoardComes) {
  for_any_situation(300, [](const Situation& situation) {
    Situation turned = situation;
    std::ranges::reverse(turned.tasks);
    ASSERT_EQ(ids_of(turned, ranking_of(turned, 20)), ids_of(situation, ranking_of(situation, 20)));
  });
}

TEST(Ranking, HasReasonsWeightiestFirst) {
  for_any_situation(200, [](const Situation& situation) {
    for (const Ranked& one : ranking_of(situation, 20)) {
      ASSERT_FALSE(one.reasons.empty());
      ASSERT_TRUE(std::ranges::is_sorted(one.reasons, std::greater(), [](const Reason& reason) {
        return std::abs(reason.contribution);
      }));
      ASSERT_EQ(explain(situation, one.task).reasons, one.reasons);
    }
  });
}

TEST(Ranking, OffersNoKindTwiceInARowWhileThereAreOthers) {
  for_any_situation(500, [](const Situation& situation) {
    // All that may be offered: the surprise stands where it would anyway.
    const std::vector<Ranked> ranked = ranking_of(situation, 100);
    const auto fits = [&](std::size_t place, const Ranked& next) {
      const Task& task = at(situation.tasks, next.task);
      std::size_t sector = 0;
      for (std::size_t back = 1; back < kind_window && back <= place; ++back) {
        const Task& other = at(situation.tasks, ranked[place - back].task);
        if (other.kind == task.kind) return false;
        sector += back < sector_window && other.sector == task.sector ? 1 : 0;
      }
      return sector < sector_max;
    };
    for (std::size_t place = 0; place < ranked.size(); ++place) {
      if (fits(place, ranked[place])) continue;
      for (std::size_t later = place + 1; later < ranked.size(); ++later)
        ASSERT_FALSE(fits(place, ranked[later])) << "place " << place;
    }
  });
}

TEST(Ranking, HasExactlyOneSurpriseWhereThereIsAnythingNew) {
  int with_surprise = 0;
  for_any_situation(500, [&](Situation situation) {
    for (Task& task : situation.tasks) task.is_not_now = false;
    const std::vector<Ranked> ranked = ranking_of(situation, 6);
    const std::vector<Ranked> all = ranking_of(situation, 1000);
    const auto count = std::ranges::count_if(ranked, &Ranked::is_surprise);
    ASSERT_EQ(count, std::ranges::count_if(all, &Ranked::is_surprise));
    ASSERT_LE(count, 1);
    with_surprise += static_cast<int>(count);
    for (const Ranked& one : ranked) {
      if (!one.is_surprise) continue;
      for (const Reason& reason : one.reasons) {
        ASSERT_NE(reason.code, ReasonCode::again);
        ASSERT_EQ(at(situation.tasks, one.task).wish, none);
        ASSERT_GT(reason.contribution, 0);
      }
    }
  });
  EXPECT_GT(with_surprise, 50);
}

// Somebody whom little stands in the way of.
Situation easy_situation(testing::Sizes sizes) {
  Situation situation = testing::random_situation(3, sizes);
  for (auto& day : situation.week) day.fill(Willingness::if_need_be);
  for (Sector& sector : situation.sectors) sector.recent_minutes = 0;
  for (Task& task : situation.tasks) task.is_not_now = false;
  situation.limits = {};
  return situation;
}

Index surprise_of(const Situation& situation, std::size_t count_max = 6) {
  const std::vector<Ranked> ranked = ranking_of(situation, count_max);
  const auto found = std::ranges::find_if(ranked, &Ranked::is_surprise);
  return found == ranked.end() ? none : found->task;
}

TEST(Ranking, SurprisesOtherwiseOnAnotherDayButNotWithinOne) {
  Situation situation = easy_situation({.tasks = 400, .kinds = 60});
  std::set<Index> surprises;
  for (int day = 0; day < 10; ++day) {
    const Index morning = surprise_of(situation);
    surprises.insert(morning);
    EXPECT_EQ(surprise_of(situation), morning);
    situation.now.utc += day_minutes;
  }
  EXPECT_GE(surprises.size(), 4U);
}

// Whatever becomes of the first: answered with "not this time" or "never", taken, or gone.
TEST(Ranking, HasNoSecondSurpriseOnADay) {
  using Fate = std::function<void(Situation&, Task&)>;
  const std::vector<Fate> fates = {
      [](Situation&, Task& task) { task.is_not_now = true; },
      [](Situation& situation, Task& task) {
        situation.answers[static_cast<std::size_t>(task.kind)] = Answer::never;
      },
      [](Situation&, Task& task) { task.is_mine = true; },
      [](Situation&, Task& task) { task.free = task.trainees_free = 0; },
      [](Situation& situation, Task&) { situation.surprise_shown = surprise_gone; },
  };
  for (const std::size_t count : {6U, 1000U}) {  // some of them, and all
    for (const Fate& fate : fates) {
      Situation situation = easy_situation({.tasks = 400, .kinds = 60});
      const Index surprise = surprise_of(situation, count);
      ASSERT_NE(surprise, none);
      situation.surprise_shown = surprise;
      EXPECT_EQ(surprise_of(situation, count), surprise) << "as long as it may be offered";
      fate(situation, situation.tasks[static_cast<std::size_t>(surprise)]);
      EXPECT_EQ(surprise_of(situation, count), none);
      EXPECT_FALSE(ranking_of(situation, 6).empty());
    }
  }
}

// "Something quite different" is not the second of a kind.
TEST(Ranking, SurprisesWithAKindThatTheListHasNot) {
  Situation situation = easy_situation({.tasks = 400, .kinds = 20});
  for (int day = 0; day < 60; ++day) {
    const std::vector<Ranked> ranked = ranking_of(situation, 9);
    const auto kind_of = [&](const Ranked& one) { return at(situation.tasks, one.task).kind; };
    const auto surprise = std::ranges::find_if(ranked, &Ranked::is_surprise);
    if (surprise != ranked.end()) {
      EXPECT_EQ(std::ranges::count(ranked, kind_of(*surprise), kind_of), 1) << "day " << day;
    }
    situation.now.utc += day_minutes;
  }
}

// What comes on the board later and would have been drawn changes nothing.
TEST(Ranking, KeepsItsSurpriseForTheDay) {
  Situation situation = easy_situation({.tasks = 400, .kinds = 60});
  std::set<Index> drawn;
  for (int hour = 0; hour < 20; ++hour) {
    Situation other = situation;
    other.surprise_shown = none;
    const Index surprise = surprise_of(other);
    drawn.insert(surprise);
    if (situation.surprise_shown == none) situation.surprise_shown = surprise;
    EXPECT_EQ(surprise_of(situation), situation.surprise_shown);
    for (Task& task : situation.tasks) ++task.id;  // as if the board were another
  }
  EXPECT_GE(drawn.size(), 2U);
}

TEST(Ranking, DoesNotSurpriseWithWhatThereIsAWishAboutHoweverOftenItWouldBe) {
  Situation situation = easy_situation({.tasks = 400, .kinds = 60});
  situation.wishes[0] = {{0, 2, -1, -2}};  // once a month: all the same
  const Index surprise = surprise_of(situation);
  ASSERT_NE(surprise, none);
  situation.surprise_shown = surprise;
  situation.tasks[static_cast<std::size_t>(surprise)].wish = 0;
  EXPECT_NE(surprise_of(situation), surprise);
  EXPECT_NE(surprise_of(situation), none) << "it was none";
}

TEST(Ranking, LetsAWishToLearnBeHeardAmongTheFirstFive) {
  int heard = 0;
  for_any_situation(300, [&](const Situation& situation) {
    const std::vector<Ranked> ranked = ranking_of(situation, 100);
    const auto teaches = [](const Ranked& one) {
      return std::ranges::find(one.reasons, ReasonCode::learn, &Reason::code) != one.reasons.end();
    };
    const auto first = std::ranges::find_if(ranked, teaches);
    if (first == ranked.end()) return;
    heard += first - ranked.begin() < 5 ? 1 : 0;
  });
  EXPECT_GT(heard, 200);
}

TEST(Ranking, RefusesHoursThatLeaveNone) {
  Situation situation = testing::random_situation(1);
  situation.limits.not_before = 20 * 60;
  situation.limits.not_after = 10 * 60;
  const auto ranked = rank(situation, 5);
  ASSERT_FALSE(ranked.has_value());
  EXPECT_EQ(ranked.error().code, core::ErrorCode::invalid);
  EXPECT_EQ(ranked.error().message,
            "limits: not before 20:00 and not after 10:00 leave no hour of the day");
}

// One task tomorrow at noon, for a person without wishes, to change one thing at a time.
Situation plain_situation() {
  Situation situation;
  situation.now = {testing::noon, 60};
  for (auto& day : situation.week) day.fill(Willingness::if_need_be);
  situation.sectors = {{20, 0, 0}, {20, 0, 0}};
  situation.my_guilds = {0};
  situation.answers = {Answer::nothing};
  Task task;
  task.id = 1;
  task.is_timed = true;
  task.start = {testing::noon + day_minutes, 60};
  task.end = {task.start.utc + 60, 60};
  task.minutes = 60;
  task.free = 2;
  situation.tasks = {task};
  return situation;
}

std::int32_t weight_of(const Situation& situation, ReasonCode code) {
  const Ranked found = explain(situation, 0);
  const auto reason = std::ranges::find(found.reasons, code, &Reason::code);
  return reason == found.reasons.end() ? 0 : reason->contribution;
}

TEST(Wishes, AreAboutHowOftenItWouldBeWithThisOne) {
  Situation situation = plain_situation();
  situation.wishes = {Wish{{2, 1, -1, -2}}};
  situation.tasks[0].wish = 0;
  EXPECT_EQ(weight_of(situation, ReasonCode::wished), 12);
  const auto did_it = [&](std::int32_t days_ago) {
    Piece piece;
    piece.start = {testing::noon - days_ago * day_minutes, 60};
    piece.end = piece.start;
    piece.state = PieceState::done;
    piece.wish = 0;
    situation.pieces.insert(situation.pieces.begin(), piece);
  };
  did_it(1);
  EXPECT_EQ(weight_of(situation, ReasonCode::wished), 6);
  did_it(8);
  EXPECT_EQ(weight_of(situation, ReasonCode::wished_less), -6);
  did_it(30);  // long ago
  EXPECT_EQ(weight_of(situation, ReasonCode::wished_less), -6);
  for (int i = 0; i < 3; ++i) did_it(9);
  EXPECT_EQ(weight_of(situation, ReasonCode::wished_less), -12);
}

TEST(Wishes, TakeWhatIsEveryOtherWeekForThat) {
  Situation situation = plain_situation();
  situation.wishes = {Wish{{0, 2, 0, 0}}};
  situation.tasks[0].wish = 0;
  for (const std::int32_t days : {-13, 15}) {  // two weeks before the task, two weeks after
    Piece piece;
    piece.start = {testing::noon + days * day_minutes, 60};
    piece.end = piece.start;
    piece.state = days < 0 ? PieceState::done : PieceState::planned;
    piece.wish = 0;
    situation.pieces.push_back(piece);
  }
  EXPECT_EQ(weight_of(situation, ReasonCode::wished), 12);
}

TEST(Learning, IsOfferedAsATraineeWhereThatIsHowItIsLearnt) {
  Situation situation = plain_situation();
  situation.skills = {Skill{.aspiration = 3}};
  situation.task_skills = {0};
  Task& task = situation.tasks[0];
  task.helpful = 1;
  EXPECT_EQ(weight_of(situation, ReasonCode::learn), 0);
  task.trainees_free = 1;
  EXPECT_EQ(weight_of(situation, ReasonCode::learn), 21);
  EXPECT_EQ(place_on(situation, task), PlaceKind::trainee);
  task.helpful = 0;
  task.taught = 1;  // whoever comes learns it
  EXPECT_EQ(weight_of(situation, ReasonCode::learn), 21);
  EXPECT_EQ(place_on(situation, task), PlaceKind::regular);
}

TEST(Learning, NamesSomebodyOnlyWhereACertificateSaysThatTheyCan) {
  Situation situation = plain_situation();
  situation.skills = {Skill{.aspiration = 3}};
  situation.task_skills = {0};
  Task& task = situation.tasks[0];
  task.has_experienced = true;
  task.trainees_free = 1;
  const auto beside = [&] {
    const Ranked found = explain(situation, 0);
    return std::ranges::find(found.reasons, ReasonCode::learn, &Reason::code)->data[1];
  };
  task.taught = 1;
  EXPECT_EQ(beside(), 0);
  task.taught = 0;
  task.helpful = 1;
  EXPECT_EQ(beside(), 0);
  task.helpful = 0;
  task.certificates = 1;
  EXPECT_EQ(beside(), 1);
  task.has_experienced = false;
  EXPECT_EQ(beside(), 0);
}

TEST(Night, CutShortSpeaksAgainstATaskAlsoAfterWorkPastMidnight) {
  Situation situation = plain_situation();
  Piece piece;
  piece.start = {situation.tasks[0].start.utc - 17 * 60, 60};  // 20:00, the evening before
  piece.end = {piece.start.utc + 4 * 60 + 30, 60};
  piece.is_fixed = true;
  situation.pieces = {piece};
  EXPECT_EQ(weight_of(situation, ReasonCode::short_rest), 0);  // until one in the afternoon
  situation.tasks[0].start.utc -= 6 * 60;                      // at seven
  situation.tasks[0].end.utc -= 6 * 60;
  EXPECT_EQ(weight_of(situation, ReasonCode::short_rest), -15);
}

TEST(Plans, ThatWereNeverDoneAreNoWorkOnceTheyAreOver) {
  Situation situation = plain_situation();
  situation.tasks[0].effort = model::Effort::heavy;
  situation.limits.week_minutes_max = 200;
  for (const std::int32_t hours : {-50, -26}) {
    Piece piece;
    piece.start = {testing::noon + hours * 60, 60};
    piece.minutes = 120;
    piece.end = {piece.start.utc + piece.minutes, 60};
    piece.effort = model::Effort::heavy;
    piece.state = PieceState::done;
    situation.pieces.push_back(piece);
  }
  situation.now.wall_ahead = 60;
  EXPECT_EQ(weight_of(situation, ReasonCode::heavy_again), -10);
  for (Piece& piece : situation.pieces) piece.state = PieceState::planned;
  EXPECT_EQ(weight_of(situation, ReasonCode::heavy_again), 0);
  situation.tasks[0].start.utc -= day_minutes - 60;  // this evening, in the week of those plans
  situation.tasks[0].end.utc -= day_minutes - 60;
  EXPECT_EQ(weight_of(situation, ReasonCode::week_full), 0);
  for (Piece& piece : situation.pieces) piece.state = PieceState::done;
  EXPECT_EQ(weight_of(situation, ReasonCode::week_full), -20);
}

TEST(Willing, ComesBackWhenItIsNeededAndNotBefore) {
  Situation situation = plain_situation();
  situation.tasks[0].is_willing = true;
  EXPECT_TRUE(ranking_of(situation, 5).empty());
  situation.tasks[0].missing = 1;
  EXPECT_EQ(ranking_of(situation, 5).size(), 1U);
  EXPECT_EQ(weight_of(situation, ReasonCode::willing), 10);
  situation.tasks[0].start.utc += 5 * day_minutes;
  situation.tasks[0].end.utc += 5 * day_minutes;
  EXPECT_TRUE(ranking_of(situation, 5).empty());
}

TEST(Rotation, SpeaksForTheSectorThatIDidLeast) {
  Situation situation = plain_situation();
  situation.sectors[0].recent_minutes = 60;
  situation.sectors[1].recent_minutes = 600;
  EXPECT_EQ(weight_of(situation, ReasonCode::rotation), 10);
  situation.tasks[0].sector = 1;
  EXPECT_EQ(weight_of(situation, ReasonCode::enough), -10);
}

TEST(BeingThereAnyway, MakesUpForTheWalkAndSaysSo) {
  Situation situation = plain_situation();
  situation.venues = {{0, 1500}};
  situation.tasks[0].venue = 0;
  EXPECT_EQ(weight_of(situation, ReasonCode::far), -10);
  Piece piece;
  piece.start = {situation.tasks[0].start.utc - 120, 60};
  piece.end = {situation.tasks[0].start.utc - 60, 60};
  piece.is_fixed = true;
  piece.venue = 0;
  situation.pieces = {piece};
  EXPECT_EQ(weight_of(situation, ReasonCode::far), -10);
  EXPECT_EQ(weight_of(situation, ReasonCode::there_anyway), 15);
}

}  // namespace
}  // namespace commune::recommend

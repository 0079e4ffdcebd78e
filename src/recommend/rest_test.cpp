// The guard of rest: what it says, and that it says nothing without a reason.
#include "recommend/rest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "recommend/situation_testing.h"

namespace commune::recommend {
namespace {

constexpr Minute monday_morning = 29'671'680;  // 2026-06-01 08:00Z, a Monday

class Week {
 public:
  Week() {
    situation_.now = {monday_morning, 0};
    situation_.limits.free_days = 0;
  }

  // Work that begins `hours` from Monday at eight.
  Week& work(std::int32_t hours, std::int32_t length_hours, model::Effort effort) {
    Piece piece;
    piece.start = {monday_morning + hours * 60, 0};
    piece.minutes = length_hours * 60;
    piece.end = {piece.start.utc + piece.minutes, 0};
    piece.effort = effort;
    piece.is_fixed = true;
    piece.state = hours < 0 ? PieceState::done : PieceState::planned;
    situation_.pieces.push_back(piece);
    std::ranges::sort(situation_.pieces, {}, [](const Piece& one) { return one.start.utc; });
    return *this;
  }
  // A night later by the wall, whatever the zone: work from one minute after Monday's midnight to
  // another, then from a third.
  Week& night(std::int32_t ahead, std::int32_t from, std::int32_t until, std::int32_t next) {
    const Minute midnight = monday_morning - 8 * 60 - ahead;
    situation_.now = {midnight, ahead};
    for (const auto& [begin, end] : {std::pair(from, until), std::pair(next, next + 60)}) {
      Piece piece;
      piece.start = {midnight + begin, ahead};
      piece.end = {midnight + end, ahead};
      piece.is_fixed = true;
      situation_.pieces.push_back(piece);
    }
    return *this;
  }
  Limits& limits() { return situation_.limits; }
  void forget_done(std::size_t piece) { situation_.pieces[piece].state = PieceState::planned; }
  [[nodiscard]] std::vector<RestSuggestion> said() const { return guard_rest(situation_); }

 private:
  Situation situation_;
};

using enum model::Effort;

TEST(Rest, IsNotSpokenOfWhereThereIsEnough) {
  EXPECT_TRUE(Week().said().empty());
  EXPECT_TRUE(Week().work(-40, 2, heavy).work(4, 2, light).work(26, 3, heavy).said().empty());
}

TEST(Rest, IsSuggestedWhenDemandingWorkFollowsDemandingWork) {
  Week week;
  week.work(-46, 2, heavy).work(-22, 2, heavy).work(26, 2, heavy);
  const RestSuggestion expected{RestCode::heavy_in_row, 2, 3, heavy_in_row_max};
  EXPECT_EQ(week.said(), std::vector{expected});
  EXPECT_TRUE(week.work(2, 1, light).said().empty());
}

TEST(Rest, IsSuggestedForANightThatIsTooShort) {
  Week week;
  week.work(12, 3, light).work(22, 2, light);  // 20:00 to 23:00, then 6:00
  const RestSuggestion expected{RestCode::short_night, 1, 7 * 60, 11 * 60};
  EXPECT_EQ(week.said(), std::vector{expected});
  week.limits().rest_minutes = 7 * 60;
  EXPECT_TRUE(week.said().empty());
}

TEST(Rest, IsSuggestedForAShortNightInEveryZoneAlsoAfterWorkPastMidnight) {
  struct Night {
    std::int32_t from, until, next;  // minutes after Monday's midnight
    bool is_short;
  };
  constexpr std::int32_t hour = 60;
  const Night nights[] = {
      {18 * hour, 22 * hour, 30 * hour, true},       // eight hours
      {20 * hour, 24 * hour + 30, 31 * hour, true},  // past midnight, then at seven
      {24 * hour, 25 * hour + 30, 31 * hour, true},  // all of it after midnight
      {22 * hour, 28 * hour, 34 * hour, true},       // until four, then at ten
      {18 * hour, 22 * hour, 33 * hour, false},      // eleven hours
      {18 * hour, 20 * hour, 24 * hour, false},      // the night comes after both
      {6 * hour, 9 * hour, 15 * hour, false},        // by day
      {20 * hour, 26 * hour, 28 * hour, false},      // two hours: a break of one shift
  };
  for (const std::int32_t ahead : {0, 60, -8 * 60, 13 * 60, 5 * 60 + 45}) {
    for (const Night& one : nights) {
      SCOPED_TRACE(std::to_string(ahead) + " ahead, until " + std::to_string(one.until));
      const auto said = Week().night(ahead, one.from, one.until, one.next).said();
      ASSERT_EQ(std::ranges::count(said, RestCode::short_night, &RestSuggestion::code),
                one.is_short ? 1 : 0);
    }
  }
}

TEST(Rest, HoldsToWhatSomebodyWantsWhoSleepsLong) {
  Week week;
  week.night(60, 12 * 60, 14 * 60, 32 * 60);  // eighteen hours
  EXPECT_TRUE(week.said().empty());
  week.limits().rest_minutes = 20 * 60;
  EXPECT_EQ(week.said().size(), 1U);
}

TEST(Rest, DoesNotTakeAPlanThatWasNeverDoneForWork) {
  Week week;
  week.work(-46, 2, heavy).work(-22, 2, heavy).work(26, 2, heavy);
  ASSERT_EQ(week.said().size(), 1U);
  week.forget_done(1);
  EXPECT_TRUE(week.said().empty());
}

TEST(Rest, GoesByTheLimitsOfTheWeekAndNamesTheLastPlannedWork) {
  Week week;
  week.work(-1, 1, heavy).work(26, 2, heavy).work(50, 2, light);
  week.limits().week_minutes_max = 4 * 60;
  week.limits().week_heavy_max = 1;
  week.limits().free_days = 5;
  const std::vector<RestSuggestion> expected = {{RestCode::week_over, 2, 5 * 60, 4 * 60},
                                                {RestCode::heavy_over, 1, 2, 1},
                                                {RestCode::no_free_day, 2, 4, 5}};
  EXPECT_EQ(week.said(), expected);
}

TEST(Rest, OfAWeekIsNotSpokenOfWhenNothingIsPlannedInItAnyMore) {
  Week week;
  week.work(-3, 3, heavy);
  week.limits().week_minutes_max = 60;
  for (const RestSuggestion& said : week.said()) EXPECT_EQ(said.code, RestCode::heavy_weeks);
}

TEST(Rest, IsSuggestedAfterTwoWeeksThatWereMuchMoreThanUsual) {
  Week week;
  for (int day = 1; day <= 10; ++day) week.work(-24 * day, 2, light);
  for (int day = 20; day < 50; day += 5) week.work(-24 * day, 2, light);
  const RestSuggestion expected{RestCode::heavy_weeks, none, 1200, 240};
  EXPECT_EQ(week.said(), std::vector{expected});
}

TEST(Rest, NeverSpeaksOfWhatIsWithinTheLimitsInAnySituation) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Situation situation = testing::random_situation(seed);
    for (const RestSuggestion& said : guard_rest(situation)) {
      const bool is_least =
          said.code == RestCode::short_night || said.code == RestCode::no_free_day;
      ASSERT_TRUE(is_least ? said.amount < said.limit : said.amount > said.limit);
      if (said.piece != none) {
        ASSERT_GT(at(situation.pieces, said.piece).start.utc, situation.now.utc);
      }
    }
  }
}

}  // namespace
}  // namespace commune::recommend

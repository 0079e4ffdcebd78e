// Laws of how gladly somebody would do the work of a round.
#include "recommend/liking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "recommend/situation_testing.h"

namespace commune::recommend {
namespace {

using ::testing::ElementsAre;

// Five evenings of the same kind of job, from tomorrow on, for somebody who has a wish about it.
class WishedWeek {
 public:
  explicit WishedWeek(std::array<std::int32_t, frequencies> liking) {
    situation_.now = {testing::noon, 60};
    for (auto& day : situation_.week) day.fill(Willingness::gladly);
    situation_.sectors = {{20, 0, 0}};
    situation_.my_guilds = {0};
    situation_.answers = {Answer::nothing};
    situation_.wishes = {Wish{liking}};
    for (std::int32_t day = 1; day <= 5; ++day) {
      Task task;
      task.id = static_cast<std::uint64_t>(day);
      task.is_timed = true;
      task.start = {testing::noon + day * day_minutes + 7 * 60, 60};
      task.end = {task.start.utc + 90, 60};
      task.minutes = 90;
      task.free = 2;
      task.wish = 0;
      situation_.tasks.push_back(task);
    }
  }

  WishedWeek& did_it(std::int32_t days_ago, PieceState state = PieceState::done) {
    Piece piece;
    piece.start = {testing::noon - days_ago * day_minutes, 60};
    piece.end = {piece.start.utc + 60, 60};
    piece.state = state;
    piece.wish = 0;
    situation_.pieces.push_back(piece);
    std::ranges::sort(situation_.pieces, {}, [](const Piece& one) { return one.start.utc; });
    return *this;
  }
  Situation& situation() { return situation_; }
  [[nodiscard]] std::vector<std::int32_t> likings() const { return find_likings(situation_); }

 private:
  Situation situation_;
};

TEST(Liking, MeetsAWishForOnceAMonthOnce) {
  EXPECT_THAT(WishedWeek({2, -2, -2, -2}).likings(), ElementsAre(2, -2, -2, -2, -2));
}

TEST(Liking, CountsWhatWasDoneThisMonthAndForgetsWhatWasBefore) {
  WishedWeek done({2, -2, -2, -2});
  EXPECT_THAT(done.did_it(3).did_it(8).did_it(12).likings(), ElementsAre(-2, -2, -2, -2, -2));
  EXPECT_THAT(WishedWeek({2, -2, -2, -2}).did_it(40).likings(), ElementsAre(2, -2, -2, -2, -2));
  WishedWeek planned({2, -2, -2, -2});
  EXPECT_THAT(planned.did_it(3, PieceState::planned).likings(), ElementsAre(2, -2, -2, -2, -2));
}

TEST(Liking, CountsWhatIsLikedAlreadyAndNotWhatIsIndifferent) {
  EXPECT_THAT(WishedWeek({0, 2, 1, -1}).likings(), ElementsAre(0, 0, 0, 0, 0));
  EXPECT_THAT(WishedWeek({0, 2, 1, -1}).did_it(3).likings(), ElementsAre(2, 1, 1, -1, -1));
}

TEST(Liking, ChoosesTheGladderHoursForAWishThatIsMetOnce) {
  WishedWeek week({2, -2, -2, -2});
  const std::int32_t third = week.situation().tasks[2].start.day();
  for (auto& day : week.situation().week) day.fill(Willingness::if_need_be);
  week.situation().week[static_cast<std::size_t>(weekday_of(third))].fill(Willingness::gladly);
  EXPECT_THAT(week.likings(), ElementsAre(-2, -2, 2, -2, -2));
}

TEST(Liking, IsNoneForWhatWasRefusedAndAtHoursThatAreNotFree) {
  WishedWeek week({2, 2, 2, 2});
  week.situation().limits.not_after = 20 * 60;
  EXPECT_THAT(week.likings(), ElementsAre(-2, -2, -2, -2, -2));
  week.situation().limits = {};
  week.situation().answers = {Answer::never};
  EXPECT_THAT(week.likings(), ElementsAre(-2, -2, -2, -2, -2));
}

TEST(Liking, IsWithoutAWishWhatIsLikedOrCanBeLearntThere) {
  WishedWeek week({2, 2, 2, 2});
  Situation& situation = week.situation();
  situation.tasks.resize(1);
  situation.tasks[0].wish = none;
  EXPECT_THAT(week.likings(), ElementsAre(0));
  situation.skills = {Skill{.aspiration = 1}};
  situation.task_skills = {0};
  situation.tasks[0].helpful = 1;
  EXPECT_THAT(week.likings(), ElementsAre(0));
  situation.tasks[0].helpful = 0;
  situation.tasks[0].taught = 1;
  EXPECT_THAT(week.likings(), ElementsAre(1));
  situation.tasks[0].taught = 0;
  situation.tasks[0].certificates = 1;
  situation.tasks[0].trainees_free = 1;
  EXPECT_THAT(week.likings(), ElementsAre(1));
  situation.sectors[0].liking = 3;
  EXPECT_THAT(week.likings(), ElementsAre(2));
}

TEST(Liking, IsTheSameInWhateverOrderTheBoardComes) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Situation situation = testing::random_situation(seed);
    const std::vector<std::int32_t> before = find_likings(situation);
    std::ranges::reverse(situation.tasks);
    std::vector<std::int32_t> after = find_likings(situation);
    std::ranges::reverse(after);
    ASSERT_EQ(after, before);
    for (const std::int32_t liking : after) ASSERT_LE(std::abs(liking), 2);
  }
}

}  // namespace
}  // namespace commune::recommend

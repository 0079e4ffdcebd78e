#include "recommend/taste_learner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/random.h"
#include "recommend/points.h"

namespace commune::recommend {
namespace {

using core::ErrorCode;

// Kinds 1 to 4; kinds 1 and 2 are of guild 11, the others of guild 12; hours 21 to 23.
NamedTask task(std::uint32_t kind, std::uint32_t hour = 21) {
  return {.names = {kind, kind <= 2 ? 11U : 12U, hour}, .about = 2};
}

void say(TasteLearner& learner, const NamedTask& of, Response response, int times = 1) {
  for (int i = 0; i < times; ++i) ASSERT_TRUE(learner.learn(of, response));
}

TEST(TasteLearner, LikesAKindOfJobThatItsOwnerTakesAndWhatIsLikeIt) {
  TasteLearner learner;
  say(learner, task(1), Response::take, 6);
  const TastePoints own = *learner.score(task(1));
  const TastePoints like_it = *learner.score(task(2));
  const TastePoints other = *learner.score(task(3));
  EXPECT_EQ(own.source, TasteSource::before);
  EXPECT_EQ(like_it.source, TasteSource::similar);
  EXPECT_GT(own.points, like_it.points);
  EXPECT_GT(like_it.points, 0);
  EXPECT_EQ(other, TastePoints{}) << "the same hour alone is no liking";
}

TEST(TasteLearner, SaysNothingBeforeEnoughAnswersThatSaySomething) {
  TasteLearner learner;
  say(learner, task(1), Response::enjoyed, taste_answers_min - 1);
  say(learner, task(1), Response::not_now, 10);
  EXPECT_EQ(*learner.score(task(1)), TastePoints{});
  say(learner, task(1), Response::willing);
  EXPECT_GT(learner.score(task(1))->points, 0);
}

TEST(TasteLearner, TakesNeverForMoreThanNotThisKind) {
  TasteLearner mild;
  TasteLearner strict;
  say(mild, task(1), Response::not_this_kind, 3);
  say(strict, task(1), Response::never, 3);
  EXPECT_LT(mild.score(task(1))->points, 0);
  EXPECT_LT(strict.score(task(1))->points, mild.score(task(1))->points);
}

TEST(TasteLearner, RefusesTasksThatMakeNoSense) {
  TasteLearner learner;
  const auto before = learner.state();
  for (const NamedTask& wrong :
       {NamedTask{{}, 1}, NamedTask{{1, 1}, 1}, NamedTask{{1}, 0}, NamedTask{{1}, 2},
        NamedTask{std::vector<std::uint32_t>(101), 1}}) {
    EXPECT_EQ(learner.learn(wrong, Response::take).error().code, ErrorCode::invalid);
    EXPECT_EQ(learner.score(wrong).error().code, ErrorCode::invalid);
  }
  EXPECT_EQ(learner.state(), before);
}

TEST(TasteLearner, LeavesOutNamesBeyondWhatItCanKeep) {
  TasteLearner learner;
  for (std::uint32_t name = 0; name < taste_names_max + 50; ++name)
    say(learner, {.names = {name}, .about = 1}, Response::take);
  EXPECT_EQ(learner.state()[4], std::int32_t{taste_names_max});
  EXPECT_TRUE(TasteLearner::restore(learner.state()));
  EXPECT_EQ(*learner.score({.names = {taste_names_max + 1}, .about = 1}), TastePoints{});
}

// The same learning from its formula: a weight a name and one of the owner, in double precision.
struct Naive {
  struct Weight {
    double value = 0;
    double squares = 1;
  };
  Weight owner;
  std::map<std::uint32_t, Weight> names;

  double log_odds(const NamedTask& of) {
    double sum = 0;
    for (const std::uint32_t name : of.names) sum += names.contains(name) ? names[name].value : 0;
    return sum;
  }
  void learn(const NamedTask& of, const Judgement& said) {
    const double yes = 1 / (1 + std::exp(-log_odds(of) - owner.value));
    const double error = double{said.weight} * (yes - (said.liked ? 1 : 0));
    const auto step = [error](Weight& weight) {
      const double slope = error + 1e-4 * weight.value;
      weight.value -= 0.1 * slope / std::sqrt(weight.squares);
      weight.squares += slope * slope;
    };
    step(owner);
    for (const std::uint32_t name : of.names) step(names[name]);
  }
};

TEST(TasteLearner, LearnsAsItsFormulaSaysAndComesBackFromItsStateUnchanged) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    core::Random random(seed);
    TasteLearner learner;
    Naive naive;
    for (std::uint64_t answers = random.below(80); answers > 0; --answers) {
      const NamedTask of = task(static_cast<std::uint32_t>(1 + random.below(4)),
                                static_cast<std::uint32_t>(21 + random.below(3)));
      const auto response = static_cast<Response>(random.below(10));
      say(learner, of, response);
      if (const auto said = judgement_of(response)) naive.learn(of, *said);
      const auto restored = TasteLearner::restore(learner.state());
      ASSERT_TRUE(restored);
      ASSERT_EQ(restored->state(), learner.state());
      learner = *restored;
    }
    for (std::uint32_t kind = 1; kind <= 4; ++kind) {
      const TastePoints taste = *learner.score(task(kind));
      const double expected = points::taste_max * std::tanh(naive.log_odds(task(kind)) / 2);
      ASSERT_LE(std::abs(taste.points), points::taste_max);
      if (taste.points != 0) {
        ASSERT_NEAR(taste.points, expected, 0.51);
      }
    }
  }
}

TEST(TasteLearner, LikesALittleWhatGoesTogetherInTheCommuneWithWhatItsOwnerLikes) {
  CoOccurrence counts = CoOccurrence::Identity(3, 3) * 40;
  counts(0, 1) = counts(1, 0) = 30;
  const KindsTogether together{*ItemSimilarity::learn(counts, 20), {1, 2, 3}};
  TasteLearner learner;
  ASSERT_TRUE(learner.know(together));
  EXPECT_EQ(learner.score({.names = {2}, .about = 1})->points, 0) << "nothing was answered yet";
  say(learner, {.names = {1, 77}, .about = 1}, Response::take, 3);
  ASSERT_TRUE(learner.know(together));
  const TastePoints together_points = *learner.score({.names = {2}, .about = 1});
  EXPECT_GT(together_points.points, 0);
  EXPECT_EQ(together_points.source, TasteSource::similar);
  EXPECT_EQ(learner.score({.names = {3}, .about = 1})->points, 0);
  say(learner, {.names = {2, 78}, .about = 1}, Response::never, 9);
  ASSERT_TRUE(learner.know(together));
  EXPECT_LT(learner.score({.names = {2}, .about = 1})->points, together_points.points)
      << "what its owner says of it counts more";
  EXPECT_EQ(learner.know({together.similarity, {1, 2}}).error().code, ErrorCode::invalid);
  EXPECT_EQ(learner.know({together.similarity, {1, 2, 2}}).error().code, ErrorCode::invalid);
}

TEST(TasteLearner, RefusesEveryStateThatWasCutOrChanged) {
  TasteLearner learner;
  say(learner, task(1), Response::take, 3);
  say(learner, task(3), Response::never);
  const auto good = learner.state();
  EXPECT_EQ(TasteLearner::restore({}).error().code, ErrorCode::wrong_version);
  for (std::size_t size = 1; size < good.size(); ++size)
    EXPECT_EQ(TasteLearner::restore(std::span(good).first(size)).error().code, ErrorCode::corrupt);
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto changed = good;
    changed[i] ^= 1 << (i % 31);
    EXPECT_EQ(TasteLearner::restore(changed).error().code,
              i == 0 ? ErrorCode::wrong_version : ErrorCode::corrupt)
        << i;
  }
}

}  // namespace
}  // namespace commune::recommend

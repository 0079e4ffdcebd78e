// A device's own model: it follows its owner, learns from nobody else, and refuses what it does not
// know.
#include "recommend/own_taste.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"

namespace commune::recommend {
namespace {

// Tasks of four kinds; the first and second kind share a feature, as do the others.
DescribedTask task_of(std::uint32_t kind) {
  return {.features = {{kind, 1}, {4 + kind / 2, 1}}, .kind = kind};
}

OwnTaste make_taste(float share) {
  CoOccurrence counts = CoOccurrence::Identity(4, 4) * 20;
  counts(0, 2) = counts(2, 0) = 15;  // what goes together here is not what is alike
  return *OwnTaste::make(
      {*HybridFactorisation::make({1, 6, 8}, 4), *ItemSimilarity::learn(counts, 1), share},
      {{0, 1}});
}

const std::vector<DescribedTask> all_tasks{task_of(0), task_of(1), task_of(2), task_of(3)};

TEST(OwnTaste, FollowsItsOwnersAnswersOneByOne) {
  OwnTaste taste = make_taste(1);
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(taste.learn({task_of(0), Response::take}));
    ASSERT_TRUE(taste.learn({task_of(3), Response::not_this_kind}));
  }
  const auto scores = *taste.score(all_tasks);
  EXPECT_GT(scores[0], scores[1]);
  EXPECT_GT(scores[1], scores[2]) << "by the feature that it shares with what was taken";
  EXPECT_GT(scores[2], scores[3]);
}

TEST(OwnTaste, KnowsByKindWhatGoesWithWhatWasTaken) {
  OwnTaste taste = make_taste(0);
  ASSERT_TRUE(taste.learn({task_of(0), Response::enjoyed}));
  ASSERT_TRUE(taste.learn({task_of(3), Response::never}));
  const auto scores = *taste.score(all_tasks);
  EXPECT_GT(scores[2], scores[1]);
  EXPECT_EQ(scores[1], scores[3]) << "a refusal says nothing of kinds that go together";
}

TEST(OwnTaste, LearnsNothingFromNotNow) {
  OwnTaste taste = make_taste(0.5F);
  const auto before = *taste.score_by_features(all_tasks);
  ASSERT_TRUE(taste.learn({task_of(1), Response::not_now}));
  EXPECT_EQ(*taste.score_by_features(all_tasks), before);
}

TEST(OwnTaste, HasASayForEveryResponse) {
  for (const Response response :
       {Response::take, Response::willing, Response::enjoyed, Response::learned}) {
    OwnTaste taste = make_taste(1);
    const float before = (*taste.score_by_features(all_tasks))[1];
    ASSERT_TRUE(taste.learn({task_of(1), response}));
    EXPECT_GT((*taste.score_by_features(all_tasks))[1], before);
  }
  for (const Response response : {Response::not_this_kind, Response::never, Response::hard,
                                  Response::too_long, Response::unsafe}) {
    OwnTaste taste = make_taste(1);
    const float before = (*taste.score_by_features(all_tasks))[1];
    ASSERT_TRUE(taste.learn({task_of(1), response}));
    EXPECT_LT((*taste.score_by_features(all_tasks))[1], before);
  }
}

TEST(OwnTaste, LearnsAgainFromAllThatTheDeviceKept) {
  OwnTaste taste = make_taste(1);
  const std::vector<OwnAnswer> answers{
      {task_of(0), Response::take}, {task_of(2), Response::not_now}, {task_of(3), Response::never}};
  const std::vector<DescribedTask> others{task_of(1), task_of(2)};
  ASSERT_TRUE(taste.learn_all(answers, others, {.epochs = 300}, 1));
  const auto scores = *taste.score(all_tasks);
  EXPECT_GT(scores[0], scores[1]);
  EXPECT_GT(scores[0], scores[2]);
  EXPECT_GT(scores[1], scores[3]);
}

TEST(OwnTaste, RefusesWhatTheModelDoesNotKnow) {
  OwnTaste taste = make_taste(0.5F);
  const auto before = *taste.score(all_tasks);
  EXPECT_EQ(taste.learn({{{{9, 1}}, 0}, Response::take}).error().message,
            "task: feature 9 is unknown; the model knows 6");
  EXPECT_EQ(taste.learn({{{{0, 1}}, 4}, Response::take}).error().message, "kind 4 is not one of 4");
  EXPECT_EQ(taste.learn({{{{0, std::nanf("")}}, 0}, Response::take}).error().message,
            "task: feature 0 is not a number");
  EXPECT_FALSE(taste.learn_all(std::vector<OwnAnswer>{{{{}, 0}, Response::take}}, {}, {}, 1));
  EXPECT_EQ(*taste.score(all_tasks), before);
  EXPECT_FALSE(OwnTaste::make({*HybridFactorisation::make({1, 6, 8}, 4), {}, 2}, {{0, 1}}));
  EXPECT_FALSE(OwnTaste::make({*HybridFactorisation::make({1, 6, 8}, 4), {}, 0.5F}, {{1, 1}}));
}

}  // namespace
}  // namespace commune::recommend

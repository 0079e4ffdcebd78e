// Laws of EASE, against gradient descent that knows no closed form, and of mixing scores.
#include "recommend/item_similarity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/random.h"
#include "recommend/mixing.h"

namespace commune::recommend {
namespace {

CoOccurrence draw_counts(core::Random& random, Eigen::Index people, Eigen::Index kinds) {
  Eigen::MatrixXd done = Eigen::MatrixXd::Zero(people, kinds);
  for (double& cell : done.reshaped()) cell = random.chance(1, 3) ? 1 : 0;
  return done.transpose() * done;
}

// The slope of |X - XB|^2 + regularisation |B|^2 by B, X'X being the counts.
Eigen::MatrixXd slope(const CoOccurrence& counts, const Eigen::MatrixXd& weights, double pull) {
  return 2 * (counts * weights - counts + pull * weights);
}

TEST(ItemSimilarity, IsWhereTheLossOfEaseHasNoSlopeLeft) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(seed);
    core::Random random(seed);
    const CoOccurrence counts = draw_counts(random, 30, 12);
    const auto learnt = ItemSimilarity::learn(counts, 2.5);
    ASSERT_TRUE(learnt) << learnt.error().message;
    Eigen::MatrixXd left = slope(counts, learnt->weights().cast<double>(), 2.5);
    left.diagonal().setZero();  // held at zero, so free to have a slope
    EXPECT_LT(left.cwiseAbs().maxCoeff(), 1e-4);
    EXPECT_TRUE(learnt->weights().diagonal().isZero(0));
  }
}

TEST(ItemSimilarity, PredictsTheKindThatGoesWithWhatWasDone) {
  // Kinds 0 and 1 are done together, 2 and 3 likewise.
  CoOccurrence counts = CoOccurrence::Zero(4, 4);
  counts.block(0, 0, 2, 2).setConstant(10);
  counts.block(2, 2, 2, 2).setConstant(10);
  const auto learnt = ItemSimilarity::learn(counts, 1);
  const std::vector<DoneKind> done{{0, 1}};
  const auto scores = learnt->score(done);
  EXPECT_GT((*scores)(1), 0.8F);
  EXPECT_NEAR((*scores)(2), 0, 1e-6);
  const std::vector<DoneKind> unknown{{4, 1}};
  EXPECT_EQ(learnt->score(unknown).error().message,
            "kind 4 is not one of 4, or its weight is not a number");
}

TEST(ItemSimilarity, RefusesCountsThatAreNone) {
  const auto code = [](const CoOccurrence& counts, double pull) {
    const auto result = ItemSimilarity::learn(counts, pull);
    return result ? "no error" : result.error().message;
  };
  CoOccurrence counts = CoOccurrence::Identity(3, 3);
  EXPECT_EQ(code(counts, 0), "regularisation is a number above 0");
  EXPECT_EQ(code(counts, std::nan("")), "regularisation is a number above 0");
  counts(0, 1) = 1;
  EXPECT_EQ(code(counts, 1), "co-occurrence is not symmetric");
  counts(1, 0) = std::nan("");
  EXPECT_EQ(code(counts, 1), "co-occurrence is a square matrix of finite numbers");
  counts(0, 1) = counts(1, 0) = -50;
  EXPECT_EQ(code(counts, 1),
            "co-occurrence is not positive definite; the regularisation must be larger");
  EXPECT_EQ(code(counts, 60), "no error") << "as for sums with noise";
  EXPECT_EQ(code(CoOccurrence::Zero(2, 3), 1),
            "co-occurrence is a square matrix of finite numbers");
  EXPECT_EQ(code(CoOccurrence::Zero(0, 0), 1), "no error");
}

TEST(ItemSimilarity, TakesStoredWeightsOnlyIfTheyCanBeSome) {
  Eigen::MatrixXf weights = Eigen::MatrixXf::Zero(2, 2);
  EXPECT_TRUE(ItemSimilarity::make(weights));
  weights(0, 1) = std::numeric_limits<float>::infinity();
  EXPECT_FALSE(ItemSimilarity::make(weights));
  EXPECT_FALSE(ItemSimilarity::make(Eigen::MatrixXf::Identity(2, 2)));
}

TEST(Mixing, KeepsTheOrderOfTheOneThatCountsAndIgnoresScale) {
  const std::vector<float> first{1, 2, 3};
  const std::vector<float> second{300, 200, 100};
  const auto only_first = mix_scores(first, second, 1);
  EXPECT_LT((*only_first)[0], (*only_first)[2]);
  const auto only_second = mix_scores(first, second, 0);
  EXPECT_GT((*only_second)[0], (*only_second)[2]);
  const auto even = mix_scores(first, second, 0.5F);
  EXPECT_NEAR((*even)[0], (*even)[2], 1e-6);
}

TEST(Mixing, RefusesWhatCannotBeMixed) {
  const std::vector<float> two{1, 2};
  const std::vector<float> one{1};
  const std::vector<float> none{1, std::nanf("")};
  EXPECT_FALSE(mix_scores(two, one, 0.5F));
  EXPECT_FALSE(mix_scores(two, two, 1.5F));
  EXPECT_FALSE(mix_scores(two, two, std::nanf("")));
  EXPECT_EQ(mix_scores(two, none, 0.5F).error().message, "a score is NaN or infinite");
  EXPECT_EQ(standardised(std::vector<float>{0.1F, 0.1F, 0.1F}), (std::vector<float>{0, 0, 0}));
}

}  // namespace
}  // namespace commune::recommend

// Laws of the factorisation: it goes downhill on its own loss, learns tastes that features carry,
// scores what nobody has seen, and refuses what is no feature. Seeds are printed with a failure.
#include "recommend/hybrid_factorisation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/random.h"
#include "recommend/learn_orders.h"

namespace commune::recommend {
namespace {

constexpr FactorisationShape small{.member_features = 5, .task_features = 7, .dimensions = 4};

double draw(core::Random& random) {
  return static_cast<double>(random.between(-1'000'000, 1'000'000)) / 1e6;
}

Features draw_features(core::Random& random, std::uint32_t count) {
  Features features;
  for (std::uint64_t left = 1 + random.below(3); left > 0; --left) {
    features.push_back({static_cast<std::uint32_t>(random.below(count)),
                        static_cast<float>(0.1 + std::abs(draw(random)))});
  }
  return features;
}

HybridFactorisation drawn_model(core::Random& random) {
  auto model = HybridFactorisation::make(small, random.next());
  EmbeddingSide members = model->members();
  EmbeddingSide tasks = model->tasks();
  for (float& value : members.rows.reshaped()) value = static_cast<float>(draw(random));
  for (float& value : tasks.rows.reshaped()) value = static_cast<float>(draw(random));
  return *HybridFactorisation::make(std::move(members), std::move(tasks));
}

// The score as the paper writes it, feature by feature.
double naive_score(const HybridFactorisation& model, const Features& member, const Features& task) {
  double sum = 0;
  const auto bias = model.members().rows.cols() - 1;
  for (const Feature& a : member) {
    for (const Feature& b : task) {
      for (Eigen::Index d = 0; d < bias; ++d) {
        sum += static_cast<double>(a.value) * b.value * model.members().rows(a.index, d) *
               model.tasks().rows(b.index, d);
      }
    }
  }
  for (const Feature& a : member) sum += a.value * model.members().rows(a.index, bias);
  for (const Feature& b : task) sum += b.value * model.tasks().rows(b.index, bias);
  return sum;
}

double loss(double score, bool liked) { return std::log1p(std::exp(liked ? -score : score)); }

TEST(HybridFactorisation, ScoresByTheSumOfFeaturesOnBothSides) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    core::Random random(seed);
    const HybridFactorisation model = drawn_model(random);
    const Features member = draw_features(random, 5);
    const Features task = draw_features(random, 7);
    EXPECT_NEAR(*model.score(member, task), naive_score(model, member, task), 1e-4);
  }
}

TEST(HybridFactorisation, StepsAlongTheSlopeOfItsLoss) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    core::Random random(seed);
    HybridFactorisation model = drawn_model(random);
    const Features member = draw_features(random, 5);
    const Features task = draw_features(random, 7);
    const bool liked = random.chance(1, 2);
    const HybridFactorisation before = model;
    constexpr float step = 1e-3F;
    ASSERT_TRUE(model.update(member, task, {liked, 1}, {.step = step, .shrinkage = 0}));
    // The first square is 1, so the move is step times the slope, and what the loss falls is
    // nearly the move's square over the step.
    const double moved = ((model.members().rows - before.members().rows).square().sum() +
                          (model.tasks().rows - before.tasks().rows).square().sum()) /
                         static_cast<double>(step);
    const double fell = loss(naive_score(before, member, task), liked) -
                        loss(naive_score(model, member, task), liked);
    bool repeats = false;  // a row moved twice is not a plain step
    for (const Features& list : {member, task}) {
      for (std::size_t i = 0; i < list.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) repeats |= list[i].index == list[j].index;
    }
    if (!repeats) {
      EXPECT_NEAR(fell, moved, 0.05 * moved + 1e-5);
    }
    EXPECT_GT(fell, 0);
  }
}

TEST(HybridFactorisation, LearnsAPreferenceUntilTheMarginIsThere) {
  HybridFactorisation model = *HybridFactorisation::make(small, 5);
  const Features member{{1, 1}};
  const Features liked{{2, 1}, {3, 1}};
  const Features other{{2, 1}, {4, 1}};
  for (int i = 0; i < 2000; ++i) {
    ASSERT_TRUE(model.update_order(member, {.preferred = liked, .other = other, .weight = 1}, {}));
  }
  const float margin = *model.score(member, liked) - *model.score(member, other);
  EXPECT_GE(margin, 0.98F);
  EXPECT_LT(margin, 1.3F) << "and no further";
}

TEST(HybridFactorisation, ScoresATaskThatNobodySawByItsFeatures) {
  // Two tastes: even members like odd features, odd members even ones; feature 6 is never taught.
  auto model = HybridFactorisation::make({.member_features = 20, .task_features = 8}, 3);
  core::Random random(4);
  for (int i = 0; i < 20'000; ++i) {
    const auto member = static_cast<std::uint32_t>(random.below(20));
    const auto task = static_cast<std::uint32_t>(random.below(6));
    const Features of_task{{task, 1}, {6 + task % 2, 0.5F}};
    ASSERT_TRUE(model->update({{{member, 1}}}, of_task, {member % 2 != task % 2, 1}, {}));
  }
  for (std::uint32_t member = 0; member < 20; ++member) {
    const Features self{{member, 1}};
    const float even = *model->score(self, {{{6, 1}}});
    const float odd = *model->score(self, {{{7, 1}}});
    EXPECT_EQ(member % 2 == 0, odd > even) << member;
  }
}

TEST(HybridFactorisation, IsTheSameForTheSameSeedAndCalls) {
  const auto run = [] {
    core::Random random(9);
    HybridFactorisation model = *HybridFactorisation::make(small, 8);
    for (int i = 0; i < 500; ++i) {
      const Features member = draw_features(random, 5);
      (void)model.update(member, draw_features(random, 7), {random.chance(1, 2), 1}, {});
    }
    return model;
  };
  EXPECT_TRUE((run().tasks().rows == run().tasks().rows).all());
  EXPECT_TRUE((run().members().squares == run().members().squares).all());
}

TEST(HybridFactorisation, IsLeftAsItWasByWhatItRefuses) {
  HybridFactorisation model = *HybridFactorisation::make(small, 8);
  const HybridFactorisation before = model;
  const Features good{{0, 1}};
  const auto code = [&](const Features& member, const Features& task, float weight) {
    const auto result = model.update(member, task, {true, weight}, {});
    return result ? "no error" : result.error().message;
  };
  EXPECT_EQ(code(good, {{0, std::nanf("")}}, 1), "task: feature 0 is not a number");
  EXPECT_EQ(code({{5, 1}}, good, 1), "member: feature 5 is unknown; the model knows 5");
  EXPECT_EQ(code({}, good, 1), "member: has no features");
  EXPECT_EQ(code(good, good, std::nanf("")), "a judgement's weight is above 0 and at most 10");
  EXPECT_EQ(code(good, good, 0), "a judgement's weight is above 0 and at most 10");
  EXPECT_TRUE((model.tasks().rows == before.tasks().rows).all());
  EXPECT_TRUE((model.members().rows == before.members().rows).all());
}

TEST(HybridFactorisation, HasAShapeWithinItsBoundsAndNumbersThatAreNumbers) {
  EXPECT_FALSE(HybridFactorisation::make({0, 1, 1}, 1));
  EXPECT_FALSE(HybridFactorisation::make({1, 1, 65}, 1));
  const HybridFactorisation good = *HybridFactorisation::make(small, 8);
  EmbeddingSide bad = good.members();
  bad.rows(1, 1) = std::numeric_limits<float>::infinity();
  EXPECT_EQ(HybridFactorisation::make(bad, good.tasks()).error().message,
            "members: a number is NaN or infinite");
  bad = good.tasks();
  bad.squares(0, 0) = 0;
  EXPECT_EQ(HybridFactorisation::make(good.members(), bad).error().message,
            "tasks: a square is below 1");
  bad.squares = EmbeddingTable::Ones(1, 5);
  EXPECT_FALSE(HybridFactorisation::make(good.members(), bad));
}

TEST(LearningOrders, PutsWhatAMemberTookAboveWhatTheyDeclined) {
  HybridFactorisation model = *HybridFactorisation::make({1, 40, 16}, 2);
  const std::vector<Features> members{{{0, 1}}};
  std::vector<Features> tasks;
  std::vector<std::uint32_t> others;
  for (std::uint32_t i = 0; i < 40; ++i) {
    tasks.push_back({{i, 1}});
    if (i < 30) others.push_back(i);
  }
  const std::vector<Interaction> interactions{{0, 3, true}, {0, 4, true}, {0, 35, false}};
  core::Random random(1);
  ASSERT_TRUE(learn_orders(
      model, {.members = members, .tasks = tasks, .interactions = interactions, .others = others},
      {.epochs = 200}, random));
  const float least =
      std::min(*model.score(members[0], tasks[3]), *model.score(members[0], tasks[4]));
  int above = 0;
  for (std::uint32_t i = 0; i < 30; ++i) {
    if (i != 3 && i != 4) above += *model.score(members[0], tasks[i]) > least ? 1 : 0;
  }
  EXPECT_EQ(above, 0);
  EXPECT_LT(*model.score(members[0], tasks[35]), least - 0.5F);
}

TEST(LearningOrders, RefusesWhatIsNotThereBeforeAnythingIsLearnt) {
  HybridFactorisation model = *HybridFactorisation::make({1, 2, 4}, 2);
  const std::vector<Features> members{{{0, 1}}};
  const std::vector<Features> tasks{{{0, 1}}, {{2, 1}}};
  const std::vector<Interaction> one{{0, 0, true}};
  const std::vector<Interaction> absent{{0, 2, true}};
  core::Random random(1);
  const auto learn = [&](std::span<const Features> given, std::span<const Interaction> rows) {
    return learn_orders(model, {members, given, rows, {}}, {}, random);
  };
  EXPECT_EQ(learn(tasks, one).error().message, "task 1: feature 2 is unknown; the model knows 2");
  EXPECT_EQ(learn(std::span(tasks).first(1), absent).error().code, core::ErrorCode::invalid);
  EXPECT_TRUE(learn(std::span(tasks).first(1), one)) << "with nothing to compare nothing is learnt";
}

}  // namespace
}  // namespace commune::recommend

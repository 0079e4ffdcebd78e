// The time that learning takes on a device and on the node.
#include <benchmark/benchmark.h>

#include "core/check.h"
#include "core/random.h"
#include "recommend/acceptance.h"
#include "recommend/contribution_noise.h"
#include "recommend/own_taste.h"

namespace commune::recommend {
namespace {

constexpr std::uint32_t task_features = 2'000;
constexpr std::uint32_t kinds = 300;

Features draw_features(core::Random& random) {
  Features features;
  for (int i = 0; i < 10; ++i)
    features.push_back({static_cast<std::uint32_t>(random.below(task_features)), 1});
  return features;
}

OwnTaste make_taste() {
  CoOccurrence counts = CoOccurrence::Constant(kinds, kinds, 5);
  counts.diagonal().setConstant(50);
  auto taste = OwnTaste::make(
      {*HybridFactorisation::make(
           {.member_features = 50, .task_features = task_features, .dimensions = 32}, 1),
       *ItemSimilarity::learn(counts, 100)},
      {{0, 1}, {7, 1}, {9, 1}});
  return *std::move(taste);
}

// One answer to a task of ten features, 32 dimensions.
void one_update(benchmark::State& state) {
  OwnTaste taste = make_taste();
  core::Random random(1);
  std::vector<OwnAnswer> answers;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    answers.push_back({{draw_features(random), static_cast<std::uint32_t>(random.below(kinds))},
                       random.chance(1, 2) ? Response::take : Response::not_this_kind});
  }
  std::size_t i = 0;
  for (auto _ : state) CHECK(taste.learn(answers[i++ % answers.size()]));
}
BENCHMARK(one_update)->Unit(benchmark::kMicrosecond);

// Scores of 10,000 open tasks by both views.
void score_10000_tasks(benchmark::State& state) {
  const OwnTaste taste = make_taste();
  core::Random random(1);
  std::vector<DescribedTask> tasks;
  for (std::uint32_t i = 0; i < 10'000; ++i)
    tasks.push_back({draw_features(random), static_cast<std::uint32_t>(random.below(kinds))});
  for (auto _ : state) benchmark::DoNotOptimize(taste.score(tasks));
}
BENCHMARK(score_10000_tasks)->Unit(benchmark::kMillisecond);

// 100 answers kept, 200 other tasks on the board, 20 passes.
void learn_all_again(benchmark::State& state) {
  core::Random random(1);
  std::vector<OwnAnswer> answers;
  std::vector<DescribedTask> others;
  for (int i = 0; i < 100; ++i) answers.push_back({{draw_features(random), {}}, Response::take});
  for (int i = 0; i < 200; ++i) others.push_back({draw_features(random), {}});
  for (auto _ : state) {
    OwnTaste taste = make_taste();
    CHECK(taste.learn_all(answers, others, {}, 1));
  }
}
BENCHMARK(learn_all_again)->Unit(benchmark::kMillisecond);

void one_acceptance_update(benchmark::State& state) {
  Acceptance acceptance =
      *Acceptance::make({.all = 0, .by_hours = {}, .by_kind = std::vector<float>(64)});
  core::Random random(1);
  for (auto _ : state) {
    const InvitationSituation situation{.begins = {static_cast<std::uint32_t>(random.below(24)), 0},
                                        .kind = static_cast<std::uint32_t>(random.below(64))};
    CHECK(acceptance.update(situation, random.chance(1, 3)));
  }
}
BENCHMARK(one_acceptance_update)->Unit(benchmark::kMicrosecond);

// EASE of 300 kinds of job on the node.
void similarities_of_300_kinds(benchmark::State& state) {
  core::Random random(1);
  Eigen::MatrixXd done = Eigen::MatrixXd::Zero(1000, kinds);
  for (double& cell : done.reshaped()) cell = random.chance(1, 20) ? 1 : 0;
  const CoOccurrence counts = done.transpose() * done;
  for (auto _ : state) benchmark::DoNotOptimize(ItemSimilarity::learn(counts, 100));
}
BENCHMARK(similarities_of_300_kinds)->Unit(benchmark::kMillisecond);

// Noise for the counts of 40 kinds of job.
void one_contribution(benchmark::State& state) {
  const ContributionLayout layout(40);
  core::Random random(1);
  for (auto _ : state) {
    PrivacyBudget budget;
    CHECK(make_contribution(ContributionVector(layout.size(), 1), {}, budget, {1},
                            [&random] { return random.next(); }));
  }
}
BENCHMARK(one_contribution)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace commune::recommend

// The time that learning takes on a device and on the node.
#include <benchmark/benchmark.h>

#include "core/check.h"
#include "core/random.h"
#include "recommend/acceptance.h"
#include "recommend/contribution_noise.h"
#include "recommend/item_similarity.h"
#include "recommend/taste_learner.h"

namespace commune::recommend {
namespace {

constexpr std::uint32_t kinds = 128;
constexpr std::uint32_t names = 40;  // of each sort beside the kind

NamedTask draw_task(core::Random& random) {
  NamedTask task{.names = {static_cast<std::uint32_t>(random.below(kinds))}, .about = 5};
  for (std::uint32_t i = 1; i <= 9; ++i)
    task.names.push_back(kinds * i + static_cast<std::uint32_t>(random.below(names)));
  return task;
}

TasteLearner make_learner(core::Random& random) {
  TasteLearner learner;
  for (int i = 0; i < 100; ++i) {
    CHECK(learner.learn(draw_task(random),
                        random.chance(1, 2) ? Response::take : Response::not_this_kind));
  }
  return learner;
}

KindsTogether make_together() {
  CoOccurrence counts = CoOccurrence::Constant(kinds, kinds, 5);
  counts.diagonal().setConstant(50);
  KindsTogether together{*ItemSimilarity::learn(counts, 100), {}};
  for (std::uint32_t kind = 0; kind < kinds; ++kind) together.names.push_back(kind);
  return together;
}

// One answer to a task of ten names.
void one_update(benchmark::State& state) {
  core::Random random(1);
  TasteLearner learner = make_learner(random);
  std::vector<NamedTask> tasks;
  for (int i = 0; i < 1000; ++i) tasks.push_back(draw_task(random));
  std::size_t i = 0;
  for (auto _ : state) CHECK(learner.learn(tasks[i++ % tasks.size()], Response::take));
}
BENCHMARK(one_update)->Unit(benchmark::kMicrosecond);

// Scores of 10,000 open tasks, with what goes together in the commune.
void score_10000_tasks(benchmark::State& state) {
  core::Random random(1);
  TasteLearner learner = make_learner(random);
  const KindsTogether together = make_together();
  std::vector<NamedTask> tasks;
  for (int i = 0; i < 10'000; ++i) tasks.push_back(draw_task(random));
  for (auto _ : state) {
    CHECK(learner.know(together));
    for (const NamedTask& task : tasks) benchmark::DoNotOptimize(learner.score(task));
  }
}
BENCHMARK(score_10000_tasks)->Unit(benchmark::kMillisecond);

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

// EASE of 128 kinds of job on the node.
void similarities_of_128_kinds(benchmark::State& state) {
  core::Random random(1);
  Eigen::MatrixXd done = Eigen::MatrixXd::Zero(1000, kinds);
  for (double& cell : done.reshaped()) cell = random.chance(1, 20) ? 1 : 0;
  const CoOccurrence counts = done.transpose() * done;
  for (auto _ : state) benchmark::DoNotOptimize(ItemSimilarity::learn(counts, 100));
}
BENCHMARK(similarities_of_128_kinds)->Unit(benchmark::kMillisecond);

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

#include "recommend/own_taste.h"

#include <algorithm>
#include <string>
#include <utility>

#include "recommend/mixing.h"

namespace commune::recommend {

using core::ErrorCode;
using core::fail;

core::Result<OwnTaste> OwnTaste::make(TasteModel model, Features owner) {
  TRY_VOID(check_features(owner, model.factorisation.shape().member_features, "owner"));
  if (!(model.factorisation_share >= 0 && model.factorisation_share <= 1)) {
    return fail(ErrorCode::invalid, "the factorisation's share is between 0 and 1");
  }
  return OwnTaste(std::move(model), std::move(owner));
}

core::Result<void> OwnTaste::check_task(const DescribedTask& task) const {
  TRY_VOID(check_features(task.features, model_.factorisation.shape().task_features, "task"));
  if (task.kind && *task.kind >= model_.similarity.kinds()) {
    return fail(ErrorCode::invalid, "kind " + std::to_string(*task.kind) + " is not one of " +
                                        std::to_string(model_.similarity.kinds()));
  }
  return {};
}

void OwnTaste::remember(const OwnAnswer& answer) {
  const auto said = judgement_of(answer.response);
  if (!said || !said->liked || !answer.task.kind) return;
  const std::uint32_t kind = *answer.task.kind;
  if (std::ranges::find(done_, kind, &DoneKind::kind) == done_.end()) done_.push_back({kind, 1});
}

core::Result<void> OwnTaste::learn(const OwnAnswer& answer) {
  TRY_VOID(check_task(answer.task));
  const auto said = judgement_of(answer.response);
  if (!said) return {};
  TRY_VOID(model_.factorisation.update(owner_, answer.task.features, *said, {}));
  remember(answer);
  return {};
}

core::Result<void> OwnTaste::learn_all(std::span<const OwnAnswer> answers,
                                       std::span<const DescribedTask> others,
                                       const TeachingOptions& options, std::uint64_t seed) {
  std::vector<Features> tasks;
  std::vector<std::uint32_t> drawn;
  for (const DescribedTask& other : others) {
    TRY_VOID(check_task(other));
    drawn.push_back(static_cast<std::uint32_t>(tasks.size()));
    tasks.push_back(other.features);
  }
  std::vector<Interaction> interactions;
  for (const OwnAnswer& answer : answers) {
    TRY_VOID(check_task(answer.task));
    const auto said = judgement_of(answer.response);
    if (!said) continue;
    interactions.push_back({0, static_cast<std::uint32_t>(tasks.size()), said->liked});
    tasks.push_back(answer.task.features);
  }
  core::Random random(seed);
  TRY_VOID(learn_orders(model_.factorisation,
                        {.members = std::span(&owner_, 1),
                         .tasks = tasks,
                         .interactions = interactions,
                         .others = drawn},
                        options, random));
  for (const OwnAnswer& answer : answers) remember(answer);
  return {};
}

core::Result<std::vector<float>> OwnTaste::score_by_features(
    std::span<const DescribedTask> tasks) const {
  const Embedding owner = TRY(model_.factorisation.embed_member(owner_));
  std::vector<float> scores;
  scores.reserve(tasks.size());
  for (const DescribedTask& task : tasks) {
    scores.push_back(
        HybridFactorisation::score(owner, TRY(model_.factorisation.embed_task(task.features))));
  }
  return scores;
}

core::Result<std::vector<float>> OwnTaste::score_by_kinds(
    std::span<const DescribedTask> tasks) const {
  const Eigen::VectorXf by_kind = TRY(model_.similarity.score(done_));
  std::vector<float> scores;
  scores.reserve(tasks.size());
  for (const DescribedTask& task : tasks) {
    TRY_VOID(check_task(task));
    scores.push_back(task.kind ? by_kind(static_cast<Eigen::Index>(*task.kind)) : 0.0F);
  }
  return scores;
}

core::Result<std::vector<float>> OwnTaste::score(std::span<const DescribedTask> tasks) const {
  return mix_scores(TRY(score_by_features(tasks)), TRY(score_by_kinds(tasks)),
                    model_.factorisation_share);
}

}  // namespace commune::recommend

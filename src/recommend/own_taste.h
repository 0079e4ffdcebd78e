// What one member likes, on their device: begins as the commune's model and learns from nothing but
// its owner's own answers. Two views of a task are mixed: the factorisation, which knows features
// and learns with each answer, and EASE over kinds of job, which knows what goes together.
// It lives with the private profile and is never sent anywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/error.h"
#include "recommend/hybrid_factorisation.h"
#include "recommend/item_similarity.h"
#include "recommend/learn_orders.h"
#include "recommend/response.h"

namespace commune::recommend {

struct TasteModel {
  HybridFactorisation factorisation;
  ItemSimilarity similarity;
  float factorisation_share = 0.7F;  // 0 to 1; EASE has the rest
};

// A task as the models see it. `kind` is of the similarity's kinds, none where it knows no such.
struct DescribedTask {
  Features features;
  std::optional<std::uint32_t> kind;
};

struct OwnAnswer {
  DescribedTask task;
  Response response{};
};

class OwnTaste {
 public:
  // `owner`: the owner's features, among them one that the model keeps for whoever owns the device.
  // Refuses (invalid) features that the model does not know and a share outside 0 to 1.
  [[nodiscard]] static core::Result<OwnTaste> make(TasteModel model, Features owner);

  // One answer, at once (a step of logistic loss). After an error nothing has changed.
  [[nodiscard]] core::Result<void> learn(const OwnAnswer& answer);

  // All answers that the device has kept, in many passes, each yes beside the tasks in `others`
  // that were open: what a device does with a new model of the commune. Better than one at a time.
  [[nodiscard]] core::Result<void> learn_all(std::span<const OwnAnswer> answers,
                                             std::span<const DescribedTask> others,
                                             const TeachingOptions& options, std::uint64_t seed);

  // One score a task, comparable within one call: by the factorisation, by kinds, and mixed.
  [[nodiscard]] core::Result<std::vector<float>> score_by_features(
      std::span<const DescribedTask> tasks) const;
  [[nodiscard]] core::Result<std::vector<float>> score_by_kinds(
      std::span<const DescribedTask> tasks) const;
  [[nodiscard]] core::Result<std::vector<float>> score(std::span<const DescribedTask> tasks) const;

 private:
  OwnTaste(TasteModel model, Features owner) : model_(std::move(model)), owner_(std::move(owner)) {}
  [[nodiscard]] core::Result<void> check_task(const DescribedTask& task) const;
  void remember(const OwnAnswer& answer);

  TasteModel model_;
  Features owner_;
  std::vector<DoneKind> done_;  // each kind once
};

}  // namespace commune::recommend

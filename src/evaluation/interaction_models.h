// What is compared on interactions: popularity, EASE, what a phone does (its own learner with
// EASE's similarities, which sums can teach), and a mix of EASE with a hybrid factorisation, which
// only who sees what each person took can teach. All learn from the same people; then somebody new
// comes, says what they took first, and each model scores every item for them.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/error.h"
#include "evaluation/interactions.h"
#include "recommend/hybrid_factorisation.h"
#include "recommend/item_similarity.h"
#include "recommend/taste_learner.h"

namespace commune::evaluation {

// By item.
[[nodiscard]] std::vector<float> count_popularity(const Interactions& all,
                                                  std::span<const Interaction> rows);
[[nodiscard]] recommend::CoOccurrence count_co_occurrence(const Interactions& all,
                                                          std::span<const Interaction> rows);
[[nodiscard]] core::Result<std::vector<float>> score_similarity(
    const recommend::ItemSimilarity& similarity, std::span<const Interaction> own);

// What those who teach left behind for newcomers; each item is its own kind of job.
class LearntModels {
 public:
  // `regularisation` is of EASE.
  [[nodiscard]] static core::Result<LearntModels> learn(const Interactions& all,
                                                        std::span<const Interaction> rows,
                                                        double regularisation, std::uint64_t seed);

  [[nodiscard]] const std::vector<float>& popularity() const { return popularity_; }

  // A score for each item.
  struct Scores {
    std::vector<float> by_features;  // the factorisation, after learning from the own rows
    std::vector<float> by_kinds;     // EASE
    std::vector<float> on_phone;     // the points of recommend::TasteLearner
  };
  // For a user who was not among those who taught; `own` is what they say of themselves.
  [[nodiscard]] core::Result<Scores> score(std::uint32_t user, std::span<const Interaction> own,
                                           std::uint64_t seed) const;

 private:
  LearntModels(recommend::HybridFactorisation factorisation, recommend::ItemSimilarity similarity)
      : factorisation_(std::move(factorisation)), similarity_(std::move(similarity)) {}
  [[nodiscard]] core::Result<std::vector<float>> score_by_features(std::uint32_t user,
                                                                   std::span<const Interaction> own,
                                                                   std::uint64_t seed) const;
  [[nodiscard]] core::Result<std::vector<float>> score_on_phone(
      std::span<const Interaction> own) const;

  recommend::HybridFactorisation factorisation_;
  recommend::ItemSimilarity similarity_;
  std::vector<float> popularity_;
  std::vector<recommend::Features> items_;
  std::vector<recommend::NamedTask> named_items_;  // as a phone names a task
  std::vector<recommend::Features> newcomers_;     // by user
};

}  // namespace commune::evaluation

// What is compared on interactions: popularity, EASE, and the product's own mix of EASE and a
// hybrid factorisation. All learn from the same people; then somebody new comes, says what they
// took first, and each model scores every item for them, as on a device.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/error.h"
#include "core/random.h"
#include "evaluation/interactions.h"
#include "recommend/hybrid_factorisation.h"
#include "recommend/item_similarity.h"
#include "recommend/learn_orders.h"

namespace commune::evaluation {

struct LearningOptions {
  std::uint32_t dimensions = 32;
  recommend::TeachingOptions commune;  // from all who learn together
  recommend::TeachingOptions own;      // from one newcomer's answers
};

// By item.
[[nodiscard]] std::vector<float> count_popularity(const Interactions& all,
                                                  std::span<const Interaction> rows);
[[nodiscard]] recommend::CoOccurrence count_co_occurrence(const Interactions& all,
                                                          std::span<const Interaction> rows);

// The factorisation of people who learn together, and how newcomers and items look to it.
class LearntTaste {
 public:
  [[nodiscard]] static core::Result<LearntTaste> learn(const Interactions& all,
                                                       std::span<const Interaction> rows,
                                                       const LearningOptions& options,
                                                       std::uint64_t seed);
  // A score for each item, for a user who was not among those who taught, after learning from
  // their own rows on a copy.
  [[nodiscard]] core::Result<std::vector<float>> score(std::uint32_t user,
                                                       std::span<const Interaction> own,
                                                       std::uint64_t seed) const;

 private:
  LearntTaste(recommend::HybridFactorisation model, LearningOptions options)
      : model_(std::move(model)), options_(options) {}

  recommend::HybridFactorisation model_;
  LearningOptions options_;
  std::vector<recommend::Features> newcomers_;  // by user
  std::vector<recommend::Features> items_;
  std::vector<std::uint32_t> seen_;  // items that somebody took
};

[[nodiscard]] core::Result<std::vector<float>> score_similarity(
    const recommend::ItemSimilarity& similarity, std::span<const Interaction> own);

}  // namespace commune::evaluation

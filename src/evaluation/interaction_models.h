// What is compared on interactions: popularity, EASE, and the product's own mix of EASE and a
// hybrid factorisation. All learn from the same people; then somebody new comes, says what they
// took first, and each model scores every item for them, by the code that runs on a device.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/error.h"
#include "evaluation/interactions.h"
#include "recommend/own_taste.h"

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
  };
  // For a user who was not among those who taught; `own` is what they say of themselves.
  [[nodiscard]] core::Result<Scores> score(std::uint32_t user, std::span<const Interaction> own,
                                           std::uint64_t seed) const;

 private:
  explicit LearntModels(recommend::TasteModel taste) : taste_(std::move(taste)) {}

  recommend::TasteModel taste_;
  std::vector<float> popularity_;
  std::vector<recommend::DescribedTask> items_;
  std::vector<recommend::Features> newcomers_;  // by user
};

}  // namespace commune::evaluation

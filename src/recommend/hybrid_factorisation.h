// Learns who likes what from answers: a hybrid factorisation (Kula, Metadata Embeddings for User
// and Item Cold-start Recommendations, 2015). A member is the sum of the embeddings of their
// features, among which may be one that is theirs alone; a task likewise; the score of the two is
// the inner product plus both sums of biases. A task that nobody has seen has a score by its
// features. Learning is stochastic gradient descent with AdaGrad's step sizes (Duchi, Hazan and
// Singer, 2011).
//
// One seed and the same calls give the same numbers in the same build. No exceptions; compiles to
// WebAssembly. It knows no names, files or people.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>

#include "core/error.h"
#include "recommend/features.h"

namespace commune::recommend {

inline constexpr std::uint32_t dimensions_max = 64;

struct FactorisationShape {
  std::uint32_t member_features = 0;  // 1 to features_max
  std::uint32_t task_features = 0;    // 1 to features_max
  std::uint32_t dimensions = 24;      // 1 to dimensions_max
  friend bool operator==(const FactorisationShape&, const FactorisationShape&) = default;
};

// An embedding a row; the last column is the bias.
using EmbeddingTable = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
// One member or task: a sum of rows.
using Embedding = Eigen::Array<float, 1, Eigen::Dynamic, Eigen::RowMajor, 1, dimensions_max + 1>;

// The rows of one side and the sums of squared gradients that set their steps.
struct EmbeddingSide {
  EmbeddingTable rows;
  EmbeddingTable squares;  // each at least 1
};

struct LearningRate {
  float step = 0.05F;       // of AdaGrad, where nothing was learnt yet; above 0
  float shrinkage = 1e-4F;  // pull of each touched number towards 0; not negative
};

struct Judgement {
  bool liked = true;
  float weight = 1;  // above 0, at most 10: how much it says
};

class HybridFactorisation {
 public:
  // Small random embeddings (uniform in +-1/(2 dimensions)), biases 0. Refuses (invalid) a shape
  // outside its bounds.
  [[nodiscard]] static core::Result<HybridFactorisation> make(const FactorisationShape& shape,
                                                              std::uint64_t seed);
  // From rows stored before. Refuses (invalid) tables that do not fit together, a number that is
  // NaN or infinite, and squares below 1.
  [[nodiscard]] static core::Result<HybridFactorisation> make(EmbeddingSide members,
                                                              EmbeddingSide tasks);

  [[nodiscard]] FactorisationShape shape() const;
  [[nodiscard]] const EmbeddingSide& members() const { return members_; }
  [[nodiscard]] const EmbeddingSide& tasks() const { return tasks_; }

  // Errors are those of check_features.
  [[nodiscard]] core::Result<Embedding> embed_member(std::span<const Feature> features) const;
  [[nodiscard]] core::Result<Embedding> embed_task(std::span<const Feature> features) const;
  // Log-odds of a yes as far as `update` taught it; any finite number after `update_order`.
  [[nodiscard]] static float score(const Embedding& member, const Embedding& task);
  [[nodiscard]] core::Result<float> score(std::span<const Feature> member,
                                          std::span<const Feature> task) const;

  // One step of logistic loss for one answer. After an error nothing has changed.
  [[nodiscard]] core::Result<void> update(std::span<const Feature> member,
                                          std::span<const Feature> task, const Judgement& judgement,
                                          const LearningRate& rate);

  // One step of pairwise hinge loss: the member prefers the first task by at least 1.
  struct Preference {
    std::span<const Feature> preferred;
    std::span<const Feature> other;
    float weight = 1;
  };
  [[nodiscard]] core::Result<void> update_order(std::span<const Feature> member,
                                                const Preference& preference,
                                                const LearningRate& rate);

 private:
  HybridFactorisation() = default;

  EmbeddingSide members_;
  EmbeddingSide tasks_;
};

}  // namespace commune::recommend

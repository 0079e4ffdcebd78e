// Which kinds of job go together: EASE (Steck, Embarrassingly Shallow Autoencoders for Sparse Data,
// WWW 2019). A weight for each pair of kinds, in closed form by one Cholesky factorisation of their
// co-occurrences, so that who did some kinds is predicted the others. It needs sums alone, never
// who.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>

#include "core/error.h"

namespace commune::recommend {

inline constexpr std::uint32_t similarity_kinds_max = 6'000;

// co_occurrence(i, j): how many members did both i and j; (i, i): how many did i.
using CoOccurrence = Eigen::MatrixXd;

// One kind of job that somebody did, and how much that counts (1 for each in EASE).
struct DoneKind {
  std::uint32_t kind = 0;
  float weight = 1;
};

class ItemSimilarity {
 public:
  // No kinds: every score is 0.
  ItemSimilarity() = default;
  // `regularisation` (above 0, in members) pulls weights to zero: hundreds for data of thousands,
  // and above the noise of noised sums. Refuses (invalid) a matrix that is not square, not
  // symmetric or not finite, or that with the regularisation is not positive definite;
  // (too_large) more than similarity_kinds_max kinds.
  [[nodiscard]] static core::Result<ItemSimilarity> learn(CoOccurrence co_occurrence,
                                                          double regularisation);
  // Weights stored before: square, finite, zero on the diagonal; else refused (invalid).
  [[nodiscard]] static core::Result<ItemSimilarity> make(Eigen::MatrixXf weights);

  [[nodiscard]] std::uint32_t kinds() const { return static_cast<std::uint32_t>(weights_.rows()); }
  [[nodiscard]] const Eigen::MatrixXf& weights() const { return weights_; }
  // A score for each kind, for who did `done`. Refuses (invalid) kinds that are not there and
  // weights that are not finite.
  [[nodiscard]] core::Result<Eigen::VectorXf> score(std::span<const DoneKind> done) const;

 private:
  Eigen::MatrixXf weights_;  // column j predicts j
};

}  // namespace commune::recommend

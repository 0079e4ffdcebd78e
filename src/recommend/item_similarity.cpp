#include "recommend/item_similarity.h"

#include <Eigen/Cholesky>
#include <cmath>
#include <string>
#include <utility>

namespace commune::recommend {

using core::ErrorCode;
using core::fail;

core::Result<ItemSimilarity> ItemSimilarity::learn(CoOccurrence co_occurrence,
                                                   double regularisation) {
  const Eigen::Index kinds = co_occurrence.rows();
  if (kinds != co_occurrence.cols() || !co_occurrence.allFinite()) {
    return fail(ErrorCode::invalid, "co-occurrence is a square matrix of finite numbers");
  }
  if (kinds > static_cast<Eigen::Index>(similarity_kinds_max)) {
    return fail(ErrorCode::too_large,
                "more than " + std::to_string(similarity_kinds_max) + " kinds of job");
  }
  if (!std::isfinite(regularisation) || regularisation <= 0) {
    return fail(ErrorCode::invalid, "regularisation is a number above 0");
  }
  if (co_occurrence != co_occurrence.transpose()) {
    return fail(ErrorCode::invalid, "co-occurrence is not symmetric");
  }
  if (kinds == 0) return ItemSimilarity{};
  co_occurrence.diagonal().array() += regularisation;
  // In place: a commune's matrix is small, a data set's is not.
  const Eigen::LLT<Eigen::Ref<CoOccurrence>> cholesky(co_occurrence);
  if (cholesky.info() != Eigen::Success) {
    return fail(ErrorCode::invalid,
                "co-occurrence is not positive definite; the regularisation must be larger");
  }
  CoOccurrence inverse = CoOccurrence::Identity(kinds, kinds);
  cholesky.solveInPlace(inverse);
  ItemSimilarity result;
  result.weights_.resize(kinds, kinds);
  for (Eigen::Index j = 0; j < kinds; ++j)
    result.weights_.col(j) = (inverse.col(j) / -inverse(j, j)).cast<float>();
  result.weights_.diagonal().setZero();
  if (!result.weights_.allFinite()) {
    return fail(ErrorCode::invalid, "the weights overflow; the regularisation must be larger");
  }
  return result;
}

core::Result<ItemSimilarity> ItemSimilarity::make(Eigen::MatrixXf weights) {
  if (weights.rows() != weights.cols() ||
      weights.rows() > static_cast<Eigen::Index>(similarity_kinds_max) || !weights.allFinite() ||
      !weights.diagonal().isZero(0)) {
    return fail(ErrorCode::invalid,
                "similarities are a square matrix of finite numbers, zero on the diagonal");
  }
  ItemSimilarity result;
  result.weights_ = std::move(weights);
  return result;
}

core::Result<Eigen::VectorXf> ItemSimilarity::score(std::span<const DoneKind> done) const {
  Eigen::VectorXf scores = Eigen::VectorXf::Zero(weights_.rows());
  for (const DoneKind& one : done) {
    if (one.kind >= kinds() || !std::isfinite(one.weight)) {
      return fail(ErrorCode::invalid, "kind " + std::to_string(one.kind) + " is not one of " +
                                          std::to_string(kinds()) +
                                          ", or its weight is not a number");
    }
    scores += one.weight * weights_.row(static_cast<Eigen::Index>(one.kind)).transpose();
  }
  return scores;
}

}  // namespace commune::recommend

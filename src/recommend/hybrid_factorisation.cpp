#include "recommend/hybrid_factorisation.h"

#include <cmath>
#include <string>
#include <utility>

#include "core/random.h"
#include "recommend/log_odds.h"

namespace commune::recommend {
namespace {

using core::ErrorCode;
using core::fail;

EmbeddingSide make_side(std::uint32_t features, std::uint32_t dimensions, core::Random& random) {
  const auto rows = static_cast<Eigen::Index>(features);
  const Eigen::Index columns = static_cast<Eigen::Index>(dimensions) + 1;
  EmbeddingSide side;
  side.rows = EmbeddingTable::Zero(rows, columns);
  side.squares = EmbeddingTable::Ones(rows, columns);
  constexpr std::int64_t half = 1 << 20;
  const float scale = 0.5F / static_cast<float>(dimensions) / static_cast<float>(half);
  for (Eigen::Index row = 0; row < side.rows.rows(); ++row) {
    for (Eigen::Index column = 0; column + 1 < side.rows.cols(); ++column)
      side.rows(row, column) = static_cast<float>(random.between(-half, half)) * scale;
  }
  return side;
}

core::Result<void> check_side(const EmbeddingSide& side, const std::string& whose) {
  const auto columns = side.rows.cols();
  if (side.rows.rows() < 1 || side.rows.rows() > static_cast<Eigen::Index>(features_max) ||
      columns < 2 || columns > static_cast<Eigen::Index>(dimensions_max) + 1) {
    return fail(ErrorCode::invalid, whose + ": too few or too many features or dimensions");
  }
  if (side.squares.rows() != side.rows.rows() || side.squares.cols() != columns) {
    return fail(ErrorCode::invalid, whose + ": rows and squares differ in shape");
  }
  if (!side.rows.isFinite().all() || !side.squares.isFinite().all()) {
    return fail(ErrorCode::invalid, whose + ": a number is NaN or infinite");
  }
  if ((side.squares < 1).any()) return fail(ErrorCode::invalid, whose + ": a square is below 1");
  return {};
}

Embedding sum_of(const EmbeddingTable& rows, std::span<const Feature> features) {
  Embedding sum = Embedding::Zero(rows.cols());
  for (const Feature& feature : features) {
    sum += feature.value * rows.row(static_cast<Eigen::Index>(feature.index));
  }
  return sum;
}

// Moves the rows of `features` against `gradient`, which is of their sum.
void descend(EmbeddingSide& side, std::span<const Feature> features, const Embedding& gradient,
             const LearningRate& rate) {
  for (const Feature& feature : features) {
    const auto at = static_cast<Eigen::Index>(feature.index);
    auto row = side.rows.row(at);
    auto squares = side.squares.row(at);
    const Embedding own = feature.value * gradient + rate.shrinkage * row;
    row -= rate.step * own / squares.sqrt();
    squares += own.square();
  }
}

// The derivative of a score by a sum: the other side's sum, and 1 for the own bias.
Embedding slope(const Embedding& other) {
  Embedding result = other;
  result(result.size() - 1) = 1;
  return result;
}

bool is_weight(float weight) { return weight > 0 && weight <= 10; }

}  // namespace

core::Result<HybridFactorisation> HybridFactorisation::make(const FactorisationShape& shape,
                                                            std::uint64_t seed) {
  if (shape.member_features < 1 || shape.member_features > features_max ||
      shape.task_features < 1 || shape.task_features > features_max || shape.dimensions < 1 ||
      shape.dimensions > dimensions_max) {
    return fail(ErrorCode::invalid,
                "a factorisation has 1 to 1000000 features a side and 1 to 64 dimensions");
  }
  core::Random random(seed);
  HybridFactorisation result;
  result.members_ = make_side(shape.member_features, shape.dimensions, random);
  result.tasks_ = make_side(shape.task_features, shape.dimensions, random);
  return result;
}

core::Result<HybridFactorisation> HybridFactorisation::make(EmbeddingSide members,
                                                            EmbeddingSide tasks) {
  TRY_VOID(check_side(members, "members"));
  TRY_VOID(check_side(tasks, "tasks"));
  if (members.rows.cols() != tasks.rows.cols()) {
    return fail(ErrorCode::invalid, "members and tasks differ in dimensions");
  }
  HybridFactorisation result;
  result.members_ = std::move(members);
  result.tasks_ = std::move(tasks);
  return result;
}

FactorisationShape HybridFactorisation::shape() const {
  return {static_cast<std::uint32_t>(members_.rows.rows()),
          static_cast<std::uint32_t>(tasks_.rows.rows()),
          static_cast<std::uint32_t>(tasks_.rows.cols() - 1)};
}

core::Result<Embedding> HybridFactorisation::embed_member(std::span<const Feature> features) const {
  TRY_VOID(check_features(features, shape().member_features, "member"));
  return sum_of(members_.rows, features);
}

core::Result<Embedding> HybridFactorisation::embed_task(std::span<const Feature> features) const {
  TRY_VOID(check_features(features, shape().task_features, "task"));
  return sum_of(tasks_.rows, features);
}

float HybridFactorisation::score(const Embedding& member, const Embedding& task) {
  const Eigen::Index bias = member.size() - 1;
  return (member.head(bias) * task.head(bias)).sum() + member(bias) + task(bias);
}

core::Result<float> HybridFactorisation::score(std::span<const Feature> member,
                                               std::span<const Feature> task) const {
  const Embedding embedded = TRY(embed_member(member));
  const Embedding embedded_task = TRY(embed_task(task));
  return score(embedded, embedded_task);
}

core::Result<void> HybridFactorisation::update(std::span<const Feature> member,
                                               std::span<const Feature> task,
                                               const Judgement& judgement,
                                               const LearningRate& rate) {
  const Embedding of_member = TRY(embed_member(member));
  const Embedding of_task = TRY(embed_task(task));
  if (!is_weight(judgement.weight)) {
    return fail(ErrorCode::invalid, "a judgement's weight is above 0 and at most 10");
  }
  const float probability = logistic(score(of_member, of_task));
  const float error = judgement.weight * (probability - (judgement.liked ? 1.0F : 0.0F));
  descend(members_, member, error * slope(of_task), rate);
  descend(tasks_, task, error * slope(of_member), rate);
  return {};
}

core::Result<void> HybridFactorisation::update_order(std::span<const Feature> member,
                                                     const Preference& preference,
                                                     const LearningRate& rate) {
  const Embedding of_member = TRY(embed_member(member));
  const Embedding preferred = TRY(embed_task(preference.preferred));
  const Embedding other = TRY(embed_task(preference.other));
  if (!is_weight(preference.weight)) {
    return fail(ErrorCode::invalid, "a preference's weight is above 0 and at most 10");
  }
  if (score(of_member, preferred) >= score(of_member, other) + 1) return {};
  const float weight = preference.weight;
  // The member's own bias moves neither order.
  descend(members_, member, weight * (slope(other) - slope(preferred)), rate);
  descend(tasks_, preference.preferred, -weight * slope(of_member), rate);
  descend(tasks_, preference.other, weight * slope(of_member), rate);
  return {};
}

}  // namespace commune::recommend

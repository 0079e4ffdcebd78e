#include "recommend/mixing.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace commune::recommend {

std::vector<float> standardised(std::span<const float> scores) {
  std::vector<float> result(scores.size(), 0.0F);
  if (scores.empty()) return result;
  double sum = 0;
  for (const float score : scores) sum += score;
  const double mean = sum / static_cast<double>(scores.size());
  double squares = 0;
  for (const float score : scores) squares += (score - mean) * (score - mean);
  const double deviation = std::sqrt(squares / static_cast<double>(scores.size()));
  // What is left of rounding where all are the same is no difference.
  if (deviation <= 1e-7 * (std::abs(mean) + 1e-20)) return result;
  std::ranges::transform(scores, result.begin(), [&](float score) {
    return static_cast<float>((score - mean) / deviation);
  });
  return result;
}

core::Result<std::vector<float>> mix_scores(std::span<const float> first,
                                            std::span<const float> second, float share) {
  if (first.size() != second.size()) {
    return core::fail(core::ErrorCode::invalid, "two lists of scores differ in length");
  }
  if (!(share >= 0 && share <= 1)) {
    return core::fail(core::ErrorCode::invalid, "a share is between 0 and 1");
  }
  const auto is_finite = [](float score) { return std::isfinite(score); };
  if (!std::ranges::all_of(first, is_finite) || !std::ranges::all_of(second, is_finite)) {
    return core::fail(core::ErrorCode::invalid, "a score is NaN or infinite");
  }
  std::vector<float> mixed = standardised(first);
  const std::vector<float> rest = standardised(second);
  for (std::size_t i = 0; i < mixed.size(); ++i)
    mixed[i] = share * mixed[i] + (1 - share) * rest[i];
  return mixed;
}

}  // namespace commune::recommend

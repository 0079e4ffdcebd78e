#include "recommend/features.h"

#include <cmath>
#include <utility>

namespace commune::recommend {

using core::ErrorCode;
using core::fail;

core::Result<void> check_features(std::span<const Feature> features, std::size_t count,
                                  std::string_view whose) {
  const auto wrong = [whose](const std::string& what) {
    return fail(ErrorCode::invalid, std::string(whose) + ": " + what);
  };
  if (features.empty()) return wrong("has no features");
  if (features.size() > features_of_one_max) {
    return wrong("has more than " + std::to_string(features_of_one_max) + " features");
  }
  for (const Feature& feature : features) {
    // What is NaN is within nothing.
    if (feature.index < count && std::abs(feature.value) <= feature_value_max) continue;
    const std::string name = "feature " + std::to_string(feature.index);
    if (feature.index >= count) {
      return wrong(name + " is unknown; the model knows " + std::to_string(count));
    }
    return wrong(name +
                 (std::isfinite(feature.value) ? " is beyond 100 in size" : " is not a number"));
  }
  return {};
}

core::Result<FeatureNames> FeatureNames::make(std::vector<std::string> names) {
  if (names.size() > features_max) {
    return fail(ErrorCode::too_large, "more than " + std::to_string(features_max) + " features");
  }
  FeatureNames result;
  for (const std::string& name : names) {
    if (name.empty() || name.size() > feature_name_size_max) {
      return fail(ErrorCode::invalid, "a feature's name has 1 to 200 bytes");
    }
    const auto index = static_cast<std::uint32_t>(result.index_.size());
    if (!result.index_.emplace(name, index).second) {
      return fail(ErrorCode::invalid, "the feature \"" + name + "\" is there twice");
    }
  }
  result.names_ = std::move(names);
  return result;
}

std::optional<std::uint32_t> FeatureNames::find(std::string_view name) const {
  const auto found = index_.find(name);
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

}  // namespace commune::recommend

#include "recommend/features.h"

#include <cmath>
#include <utility>

#include "core/check.h"

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

Features FeatureNames::known(std::span<const std::string> names) const {
  Features result;
  for (const std::string& name : names) {
    if (const auto index = find(name)) result.push_back({*index, 1});
  }
  return result;
}

std::vector<std::string> task_feature_names(const model::TaskDraft& draft,
                                            const model::SectorId& sector,
                                            std::optional<LocalHour> begins) {
  std::vector<std::string> names;
  const auto add = [&names](std::string_view what, const std::string& value) {
    if (!value.empty()) names.push_back(std::string(what) + ":" + value);
  };
  add("sector", sector.text());
  add("guild", draft.guild.text());
  add("kind", draft.kind.text());
  add("venue", draft.venue.text());
  switch (draft.effort) {
    case model::Effort::light: add("effort", "light"); break;
    case model::Effort::medium: add("effort", "medium"); break;
    case model::Effort::heavy: add("effort", "heavy"); break;
  }
  if (draft.gathering) names.emplace_back("gathering");
  for (const model::SkillId& skill : draft.certificates) add("skill", skill.text());
  for (const model::SkillId& skill : draft.skills_helpful) add("skill", skill.text());
  for (const model::SkillId& skill : draft.skills_taught) add("teaches", skill.text());
  if (begins) {
    CHECK(begins->hour < 24 && begins->weekday < 7);
    add("hours", std::to_string(begins->hour / 3 * 3));
    add("weekday", std::to_string(begins->weekday));
  }
  return names;
}

}  // namespace commune::recommend

// What a member or a task is described by, as numbers that a model can learn from, and fixed lists
// of names in which each name has an index. It knows no model and no clock: who asks says what hour
// it is in the commune.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace commune::recommend {

inline constexpr std::size_t features_max = 1'000'000;     // names in one list
inline constexpr std::size_t features_of_one_max = 256;    // of one member or task
inline constexpr std::size_t feature_name_size_max = 200;  // bytes
inline constexpr float feature_value_max = 100;            // absolute

struct Feature {
  std::uint32_t index = 0;
  float value = 1;  // finite, at most feature_value_max in size
  friend bool operator==(const Feature&, const Feature&) = default;
};
using Features = std::vector<Feature>;

// Refuses (invalid) an empty or too long list, an index not below `count`, a value that is NaN,
// infinite or too large. `whose` begins the sentence, for example "task".
[[nodiscard]] core::Result<void> check_features(std::span<const Feature> features,
                                                std::size_t count, std::string_view whose);

// Names in the order of their indices.
class FeatureNames {
 public:
  FeatureNames() = default;
  // Refuses (invalid) empty, too long and repeated names; (too_large) too many.
  [[nodiscard]] static core::Result<FeatureNames> make(std::vector<std::string> names);

  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::uint32_t, std::less<>> index_;
};

// When a task begins, in the commune's own time.
struct LocalHour {
  std::uint32_t hour = 0;     // 0 to 23
  std::uint32_t weekday = 0;  // 0 Monday to 6 Sunday
};

}  // namespace commune::recommend

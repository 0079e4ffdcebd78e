// Laws of features: what is unknown is said, and names are found.
#include "recommend/features.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace commune::recommend {
namespace {

std::string error_of(const Features& features) {
  const auto result = check_features(features, 3, "task");
  return result ? "no error" : result.error().message;
}

TEST(Features, ThatNoModelCanUseAreRefusedByName) {
  EXPECT_EQ(error_of({{0, 1}, {2, -100}}), "no error");
  EXPECT_EQ(error_of({}), "task: has no features");
  EXPECT_EQ(error_of({{3, 1}}), "task: feature 3 is unknown; the model knows 3");
  EXPECT_EQ(error_of({{1, std::nanf("")}}), "task: feature 1 is not a number");
  EXPECT_EQ(error_of({{1, std::numeric_limits<float>::infinity()}}),
            "task: feature 1 is not a number");
  EXPECT_EQ(error_of({{1, 101}}), "task: feature 1 is beyond 100 in size");
  EXPECT_EQ(error_of(Features(257, Feature{0, 1})), "task: has more than 256 features");
}

TEST(Features, AreFoundByName) {
  const auto names = FeatureNames::make({"sector:food", "hours:18"});
  ASSERT_TRUE(names);
  EXPECT_EQ(names->find("hours:18"), 1U);
  EXPECT_EQ(names->find("hours:21"), std::nullopt);
}

TEST(Features, HaveNamesThatAreNeitherEmptyNorRepeatedNorEndless) {
  EXPECT_EQ(FeatureNames::make({"a", "a"}).error().message, "the feature \"a\" is there twice");
  EXPECT_EQ(FeatureNames::make({""}).error().code, core::ErrorCode::invalid);
  EXPECT_EQ(FeatureNames::make({std::string(201, 'a')}).error().code, core::ErrorCode::invalid);
}

}  // namespace
}  // namespace commune::recommend

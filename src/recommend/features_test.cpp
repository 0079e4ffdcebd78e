// Laws of features: what is unknown is said, and a task is described by all that it says of itself.
#include "recommend/features.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace commune::recommend {
namespace {

using testing::ElementsAre;

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

TEST(Features, AreFoundByNameAndWhatIsNewIsLeftOut) {
  const auto names = FeatureNames::make({"sector:food", "hours:18"});
  ASSERT_TRUE(names);
  EXPECT_EQ(names->find("hours:18"), 1U);
  EXPECT_EQ(names->find("hours:21"), std::nullopt);
  const std::vector<std::string> described{"guild:new", "hours:18", "sector:food"};
  EXPECT_THAT(names->known(described), ElementsAre(Feature{1, 1}, Feature{0, 1}));
}

TEST(Features, HaveNamesThatAreNeitherEmptyNorRepeatedNorEndless) {
  EXPECT_EQ(FeatureNames::make({"a", "a"}).error().message, "the feature \"a\" is there twice");
  EXPECT_EQ(FeatureNames::make({""}).error().code, core::ErrorCode::invalid);
  EXPECT_EQ(FeatureNames::make({std::string(201, 'a')}).error().code, core::ErrorCode::invalid);
}

TEST(Features, OfATaskAreWhatItSaysOfItself) {
  model::TaskDraft draft;
  draft.guild = *model::GuildId::parse("kitchen");
  draft.kind = *model::TemplateId::parse("cook-dinner");
  draft.venue = *model::VenueId::parse("big-house");
  draft.effort = model::Effort::heavy;
  draft.gathering = true;
  draft.certificates = {*model::SkillId::parse("hygiene")};
  draft.skills_taught = {*model::SkillId::parse("baking")};
  EXPECT_THAT(task_feature_names(draft, *model::SectorId::parse("food"), LocalHour{19, 6}),
              ElementsAre("sector:food", "guild:kitchen", "kind:cook-dinner", "venue:big-house",
                          "effort:heavy", "gathering", "skill:hygiene", "teaches:baking",
                          "hours:18", "weekday:6"));
  EXPECT_THAT(task_feature_names({}, {}, {}), ElementsAre("effort:light"));
}

}  // namespace
}  // namespace commune::recommend

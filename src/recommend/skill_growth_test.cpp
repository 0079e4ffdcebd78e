// What grows, and what does not.
#include "recommend/skill_growth.h"

#include <gtest/gtest.h>

namespace commune::recommend {
namespace {

model::SkillId skill(std::string_view name) { return *model::SkillId::parse(name); }

FinishedPlace place(std::vector<model::SkillId> skills, std::int64_t ended, bool trainee) {
  return {.skills_taught = std::move(skills),
          .ended = {ended},
          .minutes = 90,
          .trainee = trainee,
          .learnt_something = false};
}

TEST(SkillGrowth, ProposesWhatSomebodyLearntTwiceAsATrainee) {
  const std::vector<FinishedPlace> finished{place({skill("baking")}, 10, true),
                                            place({skill("baking"), skill("welding")}, 20, true),
                                            place({skill("welding")}, 30, false)};
  const auto proposals = propose_skills(finished, {});
  ASSERT_EQ(proposals.size(), 1U);
  EXPECT_EQ(proposals[0], (SkillProposal{skill("baking"), 2, 180, {20}}));
}

TEST(SkillGrowth, CountsAPlaceAmongTheCrewWhereTheOwnerSaysThatTheyLearnt) {
  std::vector<FinishedPlace> finished{place({skill("welding")}, 10, true),
                                      place({skill("welding"), skill("welding")}, 20, false)};
  EXPECT_TRUE(propose_skills(finished, {}).empty());
  finished[1].learnt_something = true;
  ASSERT_EQ(propose_skills(finished, {}).size(), 1U);
  EXPECT_EQ(propose_skills(finished, {})[0].times, 2U) << "named twice by one task, learnt once";
}

TEST(SkillGrowth, IsSilentAboutWhatIsKnownOrWasRefused) {
  const std::vector<FinishedPlace> finished{place({skill("baking")}, 10, true),
                                            place({skill("baking")}, 20, true)};
  const std::vector<model::SkillId> settled{skill("baking")};
  EXPECT_TRUE(propose_skills(finished, settled).empty());
  EXPECT_TRUE(propose_skills({}, {}).empty());
}

TEST(SkillGrowth, NamesFirstWhatWasPractisedMostAndLatest) {
  const std::vector<FinishedPlace> finished{place({skill("a"), skill("b"), skill("c")}, 10, true),
                                            place({skill("a"), skill("c")}, 20, true),
                                            place({skill("b")}, 30, true),
                                            place({skill("c")}, 15, true)};
  const auto proposals = propose_skills(finished, {});
  ASSERT_EQ(proposals.size(), 3U);
  EXPECT_EQ(proposals[0].skill, skill("c"));
  EXPECT_EQ(proposals[1].skill, skill("b")) << "as often as a, but later";
  EXPECT_EQ(proposals[2].skill, skill("a"));
  EXPECT_TRUE(propose_skills(finished, {}, {.times_min = 4}).empty());
}

}  // namespace
}  // namespace commune::recommend

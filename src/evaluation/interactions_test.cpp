// Laws of reading interactions and of holding people out.
#include "evaluation/interactions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "evaluation/interaction_split.h"
#include "evaluation/simulated_interactions.h"

namespace commune::evaluation {
namespace {

using testing::ElementsAre;

constexpr std::string_view small =
    "time,user,item,value,item_role,item_hours,user_likes\n"
    "20,ana,bar-1,1,Bar,18|21,music\n"
    "10,ben,gate-2,0,Gate,,\n"
    "5,ana,gate-2,4.5,Gate,,music\n";

std::string error_of(std::string_view csv) {
  const auto result = parse_interactions(csv, "f.csv");
  return result ? "no error" : result.error().message;
}

std::string error_with(std::string_view old_text, std::string_view new_text) {
  std::string csv{small};
  csv.replace(csv.find(old_text), old_text.size(), new_text);
  return error_of(csv);
}

TEST(Interactions, AreReadByNameOfColumnAndPutInOrderOfTime) {
  const auto all = parse_interactions(small, "f.csv");
  ASSERT_TRUE(all) << all.error().message;
  EXPECT_THAT(all->users.ids, ElementsAre("ana", "ben"));
  EXPECT_THAT(all->items.ids, ElementsAre("bar-1", "gate-2"));
  EXPECT_THAT(all->items.feature_names,
              ElementsAre("role=Bar", "hours=18", "hours=21", "role=Gate"));
  EXPECT_THAT(all->items.features[0], ElementsAre(0U, 1U, 2U));
  EXPECT_THAT(all->items.features[1], ElementsAre(3U));
  EXPECT_TRUE(all->users.features[1].empty());
  ASSERT_EQ(all->rows.size(), 3U);
  EXPECT_EQ(all->rows[0].item, 1U);
  EXPECT_TRUE(all->rows[0].liked);
  EXPECT_FALSE(all->rows[1].liked);
}

TEST(Interactions, ThatAreBrokenAreRefusedWithTheirLine) {
  EXPECT_EQ(error_of(""), "f.csv:1: holds no interactions");
  EXPECT_EQ(error_with("value", "stars"),
            "f.csv:1: \"stars\" is none of user, item, value, time, user_..., item_...");
  EXPECT_EQ(error_with(",value,item_role,", ",user_value,item_role,"),
            "f.csv:1: the column value is missing");
  EXPECT_EQ(error_with("time,user", "user,user"), "f.csv:1: the column user is there twice");
  EXPECT_EQ(error_with("20,ana,bar-1,1", "20,ana,bar-1,nan"),
            "f.csv:2: value: \"nan\" is not a number");
  EXPECT_EQ(error_with("20,ana", "soon,ana"), "f.csv:2: time: \"soon\" is not a number");
  EXPECT_EQ(error_with("20,ana", "20,"), "f.csv:2: a user or item without a name");
  EXPECT_EQ(error_with("Gate,,music", "Gate,,"),
            "f.csv:4: the features of \"ana\" differ from those in its first row");
  EXPECT_EQ(error_with("18|21,music", "18"), "f.csv:2: 6 fields where the header has 7");
}

TEST(HoldingOut, TellsOfEachNewcomerWhatCameFirstAndTeachesNothingOfThem) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    const auto all = parse_interactions(simulate_tastes({.people = 60, .seed = seed}), "simulated");
    ASSERT_TRUE(all) << all.error().message;
    core::Random random(seed);
    const auto split = split_by_people(*all, random);
    ASSERT_TRUE(split);
    EXPECT_EQ(split->settling.size(), 6U);
    EXPECT_EQ(split->held_out.size(), 12U);
    std::set<std::uint32_t> teachers;
    for (const Interaction& row : split->teaching) teachers.insert(row.user);
    EXPECT_EQ(teachers.size(), 42U);
    for (const Newcomer& newcomer : split->held_out) {
      EXPECT_FALSE(teachers.contains(newcomer.user));
      EXPECT_FALSE(newcomer.taken.empty());
      for (const Interaction& told : newcomer.told) {
        EXPECT_EQ(std::ranges::count(newcomer.taken, told.item), 0);
        for (const Interaction& row : all->rows) {
          if (row.user == newcomer.user && std::ranges::count(newcomer.taken, row.item) > 0) {
            EXPECT_LE(told.time, row.time);
          }
        }
      }
    }
    const InteractionSplit cold = without_items(*all, *split, random);
    for (const Interaction& row : cold.teaching) EXPECT_FALSE(cold.is_candidate[row.item]);
    for (const Newcomer& newcomer : cold.held_out) {
      for (const Interaction& row : newcomer.told) EXPECT_FALSE(cold.is_candidate[row.item]);
      for (const std::uint32_t item : newcomer.taken) EXPECT_TRUE(cold.is_candidate[item]);
    }
  }
}

TEST(HoldingOut, NeedsTenPeopleWithTwoItems) {
  const auto all = parse_interactions(small, "f.csv");
  core::Random random(1);
  EXPECT_EQ(split_by_people(*all, random).error().message,
            "fewer than 10 people took two items or more: too few to hold any out");
}

}  // namespace
}  // namespace commune::evaluation

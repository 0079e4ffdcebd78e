// What was hard to fill last month, and the window that moves from month to month.
#include "gateway/turns_view.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "clearing/hard_to_fill.h"
#include "gateway/turns_cache.h"
#include "ledger/commune_testing.h"

namespace commune::gateway {
namespace {

using ledger::testing::founding_time;
using ledger::testing::slug;

class Turns : public testing::Test {
 protected:
  void join(int people) {
    for (int i = 0; i < people; ++i) {
      const auto key = ledger::testing::key_of(fmt::format("person {}", i));
      state_.insert(model::Member{.member = model::member_id_of(key),
                                  .key = key,
                                  .name = fmt::format("Person {}", i),
                                  .joined_at = founding_time,
                                  .certificates = {}});
    }
  }

  // A task of the kind on day `day` after the founding, the first of January.
  void work(std::string_view kind, int day, std::uint32_t needed, std::uint32_t taken) {
    model::Task task{.task =
                         ledger::testing::task_of(fmt::format("{} {} {}", kind, day, count_++))};
    task.draft.guild = slug<model::GuildId>("kitchen");
    task.draft.kind = slug<model::TemplateId>(kind);
    task.draft.start = founding_time + core::days(day) + core::hours(12);
    task.draft.end = task.draft.start + core::hours(2);
    task.draft.people_min = needed;
    task.draft.people_max = needed + 1;
    task.guests = taken;
    state_.insert(task);
  }

  [[nodiscard]] nlohmann::json seen_on_day(int day) const {
    JsonWriter json;
    json.begin_object();
    const calendar::Zone zone = *calendar::Zone::open("Europe/Berlin");
    write_turns(json, state_, zone, founding_time + core::days(day) + core::hours(12));
    json.end_object();
    return nlohmann::json::parse(json.take())["hard_to_fill"];
  }

  ledger::State state_ = ledger::testing::test_state();
  int count_ = 0;
};

TEST_F(Turns, AreOfWhatStayedOpenInTheMonthBefore) {
  join(20);
  for (int day = 0; day < 28; ++day) {
    work("dishes", day, 2, day % 2 == 0 ? 2 : 1);
    work("baking", day, 2, 2);
  }
  EXPECT_TRUE(seen_on_day(20).empty()) << "the month is not over";
  const auto seen = seen_on_day(35);
  ASSERT_EQ(seen.size(), 1U) << seen.dump();
  EXPECT_EQ(seen[0]["template"], "dishes");
  EXPECT_EQ(seen[0]["places_needed"], 56);
  EXPECT_EQ(seen[0]["places_open"], 14);
  EXPECT_EQ(seen[0]["begin"], 0);
  EXPECT_EQ(seen[0]["end"], 14 * clearing::circle / 20);
  EXPECT_TRUE(seen_on_day(70).empty()) << "nothing of it in February";
}

TEST_F(Turns, GoRoundThoseWhoHoldWhatTheWorkRequires) {
  join(20);
  const auto kind = slug<model::TemplateId>("driving");
  model::Template driving{.kind = kind, .draft = {}};
  driving.draft.certificates = {slug<model::SkillId>("driving")};
  state_.insert(driving);
  for (int i = 0; i < 4; ++i) {
    const auto key = ledger::testing::key_of(fmt::format("person {}", i));
    state_.edit<model::Member>(model::member_id_of(key)).certificates = {
        {.skill = slug<model::SkillId>("driving"), .valid_until = {}}};
  }
  for (int day = 0; day < 28; day += 7) work("driving", day, 2, 1);
  const auto seen = seen_on_day(35);
  ASSERT_EQ(seen.size(), 1U) << seen.dump();
  EXPECT_EQ(seen[0]["end"], clearing::circle / 2) << "two a week of four, not of twenty";
}

TEST_F(Turns, GoOnFromWhereTheMonthBeforeStopped) {
  join(10);
  for (const int day : {2, 40, 70}) work("dishes", day, 4, 1);
  const auto february = seen_on_day(45)[0];
  const auto march = seen_on_day(75)[0];
  EXPECT_EQ(february["begin"], 0);
  EXPECT_EQ(march["begin"], february["end"]);
  EXPECT_EQ(march["end"].get<std::uint64_t>(), 2 * february["end"].get<std::uint64_t>());
}

TEST_F(Turns, DoNotJumpWhenSomebodyLeaves) {
  join(10);
  for (const int day : {2, 40, 70}) work("dishes", day, 4, 1);
  const auto before = seen_on_day(75);
  state_.edit<model::Member>(state_.members().begin()->first).left = true;
  EXPECT_EQ(seen_on_day(75), before);
}

TEST_F(Turns, CountNeitherWhatWasCalledOffNorWhatHasNoKind) {
  join(10);
  work("dishes", 2, 4, 0);
  state_.edit<model::Task>(state_.tasks().begin()->first).status = model::TaskStatus::cancelled;
  work("", 3, 4, 0);
  EXPECT_TRUE(seen_on_day(40).empty());
}

TEST_F(Turns, AreMadeOnceForEachHeightAndMonth) {
  join(20);
  work("pots", 3, 10, 2);
  const calendar::Zone zone = *calendar::Zone::open("Europe/Berlin");
  TurnsCache cache;
  const auto at = [&](int height, int day) {
    return cache.at(core::Height{height}, state_, zone, founding_time + core::days(day));
  };
  const auto first = at(1, 32);
  EXPECT_EQ(nlohmann::json::parse("{" + *first + "}")["hard_to_fill"], seen_on_day(32));
  EXPECT_EQ(at(1, 33), first) << "the very same";
  work("mending", 3, 10, 2);
  EXPECT_EQ(at(1, 33), first);
  EXPECT_EQ(nlohmann::json::parse("{" + *at(2, 33) + "}")["hard_to_fill"].size(), 2U);
  EXPECT_EQ(nlohmann::json::parse("{" + *at(2, 70) + "}")["hard_to_fill"].size(), 0U);
}

}  // namespace
}  // namespace commune::gateway

// What the node tells of a round that was shared out: what it lacks and why, also where nobody
// offered.
#include "gateway/rounds_view.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "ledger/commune_testing.h"

namespace commune::gateway {
namespace {

using ledger::testing::founding_time;
using ledger::testing::round_of_name;
using ledger::testing::slug;
using ledger::testing::task_of;

class RoundView : public testing::Test {
 protected:
  RoundView() {
    state_.insert(model::Round{.round = round_of_name("week"),
                               .from = founding_time + core::days(7),
                               .until = founding_time + core::days(14),
                               .closes_at = founding_time + core::days(5),
                               .confirm_by = founding_time + core::days(6),
                               .clearings = 1});
    state_.insert(model::Clearing{
        .round = round_of_name("week"), .number = 1, .at = founding_time + core::days(5)});
  }

  void need(std::string_view name, int day, std::uint32_t people, std::string_view guild) {
    model::Task task{.task = task_of(name)};
    task.draft.guild = slug<model::GuildId>(guild);
    task.draft.start = founding_time + core::days(day);
    task.draft.end = task.draft.start + core::hours(2);
    task.draft.people_min = people;
    task.draft.people_max = people;
    state_.insert(task);
  }

  void shared_out(std::string_view name, std::uint32_t missing) {
    state_.edit<model::Clearing>(round_of_name("week"))
        .tasks.push_back({.task = task_of(name),
                          .sector = slug<model::SectorId>("food"),
                          .begin = founding_time + core::days(8),
                          .end = founding_time + core::days(9),
                          .minutes = 60,
                          .people_min = missing,
                          .people_max = missing,
                          .weight = 2});
  }

  [[nodiscard]] nlohmann::json seen() const {
    const BoardIndex index(state_, *calendar::Zone::open("Europe/Berlin"));
    JsonWriter json;
    json.begin_object();
    write_round(json, state_, index, summaries_, *state_.rounds().find(round_of_name("week")));
    json.end_object();
    return nlohmann::json::parse(json.take());
  }

  ledger::State state_ = ledger::testing::test_state();
  const ClearingSummaries summaries_;
};

TEST_F(RoundView, NamesWhatNobodyOfferedForBesideWhatTheSharingOutLacked) {
  need("dinner", 8, 2, "kitchen");
  shared_out("dinner", 2);
  need("oven", 9, 1, "kitchen");
  need("bread", 10, 2, "kitchen");
  need("van", 9, 3, "garage");
  need("next week", 14, 1, "kitchen");
  need("staffed", 9, 1, "kitchen");
  state_.edit<model::Task>(task_of("staffed")).guests = 1;
  need("called off", 9, 1, "kitchen");
  state_.edit<model::Task>(task_of("called off")).status = model::TaskStatus::cancelled;
  const auto shortages = seen()["shortages"];
  ASSERT_EQ(shortages.size(), 3U) << shortages.dump();
  EXPECT_EQ(shortages[0]["tasks"], nlohmann::json::array({task_of("dinner").hex()}));
  EXPECT_EQ(shortages[1]["tasks"], nlohmann::json::array({task_of("van").hex()}));
  EXPECT_EQ(shortages[1]["places_needed"], 3);
  EXPECT_EQ(shortages[1]["people_offering"], 0);
  EXPECT_EQ(shortages[2]["tasks"],
            (nlohmann::json::array({task_of("oven").hex(), task_of("bread").hex()})));
  EXPECT_EQ(shortages[2]["places_needed"], 3);
}

TEST_F(RoundView, FollowsTheNextSharingOut) {
  EXPECT_EQ(seen()["clearing"]["optimal"], true);
  shared_out("dinner", 2);
  state_.edit<model::Clearing>(round_of_name("week")).number = 2;
  EXPECT_EQ(seen()["shortages"].size(), 1U);
  EXPECT_TRUE(summaries_.has(*state_.clearings().find(round_of_name("week"))));
}

}  // namespace
}  // namespace commune::gateway

// Since when a task lacks people: what planned work that loses somebody is called for by.
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "ledger/apply.h"
#include "ledger/commune_testing.h"
#include "ledger/script_testing.h"

namespace commune::ledger::testing {
namespace {

core::Time since(const State& state) { return state.short_since(task_of("dinner")); }

TEST(Shortage, BeginsWithThePostingAndEndsWhenEnoughAreComing) {
  EXPECT_EQ(since(state_after(R"(
    at 1h
    ana  post_task dinner people=2-3                | ok
    at 2h
    dora take_place dinner                          | ok
  )")),
            founding_time + core::hours(1))
      << "one of two is not enough";
  EXPECT_FALSE(since(state_after(R"(
    at 1h
    ana  post_task dinner people=2-3                | ok
    dora take_place dinner                          | ok
    ben  take_place dinner                          | ok
  )"))
                   .is_set());
}

TEST(Shortage, BeginsAnewWithWhoeverHandsBackOrSeeksASwap) {
  EXPECT_EQ(since(state_after(R"(
    at 1h
    ana  post_task dinner people=1-3                | ok
    dora take_place dinner                          | ok
    at 5h
    dora hand_back dinner                           | ok
  )")),
            founding_time + core::hours(5));
  EXPECT_EQ(since(state_after(R"(
    at 1h
    ana  post_task dinner people=1-3                | ok
    dora take_place dinner                          | ok
    at 6h
    dora seek_swap dinner                           | ok
  )")),
            founding_time + core::hours(6));
}

TEST(Shortage, IsNoneOfWhatIsCancelled) {
  EXPECT_FALSE(since(state_after(R"(
    ana  post_task dinner people=1-3                | ok
    ana  cancel_task dinner reason=rain             | ok
  )"))
                   .is_set());
}

TEST(Shortage, BeginsAnewWhereASnapshotIsTakenUp) {
  const State state = state_after(R"(
    at 1h
    ana  post_task dinner people=1-3                | ok
  )");
  std::vector<model::Record> records;
  state.for_each_record([&](const auto& record) { records.emplace_back(record); });
  auto restored = State::restore(std::move(records), state.seen_commands());
  ASSERT_TRUE(restored.has_value());
  EXPECT_FALSE(since(*restored).is_set());
  note_shortages(*restored, founding_time + core::days(2));
  EXPECT_EQ(since(*restored), founding_time + core::days(2));
  EXPECT_EQ(restored->digest(), state_after(R"(
    at 1h
    ana  post_task dinner people=1-3                | ok
  )")
                                    .digest())
      << "it is no part of what is agreed on";
}

}  // namespace
}  // namespace commune::ledger::testing

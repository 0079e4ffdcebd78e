// Two communes come to agree about urgent calls, whatever was missed, doubled or left half done.
#include "apps/neighbour_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/random.h"

namespace commune::apps {
namespace {

const std::string taken_back = "Enough are here";

model::ChainId chain_of(std::uint8_t byte) {
  std::array<std::uint8_t, 32> bytes{};
  bytes.fill(byte);
  return model::ChainId{bytes};
}

OutgoingCall pumping(std::uint32_t wanted = 2) {
  std::array<std::uint8_t, 16> bytes{};
  bytes.fill(7);
  return {.task = model::TaskId{bytes},
          .title = "Pump the cellar out",
          .venue = "Mill",
          .start = {1'000'000},
          .end = {1'007'200},
          .wanted = wanted,
          .visitors = 0,
          .asks = wanted > 0,
          .over = false};
}

const model::ChainId home = chain_of(1);

BroughtCall brought(const OutgoingCall& call, std::uint32_t people, std::uint32_t coming,
                    BroughtStatus status = BroughtStatus::confirmed) {
  return {.alert = call_id(home, call, 0), .status = status, .people = people, .coming = coming};
}

NeighbourPlan plan_of(const std::vector<OutgoingCall>& ours,
                      const std::vector<BroughtCall>& theirs) {
  return plan_calls(home, ours, theirs, taken_back);
}

TEST(NeighbourPlan, a_call_that_asks_is_raised_with_its_place_and_its_people) {
  const auto plan = plan_of({pumping()}, {});
  ASSERT_EQ(plan.there.size(), 1U);
  const auto& relay = std::get<model::RelayCall>(plan.there.front());
  EXPECT_EQ(relay.text, "Pump the cellar out, Mill");
  EXPECT_EQ(relay.people, 2U);
  EXPECT_EQ(relay.alert, call_id(home, pumping(), 0));
  EXPECT_TRUE(plan.here.empty());
}

TEST(NeighbourPlan, a_call_that_has_not_reached_the_neighbours_stays_at_home) {
  OutgoingCall call = pumping();
  call.asks = false;
  EXPECT_TRUE(plan_of({call}, {}).there.empty());
}

TEST(NeighbourPlan, what_is_known_there_is_not_raised_again) {
  const auto plan = plan_of({pumping()}, {brought(pumping(), 2, 0)});
  EXPECT_TRUE(plan.there.empty());
  EXPECT_TRUE(plan.here.empty());
}

TEST(NeighbourPlan, home_hears_how_many_come_and_once_is_enough) {
  OutgoingCall call = pumping();
  auto plan = plan_of({call}, {brought(call, 2, 2)});
  ASSERT_EQ(plan.here.size(), 1U);
  EXPECT_EQ(std::get<model::SetVisitors>(plan.here.front()).people, 2U);
  call.visitors = 2;
  call.asks = false;
  plan = plan_of({call}, {brought(call, 2, 2)});
  EXPECT_TRUE(plan.here.empty());
  EXPECT_TRUE(plan.there.empty());
}

TEST(NeighbourPlan, fewer_are_wanted_there_as_more_come_at_home) {
  const auto plan = plan_of({pumping(1)}, {brought(pumping(), 3, 0)});
  ASSERT_EQ(plan.there.size(), 1U);
  EXPECT_EQ(std::get<model::AdjustCall>(plan.there.front()).people, 1U);
}

TEST(NeighbourPlan, enough_at_home_takes_it_back_unless_somebody_comes_from_there) {
  OutgoingCall call = pumping(0);
  auto plan = plan_of({call}, {brought(call, 2, 0)});
  ASSERT_EQ(plan.there.size(), 1U);
  EXPECT_EQ(std::get<model::AdjustCall>(plan.there.front()),
            (model::AdjustCall{call_id(home, call, 0), 0, taken_back}));
  call.visitors = 1;
  plan = plan_of({call}, {brought(call, 2, 1)});
  ASSERT_EQ(plan.there.size(), 1U);
  EXPECT_EQ(std::get<model::AdjustCall>(plan.there.front()).people, 1U);
}

TEST(NeighbourPlan, what_was_cancelled_or_moved_is_taken_back_also_from_those_who_come) {
  auto plan = plan_of({}, {brought(pumping(), 2, 2)});
  ASSERT_EQ(plan.there.size(), 1U);
  EXPECT_EQ(std::get<model::AdjustCall>(plan.there.front()).people, 0U);
  OutgoingCall moved = pumping();
  moved.start = moved.start + core::hours(1);
  plan = plan_of({moved}, {brought(pumping(), 2, 2)});
  ASSERT_EQ(plan.there.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<model::RelayCall>(plan.there.front()));
  EXPECT_TRUE(std::holds_alternative<model::AdjustCall>(plan.there.back()));
}

TEST(NeighbourPlan, a_no_is_a_no_and_what_was_taken_back_may_be_asked_anew) {
  const OutgoingCall call = pumping();
  EXPECT_TRUE(plan_of({call}, {brought(call, 2, 0, BroughtStatus::dismissed)}).there.empty());
  const auto plan = plan_of({call}, {brought(call, 2, 0, BroughtStatus::withdrawn)});
  ASSERT_EQ(plan.there.size(), 1U);
  EXPECT_EQ(std::get<model::RelayCall>(plan.there.front()).alert, call_id(home, call, 1));
}

TEST(NeighbourPlan, at_the_end_two_clocks_that_differ_change_nothing) {
  OutgoingCall call = pumping();
  call.visitors = 2;
  EXPECT_TRUE(plan_of({call}, {brought(call, 2, 2, BroughtStatus::over)}).here.empty());
  call.over = true;
  const auto plan = plan_of({call}, {brought(call, 2, 2)});
  EXPECT_TRUE(plan.there.empty());
  EXPECT_TRUE(plan.here.empty());
}

TEST(NeighbourPlan, another_commune_with_the_same_task_has_another_call) {
  EXPECT_NE(call_id(home, pumping(), 0), call_id(chain_of(2), pumping(), 0));
  EXPECT_NE(call_id(home, pumping(), 0), call_id(home, pumping(), 1));
}

// Two small communes that live on while looks are lost, cut off in the middle and done twice. After
// two whole looks nothing is left to do, every call is there once, and home knows who comes.
class TwoCommunes {
 public:
  explicit TwoCommunes(std::uint64_t seed) : random_(seed) {}

  void live() {
    if (random_.chance(1, 3) && ours_.size() < 4) {
      OutgoingCall call = pumping(1 + count(3));
      std::array<std::uint8_t, 16> bytes{};
      bytes.fill(static_cast<std::uint8_t>(++made_));
      call.task = model::TaskId{bytes};
      ours_.push_back({call, 0});
    }
    for (auto& [call, accepted] : ours_) {
      if (random_.chance(1, 3)) accepted = count(4);
      if (random_.chance(1, 12)) call.start = call.start + core::minutes(30);
    }
    std::erase_if(ours_, [&](const auto&) { return random_.chance(1, 10); });
    for (auto& [id, call] : theirs_) {
      if (call.status == BroughtStatus::open && random_.chance(1, 2)) {
        call.status = random_.chance(1, 6) ? BroughtStatus::dismissed : BroughtStatus::confirmed;
      }
      if (call.status == BroughtStatus::confirmed) call.coming = count(call.people + 1);
    }
  }

  // As far as it gets: `steps_max` commands.
  std::size_t look(std::size_t steps_max) {
    const NeighbourPlan plan = plan_calls(home, our_view(), their_view(), taken_back);
    std::size_t steps = 0;
    for (const model::Command& command : plan.there) {
      if (steps++ == steps_max) return steps;
      obey(command);
    }
    for (const model::Command& command : plan.here) {
      if (steps++ == steps_max) return steps;
      const auto& told = std::get<model::SetVisitors>(command);
      for (auto& [call, accepted] : ours_) {
        if (call.task == told.task) call.visitors = told.people;
      }
    }
    return steps;
  }

  void expect_agreement() {
    std::set<model::AlertId> going_on;
    for (const auto& [id, call] : theirs_) {
      if (call.status == BroughtStatus::open || call.status == BroughtStatus::confirmed) {
        going_on.insert(id);
      }
    }
    for (const OutgoingCall& call : our_view()) {
      std::size_t times = 0;
      std::uint32_t coming = 0;
      for (std::uint32_t attempt = 0; attempt < 100; ++attempt) {
        const auto id = call_id(home, call, attempt);
        if (going_on.erase(id) == 0) continue;
        ++times;
        coming = theirs_.at(id).coming;
        EXPECT_EQ(theirs_.at(id).people, std::max(call.wanted, coming));
      }
      EXPECT_LE(times, 1U) << "a call is there twice";
      EXPECT_EQ(call.visitors, coming);
    }
    EXPECT_TRUE(going_on.empty()) << "a call is there that nobody makes";
  }

 private:
  std::uint32_t count(std::uint64_t bound) {
    return static_cast<std::uint32_t>(random_.below(bound));
  }
  std::vector<OutgoingCall> our_view() const {
    std::vector<OutgoingCall> view;
    for (auto [call, accepted] : ours_) {
      call.wanted -= std::min(call.wanted, accepted);
      call.asks = call.wanted > call.visitors;
      view.push_back(call);
    }
    return view;
  }
  std::vector<BroughtCall> their_view() const {
    std::vector<BroughtCall> view;
    view.reserve(theirs_.size());
    for (const auto& [id, call] : theirs_) view.push_back(call);
    return view;
  }
  void obey(const model::Command& command) {
    if (const auto* relay = std::get_if<model::RelayCall>(&command)) {
      EXPECT_GE(relay->people, 1U);
      const bool is_new = theirs_
                              .emplace(relay->alert, BroughtCall{relay->alert, BroughtStatus::open,
                                                                 relay->people, 0})
                              .second;
      EXPECT_TRUE(is_new) << "raised twice";
      return;
    }
    const auto& adjust = std::get<model::AdjustCall>(command);
    BroughtCall& call = theirs_.at(adjust.alert);
    EXPECT_TRUE(call.status == BroughtStatus::open || call.status == BroughtStatus::confirmed);
    if (adjust.people == 0) {
      call.status = BroughtStatus::withdrawn;
      call.coming = 0;
    } else {
      EXPECT_GE(adjust.people, call.coming) << "somebody who comes is sent home";
      call.people = adjust.people;
    }
  }

  core::Random random_;
  int made_ = 0;
  std::vector<std::pair<OutgoingCall, std::uint32_t>> ours_;
  std::map<model::AlertId, BroughtCall> theirs_;
};

TEST(NeighbourPlan, two_communes_agree_after_two_whole_looks_whatever_went_wrong_before) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed=" + std::to_string(seed));
    TwoCommunes communes(seed);
    core::Random luck(seed + 1'000);
    for (int hour = 0; hour < 40; ++hour) {
      communes.live();
      if (luck.chance(1, 2)) communes.look(luck.below(3));  // cut off
      if (luck.chance(1, 3)) continue;                      // away
      communes.look(1'000);  // home hears that nobody comes any more,
      communes.look(1'000);  // and asks anew
      EXPECT_EQ(communes.look(1'000), 0U) << "a third look does something";
      communes.expect_agreement();
      if (::testing::Test::HasFailure()) return;
    }
  }
}

}  // namespace
}  // namespace commune::apps

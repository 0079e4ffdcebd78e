// tests/vectors/calls.json: what this policy decides about random calls. The app asks the same
// policy, built as WebAssembly, and reads the same file.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/vectors_testing.h"
#include "recommend/call_policy.h"

namespace commune::recommend {
namespace {

using core::testing::JsonObject;
using core::testing::JsonValue;

constexpr std::array<std::string_view, 3> urgencies{"calm", "soon", "urgent"};
constexpr std::array<std::string_view, rings> ring_names{"guild", "commune", "neighbours"};
constexpr std::array<std::string_view, 11> reasons{
    "chosen",  "filled",      "over",         "already_rung",   "not_able",  "wider_ring",
    "resting", "quiet_hours", "budget_spent", "pings_are_dear", "not_chosen"};

std::int64_t number_at(const JsonObject& object, const std::string& name) {
  return static_cast<std::int64_t>(core::testing::at(object, name).number_value());
}

std::uint32_t count_at(const JsonObject& object, const std::string& name) {
  return static_cast<std::uint32_t>(number_at(object, name));
}

template <class Word, std::size_t N>
Word word_at(const JsonObject& object, const std::string& name,
             const std::array<std::string_view, N>& words) {
  const auto found = std::ranges::find(words, core::testing::text_at(object, name));
  EXPECT_NE(found, words.end()) << name;
  return static_cast<Word>(found - words.begin());
}

Call call_of(const JsonObject& object) {
  Call call{.raised_at = {number_at(object, "raisedAt")},
            .needed_by = {number_at(object, "neededBy")},
            .urgency = word_at<model::Urgency>(object, "urgency", urgencies),
            .places = count_at(object, "places"),
            .accepted = count_at(object, "accepted"),
            .acceptance_permille = count_at(object, "acceptancePermille")};
  const auto& within = core::testing::at(object, "peopleWithin").list_value();
  for (std::size_t ring = 0; ring < rings; ++ring) {
    call.people_within[ring] =
        static_cast<std::uint32_t>(within.values(static_cast<int>(ring)).number_value());
  }
  return call;
}

Listener listener_of(const JsonObject& object, const std::vector<core::Time>& pings) {
  const JsonObject& quiet = core::testing::object_at(object, "quiet");
  const JsonObject& budget = core::testing::object_at(object, "budget");
  return {.ring = word_at<Ring>(object, "ring", ring_names),
          .is_able = core::testing::at(object, "isAble").bool_value(),
          .has_rung = core::testing::at(object, "hasRung").bool_value(),
          .fit_permille = count_at(object, "fitPermille"),
          .acceptance_permille = count_at(object, "acceptancePermille"),
          .minutes_away = count_at(object, "minutesAway"),
          .rests_until = {number_at(object, "restsUntil")},
          .quiet = {count_at(quiet, "beginMinute"), count_at(quiet, "endMinute"),
                    core::testing::at(quiet, "letsUrgentThrough").bool_value()},
          .budget = {count_at(budget, "aDay"), count_at(budget, "aWeek")},
          .utc_offset_seconds = static_cast<std::int32_t>(number_at(object, "utcOffsetSeconds")),
          .pings = pings};
}

TEST(CallVectors, AreDecidedHereAsInTheApp) {
  const JsonObject vectors = core::testing::read_vectors("calls.json");
  const auto& cases = core::testing::at(vectors, "cases").list_value().values();
  ASSERT_GE(cases.size(), 200);
  for (const JsonValue& entry : cases) {
    const JsonObject& one = entry.struct_value();
    const JsonObject& who = core::testing::object_at(one, "listener");
    std::vector<core::Time> pings;
    for (const JsonValue& ping : core::testing::at(who, "pings").list_value().values())
      pings.push_back({static_cast<std::int64_t>(ping.number_value())});
    constexpr int draw_bits = 20;
    const std::uint64_t draw = static_cast<std::uint64_t>(number_at(one, "draw"))
                               << (64 - draw_bits);
    const RingDecision decision = decide(call_of(core::testing::object_at(one, "call")),
                                         listener_of(who, pings), {number_at(one, "now")}, draw);
    const JsonObject& golden = core::testing::object_at(one, "decision");
    EXPECT_EQ(decision.rings, core::testing::at(golden, "rings").bool_value());
    EXPECT_EQ(decision.reason, word_at<RingReason>(golden, "reason", reasons));
    const bool wakes = core::testing::at(golden, "wakeAt").has_number_value();
    EXPECT_EQ(decision.wake_at, wakes ? core::Time{number_at(golden, "wakeAt")} : core::Time{});
  }
}

}  // namespace
}  // namespace commune::recommend

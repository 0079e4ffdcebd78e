// The invariants see what is wrong: states that no command leads to, made by hand.
#include "ledger/invariants.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "ledger/commune_testing.h"
#include "ledger/script_testing.h"

namespace commune::ledger::testing {
namespace {

const model::TaskId dinner = task_of("dinner");

std::vector<model::Record> records_of(const State& state) {
  std::vector<model::Record> records;
  state.for_each_record([&](const auto& record) { records.emplace_back(record); });
  return records;
}

// A commune in which a dinner was cooked, and a standing request goes on.
const std::vector<model::Record>& good_records() {
  static const auto records = records_of(state_after(R"(
    cleo grant_certificate driving dora           | ok
    ana  post_task dinner people=1-2 trainees=1   | ok
    ana  take_place dinner shown                  | ok
    ben  take_place dinner                        | ok
    dora take_place dinner trainee                | ok
    ana  post_series weekly                       | ok
    at 1d2h
    ana  mark_done dinner 100                     | ok
    ana  give_feedback dinner enjoyed note=Good   | ok
  )"));
  return records;
}

// What the invariants say after `change` was done to every record of the kind it takes.
template <class Noun>
std::string broken_by(const std::function<void(Noun&)>& change) {
  auto records = good_records();
  for (auto& record : records) {
    if (auto* noun = std::get_if<Noun>(&record)) change(*noun);
  }
  const auto state = State::restore(std::move(records), {});
  if (!state) return state.error().message;
  const auto broken = check_invariants(*state);
  return broken.empty() ? "nothing" : broken.front();
}

TEST(Invariants, HoldInAGoodState) {
  EXPECT_EQ(broken_by<model::Commune>([](auto&) {}), "nothing");
}

TEST(Invariants, SeeWhatIsWrongWithPlaces) {
  using model::Task;
  const auto task = "task/" + dinner.hex() + ": ";
  const struct {
    std::string_view message;
    std::function<void(Task&)> change;
  } cases[] = {
      {"more people than places", [](Task& t) { t.draft.people_max = 1; }},
      {"more trainees than places", [](Task& t) { t.draft.trainees_max = 0; }},
      {"one person has two places", [](Task& t) { t.places[1].nullifier = t.places[0].nullifier; }},
      {"one person has two places",
       [](Task& t) { t.places[1].participant = t.places[0].participant; }},
      {"a place is nobody's", [](Task& t) { t.places[1].participant = {}; }},
      {"minutes and being done do not go together", [](Task& t) { t.places[0].minutes = 0; }},
      {"minutes and being done do not go together", [](Task& t) { t.places[1].minutes = 1; }},
      {"a place that is done looks for a swap", [](Task& t) { t.places[0].seeking_swap = true; }},
      {"feedback came before the work", [](Task& t) { t.places[1].feedback_given = true; }},
      {"more feedback than people who gave it", [](Task& t) { t.feedback.hard = 2; }},
      {"more feedback than people who gave it",
       [](Task& t) { t.places[0].feedback_given = false; }},
      {"a place shows the name of somebody else",
       [](Task& t) { t.places[0].shown = model::member_id_of(key_of("ben")); }},
      {"a place shows the name of somebody else",
       [](Task& t) { t.places[0].shown = model::member_id_of(key_of("stranger")); }},
      {"too many guests", [](Task& t) { t.guests = 501; }},
      {"recorded work has places", [](Task& t) { t.status = model::TaskStatus::recorded; }},
      {"cancelled without a reason", [](Task& t) { t.status = model::TaskStatus::cancelled; }},
      {"its guild is unknown", [](Task& t) { t.draft.guild = {}; }},
      {"its sector is unknown", [](Task& t) { t.draft.sector = {}; }},
      {"half of its times is missing", [](Task& t) { t.draft.end = {}; }},
      {"it takes no time", [](Task& t) { t.draft.minutes = 0; }},
      {"the effort is longer than the task", [](Task& t) { t.draft.minutes = 121; }},
      {"it has no revision", [](Task& t) { t.revision = 0; }},
      {"its standing request is unknown", [](Task& t) { t.series = series_of("none"); }},
  };
  for (const auto& entry : cases) {
    EXPECT_EQ(broken_by<Task>(entry.change), task + std::string(entry.message));
  }
}

TEST(Invariants, SeeWhatIsWrongWithPeopleAndVocabulary) {
  const auto ana = model::member_id_of(key_of("ana"));
  const auto dora = model::member_id_of(key_of("dora"));
  EXPECT_EQ(broken_by<model::Guild>([&](auto& g) { g.stewards = {dora}; }),
            "guild/garage: a steward is not a member of the guild");
  EXPECT_EQ(broken_by<model::Guild>([&](auto& g) { g.members.insert(g.members.begin(), 2, ana); }),
            "guild/garage: the members do not ascend");
  EXPECT_EQ(broken_by<model::Member>([](auto& m) { m.left = m.name == "cleo"; }),
            "guild/garage: a member is not in the commune");
  EXPECT_NE(broken_by<model::Member>([](auto& m) {
              m.key = key_of("eve");
            }).find("the id is not the key's"),
            std::string::npos);
  EXPECT_NE(broken_by<model::Member>([](auto& m) {
              if (!m.certificates.empty()) m.certificates.push_back(m.certificates[0]);
            }).find("the certificates do not ascend"),
            std::string::npos);
  EXPECT_NE(broken_by<model::Invitation>([](auto& i) {
              i.uses = i.uses_max + 1;
            }).find("used more often"),
            std::string::npos);
  EXPECT_EQ(broken_by<model::Venue>([](auto& v) { v.y_m = -100'001; }),
            "venue/hall: lies too far away");
  EXPECT_EQ(
      broken_by<model::Skill>([](auto& s) { s.certified_by = slug<model::GuildId>("choir"); }),
      "skill/cooking: the guild that certifies it is unknown");
  EXPECT_EQ(broken_by<model::Template>([](auto& t) { t.draft.start = founding_time; }),
            "template/dish: a standing draft has dates");
  EXPECT_NE(
      broken_by<model::Series>([](auto& s) { s.ended = true; }).find("ended without a reason"),
      std::string::npos);
}

TEST(Restoring, GivesTheSameStateAndDigest) {
  State state = state_after("ana post_task dinner | ok\n");
  auto restored = State::restore(records_of(state), state.seen_commands());
  ASSERT_TRUE(restored.has_value());
  EXPECT_EQ(restored->digest(), state.digest());
  EXPECT_TRUE(records_of(*restored) == records_of(state));
  const State moved = std::move(*restored);
  EXPECT_TRUE(records_of(moved) == records_of(state));
  EXPECT_EQ(moved.commune().name, "Testing");
}

TEST(Restoring, RefusesWhatIsNoState) {
  EXPECT_FALSE(State::restore({}, {}).has_value());
  const auto& records = good_records();
  auto without_commune = records;
  without_commune.erase(without_commune.begin());
  EXPECT_FALSE(State::restore(without_commune, {}).has_value());
  auto twice = records;
  twice.push_back(records.back());
  EXPECT_FALSE(State::restore(twice, {}).has_value());
  auto two_communes = records;
  two_communes.push_back(model::Commune{.name = "Another"});
  EXPECT_FALSE(State::restore(two_communes, {}).has_value());
}

}  // namespace
}  // namespace commune::ledger::testing

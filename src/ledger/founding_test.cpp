#include "ledger/founding.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "ledger/commune_testing.h"
#include "ledger/invariants.h"
#include "model/limits.h"

namespace commune::ledger::testing {
namespace {

using Change = std::function<void(model::Genesis&)>;

std::string refusal_of(const Change& change) {
  auto genesis = test_genesis();
  change(genesis);
  const auto state = found(genesis, test_chain());
  if (state) return "ok";
  EXPECT_EQ(state.error().code, core::ErrorCode::invalid);
  return state.error().message;
}

TEST(Founding, GivesAStateInWhichEverythingHolds) {
  const State state = test_state();
  EXPECT_TRUE(check_invariants(state).empty());
  EXPECT_EQ(state.commune().chain, test_chain());
  EXPECT_EQ(state.sectors().size(), 2U);
  EXPECT_EQ(state.members().size(), 0U);
  const auto* dish = state.templates().find(slug<model::TemplateId>("dish"));
  ASSERT_NE(dish, nullptr);
  EXPECT_EQ(dish->draft.sector.text(), "food") << "the guild's sector is filled in";
}

TEST(Founding, SaysWhichRecordContradictsTheOthers) {
  const struct {
    std::string_view message;
    Change change;
  } cases[] = {
      {"commune.name: A text that is needed is empty.", [](auto& g) { g.name = " "; }},
      {"commune.zone: a commune has a time zone", [](auto& g) { g.zone = ""; }},
      {"commune.keeper: is missing", [](auto& g) { g.keeper = {}; }},
      {"sectors: a commune has at least one sector", [](auto& g) { g.sectors.clear(); }},
      {"sector/food: stands twice", [](auto& g) { g.sectors.push_back(g.sectors[0]); }},
      {"sector/: has no id", [](auto& g) { g.sectors[0].sector = {}; }},
      {"sector/food: more than 4000 hours a year",
       [](auto& g) { g.sectors[0].baseline_hours = 4001; }},
      {"guild/kitchen: its sector is unknown", [](auto& g) { g.guilds[0].sector = {}; }},
      {"guild/kitchen: people join after the founding",
       [](auto& g) { g.guilds[0].members.push_back(model::member_id_of(key_of("ana"))); }},
      {"guild/kitchen: stands twice", [](auto& g) { g.guilds.push_back(g.guilds[0]); }},
      {"guild/kitchen.about: A text is longer than it may be.",
       [](auto& g) { g.guilds[0].about = std::string(1001, 'x'); }},
      {"venue/hall: lies more than 100 km away", [](auto& g) { g.venues[0].x_m = 100'001; }},
      {"skill/driving: the guild that certifies it is unknown",
       [](auto& g) { g.skills[1].certified_by = slug<model::GuildId>("choir"); }},
      {"skill/cooking: its sector is unknown",
       [](auto& g) { g.skills[0].sector = slug<model::SectorId>("choir"); }},
      {"template/dish: its guild is unknown", [](auto& g) { g.templates[0].draft.guild = {}; }},
      {"template/dish: Importance is 1, 2 or 3.",
       [](auto& g) { g.templates[0].draft.importance = 0; }},
      {"template/dish: A template or a standing request has no dates of its own.",
       [](auto& g) { g.templates[0].draft.start = founding_time; }},
  };
  for (const auto& entry : cases) EXPECT_EQ(refusal_of(entry.change), entry.message);
}

TEST(Founding, TakesOnlyFreshInvitations) {
  EXPECT_NE(refusal_of([](auto& g) { g.invitations[0].uses = 1; }), "ok");
  EXPECT_NE(refusal_of([](auto& g) { g.invitations[0].revoked = true; }), "ok");
  EXPECT_NE(refusal_of([](auto& g) { g.invitations[0].uses_max = 0; }), "ok");
  EXPECT_NE(refusal_of([](auto& g) { g.invitations.push_back(g.invitations[0]); }), "ok");
}

}  // namespace
}  // namespace commune::ledger::testing

// A small commune for tests, benchmarks and fuzz targets of the ledger: two sectors, two guilds, a
// certificate, and people whose keys come from their names. Nothing is signed: `apply` takes
// commands whose signatures were verified before.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/check.h"
#include "core/hash.h"
#include "ledger/founding.h"
#include "ledger/state.h"
#include "model/envelope.h"
#include "model/genesis.h"
#include "model/ids.h"

namespace commune::ledger::testing {

inline constexpr core::Time founding_time{1'767'225'600};  // 2026-01-01T00:00:00Z

template <class Id>
[[nodiscard]] Id id_from(std::string_view label, std::string_view name) {
  const auto digest = core::labelled_hash(label, {core::as_bytes(name)});
  return Id::from(digest.view().first(Id::size)).value();
}

[[nodiscard]] inline model::PublicKey key_of(std::string_view person) {
  return id_from<model::PublicKey>("test/person", person);
}

[[nodiscard]] inline model::PublicKey invitation_key_of(std::string_view name) {
  return id_from<model::PublicKey>("test/invitation", name);
}

[[nodiscard]] inline model::TaskId task_of(std::string_view name) {
  return id_from<model::TaskId>("test/task", name);
}

[[nodiscard]] inline model::SeriesId series_of(std::string_view name) {
  return id_from<model::SeriesId>("test/series", name);
}

[[nodiscard]] inline model::RoundId round_of_name(std::string_view name) {
  return id_from<model::RoundId>("test/round", name);
}

// The key of one person's place on one task.
[[nodiscard]] inline model::PublicKey participant_of(std::string_view person,
                                                     const model::TaskId& task) {
  const auto digest =
      core::labelled_hash("test/participant", {core::as_bytes(person), task.view()});
  return model::PublicKey::from(digest.view()).value();
}

template <class Id>
[[nodiscard]] Id slug(std::string_view text) {
  return text.empty() ? Id{} : Id::parse(text).value();
}

[[nodiscard]] inline model::ChainId test_chain() {
  return id_from<model::ChainId>("test/chain", "");
}

[[nodiscard]] inline model::Genesis test_genesis() {
  model::Genesis genesis{.name = "Testing",
                         .zone = "Europe/Berlin",
                         .founded_at = founding_time,
                         .keeper = key_of("keeper"),
                         .adults = 20,
                         .children = 5};
  genesis.sectors = {
      {.sector = slug<model::SectorId>("food"), .name = "Food", .baseline_hours = 20},
      {.sector = slug<model::SectorId>("care"), .name = "Care", .baseline_hours = 30}};
  genesis.guilds = {{.guild = slug<model::GuildId>("kitchen"),
                     .name = "Kitchen",
                     .sector = slug<model::SectorId>("food")},
                    {.guild = slug<model::GuildId>("garage"),
                     .name = "Garage",
                     .sector = slug<model::SectorId>("care")}};
  genesis.venues = {{.venue = slug<model::VenueId>("hall"), .name = "Hall", .x_m = 5, .y_m = -7}};
  genesis.skills = {{.skill = slug<model::SkillId>("cooking"), .name = "Cooking"},
                    {.skill = slug<model::SkillId>("driving"),
                     .name = "Driving the van",
                     .certified_by = slug<model::GuildId>("garage")}};
  genesis.templates = {{.kind = slug<model::TemplateId>("dish"),
                        .draft = {.guild = slug<model::GuildId>("kitchen"),
                                  .title = "A dish",
                                  .people_min = 1,
                                  .people_max = 2,
                                  .importance = 1}}};
  genesis.invitations = {{.invitation_key = invitation_key_of("founders"),
                          .expires_at = founding_time + core::days(365),
                          .uses_max = 1000}};
  return genesis;
}

[[nodiscard]] inline State test_state() {
  auto state = found(test_genesis(), test_chain());
  CHECK(state.has_value());
  return *std::move(state);
}

}  // namespace commune::ledger::testing

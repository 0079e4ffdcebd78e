#include "gateway/commune_view.h"

#include <algorithm>
#include <map>
#include <vector>

#include "gateway/task_view.h"

namespace commune::gateway {

void write_commune(JsonWriter& json, const ledger::State& state, const core::Digest& digest,
                   core::Time now) {
  const model::Commune& commune = state.commune();
  const auto here = std::ranges::count_if(
      state.members(), [](const auto& entry) { return !entry.second.record.left; });
  std::int64_t baseline_hours = 0;
  for (const auto& [id, row] : state.sectors()) baseline_hours += row.record.baseline_hours;
  json.field("name", commune.name)
      .field("zone", commune.zone)
      .field("chain", commune.chain.hex())
      .field("founded_at", commune.founded_at)
      .field("demo", commune.demo)
      .field("digest", digest.hex())
      .field("members", here)
      .field("adults", commune.adults)
      .field("children", commune.children)
      .field("baseline_hours", baseline_hours)
      .field("now", now);
}

void write_sectors(JsonWriter& json, const ledger::State& state) {
  json.key("sectors").begin_array();
  for (const auto& [id, row] : state.sectors()) {
    json.begin_object()
        .field("id", id.text())
        .field("name", row.record.name)
        .field("about", row.record.about)
        .field("baseline_hours", row.record.baseline_hours)
        .end_object();
  }
  json.end_array();
}

void write_guilds(JsonWriter& json, const ledger::State& state) {
  json.key("guilds").begin_array();
  for (const auto& [id, row] : state.guilds()) {
    json.begin_object()
        .field("id", id.text())
        .field("name", row.record.name)
        .field("sector", row.record.sector.text())
        .field("about", row.record.about)
        .field("members", row.record.members.size());
    json.key("stewards").begin_array();
    for (const model::MemberId& steward : row.record.stewards) {
      const model::Member* member = state.members().find(steward);
      if (member == nullptr) continue;
      json.begin_object().field("member", steward.hex()).field("name", member->name).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write_catalogue(JsonWriter& json, const ledger::State& state) {
  write_sectors(json, state);
  write_guilds(json, state);
  json.key("venues").begin_array();
  for (const auto& [id, row] : state.venues()) {
    json.begin_object()
        .field("id", id.text())
        .field("name", row.record.name)
        .field("x_m", row.record.x_m)
        .field("y_m", row.record.y_m)
        .end_object();
  }
  json.end_array().key("skills").begin_array();
  for (const auto& [id, row] : state.skills()) {
    json.begin_object()
        .field("id", id.text())
        .field("name", row.record.name)
        .field("sector", row.record.sector.text())
        .field("certified_by", row.record.certified_by.text())
        .end_object();
  }
  json.end_array().key("templates").begin_array();
  for (const auto& [id, row] : state.templates()) {
    if (row.record.removed) continue;
    json.begin_object().field("id", id.text()).key("draft");
    write_draft(json, row.record.draft);
    json.end_object();
  }
  json.end_array().key("series").begin_array();
  for (const auto& [id, row] : state.series()) {
    json.begin_object().field("id", id.hex()).key("draft");
    write_draft(json, row.record.draft);
    json.field("first_local", row.record.first_local)
        .field("rule", row.record.rule)
        .field("length_minutes", row.record.length_minutes)
        .field("revision", row.record.revision)
        .field("ended", row.record.ended)
        .end_object();
  }
  json.end_array();
}

void write_members(JsonWriter& json, const ledger::State& state) {
  std::map<model::MemberId, std::vector<const model::Guild*>> guilds_of;
  for (const auto& [id, row] : state.guilds()) {
    for (const model::MemberId& member : row.record.members)
      guilds_of[member].push_back(&row.record);
  }
  json.key("members").begin_array();
  for (const auto& [id, row] : state.members()) {
    if (row.record.left) continue;
    json.begin_object()
        .field("id", id.hex())
        .field("name", row.record.name)
        .field("joined_at", row.record.joined_at);
    json.key("guilds").begin_array();
    for (const model::Guild* guild : guilds_of[id]) json.text(guild->guild.text());
    json.end_array().key("certificates").begin_array();
    for (const model::Certificate& held : row.record.certificates) {
      json.begin_object()
          .field("skill", held.skill.text())
          .field("valid_until", held.valid_until)
          .end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace commune::gateway

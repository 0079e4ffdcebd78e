#include "ledger/founding.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::ledger {
namespace {

using core::Result;

std::unexpected<core::Error> contradicts(std::string_view what, std::string_view why) {
  return core::fail(core::ErrorCode::invalid, fmt::format("{}: {}", what, why));
}

// Refuses a record whose id is empty or stands already.
template <class Noun>
Result<void> check_new(const auto& table, const Noun& record) {
  const auto& id = model::id_of(record);
  if (id == model::IdOf<Noun>{}) return contradicts(model::record_key(record), "has no id");
  if (table.contains(id)) return contradicts(model::record_key(record), "stands twice");
  return {};
}

Result<void> check_texts(const std::string& key, std::string_view name, std::string_view about) {
  const Verdict good_name = check_text(name, model::name_size_max);
  if (!good_name) return contradicts(key + ".name", row_of(good_name.error()).sentence);
  const Verdict good_about = check_optional_text(about, model::about_size_max);
  if (!good_about) return contradicts(key + ".about", row_of(good_about.error()).sentence);
  return {};
}

Result<void> add_sectors(State& state, const model::Genesis& genesis) {
  if (genesis.sectors.empty()) return contradicts("sectors", "a commune has at least one sector");
  if (genesis.sectors.size() > model::sectors_max) return contradicts("sectors", "too many");
  for (const auto& sector : genesis.sectors) {
    TRY_VOID(check_new(state.sectors(), sector));
    TRY_VOID(check_texts(model::record_key(sector), sector.name, sector.about));
    if (sector.baseline_hours > model::baseline_hours_max) {
      return contradicts(model::record_key(sector), "more than 4000 hours a year");
    }
    state.insert(sector);
  }
  return {};
}

Result<void> add_guilds(State& state, const model::Genesis& genesis) {
  for (const auto& guild : genesis.guilds) {
    TRY_VOID(check_new(state.guilds(), guild));
    TRY_VOID(check_texts(model::record_key(guild), guild.name, guild.about));
    if (!state.sectors().contains(guild.sector)) {
      return contradicts(model::record_key(guild), "its sector is unknown");
    }
    if (!guild.members.empty() || !guild.stewards.empty()) {
      return contradicts(model::record_key(guild), "people join after the founding");
    }
    state.insert(guild);
  }
  return {};
}

bool is_near(std::int32_t metres) {
  return metres >= -model::metres_max && metres <= model::metres_max;
}

Result<void> add_vocabulary(State& state, const model::Genesis& genesis) {
  for (const auto& venue : genesis.venues) {
    TRY_VOID(check_new(state.venues(), venue));
    TRY_VOID(check_texts(model::record_key(venue), venue.name, ""));
    if (!is_near(venue.x_m) || !is_near(venue.y_m)) {
      return contradicts(model::record_key(venue), "lies more than 100 km away");
    }
    state.insert(venue);
  }
  for (const auto& skill : genesis.skills) {
    TRY_VOID(check_new(state.skills(), skill));
    TRY_VOID(check_texts(model::record_key(skill), skill.name, ""));
    if (!skill.sector.empty() && !state.sectors().contains(skill.sector)) {
      return contradicts(model::record_key(skill), "its sector is unknown");
    }
    if (!skill.certified_by.empty() && !state.guilds().contains(skill.certified_by)) {
      return contradicts(model::record_key(skill), "the guild that certifies it is unknown");
    }
    state.insert(skill);
  }
  return {};
}

Result<void> add_templates(State& state, const model::Genesis& genesis) {
  for (const auto& entry : genesis.templates) {
    TRY_VOID(check_new(state.templates(), entry));
    if (!state.guilds().contains(entry.draft.guild)) {
      return contradicts(model::record_key(entry), "its guild is unknown");
    }
    const Verdict draft = check_draft(state, entry.draft, DraftTimes::none);
    if (!draft) return contradicts(model::record_key(entry), row_of(draft.error()).sentence);
    state.insert(model::Template{.kind = entry.kind, .draft = completed(state, entry.draft)});
  }
  return {};
}

Result<void> add_invitations(State& state, const model::Genesis& genesis) {
  for (const auto& invitation : genesis.invitations) {
    TRY_VOID(check_new(state.invitations(), invitation));
    if (invitation.uses != 0 || invitation.revoked || invitation.uses_max == 0) {
      return contradicts(model::record_key(invitation), "a founder's invitation is fresh");
    }
    state.insert(invitation);
  }
  return {};
}

}  // namespace

Result<State> found(const model::Genesis& genesis, const model::ChainId& chain) {
  TRY_VOID(check_texts("commune", genesis.name, ""));
  if (genesis.zone.empty() || genesis.zone.size() > model::zone_size_max) {
    return contradicts("commune.zone", "a commune has a time zone");
  }
  if (genesis.keeper.is_zero()) return contradicts("commune.keeper", "is missing");
  State state;
  state.insert(model::Commune{.name = genesis.name,
                              .zone = genesis.zone,
                              .founded_at = genesis.founded_at,
                              .demo = genesis.demo,
                              .keeper = genesis.keeper,
                              .chain = chain,
                              .adults = genesis.adults,
                              .children = genesis.children});
  TRY_VOID(add_sectors(state, genesis));
  TRY_VOID(add_guilds(state, genesis));
  TRY_VOID(add_vocabulary(state, genesis));
  TRY_VOID(add_templates(state, genesis));
  TRY_VOID(add_invitations(state, genesis));
  return state;
}

}  // namespace commune::ledger

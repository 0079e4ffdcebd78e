#include "load/bench_commune.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/canonical.h"
#include "core/check.h"
#include "core/hash.h"

namespace commune::bench {
namespace {

constexpr std::array<std::string_view, 6> sectors{"food",        "healthcare", "education",
                                                  "maintenance", "governance", "arts"};
constexpr std::array<std::string_view, 12> verbs{
    "Cook dinner",     "Wash up",        "Weed the beds",  "Water the greenhouse",
    "Fix the pump",    "Paint the wall", "Teach reading",  "Visit the clinic",
    "Sort the pantry", "Bake bread",     "Sweep the hall", "Write the minutes"};
constexpr std::array<std::string_view, 8> places{"common house", "garden",   "barn",   "mill",
                                                 "orchard",      "workshop", "school", "pond"};

core::Digest digest_of(std::string_view what, std::size_t number) {
  return core::labelled_hash("commune/bench/v1",
                             {core::as_bytes(what), core::as_bytes(std::to_string(number))});
}

}  // namespace

trust::Seed BenchCommune::seed_of(std::string_view what, std::size_t number) {
  trust::Seed seed{};
  std::ranges::copy(digest_of(what, number).view(), seed.begin());
  return seed;
}

trust::Seed BenchCommune::root_seed(std::size_t person) { return seed_of("person", person); }

model::GuildId BenchCommune::guild(std::size_t number) {
  return *model::GuildId::parse(fmt::format("guild-{}", number));
}

BenchCommune::BenchCommune(std::size_t people, core::Time founded_at) : people_(people) {
  genesis_.name = "Bench";
  genesis_.zone = "Europe/Berlin";
  genesis_.founded_at = founded_at;
  genesis_.demo = true;
  genesis_.keeper = trust::SigningKey(seed_of("keeper", 0)).public_key();
  genesis_.adults = static_cast<std::uint32_t>(people);
  for (const std::string_view sector : sectors) {
    genesis_.sectors.push_back({*model::SectorId::parse(sector), std::string(sector), 20, ""});
  }
  for (std::size_t i = 0; i < guild_count; ++i) {
    genesis_.guilds.push_back({guild(i),
                               fmt::format("Guild {}", i),
                               *model::SectorId::parse(sectors[i % sectors.size()]),
                               "",
                               {},
                               {}});
  }
  for (const std::string_view place : places) {
    const auto id = *model::VenueId::parse(core::slug_from(place));
    genesis_.venues.push_back({id, std::string(place), 10, 20});
  }
  for (std::size_t i = 0; i * joins_per_invitation < people; ++i) {
    genesis_.invitations.push_back({trust::SigningKey(seed_of("door", i)).public_key(),
                                    founded_at + core::days(80), joins_per_invitation, 0, false});
  }
  chain_ = node::chain_of_genesis(core::encode_canonical(genesis_));
}

core::Bytes BenchCommune::sign(const model::Command& command, const trust::Seed& seed,
                               model::CredentialKind kind, core::Time now) const {
  const trust::SigningKey key(seed);
  return node::sign_command(command, {key, kind, chain_}, now + core::days(1), node::make_nonce());
}

core::Bytes BenchCommune::sign_as_member(const model::Command& command, std::size_t person,
                                         core::Time now) const {
  return sign(command, trust::member_seed(root_seed(person)), model::CredentialKind::member, now);
}

core::Bytes BenchCommune::join(std::size_t person, core::Time now) const {
  const trust::Seed seed = trust::member_seed(root_seed(person));
  const auto newcomer = trust::SigningKey(seed).public_key();
  const trust::SigningKey door(seed_of("door", person / joins_per_invitation));
  const model::Join join{fmt::format("Person {}", person), door.public_key(),
                         door.sign(trust::invitation_label, {chain_.view(), newcomer.view()})};
  return sign(join, seed, model::CredentialKind::newcomer, now);
}

node::Founding BenchCommune::founding(std::vector<node::DatedCommand> history) const {
  return {genesis_, seed_of("keeper", 0), std::move(history)};
}

model::TaskDraft draft_of(std::size_t number, std::size_t person, core::Time start) {
  model::TaskDraft draft;
  draft.guild = BenchCommune::guild(guild_of(person));
  const auto place = places[number / 7 % places.size()];
  draft.title = fmt::format("{} at the {}", verbs[number % verbs.size()], place);
  draft.why = "Because it keeps all of us fed, warm and well.";
  draft.details =
      fmt::format("Meet at the door of the {} ten minutes before. Gloves are there.", place);
  draft.venue = *model::VenueId::parse(core::slug_from(place));
  draft.start = start;
  draft.end = start + core::minutes(60 + static_cast<std::int64_t>(number % 4) * 30);
  draft.people_min = 3;
  draft.people_max = 8;
  draft.importance = static_cast<std::uint32_t>(1 + number % 3);
  return draft;
}

model::TaskId task_id_of(std::string_view what, std::size_t number) {
  const auto id = model::TaskId::from(digest_of(what, number).view().first(model::TaskId::size));
  CHECK(id.has_value());
  return *id;
}

}  // namespace commune::bench

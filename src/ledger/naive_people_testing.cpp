// The naive ledger's founding, envelopes, people and guilds.
#include <algorithm>

#include "core/hash.h"
#include "ledger/naive_ledger_testing.h"

namespace commune::ledger::testing {
namespace {

constexpr std::int64_t day = 86'400;

bool has_words(const std::string& text) {
  return text.find_first_not_of(" \t\n") != std::string::npos;
}

std::optional<Rejection> name_trouble(const std::string& name) {
  if (!has_words(name)) return Rejection::text_missing;
  if (name.size() > 80) return Rejection::text_too_long;
  return std::nullopt;
}

bool contains(const std::vector<model::MemberId>& people, const model::MemberId& who) {
  return std::find(people.begin(), people.end(), who) != people.end();
}

void remove(std::vector<model::MemberId>& people, const model::MemberId& who) {
  people.erase(std::remove(people.begin(), people.end(), who), people.end());
}

void add(std::vector<model::MemberId>& people, const model::MemberId& who) {
  people.push_back(who);
  std::sort(people.begin(), people.end());
}

}  // namespace

NaiveLedger::NaiveLedger(const model::Genesis& genesis, const model::ChainId& chain)
    : chain_(chain), keeper_(genesis.keeper) {
  records_.emplace_back(model::Commune{genesis.name, genesis.zone, genesis.founded_at, genesis.demo,
                                       genesis.keeper, chain, genesis.adults, genesis.children});
  for (const auto& sector : genesis.sectors) records_.emplace_back(sector);
  for (const auto& guild : genesis.guilds) records_.emplace_back(guild);
  for (const auto& venue : genesis.venues) records_.emplace_back(venue);
  for (const auto& skill : genesis.skills) records_.emplace_back(skill);
  for (auto entry : genesis.templates) {
    entry.draft = filled_in(entry.draft);
    records_.emplace_back(entry);
  }
  for (const auto& invitation : genesis.invitations) records_.emplace_back(invitation);
}

template <class Noun>
std::size_t NaiveLedger::how_many() const {
  std::size_t count = 0;
  for (const auto& record : records_) count += std::holds_alternative<Noun>(record) ? 1U : 0U;
  return count;
}

void NaiveLedger::begin_block(core::Time now) {
  std::vector<Remembered> kept;
  for (const Remembered& entry : remembered_) {
    if (entry.first.seconds >= now.seconds) kept.push_back(entry);
  }
  remembered_ = kept;
}

NaiveLedger::Answer NaiveLedger::apply(const model::VerifiedCommand& command, core::Time now) {
  command_ = &command;
  now_ = now.seconds;
  const auto label = core::as_bytes("commune/member/v1");
  core::Bytes named(label.begin(), label.end());
  named.push_back(0);
  named.insert(named.end(), command.key.view().begin(), command.key.view().end());
  me_ = *model::MemberId::from(core::sha256(named).view().first(16));

  Answer answer = envelope_trouble();
  if (!answer) answer = signer_trouble();
  if (!answer) answer = std::visit([&](const auto& body) { return obey(body); }, command.command);
  if (!answer) remembered_.emplace_back(command.expires_at, command.id);
  return answer;
}

NaiveLedger::Answer NaiveLedger::envelope_trouble() {
  const Remembered this_one{command_->expires_at, command_->id};
  if (std::find(remembered_.begin(), remembered_.end(), this_one) != remembered_.end()) {
    return Rejection::replayed;
  }
  if (command_->expires_at.seconds < now_) return Rejection::expired;
  if (command_->expires_at.seconds > now_ + 7 * day) return Rejection::expires_too_late;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::signer_trouble() {
  using model::CredentialKind;
  const auto& body = command_->command;
  const std::string name(model::name_of(body));
  const auto one_of = [&](std::initializer_list<const char*> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  const bool of_a_place =
      one_of({"hand_back", "seek_swap", "mark_done", "give_feedback", "hide_name"});
  const bool of_a_newcomer = name == "join";
  const bool keeper_may_too =
      one_of({"found_guild", "put_skill", "put_venue", "put_template", "post_task", "set_guests",
              "post_occurrence", "open_round", "clear_round"});
  switch (command_->credential) {
    case CredentialKind::participant:
      if (!of_a_place) return Rejection::wrong_credential;
      return std::nullopt;
    case CredentialKind::newcomer:
      if (!of_a_newcomer) return Rejection::wrong_credential;
      return std::nullopt;
    case CredentialKind::keeper:
      if (!keeper_may_too) return Rejection::wrong_credential;
      if (command_->key != keeper_) return Rejection::unknown_signer;
      return std::nullopt;
    case CredentialKind::device: {
      if (!one_of({"raise_alert", "relay_call", "adjust_call", "set_visitors"})) {
        return Rejection::wrong_credential;
      }
      const auto* device = look_for<model::Device>(command_->key);
      if (device == nullptr || device->removed) return Rejection::unknown_signer;
      return std::nullopt;
    }
    case CredentialKind::member: break;
  }
  const bool of_a_device = one_of({"relay_call", "adjust_call", "set_visitors"});
  if (of_a_place || of_a_newcomer || of_a_device) return Rejection::wrong_credential;
  const auto* member = look_for<model::Member>(me_);
  if (member == nullptr) return Rejection::unknown_signer;
  if (member->left) return Rejection::signer_left;
  return std::nullopt;
}

bool NaiveLedger::i_am_in(const model::GuildId& guild) {
  return contains(look_for<model::Guild>(guild)->members, me_);
}

bool NaiveLedger::i_lead(const model::GuildId& guild) {
  const auto* record = look_for<model::Guild>(guild);
  // Without a steward the members lead together.
  return contains(record->stewards.empty() ? record->members : record->stewards, me_);
}

NaiveLedger::Answer NaiveLedger::steward_trouble(const model::GuildId& guild) {
  if (look_for<model::Guild>(guild) == nullptr) return Rejection::guild_unknown;
  if (!is_keeper() && !i_lead(guild)) return Rejection::not_a_steward;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::certifier_trouble(const model::SkillId& skill_id,
                                                   const model::MemberId& member_id) {
  const auto* skill = look_for<model::Skill>(skill_id);
  if (skill == nullptr) return Rejection::skill_unknown;
  if (skill->certified_by.empty()) return Rejection::not_a_certificate;
  if (const Answer trouble = steward_trouble(skill->certified_by)) return trouble;
  const auto* member = look_for<model::Member>(member_id);
  if (member == nullptr || member->left) return Rejection::member_unknown;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::CreateInvitation& command) {
  if (command.invitation_key == model::PublicKey{} ||
      look_for<model::Invitation>(command.invitation_key) != nullptr) {
    return Rejection::invitation_exists;
  }
  const std::int64_t lasts = command.expires_at.seconds - now_;
  if (lasts <= 0 || lasts > 90 * day || command.uses_max == 0 || command.uses_max > 50) {
    return Rejection::invitation_out_of_range;
  }
  records_.emplace_back(
      model::Invitation{command.invitation_key, command.expires_at, command.uses_max, 0, false});
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::RevokeInvitation& command) {
  auto* invitation = look_for<model::Invitation>(command.invitation_key);
  if (invitation == nullptr) return Rejection::invitation_unknown;
  if (invitation->revoked) return Rejection::invitation_revoked;
  invitation->revoked = true;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::Join& command) {
  if (look_for<model::Member>(me_) != nullptr) return Rejection::already_member;
  auto* invitation = look_for<model::Invitation>(command.invitation_key);
  if (invitation == nullptr) return Rejection::invitation_unknown;
  if (invitation->revoked) return Rejection::invitation_revoked;
  if (invitation->expires_at.seconds < now_) return Rejection::invitation_expired;
  if (invitation->uses == invitation->uses_max) return Rejection::invitation_used_up;
  if (const Answer trouble = name_trouble(command.name)) return trouble;
  ++invitation->uses;
  records_.emplace_back(model::Member{me_, command_->key, command.name, {now_}, false, {}});
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::RenameMember& command) {
  if (const Answer trouble = name_trouble(command.name)) return trouble;
  look_for<model::Member>(me_)->name = command.name;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::LeaveCommune&) {
  for (auto& record : records_) {
    if (auto* guild = std::get_if<model::Guild>(&record)) {
      remove(guild->members, me_);
      remove(guild->stewards, me_);
    }
  }
  look_for<model::Member>(me_)->left = true;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::FoundGuild& command) {
  if (command.guild.empty()) return Rejection::text_missing;
  if (look_for<model::Guild>(command.guild) != nullptr) return Rejection::guild_exists;
  if (look_for<model::Sector>(command.sector) == nullptr) return Rejection::sector_unknown;
  if (how_many<model::Guild>() >= 1000) return Rejection::limit_reached;
  if (const Answer trouble = name_trouble(command.name)) return trouble;
  if (command.about.size() > 1000) return Rejection::text_too_long;
  model::Guild guild{command.guild, command.name, command.sector, command.about, {}, {}};
  if (!is_keeper()) {
    guild.members.push_back(me_);
    guild.stewards.push_back(me_);
  }
  records_.emplace_back(guild);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::ChangeGuild& command) {
  if (const Answer trouble = steward_trouble(command.guild)) return trouble;
  if (const Answer trouble = name_trouble(command.name)) return trouble;
  if (command.about.size() > 1000) return Rejection::text_too_long;
  auto* guild = look_for<model::Guild>(command.guild);
  guild->name = command.name;
  guild->about = command.about;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::JoinGuild& command) {
  auto* guild = look_for<model::Guild>(command.guild);
  if (guild == nullptr) return Rejection::guild_unknown;
  if (contains(guild->members, me_)) return Rejection::already_in_guild;
  if (guild->members.size() >= 5000) return Rejection::limit_reached;
  add(guild->members, me_);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::LeaveGuild& command) {
  auto* guild = look_for<model::Guild>(command.guild);
  if (guild == nullptr) return Rejection::guild_unknown;
  if (!contains(guild->members, me_)) return Rejection::not_in_guild;
  remove(guild->members, me_);
  remove(guild->stewards, me_);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::GrantStewardship& command) {
  if (const Answer trouble = steward_trouble(command.guild)) return trouble;
  auto* guild = look_for<model::Guild>(command.guild);
  if (!contains(guild->members, command.member)) return Rejection::member_unknown;
  if (contains(guild->stewards, command.member)) return Rejection::already_steward;
  add(guild->stewards, command.member);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::StepDown& command) {
  auto* guild = look_for<model::Guild>(command.guild);
  if (guild == nullptr) return Rejection::guild_unknown;
  if (!contains(guild->stewards, me_)) return Rejection::not_a_steward;
  remove(guild->stewards, me_);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::PutSkill& command) {
  if (command.skill.empty()) return Rejection::text_missing;
  auto* skill = look_for<model::Skill>(command.skill);
  if (skill == nullptr && how_many<model::Skill>() >= 5000) return Rejection::limit_reached;
  // Both the guild that certified until now and the one that shall from now on must agree.
  if (skill != nullptr && !skill->certified_by.empty()) {
    if (const Answer trouble = steward_trouble(skill->certified_by)) return trouble;
    if (command.certified_by.empty()) return Rejection::certificate_stays;
  }
  if (!command.certified_by.empty()) {
    if (const Answer trouble = steward_trouble(command.certified_by)) return trouble;
  }
  if (!command.sector.empty() && look_for<model::Sector>(command.sector) == nullptr) {
    return Rejection::sector_unknown;
  }
  if (const Answer trouble = name_trouble(command.name)) return trouble;
  const model::Skill put{command.skill, command.name, command.sector, command.certified_by};
  if (skill != nullptr) {
    *skill = put;
  } else {
    records_.emplace_back(put);
  }
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::GrantCertificate& command) {
  if (const Answer trouble = certifier_trouble(command.skill, command.member)) return trouble;
  if (command.valid_until.seconds != 0 && command.valid_until.seconds <= now_) {
    return Rejection::certificate_in_past;
  }
  auto& held = look_for<model::Member>(command.member)->certificates;
  for (auto& certificate : held) {
    if (certificate.skill != command.skill) continue;
    certificate.valid_until = command.valid_until;
    return std::nullopt;
  }
  if (held.size() >= 64) return Rejection::limit_reached;
  held.push_back({command.skill, command.valid_until});
  std::sort(held.begin(), held.end(),
            [](const auto& a, const auto& b) { return a.skill < b.skill; });
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::RevokeCertificate& command) {
  if (const Answer trouble = certifier_trouble(command.skill, command.member)) return trouble;
  auto& held = look_for<model::Member>(command.member)->certificates;
  for (auto entry = held.begin(); entry != held.end(); ++entry) {
    if (entry->skill != command.skill) continue;
    held.erase(entry);
    return std::nullopt;
  }
  return Rejection::certificate_not_held;
}

NaiveLedger::Answer NaiveLedger::obey(const model::PutVenue& command) {
  if (command.venue.empty()) return Rejection::text_missing;
  auto* venue = look_for<model::Venue>(command.venue);
  if (venue == nullptr && how_many<model::Venue>() >= 5000) return Rejection::limit_reached;
  for (const std::int64_t metres : {command.x_m, command.y_m}) {
    if (metres < -100'000 || metres > 100'000) return Rejection::position_out_of_range;
  }
  if (const Answer trouble = name_trouble(command.name)) return trouble;
  const model::Venue put{command.venue, command.name, command.x_m, command.y_m};
  if (venue != nullptr) {
    *venue = put;
  } else {
    records_.emplace_back(put);
  }
  return std::nullopt;
}

}  // namespace commune::ledger::testing

#include <algorithm>

#include "core/check.h"
#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::ledger {
namespace {

void add_sorted(std::vector<model::MemberId>& people, const model::MemberId& member) {
  people.insert(std::ranges::lower_bound(people, member), member);
}

const model::Certificate* find_certificate(const model::Member& member,
                                           const model::SkillId& skill) {
  const auto found = std::ranges::find(member.certificates, skill, &model::Certificate::skill);
  return found == member.certificates.end() ? nullptr : &*found;
}

// The signer may give or take this certificate.
Verdict check_certifier(const State& state, const Context& context, const model::SkillId& skill_id,
                        const model::MemberId& member_id) {
  const model::Skill* skill = state.skills().find(skill_id);
  if (skill == nullptr) return refuse(Rejection::skill_unknown);
  if (skill->certified_by.empty()) return refuse(Rejection::not_a_certificate);
  TRY_RULE(check_steward(state, context, skill->certified_by));
  const model::Member* member = state.members().find(member_id);
  if (member == nullptr || member->left) return refuse(Rejection::member_unknown);
  return {};
}

bool is_in_range(std::int32_t metres) {
  return metres >= -model::metres_max && metres <= model::metres_max;
}

}  // namespace

// ---- found_guild: whoever founds it is its first steward

Verdict check_rule(const State& state, const Context&, const model::FoundGuild& command) {
  if (command.guild.empty()) return refuse(Rejection::text_missing);
  if (state.guilds().contains(command.guild)) return refuse(Rejection::guild_exists);
  if (!state.sectors().contains(command.sector)) return refuse(Rejection::sector_unknown);
  if (state.guilds().size() >= model::guilds_max) return refuse(Rejection::limit_reached);
  TRY_RULE(check_text(command.name, model::name_size_max));
  return check_optional_text(command.about, model::about_size_max);
}

void perform_rule(State& state, const Context& context, const model::FoundGuild& command,
                  Events& events) {
  model::Guild guild{.guild = command.guild,
                     .name = command.name,
                     .sector = command.sector,
                     .about = command.about};
  if (context.member != nullptr) {
    guild.members = {context.member->member};
    guild.stewards = {context.member->member};
  }
  state.insert(std::move(guild));
  events.push_back({EventKind::guild_founded, command.guild});
}

// ---- change_guild

Verdict check_rule(const State& state, const Context& context, const model::ChangeGuild& command) {
  TRY_RULE(check_steward(state, context, command.guild));
  TRY_RULE(check_text(command.name, model::name_size_max));
  return check_optional_text(command.about, model::about_size_max);
}

void perform_rule(State& state, const Context&, const model::ChangeGuild& command, Events& events) {
  auto& guild = state.edit<model::Guild>(command.guild);
  guild.name = command.name;
  guild.about = command.about;
  events.push_back({EventKind::guild_changed, command.guild});
}

// ---- join_guild

Verdict check_rule(const State& state, const Context& context, const model::JoinGuild& command) {
  const model::Guild* guild = state.guilds().find(command.guild);
  if (guild == nullptr) return refuse(Rejection::guild_unknown);
  if (is_in(guild->members, context.member->member)) return refuse(Rejection::already_in_guild);
  if (guild->members.size() >= model::members_per_guild_max) {
    return refuse(Rejection::limit_reached);
  }
  return {};
}

void perform_rule(State& state, const Context& context, const model::JoinGuild& command,
                  Events& events) {
  add_sorted(state.edit<model::Guild>(command.guild).members, context.member->member);
  events.push_back({EventKind::guild_changed, command.guild});
}

// ---- leave_guild

Verdict check_rule(const State& state, const Context& context, const model::LeaveGuild& command) {
  const model::Guild* guild = state.guilds().find(command.guild);
  if (guild == nullptr) return refuse(Rejection::guild_unknown);
  if (!is_in(guild->members, context.member->member)) return refuse(Rejection::not_in_guild);
  return {};
}

void perform_rule(State& state, const Context& context, const model::LeaveGuild& command,
                  Events& events) {
  auto& guild = state.edit<model::Guild>(command.guild);
  std::erase(guild.members, context.member->member);
  std::erase(guild.stewards, context.member->member);
  events.push_back({EventKind::guild_changed, command.guild});
}

// ---- grant_stewardship

Verdict check_rule(const State& state, const Context& context,
                   const model::GrantStewardship& command) {
  TRY_RULE(check_steward(state, context, command.guild));
  const model::Guild* guild = state.guilds().find(command.guild);
  if (!is_in(guild->members, command.member)) return refuse(Rejection::member_unknown);
  if (is_in(guild->stewards, command.member)) return refuse(Rejection::already_steward);
  return {};
}

void perform_rule(State& state, const Context&, const model::GrantStewardship& command,
                  Events& events) {
  add_sorted(state.edit<model::Guild>(command.guild).stewards, command.member);
  events.push_back({EventKind::guild_changed, command.guild});
}

// ---- step_down

Verdict check_rule(const State& state, const Context& context, const model::StepDown& command) {
  const model::Guild* guild = state.guilds().find(command.guild);
  if (guild == nullptr) return refuse(Rejection::guild_unknown);
  if (!is_in(guild->stewards, context.member->member)) return refuse(Rejection::not_a_steward);
  return {};
}

void perform_rule(State& state, const Context& context, const model::StepDown& command,
                  Events& events) {
  std::erase(state.edit<model::Guild>(command.guild).stewards, context.member->member);
  events.push_back({EventKind::guild_changed, command.guild});
}

// ---- put_skill: a certificate's definition belongs to the guild that certifies

Verdict check_rule(const State& state, const Context& context, const model::PutSkill& command) {
  if (command.skill.empty()) return refuse(Rejection::text_missing);
  const model::Skill* skill = state.skills().find(command.skill);
  if (skill == nullptr && state.skills().size() >= model::skills_max) {
    return refuse(Rejection::limit_reached);
  }
  if (skill != nullptr && !skill->certified_by.empty()) {
    TRY_RULE(check_steward(state, context, skill->certified_by));
    // Tasks rely on it: another guild may take over, but nobody makes it a matter of opinion again.
    if (command.certified_by.empty()) return refuse(Rejection::certificate_stays);
  }
  if (!command.certified_by.empty()) TRY_RULE(check_steward(state, context, command.certified_by));
  if (!command.sector.empty() && !state.sectors().contains(command.sector)) {
    return refuse(Rejection::sector_unknown);
  }
  return check_text(command.name, model::name_size_max);
}

void perform_rule(State& state, const Context&, const model::PutSkill& command, Events& events) {
  const model::Skill skill{.skill = command.skill,
                           .name = command.name,
                           .sector = command.sector,
                           .certified_by = command.certified_by};
  if (state.skills().contains(command.skill)) {
    state.edit<model::Skill>(command.skill) = skill;
  } else {
    state.insert(skill);
  }
  events.push_back({EventKind::skill_changed, command.skill});
}

// ---- grant_certificate: a second grant renews the first

Verdict check_rule(const State& state, const Context& context,
                   const model::GrantCertificate& command) {
  TRY_RULE(check_certifier(state, context, command.skill, command.member));
  if (command.valid_until.is_set() && command.valid_until <= context.now) {
    return refuse(Rejection::certificate_in_past);
  }
  const model::Member* member = state.members().find(command.member);
  if (find_certificate(*member, command.skill) == nullptr &&
      member->certificates.size() >= model::certificates_per_member_max) {
    return refuse(Rejection::limit_reached);
  }
  return {};
}

void perform_rule(State& state, const Context&, const model::GrantCertificate& command,
                  Events& events) {
  auto& certificates = state.edit<model::Member>(command.member).certificates;
  const auto at =
      std::ranges::lower_bound(certificates, command.skill, {}, &model::Certificate::skill);
  if (at != certificates.end() && at->skill == command.skill) {
    at->valid_until = command.valid_until;
  } else {
    certificates.insert(at, {command.skill, command.valid_until});
  }
  events.push_back({EventKind::member_changed, command.member});
}

// ---- revoke_certificate

Verdict check_rule(const State& state, const Context& context,
                   const model::RevokeCertificate& command) {
  TRY_RULE(check_certifier(state, context, command.skill, command.member));
  if (find_certificate(*state.members().find(command.member), command.skill) == nullptr) {
    return refuse(Rejection::certificate_not_held);
  }
  return {};
}

void perform_rule(State& state, const Context&, const model::RevokeCertificate& command,
                  Events& events) {
  std::erase_if(state.edit<model::Member>(command.member).certificates,
                [&](const model::Certificate& held) { return held.skill == command.skill; });
  events.push_back({EventKind::member_changed, command.member});
}

// ---- put_venue

Verdict check_rule(const State& state, const Context&, const model::PutVenue& command) {
  if (command.venue.empty()) return refuse(Rejection::text_missing);
  if (!state.venues().contains(command.venue) && state.venues().size() >= model::venues_max) {
    return refuse(Rejection::limit_reached);
  }
  if (!is_in_range(command.x_m) || !is_in_range(command.y_m)) {
    return refuse(Rejection::position_out_of_range);
  }
  return check_text(command.name, model::name_size_max);
}

void perform_rule(State& state, const Context&, const model::PutVenue& command, Events& events) {
  const model::Venue venue{
      .venue = command.venue, .name = command.name, .x_m = command.x_m, .y_m = command.y_m};
  if (state.venues().contains(command.venue)) {
    state.edit<model::Venue>(command.venue) = venue;
  } else {
    state.insert(venue);
  }
  events.push_back({EventKind::venue_changed, command.venue});
}

}  // namespace commune::ledger

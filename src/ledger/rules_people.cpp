#include <algorithm>

#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::ledger {

// ---- create_invitation

Verdict check_rule(const State& state, const Context& context,
                   const model::CreateInvitation& command) {
  if (state.invitations().contains(command.invitation_key) || command.invitation_key.is_zero()) {
    return refuse(Rejection::invitation_exists);
  }
  const bool lasts = command.expires_at > context.now &&
                     command.expires_at <= context.now + model::invitation_life_max;
  const bool serves = command.uses_max >= 1 && command.uses_max <= model::invitation_uses_max;
  if (!lasts || !serves) return refuse(Rejection::invitation_out_of_range);
  return {};
}

void perform_rule(State& state, const Context&, const model::CreateInvitation& command,
                  Events& events) {
  state.insert(model::Invitation{.invitation_key = command.invitation_key,
                                 .expires_at = command.expires_at,
                                 .uses_max = command.uses_max});
  events.push_back({EventKind::invitation_changed, command.invitation_key});
}

// ---- revoke_invitation

Verdict check_rule(const State& state, const Context&, const model::RevokeInvitation& command) {
  const model::Invitation* invitation = state.invitations().find(command.invitation_key);
  if (invitation == nullptr) return refuse(Rejection::invitation_unknown);
  if (invitation->revoked) return refuse(Rejection::invitation_revoked);
  return {};
}

void perform_rule(State& state, const Context&, const model::RevokeInvitation& command,
                  Events& events) {
  state.edit<model::Invitation>(command.invitation_key).revoked = true;
  events.push_back({EventKind::invitation_changed, command.invitation_key});
}

// ---- join

Verdict check_rule(const State& state, const Context& context, const model::Join& command) {
  if (state.members().contains(model::member_id_of(context.command.key))) {
    return refuse(Rejection::already_member);
  }
  const model::Invitation* invitation = state.invitations().find(command.invitation_key);
  if (invitation == nullptr) return refuse(Rejection::invitation_unknown);
  if (invitation->revoked) return refuse(Rejection::invitation_revoked);
  if (invitation->expires_at < context.now) return refuse(Rejection::invitation_expired);
  if (invitation->uses >= invitation->uses_max) return refuse(Rejection::invitation_used_up);
  return check_text(command.name, model::name_size_max);
}

void perform_rule(State& state, const Context& context, const model::Join& command,
                  Events& events) {
  const model::MemberId id = model::member_id_of(context.command.key);
  state.edit<model::Invitation>(command.invitation_key).uses += 1;
  state.insert(model::Member{
      .member = id, .key = context.command.key, .name = command.name, .joined_at = context.now});
  events.push_back({EventKind::member_joined, id});
}

// ---- rename_member

Verdict check_rule(const State&, const Context&, const model::RenameMember& command) {
  return check_text(command.name, model::name_size_max);
}

void perform_rule(State& state, const Context& context, const model::RenameMember& command,
                  Events& events) {
  state.edit<model::Member>(context.member->member).name = command.name;
  events.push_back({EventKind::member_changed, context.member->member});
}

// ---- leave_commune: out of every guild; places are the device's to hand back first

Verdict check_rule(const State&, const Context&, const model::LeaveCommune&) { return {}; }

void perform_rule(State& state, const Context& context, const model::LeaveCommune&,
                  Events& events) {
  const model::MemberId id = context.member->member;
  std::vector<model::GuildId> guilds;
  for (const auto& [guild, row] : state.guilds()) {
    if (is_in(row.record.members, id)) guilds.push_back(guild);
  }
  for (const model::GuildId& guild : guilds) {
    auto& record = state.edit<model::Guild>(guild);
    std::erase(record.members, id);
    std::erase(record.stewards, id);
    events.push_back({EventKind::guild_changed, guild});
  }
  state.edit<model::Member>(id).left = true;
  events.push_back({EventKind::member_changed, id});
}

}  // namespace commune::ledger

#include "ledger/apply.h"

#include <utility>

#include "core/check.h"
#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::ledger {
namespace {

using model::CredentialKind;

// Which keys may sign which command. The keeper is the node: it posts work and vocabulary that are
// imported or come from a standing request, and never acts for a person.
struct Signers {
  bool member = false;
  bool participant = false;
  bool keeper = false;
  bool newcomer = false;
  bool device = false;
};

constexpr Signers by_member{.member = true};
constexpr Signers by_member_or_keeper{.member = true, .keeper = true};
constexpr Signers by_participant{.participant = true};
constexpr Signers by_newcomer{.newcomer = true};
constexpr Signers by_member_or_device{.member = true, .device = true};
constexpr Signers by_device{.device = true};

constexpr Signers signers_of(const model::Join&) { return by_newcomer; }
constexpr Signers signers_of(const model::FoundGuild&) { return by_member_or_keeper; }
constexpr Signers signers_of(const model::PutSkill&) { return by_member_or_keeper; }
constexpr Signers signers_of(const model::PutVenue&) { return by_member_or_keeper; }
constexpr Signers signers_of(const model::PutTemplate&) { return by_member_or_keeper; }
constexpr Signers signers_of(const model::PostTask&) { return by_member_or_keeper; }
constexpr Signers signers_of(const model::SetGuests&) { return by_member_or_keeper; }
constexpr Signers signers_of(const model::PostOccurrence&) { return by_member_or_keeper; }
constexpr Signers signers_of(const model::HandBack&) { return by_participant; }
constexpr Signers signers_of(const model::SeekSwap&) { return by_participant; }
constexpr Signers signers_of(const model::MarkDone&) { return by_participant; }
constexpr Signers signers_of(const model::GiveFeedback&) { return by_participant; }
constexpr Signers signers_of(const model::HideName&) { return by_participant; }
constexpr Signers signers_of(const model::OpenRound&) { return by_member_or_keeper; }
constexpr Signers signers_of(const model::ClearRound&) { return by_member_or_keeper; }
constexpr Signers signers_of(const model::RaiseAlert&) { return by_member_or_device; }
constexpr Signers signers_of(const model::RelayCall&) { return by_device; }
constexpr Signers signers_of(const model::AdjustCall&) { return by_device; }
constexpr Signers signers_of(const model::SetVisitors&) { return by_device; }
constexpr Signers signers_of(const auto&) { return by_member; }

constexpr bool allows(const Signers& signers, CredentialKind kind) {
  switch (kind) {
    case CredentialKind::member: return signers.member;
    case CredentialKind::participant: return signers.participant;
    case CredentialKind::keeper: return signers.keeper;
    case CredentialKind::newcomer: return signers.newcomer;
    case CredentialKind::device: return signers.device;
  }
  return false;
}

Verdict check_envelope(const State& state, const model::VerifiedCommand& command, core::Time now) {
  if (state.seen_commands().contains(SeenCommand{command.expires_at, command.id})) {
    return refuse(Rejection::replayed);
  }
  if (command.expires_at < now) return refuse(Rejection::expired);
  if (command.expires_at > now + model::envelope_life_max) {
    return refuse(Rejection::expires_too_late);
  }
  return {};
}

Verdict check_signer(const State& state, const Context& context) {
  const auto signers =
      std::visit([](const auto& body) { return signers_of(body); }, context.command.command);
  if (!allows(signers, context.command.credential)) return refuse(Rejection::wrong_credential);
  if (context.is_keeper() && context.command.key != state.commune().keeper) {
    return refuse(Rejection::unknown_signer);
  }
  if (context.command.credential == CredentialKind::member) {
    if (context.member == nullptr) return refuse(Rejection::unknown_signer);
    if (context.member->left) return refuse(Rejection::signer_left);
  }
  if (context.command.credential == CredentialKind::device &&
      (context.device == nullptr || context.device->removed)) {
    return refuse(Rejection::unknown_signer);
  }
  return {};
}

Context context_of(const State& state, const model::VerifiedCommand& command, core::Time now) {
  Context context{.command = command, .now = now};
  if (command.credential == CredentialKind::member) {
    context.member = state.members().find(model::member_id_of(command.key));
  }
  if (command.credential == CredentialKind::device) {
    context.device = state.devices().find(command.key);
  }
  return context;
}

Verdict check_in(const State& state, const Context& context) {
  TRY_RULE(check_envelope(state, context.command, context.now));
  TRY_RULE(check_signer(state, context));
  return std::visit([&](const auto& body) { return check_rule(state, context, body); },
                    context.command.command);
}

}  // namespace

Verdict check(const State& state, const model::VerifiedCommand& command, core::Time now) {
  return check_in(state, context_of(state, command, now));
}

Outcome apply(State& state, const model::VerifiedCommand& command, core::Time now) {
  const Context context = context_of(state, command, now);
  if (const Verdict verdict = check_in(state, context); !verdict) {
    return std::unexpected(verdict.error());
  }
  Events events;
  std::visit([&](const auto& body) { perform_rule(state, context, body, events); },
             command.command);
  CHECK(!events.empty());
  for (const Event& event : events) {
    if (const auto* task = std::get_if<model::TaskId>(&event.subject))
      state.note_shortage(*task, now);
  }
  state.remember(SeenCommand{command.expires_at, command.id});
  return events;
}

void begin_block(State& state, core::Time now) { state.forget_expired(now); }

void note_shortages(State& state, core::Time now) {
  for (const auto& [task, row] : state.tasks()) state.note_shortage(task, now);
}

}  // namespace commune::ledger

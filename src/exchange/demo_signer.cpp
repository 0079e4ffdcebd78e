#include "exchange/demo_signer.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <utility>

#include "core/check.h"
#include "core/hash.h"
#include "model/limits.h"
#include "trust/signature.h"
#include "trust/verify.h"
#include "wire/envelope_codec.h"

namespace commune::exchange {
namespace {

trust::SigningKey invitation_key(std::size_t person) {
  const std::string name = fmt::format("{}", person / model::invitation_uses_max);
  const auto digest = core::labelled_hash("commune/demo/invitation/v1", {core::as_bytes(name)});
  trust::Seed seed{};
  std::ranges::copy(digest.view(), seed.begin());
  return trust::SigningKey(seed);
}

struct Signer {
  trust::SigningKey key;
  model::CredentialKind kind;
};

Signer signer_of(const DemoPeople& people, const trust::SigningKey& keeper,
                 const DemoSigner& signer) {
  using model::CredentialKind;
  if (const auto* member = std::get_if<ByMember>(&signer)) {
    return {people.key(member->person), CredentialKind::member};
  }
  if (const auto* newcomer = std::get_if<ByNewcomer>(&signer)) {
    return {people.key(newcomer->person), CredentialKind::newcomer};
  }
  if (const auto* place = std::get_if<ByParticipant>(&signer)) {
    return {trust::SigningKey(trust::participant_seed(people.root(place->person), place->task)),
            CredentialKind::participant};
  }
  return {keeper, CredentialKind::keeper};
}

}  // namespace

std::vector<model::Invitation> DemoSigners::invitations(std::size_t people, core::Time expires_at) {
  std::vector<model::Invitation> invitations;
  for (std::size_t person = 0; person < people; person += model::invitation_uses_max) {
    invitations.push_back({.invitation_key = invitation_key(person).public_key(),
                           .expires_at = expires_at,
                           .uses_max = model::invitation_uses_max});
  }
  return invitations;
}

SignedStep DemoSigners::sign(const DemoStep& step) {
  const Signer signer = signer_of(people_, keeper_, step.signer);
  model::Command command = step.command;
  if (auto* join = std::get_if<model::Join>(&command)) {
    const trust::SigningKey vouches = invitation_key(std::get<ByNewcomer>(step.signer).person);
    join->invitation_key = vouches.public_key();
    join->invitation_signature =
        vouches.sign(trust::invitation_label, {chain_.view(), signer.key.public_key().view()});
  }
  const std::string number = fmt::format("{}", count_++);
  const auto nonce = model::Nonce::from(
      core::labelled_hash("commune/demo/nonce/v1", {core::as_bytes(number)}).view().first(16));
  CHECK(nonce.has_value());
  model::Envelope envelope{chain_,
                           *nonce,
                           step.time + core::days(1),
                           signer.kind,
                           signer.key.public_key(),
                           std::move(command)};
  const model::SignedEnvelope signed_envelope =
      trust::sign_envelope(wire::encode_envelope(envelope), signer.key);
  return {wire::encode_signed_envelope(signed_envelope),
          model::VerifiedCommand{core::sha256(signed_envelope.envelope), envelope.credential,
                                 envelope.key, envelope.expires_at, std::move(envelope.command)}};
}

}  // namespace commune::exchange

#include "trust/verify.h"

#include <utility>

#include "core/hash.h"

namespace commune::trust {

using core::ErrorCode;

model::SignedEnvelope sign_envelope(core::Bytes envelope_bytes, const SigningKey& key) {
  const model::Signature signature = key.sign(envelope_label, {envelope_bytes});
  return {std::move(envelope_bytes), signature};
}

core::Result<model::VerifiedCommand> verify_envelope(const model::SignedEnvelope& signed_envelope,
                                                     model::Envelope parsed,
                                                     const model::ChainId& chain) {
  if (parsed.chain != chain) {
    return core::fail(ErrorCode::conflict, "this command was made for another commune");
  }
  if (!is_signed_by(parsed.key, signed_envelope.signature, envelope_label,
                    {signed_envelope.envelope})) {
    return core::fail(ErrorCode::forged, "the signature does not belong to this command");
  }
  if (const auto* join = std::get_if<model::Join>(&parsed.command)) {
    if (!is_signed_by(join->invitation_key, join->invitation_signature, invitation_label,
                      {chain.view(), parsed.key.view()})) {
      return core::fail(ErrorCode::forged, "the invitation was not made out for this key");
    }
  }
  return model::VerifiedCommand{core::sha256(signed_envelope.envelope), parsed.credential,
                                parsed.key, parsed.expires_at, std::move(parsed.command)};
}

}  // namespace commune::trust

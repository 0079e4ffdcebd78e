#include "node/command_door.h"

#include <utility>

#include "core/check.h"
#include "core/hash.h"
#include "trust/verify.h"
#include "wire/envelope_codec.h"

namespace commune::node {

core::Result<model::VerifiedCommand> open_command(core::ByteView signed_envelope,
                                                  const model::ChainId& chain) {
  const model::SignedEnvelope outer = TRY(wire::parse_signed_envelope(signed_envelope));
  model::Envelope envelope = TRY(wire::parse_envelope(outer.envelope));
  return trust::verify_envelope(outer, std::move(envelope), chain);
}

core::Bytes sign_command(const model::Command& command, const Signer& signer, core::Time expires_at,
                         const model::Nonce& nonce) {
  const model::Envelope envelope{.chain = signer.chain,
                                 .nonce = nonce,
                                 .expires_at = expires_at,
                                 .credential = signer.credential,
                                 .key = signer.key.public_key(),
                                 .command = command};
  return wire::encode_signed_envelope(
      trust::sign_envelope(wire::encode_envelope(envelope), signer.key));
}

model::Nonce make_nonce() {
  const trust::Seed random = trust::make_seed();
  const auto nonce = model::Nonce::from(core::ByteView{random}.first(model::Nonce::size));
  CHECK(nonce.has_value());
  return *nonce;
}

model::ChainId chain_of_genesis(core::ByteView encoded_genesis) {
  const auto chain = model::ChainId::from(core::sha256(encoded_genesis).view());
  CHECK(chain.has_value());
  return *chain;
}

}  // namespace commune::node

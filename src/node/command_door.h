// From the bytes that somebody posted to a command whose signature holds, and the other way for the
// node's own key, imports and tests. Pure: any thread may call it.
#pragma once

#include "core/bytes.h"
#include "core/error.h"
#include "core/time.h"
#include "model/envelope.h"
#include "trust/signature.h"

namespace commune::node {

// Parses a SignedEnvelope and verifies it. Errors: malformed, too_large, forged, conflict (made for
// another commune).
[[nodiscard]] core::Result<model::VerifiedCommand> open_command(core::ByteView signed_envelope,
                                                                const model::ChainId& chain);

// Who signs, for which commune, until when.
struct Signer {
  const trust::SigningKey& key;
  model::CredentialKind credential;
  const model::ChainId& chain;
};

// The bytes of a SignedEnvelope. `nonce` makes two equal commands two; `make_nonce` draws one.
[[nodiscard]] core::Bytes sign_command(const model::Command& command, const Signer& signer,
                                       core::Time expires_at, const model::Nonce& nonce);
[[nodiscard]] model::Nonce make_nonce();

// SHA-256 of an encoded genesis: the name of its chain.
[[nodiscard]] model::ChainId chain_of_genesis(core::ByteView encoded_genesis);

}  // namespace commune::node

// Turns a signed envelope into a VerifiedCommand, or says why not. Pure: many threads may call it.
// Whether the signer may do what the command says is for the ledger to decide.
#pragma once

#include "core/error.h"
#include "model/envelope.h"
#include "trust/signature.h"

namespace commune::trust {

// Signs `envelope_bytes` (an encoded Envelope) with `key`.
[[nodiscard]] model::SignedEnvelope sign_envelope(core::Bytes envelope_bytes,
                                                  const SigningKey& key);

// `parsed` is `signed_envelope.envelope`, parsed. Errors: forged (a signature does not verify, or a
// newcomer's invitation does not), conflict (made for another commune).
[[nodiscard]] core::Result<model::VerifiedCommand> verify_envelope(
    const model::SignedEnvelope& signed_envelope, model::Envelope parsed,
    const model::ChainId& chain);

}  // namespace commune::trust

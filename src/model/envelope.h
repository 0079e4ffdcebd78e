// A command on its way: who signed it, for which chain, until when.
#pragma once

#include "core/bytes.h"
#include "core/time.h"
#include "model/command.h"
#include "model/enums.h"
#include "model/ids.h"

namespace commune::model {

// What a client posts. The signature covers exactly the bytes of `envelope`.
struct SignedEnvelope {
  core::Bytes envelope;
  Signature signature;
};

struct Envelope {
  ChainId chain;
  Nonce nonce;
  core::Time expires_at;
  CredentialKind credential{};
  PublicKey key;
  Command command;
};

// An envelope whose signature (and, for a newcomer, whose invitation) has been verified.
// Only `trust` and tests make one; `ledger::apply` takes nothing else.
struct VerifiedCommand {
  Digest id;  // SHA-256 of the envelope's bytes
  CredentialKind credential{};
  PublicKey key;
  core::Time expires_at;
  Command command;
};

}  // namespace commune::model

// Sealing to a public key: only who holds the secret half opens it, and nobody learns who sealed.
// HPKE (RFC 9180) in base mode, one message a key: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
// ChaCha20-Poly1305, through libsodium. web/src/core/learning/seal.ts is the other side; both are
// held to the RFC's vector A.2.1 and to each other (tests/vectors/sealing.json).
#pragma once

#include <cstddef>
#include <string_view>

#include "core/bytes.h"
#include "core/error.h"
#include "core/fixed_bytes.h"
#include "trust/signature.h"

namespace commune::trust {

struct SealingPublicKeyTag {};
using SealingPublicKey = core::FixedBytes<SealingPublicKeyTag, 32>;  // X25519

// An ephemeral public key before, an authentication tag behind.
inline constexpr std::size_t seal_overhead_bytes = 32 + 16;

// What sealer and opener must agree on: `info` names the use, `bound` is what it is bound to.
struct SealContext {
  std::string_view info;
  core::ByteView bound;
};

// A secret key of X25519. Wiped when it goes.
class SealingKey {
 public:
  explicit SealingKey(const Seed& secret);
  SealingKey(const SealingKey&) = default;
  SealingKey& operator=(const SealingKey&) = default;
  ~SealingKey();

  [[nodiscard]] const SealingPublicKey& public_key() const { return public_key_; }
  // Refuses (forged) what is not sealed to this key in this context, or was changed.
  [[nodiscard]] core::Result<core::Bytes> open(const SealContext& context,
                                               core::ByteView sealed) const;

 private:
  Seed secret_{};
  SealingPublicKey public_key_;
};

// `plain` and seal_overhead_bytes more. Refuses (invalid) a key that is no point of use.
// `ephemeral` is drawn anew for each message; tests alone bring their own.
[[nodiscard]] core::Result<core::Bytes> seal(const SealingPublicKey& to, const SealContext& context,
                                             core::ByteView plain,
                                             const Seed& ephemeral = make_seed());

}  // namespace commune::trust

#include "trust/vault.h"

#include "core/big_endian.h"
#include "core/hash.h"

namespace commune::trust {

Seed vault_seed(const Seed& root) { return derive_seed(root, core::as_bytes(vault_label)); }

void sign_vault_blob(model::VaultBlob& blob, const SigningKey& key, const model::ChainId& chain) {
  const core::Digest digest = core::sha256(blob.sealed);
  blob.signature =
      key.sign(vault_label, {chain.view(), core::big_endian(blob.version), digest.view()});
}

bool is_vault_blob_of(const model::PublicKey& key, const model::ChainId& chain,
                      const model::VaultBlob& blob) {
  const core::Digest digest = core::sha256(blob.sealed);
  return is_signed_by(key, blob.signature, vault_label,
                      {chain.view(), core::big_endian(blob.version), digest.view()});
}

}  // namespace commune::trust

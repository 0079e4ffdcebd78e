#include "trust/vault.h"

#include <array>

#include "core/hash.h"

namespace commune::trust {
namespace {

std::array<std::uint8_t, 8> big_endian(std::uint64_t value) {
  std::array<std::uint8_t, 8> bytes{};
  for (std::size_t i = bytes.size(); i > 0; --i, value >>= 8U) {
    bytes[i - 1] = static_cast<std::uint8_t>(value & 0xFFU);
  }
  return bytes;
}

}  // namespace

Seed vault_seed(const Seed& root) { return derive_seed(root, core::as_bytes(vault_label)); }

void sign_vault_blob(model::VaultBlob& blob, const SigningKey& key, const model::ChainId& chain) {
  const core::Digest digest = core::sha256(blob.sealed);
  blob.signature = key.sign(vault_label, {chain.view(), big_endian(blob.version), digest.view()});
}

bool is_vault_blob_of(const model::PublicKey& key, const model::ChainId& chain,
                      const model::VaultBlob& blob) {
  const core::Digest digest = core::sha256(blob.sealed);
  return is_signed_by(key, blob.signature, vault_label,
                      {chain.view(), big_endian(blob.version), digest.view()});
}

}  // namespace commune::trust

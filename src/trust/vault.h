// The signature under a blob of the vault: whoever holds the key, and nobody else, replaces it.
#pragma once

#include "model/ids.h"
#include "model/vault.h"
#include "trust/signature.h"

namespace commune::trust {

inline constexpr std::string_view vault_label = "commune/vault/v1";

// info "commune/vault/v1": the key at whose address a person's devices leave their blob.
[[nodiscard]] Seed vault_seed(const Seed& root);

void sign_vault_blob(model::VaultBlob& blob, const SigningKey& key, const model::ChainId& chain);
[[nodiscard]] bool is_vault_blob_of(const model::PublicKey& key, const model::ChainId& chain,
                                    const model::VaultBlob& blob);

}  // namespace commune::trust

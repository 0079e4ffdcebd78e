// Blobs of the vault to and from bytes.
#pragma once

#include "core/bytes.h"
#include "core/error.h"
#include "model/vault.h"

namespace commune::wire {

[[nodiscard]] core::Bytes encode_vault_blob(const model::VaultBlob& blob);
// Errors: malformed; too_large.
[[nodiscard]] core::Result<model::VaultBlob> parse_vault_blob(core::ByteView bytes);

}  // namespace commune::wire

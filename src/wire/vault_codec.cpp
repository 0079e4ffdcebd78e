#include "wire/vault_codec.h"

#include "core/canonical.h"
#include "wire/canonical_reader.h"

namespace commune::wire {

core::Bytes encode_vault_blob(const model::VaultBlob& blob) { return core::encode_canonical(blob); }

core::Result<model::VaultBlob> parse_vault_blob(core::ByteView bytes) {
  const auto too_large = [] {
    return core::fail(core::ErrorCode::too_large, "What a device keeps here has at most 256 KiB.");
  };
  if (bytes.size() > model::vault_blob_size_max) return too_large();
  auto blob = TRY(decode_canonical<model::VaultBlob>(bytes, "vault_blob"));
  if (blob.sealed.size() > model::vault_sealed_size_max) return too_large();
  if (blob.version == 0) {
    return core::fail(core::ErrorCode::malformed, "vault_blob.version is missing");
  }
  if (blob.signature.is_zero()) {
    return core::fail(core::ErrorCode::malformed, "vault_blob.signature is missing");
  }
  return blob;
}

}  // namespace commune::wire

#include "node/vault.h"

#include <filesystem>
#include <system_error>

#include "node/file.h"
#include "trust/vault.h"
#include "wire/vault_codec.h"

namespace commune::node {

using core::ErrorCode;

core::Result<std::unique_ptr<Vault>> Vault::open(const DataPaths& paths) {
  std::size_t count = 0;
  std::error_code problem;
  for (const auto& file : std::filesystem::directory_iterator(paths.vault(), problem)) {
    if (file.path().extension() == ".blob") ++count;
  }
  if (problem && problem != std::errc::no_such_file_or_directory) {
    return std::unexpected(error_of_errno("read", paths.vault(), problem.value()));
  }
  return std::unique_ptr<Vault>(new Vault(paths, count));
}

std::filesystem::path Vault::path_of(const model::PublicKey& key) const {
  return paths_.vault() / (key.hex() + ".blob");
}

core::Result<std::optional<core::Bytes>> Vault::find(const model::PublicKey& key) const {
  const std::lock_guard lock(mutex_);
  return read(key);
}

core::Result<std::optional<core::Bytes>> Vault::read(const model::PublicKey& key) const {
  auto bytes = read_file(path_of(key));
  if (bytes) return std::move(*bytes);
  if (bytes.error().code == ErrorCode::not_found) return std::nullopt;
  return std::unexpected(std::move(bytes).error());
}

core::Result<void> Vault::put(const model::PublicKey& key, const model::ChainId& chain,
                              const model::VaultBlob& blob, std::size_t blobs_max) {
  if (!trust::is_vault_blob_of(key, chain, blob)) {
    return core::fail(ErrorCode::forged,
                      "This was not sealed by the key at whose address it comes.");
  }
  const std::lock_guard lock(mutex_);
  const auto before = TRY(read(key));
  if (!before && count_ >= blobs_max) {
    return core::fail(ErrorCode::unavailable, "There is no more room for private copies here.");
  }
  if (before) {
    const auto stored = wire::parse_vault_blob(*before);
    if (stored && stored->version >= blob.version) {
      return core::fail(ErrorCode::conflict, "Another device has left something newer here.");
    }
  }
  TRY_VOID(make_folder(paths_.vault(), 0700));
  TRY_VOID(write_file(path_of(key), {wire::encode_vault_blob(blob)}, 0600));
  if (!before) ++count_;
  return {};
}

}  // namespace commune::node

// What people's devices leave with the node, sealed: one file for each key under DIR/vault/. The
// node cannot read the blobs nor tell whose they are; it only sees to it that nobody but the holder
// of a key replaces what lies there, and never by something older. Beside the ledger, not in it.
//
// All of it may be called from any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>

#include "core/bytes.h"
#include "core/error.h"
#include "model/ids.h"
#include "model/vault.h"
#include "node/data_directory.h"

namespace commune::node {

class Vault {
 public:
  // Nothing has to be there yet.
  [[nodiscard]] static core::Result<std::unique_ptr<Vault>> open(const DataPaths& paths);

  // The blob as it was put, or nothing.
  [[nodiscard]] core::Result<std::optional<core::Bytes>> find(const model::PublicKey& key) const;

  // Durable on return. Errors: forged; conflict, where the version is not above the one that lies
  // there; unavailable, where it would be a new one and `blobs_max` are there; a storage error.
  [[nodiscard]] core::Result<void> put(const model::PublicKey& key, const model::ChainId& chain,
                                       const model::VaultBlob& blob, std::size_t blobs_max);

 private:
  Vault(DataPaths paths, std::size_t count) : paths_(std::move(paths)), count_(count) {}

  [[nodiscard]] core::Result<std::optional<core::Bytes>> read(const model::PublicKey& key) const;
  [[nodiscard]] std::filesystem::path path_of(const model::PublicKey& key) const;

  const DataPaths paths_;
  mutable std::mutex mutex_;
  std::size_t count_;
};

}  // namespace commune::node

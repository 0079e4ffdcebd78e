// The folder in which one commune lives, and the right to write to it.
//
//   DIR/VERSION                     "commune data 1"
//   DIR/LOCK                        held (flock) by the process that writes, with its pid inside
//   DIR/commune.db                  the log of blocks: the truth (node/block_log.h)
//   DIR/keeper.key                  32 bytes, mode 0600: the seed of the node's own key
//   DIR/snapshots/<height>.snapshot what makes starting fast; may be deleted (node/snapshot_file.h)
//   DIR/vault/<key>.blob            what devices keep here, sealed (node/vault.h)
//   DIR/push.db                     whom calls wake (node/push_subscriptions.h)
//   DIR/learning.db, DIR/learning-shares.db   where it learns from contributions (node/learning.h)
//   DIR/tls/                        made by `commune tls init`
//
// It knows names, versions and the lock; not what is inside the files.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

#include "core/error.h"
#include "node/file.h"

namespace commune::node {

using KeeperSeed = std::array<std::uint8_t, 32>;

// Where things are in a data directory. Cheap, no promise that they exist.
struct DataPaths {
  std::filesystem::path root;
  [[nodiscard]] std::filesystem::path version() const { return root / "VERSION"; }
  [[nodiscard]] std::filesystem::path lock() const { return root / "LOCK"; }
  [[nodiscard]] std::filesystem::path database() const { return root / "commune.db"; }
  [[nodiscard]] std::filesystem::path keeper_key() const { return root / "keeper.key"; }
  [[nodiscard]] std::filesystem::path snapshots() const { return root / "snapshots"; }
  [[nodiscard]] std::filesystem::path vault() const { return root / "vault"; }
  [[nodiscard]] std::filesystem::path push() const { return root / "push.db"; }
  [[nodiscard]] std::filesystem::path tls() const { return root / "tls"; }
};

// A commune of this version is at `root`: not_found, wrong_version or a storage error otherwise.
// Takes no lock, so it also serves to look at a commune while another process serves it.
[[nodiscard]] core::Result<DataPaths> find_data_directory(const std::filesystem::path& root);

// A data directory that this process alone may write, until the object goes away.
class DataDirectory {
 public:
  // Makes the folder (or uses an empty one) and takes the lock. VERSION is written by `seal`, so an
  // interrupted founding never passes for a commune. `conflict` where something is there already.
  [[nodiscard]] static core::Result<DataDirectory> make(const std::filesystem::path& root);

  // Takes the lock of a commune: in_use names the process that holds it, storage_read_only.
  [[nodiscard]] static core::Result<DataDirectory> open(const std::filesystem::path& root);

  // Declares the new commune complete.
  [[nodiscard]] core::Result<void> seal() const;

  // Removes what an unfinished founding left. Only between `make` and `seal`.
  void discard() const;

  [[nodiscard]] const DataPaths& paths() const { return paths_; }

 private:
  DataDirectory(DataPaths paths, Descriptor lock)
      : paths_(std::move(paths)), lock_(std::move(lock)) {}

  DataPaths paths_;
  Descriptor lock_;
};

[[nodiscard]] core::Result<KeeperSeed> read_keeper_seed(const DataPaths& paths);
[[nodiscard]] core::Result<void> write_keeper_seed(const DataPaths& paths, const KeeperSeed& seed);

}  // namespace commune::node

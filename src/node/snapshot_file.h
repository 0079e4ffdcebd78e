// Snapshots on disk: the encoded state after one block, so that starting need not replay the log.
//
//   "commune snapshot 1\n"                          19 bytes
//   height                                          8 bytes, big endian
//   hash of the block of that height                32 bytes
//   state digest after it                           32 bytes
//   size of the state                               8 bytes, big endian
//   state                                           encoded by ledger
//   SHA-256 of everything before                    32 bytes
//
// The log is the truth: a torn, changed or missing snapshot costs time at the next start, nothing
// else. It knows nothing of what a state is.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "core/fixed_bytes.h"
#include "core/time.h"

namespace commune::node {

struct Snapshot {
  core::Height height;
  core::Digest block_hash;
  core::Digest state_digest;
  core::Bytes state;
};

inline constexpr std::size_t snapshots_kept_max = 2;

// Durable on return; then the oldest ones beyond `snapshots_kept_max` are removed.
[[nodiscard]] core::Result<void> write_snapshot(const std::filesystem::path& folder,
                                                const Snapshot& snapshot);

// Heights for which there is a file, greatest first. Says nothing about what is in them.
[[nodiscard]] std::vector<core::Height> list_snapshots(const std::filesystem::path& folder);

// Corrupt where a byte is missing, changed or too many.
[[nodiscard]] core::Result<Snapshot> read_snapshot(const std::filesystem::path& folder,
                                                   core::Height height);

// The latest good one; each bad one is logged and left where it is.
[[nodiscard]] std::optional<Snapshot> find_latest_snapshot(const std::filesystem::path& folder);

}  // namespace commune::node

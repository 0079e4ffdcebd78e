#include "node/open_replay.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <string>
#include <thread>

#include "node/replica.h"
#include "node/snapshot_file.h"
#include "node/workers.h"
#include "wire/envelope_codec.h"

namespace commune::node {
namespace {

using core::ErrorCode;

// The replay that a snapshot gives, or nothing where the snapshot is no good for this log.
core::Result<Replay> replay_from(BlockLog& log, const Snapshot& snapshot) {
  const auto stored = TRY(log.find(snapshot.height));
  if (!stored || stored->hash != snapshot.block_hash) {
    return core::fail(ErrorCode::corrupt, "it does not belong to this log");
  }
  const model::Block block = TRY(parse_stored(*stored));
  return Replay::restore(log.genesis(), snapshot, block.time);
}

// A log that ends before a whole snapshot of it has lost blocks that were acknowledged.
core::Result<void> require_complete(const BlockLog& log, const Snapshot& snapshot) {
  if (snapshot.height <= log.tip().height) return {};
  return core::fail(ErrorCode::corrupt,
                    fmt::format("the log ends at block {}, but a snapshot of block {} exists: "
                                "blocks are missing; restore a backup",
                                log.tip().height.value, snapshot.height.value));
}

}  // namespace

core::Result<model::Block> parse_stored(const StoredBlock& stored) {
  auto block = wire::parse_block(stored.bytes);
  if (block) return block;
  return core::fail(ErrorCode::corrupt, fmt::format("block {} does not parse: {}",
                                                    stored.height.value, block.error().message));
}

core::Result<Replay> open_replay(const DataPaths& paths, BlockLog& log) {
  for (const core::Height height : list_snapshots(paths.snapshots())) {
    const auto snapshot = read_snapshot(paths.snapshots(), height);
    if (!snapshot) {
      spdlog::warn("snapshot {} skipped: {}", height.value, snapshot.error().message);
      continue;
    }
    TRY_VOID(require_complete(log, *snapshot));
    auto replay = replay_from(log, *snapshot);
    if (replay) return replay;
    spdlog::warn("snapshot {} skipped: {}", height.value, replay.error().message);
  }
  return Replay::found(log.genesis());
}

core::Result<Replay> read_commune(const std::filesystem::path& root) {
  const DataPaths paths = TRY(find_data_directory(root));
  BlockLog log = TRY(BlockLog::open(paths.database(), LogAccess::to_read));
  Replay replay = TRY(open_replay(paths, log));
  Workers workers(std::max(1U, std::thread::hardware_concurrency()));
  static_cast<void>(TRY(replay_log(log, replay, workers)));
  return replay;
}

}  // namespace commune::node

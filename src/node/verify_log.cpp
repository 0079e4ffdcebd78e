#include "node/verify_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <thread>

#include "node/block_log.h"
#include "node/command_door.h"
#include "node/data_directory.h"
#include "node/replica.h"
#include "node/snapshot_file.h"
#include "node/workers.h"
#include "trust/signature.h"
#include "wire/envelope_codec.h"

namespace commune::node {
namespace {

using core::ErrorCode;

core::Error corrupt(std::string message) { return {ErrorCode::corrupt, std::move(message)}; }

// Where in a block whose hash does not fit the change is. Signatures tell for commands; what they
// do not cover is the block's own head.
std::string find_change(const StoredBlock& stored, const model::ChainId& chain) {
  const std::int64_t height = stored.height.value;
  const auto block = wire::parse_block(stored.bytes);
  if (!block) return fmt::format("block {} was changed: {}", height, block.error().message);
  for (std::size_t i = 0; i < block->commands.size(); ++i) {
    const auto opened = open_command(block->commands[i], chain);
    if (opened) continue;
    return fmt::format("command {} of block {} was changed: {}", i + 1, height,
                       opened.error().message);
  }
  return fmt::format("block {} was changed: its head or its stored hash does not fit", height);
}

// Says more about what `read` found, where there is more to say.
core::Error explain(core::Error error, BlockLog& log, const Replay& replay) {
  if (error.code != ErrorCode::corrupt) return error;
  // Blocks are applied in groups, so the bad one is somewhere after the tip.
  for (auto height = replay.tip().height.next(); height <= log.tip().height;
       height = height.next()) {
    const auto stored = log.find_unchecked(height);
    if (!stored || !*stored) return error;
    if (hash_of_block((*stored)->bytes) == (*stored)->hash) continue;
    return corrupt(find_change(**stored, replay.chain()));
  }
  return error;
}

using SnapshotDigests = std::map<core::Height, core::Digest>;

core::Result<SnapshotDigests> read_snapshots(const DataPaths& paths, const LogTip& tip) {
  SnapshotDigests digests;
  for (const core::Height height : list_snapshots(paths.snapshots())) {
    const auto snapshot = read_snapshot(paths.snapshots(), height);
    if (!snapshot && snapshot.error().code == ErrorCode::not_found) continue;  // just replaced
    if (!snapshot) {
      return std::unexpected(
          corrupt(snapshot.error().message + "; the log is the truth, so it may be deleted"));
    }
    if (height > tip.height) {
      return std::unexpected(
          corrupt(fmt::format("the log ends at block {}, but there is a snapshot of block {}: "
                              "blocks are missing",
                              tip.height.value, height.value)));
    }
    digests.emplace(height, snapshot->state_digest);
  }
  return digests;
}

core::Result<void> require_keeper(const DataPaths& paths, const Replay& replay) {
  const KeeperSeed seed = TRY(read_keeper_seed(paths));
  if (trust::SigningKey(seed).public_key() == replay.state().commune().keeper) return {};
  return std::unexpected(corrupt("keeper.key is not the key of this commune's keeper"));
}

core::Result<void> require_same(const LogTip& end, const Replay& replay) {
  if (replay.tip().height >= end.height) return {};
  return std::unexpected(
      corrupt(fmt::format("block {} is missing", replay.tip().height.value + 1)));
}

}  // namespace

core::Result<Verified> verify_commune(const std::filesystem::path& root) {
  const DataPaths paths = TRY(find_data_directory(root));
  BlockLog log = TRY(BlockLog::open(paths.database(), LogAccess::to_read));
  const LogTip end = log.tip();
  const SnapshotDigests digests = TRY(read_snapshots(paths, end));
  Replay replay = TRY(Replay::found(log.genesis()));
  TRY_VOID(require_keeper(paths, replay));
  std::optional<core::Height> contradicted;
  const auto compare = [&](const model::Block& block, const auto&, const auto&) {
    const auto digest = digests.find(block.height);
    if (digest != digests.end() && digest->second != replay.tip().state_digest) {
      contradicted = block.height;
    }
  };
  Workers workers(std::max(1U, std::thread::hardware_concurrency()));
  const auto commands = replay_log(log, replay, workers, compare);
  if (!commands) return std::unexpected(explain(commands.error(), log, replay));
  TRY_VOID(require_same(end, replay));
  if (contradicted) {
    return std::unexpected(
        corrupt(fmt::format("the snapshot of block {} contradicts the log", contradicted->value)));
  }
  TRY_VOID(log.check_pages());
  return Verified{replay.tip().height, replay.tip().state_digest, *commands};
}

}  // namespace commune::node

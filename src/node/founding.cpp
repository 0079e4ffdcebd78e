#include "node/founding.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <thread>
#include <utility>

#include "core/canonical.h"
#include "ledger/rejection.h"
#include "node/block_log.h"
#include "node/command_door.h"
#include "node/replica.h"
#include "node/snapshot_writer.h"
#include "node/workers.h"
#include "trust/signature.h"

namespace commune::node {
namespace {

using core::ErrorCode;

constexpr std::size_t history_window = 20'000;  // commands verified at once
constexpr std::size_t history_block_max = 500;  // commands of one time that share a block

core::Error refused(std::size_t index, const model::VerifiedCommand& command,
                    ledger::Rejection rejection) {
  return {ErrorCode::invalid,
          fmt::format("command {} of the history ({}) was refused: {}", index + 1,
                      model::name_of(command.command), ledger::row_of(rejection).sentence)};
}

using Opened = std::vector<core::Result<model::VerifiedCommand>>;

// One block with the commands [first, last) of the history; `opened` begins with the first of them.
core::Result<void> write_block(Replica& replica, const Founding& founding, std::size_t first,
                               std::size_t last,
                               std::span<core::Result<model::VerifiedCommand>> opened) {
  std::vector<core::Bytes> bytes;
  std::vector<model::VerifiedCommand> commands;
  for (std::size_t i = first; i < last; ++i) {
    auto& command = opened[i - first];
    if (!command) {
      return core::fail(command.error().code, fmt::format("command {} of the history: {}", i + 1,
                                                          command.error().message));
    }
    bytes.push_back(founding.history[i].signed_envelope);
    commands.push_back(*std::move(command));
  }
  const EncodedBlock block = replica.propose(founding.history[first].time, std::move(bytes));
  TRY_VOID(replica.commit(block));
  const auto outcomes = replica.finalize(block, commands);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i]) continue;
    return std::unexpected(refused(first + i, commands[i], outcomes[i].error()));
  }
  return {};
}

// The end of the block that begins at `first`: commands of one time, not too many.
std::size_t end_of_block(const std::vector<DatedCommand>& history, std::size_t first) {
  std::size_t last = first;
  while (last < history.size() && last - first < history_block_max &&
         history[last].time == history[first].time) {
    ++last;
  }
  return last;
}

core::Result<void> write_history(Replica& replica, const Founding& founding, Workers& workers) {
  const auto& history = founding.history;
  for (std::size_t window = 0; window < history.size();) {
    // A window of whole blocks at a time, so that a history of millions stays small in memory.
    std::size_t end = window;
    while (end < history.size() && end - window < history_window) end = end_of_block(history, end);
    Opened opened(end - window, core::fail(ErrorCode::malformed, ""));
    workers.for_each_index(opened.size(), [&](std::size_t i) {
      opened[i] = open_command(history[window + i].signed_envelope, replica.chain());
    });
    while (window < end) {
      const std::size_t last = end_of_block(history, window);
      const std::size_t offset = opened.size() - (end - window);
      TRY_VOID(write_block(replica, founding, window, last,
                           std::span(opened).subspan(offset, last - window)));
      window = last;
    }
  }
  return {};
}

core::Result<Founded> found_in(const DataDirectory& directory, const Founding& founding,
                               core::ByteView genesis) {
  const DataPaths& paths = directory.paths();
  TRY_VOID(write_keeper_seed(paths, founding.keeper_seed));
  BlockLog log = TRY(BlockLog::make(paths.database(), genesis));
  // Nothing is acknowledged before the seal, so single blocks need not wait for the disk.
  TRY_VOID(log.set_patience(LogPatience::until_checkpoint));
  Workers workers(std::max(1U, std::thread::hardware_concurrency()));
  auto replica = TRY(Replica::open(paths, std::move(log), workers));
  TRY_VOID(write_history(*replica, founding, workers));
  if (!founding.history.empty()) {
    TRY_VOID(write_snapshot(paths.snapshots(), replica->make_snapshot()));
  }
  TRY_VOID(replica->settle());
  const Founded founded = replica->query([&](const ledger::State&, const Tip& tip) {
    return Founded{replica->chain(), tip.height, tip.state_digest};
  });
  replica.reset();
  TRY_VOID(sync_file(paths.database()));
  TRY_VOID(directory.seal());
  return founded;
}

}  // namespace

core::Result<Founded> found_commune(const std::filesystem::path& root, const Founding& founding) {
  if (trust::SigningKey(founding.keeper_seed).public_key() != founding.genesis.keeper) {
    return core::fail(ErrorCode::invalid, "the genesis names another keeper's key");
  }
  const core::Bytes genesis = core::encode_canonical(founding.genesis);
  static_cast<void>(TRY(Replay::found(genesis)));  // before the disk is touched
  const DataDirectory directory = TRY(DataDirectory::make(root));
  auto founded = found_in(directory, founding, genesis);
  if (!founded) directory.discard();
  return founded;
}

}  // namespace commune::node

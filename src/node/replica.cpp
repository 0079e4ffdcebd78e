#include "node/replica.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "core/check.h"
#include "node/command_door.h"
#include "node/open_replay.h"
#include "node/state_codec.h"
#include "wire/envelope_codec.h"

namespace commune::node {
namespace {

using core::ErrorCode;

// Enough commands at once to keep every core at verifying, few enough to stay small in memory.
constexpr std::size_t replay_commands_max = 4096;

// Blocks that were read and not applied yet.
class Pending {
 public:
  Pending(Replay& replay, Workers& workers, const BlockVisitor& visit)
      : replay_(replay), workers_(workers), visit_(visit) {}

  core::Result<void> add(const StoredBlock& stored) {
    auto block = TRY(parse_stored(stored));
    blocks_.push_back({std::move(block), {}, stored.hash});
    commands_ += blocks_.back().block.commands.size();
    return commands_ < replay_commands_max ? core::Result<void>{} : flush();
  }

  core::Result<void> flush() {
    std::vector<core::Result<model::VerifiedCommand>> opened = open_all();
    std::size_t next = 0;
    for (const EncodedBlock& entry : blocks_) {
      TRY_VOID(replay_.check_link(entry.block));
      std::vector<model::VerifiedCommand> commands;
      commands.reserve(entry.block.commands.size());
      for (std::size_t i = 0; i < entry.block.commands.size(); ++i, ++next) {
        if (!opened[next]) {
          return core::fail(ErrorCode::corrupt,
                            fmt::format("command {} of block {} was changed: {}", i + 1,
                                        entry.block.height.value, opened[next].error().message));
        }
        commands.push_back(*std::move(opened[next]));
      }
      const auto outcomes = replay_.apply(entry.block, entry.hash, commands);
      if (visit_) visit_(entry.block, commands, outcomes);
    }
    total_ += commands_;
    blocks_.clear();
    commands_ = 0;
    return {};
  }

  [[nodiscard]] std::uint64_t total() const { return total_; }

 private:
  std::vector<core::Result<model::VerifiedCommand>> open_all() {
    std::vector<const core::Bytes*> bytes;
    bytes.reserve(commands_);
    for (const EncodedBlock& entry : blocks_) {
      for (const core::Bytes& command : entry.block.commands) bytes.push_back(&command);
    }
    std::vector<core::Result<model::VerifiedCommand>> opened(bytes.size(),
                                                             core::fail(ErrorCode::corrupt, ""));
    workers_.for_each_index(
        bytes.size(), [&](std::size_t i) { opened[i] = open_command(*bytes[i], replay_.chain()); });
    return opened;
  }

  Replay& replay_;
  Workers& workers_;
  const BlockVisitor& visit_;
  std::vector<EncodedBlock> blocks_;
  std::size_t commands_ = 0;
  std::uint64_t total_ = 0;
};

}  // namespace

core::Result<std::uint64_t> replay_log(BlockLog& log, Replay& replay, Workers& workers,
                                       const BlockVisitor& visit) {
  Pending pending(replay, workers, visit);
  TRY_VOID(log.read(replay.tip().height.next(),
                    [&](const StoredBlock& stored) { return pending.add(stored); }));
  TRY_VOID(pending.flush());
  return pending.total();
}

core::Result<std::unique_ptr<Replica>> Replica::open(const DataPaths& paths, BlockLog log,
                                                     Workers& workers) {
  Replay replay = TRY(open_replay(paths, log));
  const std::uint64_t commands = TRY(replay_log(log, replay, workers));
  if (replay.tip().height != log.tip().height) {
    return core::fail(ErrorCode::corrupt, fmt::format("block {} is missing from the log",
                                                      replay.tip().height.value + 1));
  }
  auto replica = std::unique_ptr<Replica>(new Replica(std::move(log), std::move(replay)));
  replica->commands_replayed_ = commands;
  return replica;
}

ledger::Verdict Replica::check(const model::VerifiedCommand& command, core::Time now) const {
  return ledger::check(replay_.state(), command, std::max(now, replay_.tip().time));
}

EncodedBlock Replica::propose(core::Time now, std::vector<core::Bytes> commands) const {
  EncodedBlock encoded{replay_.make_block(now, std::move(commands)), {}, {}};
  encoded.bytes = wire::encode_block(encoded.block);
  encoded.hash = hash_of_block(encoded.bytes);
  return encoded;
}

core::Result<void> Replica::commit(const EncodedBlock& block) {
  CHECK(block.block.height == log_.tip().height.next());
  const LogTip tip = TRY(log_.append(block.bytes));
  CHECK(tip.hash == block.hash);
  return {};
}

std::vector<ledger::Outcome> Replica::finalize(
    const EncodedBlock& block, const std::vector<model::VerifiedCommand>& commands) {
  const std::lock_guard turnstile(turnstile_);
  const std::lock_guard lock(mutex_);
  std::vector<ledger::Outcome> outcomes = replay_.apply(block.block, block.hash, commands);
  last_block_seconds_ = replay_.tip().time.seconds;
  return outcomes;
}

Snapshot Replica::make_snapshot() const {
  return query([](const ledger::State& state, const Tip& tip) {
    return Snapshot{tip.height, tip.block_hash, tip.state_digest, encode_state(state)};
  });
}

}  // namespace commune::node

// One copy of a commune: its log on disk and its state in memory, and the five verbs with which an
// engine drives it. An engine decides the order of commands; a replica knows what they do.
//
//   check     may this command come in? changes nothing
//   propose   a block of commands that may come next
//   commit    the block is durable
//   finalize  the block is applied; outcomes in the order of its commands
//   query     look at the state, on any thread
//
// The solo engine commits, then finalizes: a disk that refuses leaves the state as it was. A
// replicated engine, whose peers have decided already, finalizes and then commits.
// `query` may be called from anywhere; the other four belong to the engine's one thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "core/bytes.h"
#include "core/check.h"
#include "core/error.h"
#include "core/time.h"
#include "ledger/apply.h"
#include "model/block.h"
#include "node/block_log.h"
#include "node/data_directory.h"
#include "node/replay.h"
#include "node/snapshot_file.h"
#include "node/workers.h"

namespace commune::node {

struct EncodedBlock {
  model::Block block;
  core::Bytes bytes;
  core::Digest hash;
};

class Replica {
 public:
  // Takes the latest good snapshot and replays the later blocks of the log.
  [[nodiscard]] static core::Result<std::unique_ptr<Replica>> open(const DataPaths& paths,
                                                                   BlockLog log, Workers& workers);

  [[nodiscard]] const model::ChainId& chain() const { return replay_.chain(); }
  [[nodiscard]] std::uint64_t commands_replayed() const { return commands_replayed_; }

  [[nodiscard]] ledger::Verdict check(const model::VerifiedCommand& command, core::Time now) const;
  [[nodiscard]] EncodedBlock propose(core::Time now, std::vector<core::Bytes> commands) const;
  [[nodiscard]] core::Result<void> commit(const EncodedBlock& block);
  std::vector<ledger::Outcome> finalize(const EncodedBlock& block,
                                        const std::vector<model::VerifiedCommand>& commands);

  // Of the last block that was applied. Never waits, so it may be asked from within a query.
  [[nodiscard]] core::Time last_block_time() const { return {last_block_seconds_.load()}; }

  // Calls look(const State&, const Tip&) while nothing changes. Keep it short: blocks wait. Never
  // query from within a query: a block that waits between the two would stop them all for ever.
  template <class Look>
  auto query(Look&& look) const {
    const OneQuery one_query(this);
    // Passing the turnstile first lets a waiting block in before later readers.
    std::unique_lock turnstile(turnstile_);
    const std::shared_lock lock(mutex_);
    turnstile.unlock();
    return look(replay_.state(), replay_.tip());
  }

  // The state as it is now. Readers go on meanwhile, blocks wait.
  [[nodiscard]] Snapshot make_snapshot() const;

  // Moves the log into one plain file. The engine must have stopped.
  [[nodiscard]] core::Result<void> settle() { return log_.checkpoint(); }

 private:
  Replica(BlockLog log, Replay replay)
      : log_(std::move(log)),
        replay_(std::move(replay)),
        last_block_seconds_(replay_.tip().time.seconds) {}

  // In debug builds, aborts where a thread queries a replica that it is looking at already.
  class OneQuery {
   public:
    explicit OneQuery(const Replica* replica) : before_(looked_at) {
      DCHECK(looked_at != replica);
      looked_at = replica;
    }
    OneQuery(const OneQuery&) = delete;
    OneQuery& operator=(const OneQuery&) = delete;
    ~OneQuery() { looked_at = before_; }

   private:
    static inline thread_local const Replica* looked_at = nullptr;
    const Replica* before_;
  };

  BlockLog log_;
  Replay replay_;
  std::uint64_t commands_replayed_ = 0;
  std::atomic<std::int64_t> last_block_seconds_;
  mutable std::mutex turnstile_;
  mutable std::shared_mutex mutex_;
};

// Reads every block from `replay`'s tip on, verifies its commands and applies it. Returns how many
// commands that were. Errors: corrupt, with the block and where known the command.
using BlockVisitor =
    std::function<void(const model::Block&, const std::vector<model::VerifiedCommand>&,
                       const std::vector<ledger::Outcome>&)>;
[[nodiscard]] core::Result<std::uint64_t> replay_log(BlockLog& log, Replay& replay,
                                                     Workers& workers,
                                                     const BlockVisitor& visit = {});

}  // namespace commune::node

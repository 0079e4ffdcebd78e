// A commune that is open: what the gateway and the program use. It owns the data directory, the
// threads and the log; nobody else changes anything.
//
//   auto node = Node::open("/srv/riverbend", {});
//   node->read([](const ledger::State& state) { return state.tasks().size(); });
//   node->submit(bytes, [](Outcome outcome) { … });
//
// All of it may be called from any thread.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/bytes.h"
#include "core/error.h"
#include "core/time.h"
#include "ledger/state.h"
#include "node/data_directory.h"
#include "node/event_stream.h"
#include "node/keeper.h"
#include "node/outcome.h"
#include "node/replica.h"
#include "node/round_keeper.h"
#include "node/snapshot_writer.h"
#include "node/solo_engine.h"
#include "node/workers.h"
#include "trust/signature.h"

namespace commune::node {

struct NodeOptions {
  std::size_t verify_threads = 0;  // 0: one for each core
  EngineLimits limits{};
  std::uint64_t snapshot_every = 10'000;  // commands
  bool run_keeper = true;
  const core::Clock* clock = nullptr;  // null: the system's
};

class Node {
 public:
  // Errors: not_found, wrong_version, in_use, corrupt (with the block), a storage error.
  [[nodiscard]] static core::Result<std::unique_ptr<Node>> open(const std::filesystem::path& root,
                                                                const NodeOptions& options = {});
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  ~Node();  // stops

  // Calls look(state) or look(state, tip) while nothing changes, and returns what it returns.
  // Keep it short and do not call the node from within: blocks wait for it.
  template <class Look>
  auto read(Look&& look) const {
    if constexpr (std::is_invocable_v<Look, const ledger::State&, const Tip&>) {
      return replica_->query(std::forward<Look>(look));
    } else {
      return replica_->query([&](const ledger::State& state, const Tip&) { return look(state); });
    }
  }

  [[nodiscard]] const DataPaths& paths() const { return directory_.paths(); }
  [[nodiscard]] const model::ChainId& chain() const { return replica_->chain(); }
  [[nodiscard]] Tip tip() const {
    return replica_->query([](const ledger::State&, const Tip& tip) { return tip; });
  }
  [[nodiscard]] core::Height height() const { return tip().height; }
  [[nodiscard]] core::Digest digest() const { return tip().state_digest; }
  [[nodiscard]] const core::Clock& clock() const { return clock_; }
  // What time it is for a command that comes in now: never before the last block. Never waits.
  [[nodiscard]] core::Time now() const {
    return std::max(clock_.now(), replica_->last_block_time());
  }

  // Never blocks. The answer comes once, on a thread of the node, when the command is durable.
  void submit(core::Bytes signed_envelope, Answer answer);
  [[nodiscard]] std::future<Outcome> submit(core::Bytes signed_envelope);

  // Blocks as they happen, and those of late: subscribe, since, follow.
  [[nodiscard]] EventStream& events() { return events_; }

  // Signs as the keeper and submits: for imports. `unavailable` without a keeper's key.
  void submit_as_keeper(const model::Command& command, Answer answer);

  // Takes nothing new, finishes what is waiting, writes a snapshot. The state stays readable.
  void stop();

 private:
  Node(DataDirectory directory, std::unique_ptr<Replica> replica, std::unique_ptr<Workers> workers,
       const KeeperSeed& seed, const NodeOptions& options, const core::Clock& clock);

  void on_block(BlockEvents events);
  [[nodiscard]] core::Result<calendar::Zone> open_zone() const;
  [[nodiscard]] core::Result<DuePostings> look_for_dates() const;
  [[nodiscard]] DueRounds look_for_rounds(const TriedRounds& tried) const;

  DataDirectory directory_;
  const core::Clock& clock_;
  const std::uint64_t snapshot_every_;
  trust::SigningKey keeper_key_;
  std::unique_ptr<Workers> workers_;
  std::unique_ptr<Replica> replica_;
  EventStream events_;
  std::atomic<bool> stopped_ = false;
  std::uint64_t commands_since_snapshot_;  // the engine's thread alone
  // In the order in which they depend on each other; stopped the other way round.
  std::unique_ptr<SnapshotWriter> snapshots_;
  std::unique_ptr<SoloEngine> engine_;
  std::unique_ptr<Keeper> keeper_;
  std::unique_ptr<RoundKeeper> round_keeper_;
};

}  // namespace commune::node

// The engine of a single node, with group commit. Signatures are verified on several threads while
// the one writer waits for the disk; everything that is verified by then goes into the next block:
//
//   submit -> verify (parallel, order kept) -> check -> block -> log, synced -> apply -> answers
//
// The log comes first: when it refuses, the state is untouched and every command of the block is
// answered with the disk's error. A command that `check` refuses while an earlier one of the same
// block could still change that is held back for one round, so that a caller may send a command and
// its consequence without waiting in between.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <unordered_map>
#include <vector>

#include "core/time.h"
#include "model/envelope.h"
#include "node/engine.h"
#include "node/replica.h"
#include "node/workers.h"

namespace commune::node {

struct EngineLimits {
  std::size_t block_commands_max = 1000;
  std::size_t block_bytes_max = std::size_t{1} << 20U;
  std::size_t waiting_max = 10'000;  // commands; more are answered `unavailable`
};

class SoloEngine final : public Engine {
 public:
  // All references must outlive the engine.
  SoloEngine(Replica& replica, Workers& workers, const core::Clock& clock,
             const EngineLimits& limits, BlockListener listener);
  SoloEngine(const SoloEngine&) = delete;
  SoloEngine& operator=(const SoloEngine&) = delete;
  ~SoloEngine() override;

  void submit(core::Bytes signed_envelope, Answer answer) override;
  void stop() override;

 private:
  struct Submission {
    core::Bytes bytes;
    Answer answer;
    std::optional<core::Result<model::VerifiedCommand>> opened;
  };
  using Submissions = std::vector<std::shared_ptr<Submission>>;
  // What goes into the next block, what waits for the one after it.
  struct Batch {
    Submissions chosen;
    Submissions held_back;
  };

  void open(const std::shared_ptr<Submission>& submission);
  void run();
  [[nodiscard]] Submissions take_ready();
  [[nodiscard]] Batch choose(const Submissions& ready, core::Time now);
  void write(const Submissions& chosen, core::Time now);
  void answer_all(const EncodedBlock& block, const Submissions& chosen,
                  const std::vector<model::VerifiedCommand>& commands,
                  std::vector<ledger::Outcome> outcomes);
  void refuse(const Submission& submission, const core::Digest& id, ledger::Rejection rejection);
  void remember(const core::Digest& id, core::Height height);

  Replica& replica_;
  Workers& workers_;
  const core::Clock& clock_;
  const EngineLimits limits_;
  const BlockListener listener_;

  std::mutex mutex_;
  std::condition_variable wakeup_;
  std::deque<std::shared_ptr<Submission>> waiting_;
  std::size_t opening_ = 0;  // handed to the workers and not back yet
  bool stopping_ = false;

  // The writer's own: where the latest commands are in the log, for replays.
  std::unordered_map<core::Digest, core::Height> heights_;
  std::deque<core::Digest> remembered_;

  std::thread writer_;
};

}  // namespace commune::node

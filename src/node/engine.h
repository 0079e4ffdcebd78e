// An engine puts commands in order. It takes signed bytes from anybody, makes blocks of them
// through the five verbs of a Replica (check, propose, commit, finalize, query: replica.h), and
// answers. There is one now, `SoloEngine`: one node, one log. A replicated one (CometBFT: CheckTx,
// PrepareProposal, FinalizeBlock, Commit, Query) drives the same Replica and answers through this
// same door once its peers have agreed.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "core/bytes.h"
#include "core/time.h"
#include "ledger/event.h"
#include "node/outcome.h"

namespace commune::node {

// What one block changed, in the order in which it happened.
struct BlockEvents {
  core::Height height;
  core::Time time;
  std::size_t command_count = 0;
  std::vector<ledger::Event> events;
};

class Engine {
 public:
  virtual ~Engine() = default;

  // Never blocks. The answer comes when the command is durable and applied, or refused.
  virtual void submit(core::Bytes signed_envelope, Answer answer) = 0;

  // Takes nothing new, finishes what is waiting, returns when all is answered.
  virtual void stop() = 0;
};

// Told of every block after it was applied and before its commands are answered, on the engine's
// thread.
using BlockListener = std::function<void(BlockEvents)>;

}  // namespace commune::node

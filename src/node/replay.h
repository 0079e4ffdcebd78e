// A state and the place in the log that it belongs to, moved forward block by block. Every link is
// checked on the way: height, previous hash, time, the digest of the state before the block. The
// same code starts a node, verifies a log and applies what a running node has just written.
#pragma once

#include <vector>

#include "core/error.h"
#include "core/fixed_bytes.h"
#include "core/time.h"
#include "ledger/apply.h"
#include "ledger/state.h"
#include "model/block.h"
#include "model/genesis.h"
#include "node/block_log.h"
#include "node/snapshot_file.h"

namespace commune::node {

// The last block that a state contains. Before the first block: height 0, the time of founding and
// the chain in place of the hash.
struct Tip {
  core::Height height;
  core::Time time;
  core::Digest block_hash;
  core::Digest state_digest;
};

class Replay {
 public:
  // The state before the first block. Errors: corrupt, where the genesis makes no commune.
  [[nodiscard]] static core::Result<Replay> found(core::ByteView encoded_genesis);

  // Continues from a snapshot of this chain; `time` is the time of the snapshot's block. Errors:
  // corrupt, where its contents do not have the digest it claims.
  [[nodiscard]] static core::Result<Replay> restore(core::ByteView encoded_genesis,
                                                    const Snapshot& snapshot, core::Time time);

  [[nodiscard]] const ledger::State& state() const { return state_; }
  [[nodiscard]] const model::ChainId& chain() const { return chain_; }
  [[nodiscard]] const Tip& tip() const { return tip_; }

  // The block that may come next.
  [[nodiscard]] model::Block make_block(core::Time now, std::vector<core::Bytes> commands) const;

  // Corrupt, with the height and the reason, where `block` may not come next.
  [[nodiscard]] core::Result<void> check_link(const model::Block& block) const;

  // Applies a block that `check_link` accepted. `commands` are its commands, verified.
  std::vector<ledger::Outcome> apply(const model::Block& block, const core::Digest& hash,
                                     const std::vector<model::VerifiedCommand>& commands);

 private:
  Replay(ledger::State state, const model::ChainId& chain, const Tip& tip)
      : state_(std::move(state)), chain_(chain), tip_(tip) {}

  ledger::State state_;
  model::ChainId chain_;
  Tip tip_;
};

[[nodiscard]] core::Result<model::Genesis> parse_genesis(core::ByteView encoded);

}  // namespace commune::node

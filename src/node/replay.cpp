#include "node/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "core/check.h"
#include "ledger/founding.h"
#include "node/command_door.h"
#include "node/state_codec.h"
#include "wire/canonical_reader.h"

namespace commune::node {
namespace {

core::Error broken_link(const model::Block& block, std::string_view what) {
  return {core::ErrorCode::corrupt, fmt::format("block {} {}", block.height.value, what)};
}

}  // namespace

core::Result<model::Genesis> parse_genesis(core::ByteView encoded) {
  auto genesis = wire::decode_canonical<model::Genesis>(encoded, "genesis");
  if (!genesis) return core::fail(core::ErrorCode::corrupt, genesis.error().message);
  return genesis;
}

core::Result<Replay> Replay::found(core::ByteView encoded_genesis) {
  const model::Genesis genesis = TRY(parse_genesis(encoded_genesis));
  const model::ChainId chain = chain_of_genesis(encoded_genesis);
  ledger::State state = TRY(ledger::found(genesis, chain));
  const core::Digest digest = state.digest();
  return Replay(std::move(state), chain,
                {{0}, genesis.founded_at, *core::Digest::from(chain.view()), digest});
}

core::Result<Replay> Replay::restore(core::ByteView encoded_genesis, const Snapshot& snapshot,
                                     core::Time time) {
  const model::ChainId chain = chain_of_genesis(encoded_genesis);
  ledger::State state = TRY(parse_state(snapshot.state));
  if (state.commune().chain != chain) {
    return core::fail(core::ErrorCode::corrupt, "the snapshot belongs to another commune");
  }
  if (state.digest() != snapshot.state_digest) {
    return core::fail(core::ErrorCode::corrupt, "the snapshot's contents were changed");
  }
  ledger::note_shortages(state, time);
  return Replay(std::move(state), chain,
                {snapshot.height, time, snapshot.block_hash, snapshot.state_digest});
}

model::Block Replay::make_block(core::Time now, std::vector<core::Bytes> commands) const {
  return {.height = tip_.height.next(),
          .time = std::max(now, tip_.time),
          .previous = tip_.block_hash,
          .state_digest = tip_.state_digest,
          .commands = std::move(commands)};
}

core::Result<void> Replay::check_link(const model::Block& block) const {
  if (block.height != tip_.height.next()) {
    return std::unexpected(
        broken_link(block, fmt::format("stands where block {} should", tip_.height.value + 1)));
  }
  if (block.previous != tip_.block_hash) {
    return std::unexpected(broken_link(block, "does not continue the block before it"));
  }
  if (block.time < tip_.time) {
    return std::unexpected(broken_link(block, "is older than the block before it"));
  }
  if (block.state_digest != tip_.state_digest) {
    return std::unexpected(broken_link(block, "was made for another state than the log gives"));
  }
  return {};
}

std::vector<ledger::Outcome> Replay::apply(const model::Block& block, const core::Digest& hash,
                                           const std::vector<model::VerifiedCommand>& commands) {
  CHECK(block.height == tip_.height.next());
  CHECK(commands.size() == block.commands.size());
  std::vector<ledger::Outcome> outcomes;
  outcomes.reserve(commands.size());
  ledger::begin_block(state_, block.time);
  for (const model::VerifiedCommand& command : commands) {
    outcomes.push_back(ledger::apply(state_, command, block.time));
  }
  tip_ = {block.height, block.time, hash, state_.digest()};
  return outcomes;
}

}  // namespace commune::node

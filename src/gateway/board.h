// The board as the gateway keeps it: the index beside the node's state, moved forward by the node's
// events. Thread-safe. What it answers belongs to `height()`, which every answer carries: an answer
// may show a record a moment newer than that, never an older one.
#pragma once

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "core/error.h"
#include "core/time.h"
#include "gateway/board_index.h"
#include "node/engine.h"
#include "node/node.h"

namespace commune::gateway {

class Board {
 public:
  // Reads the whole state once. Errors: a zone that this machine does not know.
  [[nodiscard]] static core::Result<std::unique_ptr<Board>> make(const node::Node& node);

  // In order, once for each block. Quick: commands wait for it.
  void follow(const node::BlockEvents& block);

  // Calls look(const State&, const BoardIndex&, Height) while neither changes.
  template <class Look>
  auto read(Look&& look) const {
    return node_.read([&](const ledger::State& state) {
      const std::shared_lock lock(mutex_);
      return look(state, *index_, height_);
    });
  }

  [[nodiscard]] core::Height height() const;
  [[nodiscard]] const calendar::Zone& zone() const { return index_->sums().zone(); }

 private:
  explicit Board(const node::Node& node) : node_(node) {}

  const node::Node& node_;
  // Always taken after the node's own lock, never before.
  mutable std::shared_mutex mutex_;
  std::unique_ptr<BoardIndex> index_;
  core::Height height_;
};

// What an event means for somebody who looks at the board.
struct Touched {
  bool catalogue = false;
  bool members = false;
  bool rounds = false;
  bool calls = false;  // alerts and devices
};
[[nodiscard]] Touched touched_by(ledger::EventKind kind);

}  // namespace commune::gateway

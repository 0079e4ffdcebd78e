// What happened lately, for everybody who wants to hear it as it happens. The last blocks are kept,
// so that a listener that was cut off catches up by height; after a longer gap it starts afresh.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "core/time.h"
#include "node/engine.h"

namespace commune::node {

inline constexpr std::size_t blocks_kept_max = 4096;

class EventStream {
 public:
  using Block = std::shared_ptr<const BlockEvents>;
  // Called on the engine's thread, one block at a time in order. Quick; must not unsubscribe.
  using Subscriber = std::function<void(const Block&)>;

  // Ends with the object: afterwards the subscriber is not called and not being called.
  class Subscription {
   public:
    Subscription() = default;
    Subscription(Subscription&& other) noexcept = default;
    Subscription& operator=(Subscription&& other) noexcept;
    ~Subscription();

   private:
    friend class EventStream;
    struct Room;
    Subscription(std::shared_ptr<Room> room, std::uint64_t number);
    std::shared_ptr<Room> room_;
    std::uint64_t number_ = 0;
  };

  // `height` is the last block before those that will be published.
  explicit EventStream(core::Height height);

  void publish(BlockEvents events);

  [[nodiscard]] Subscription subscribe(Subscriber subscriber);

  // The blocks after `height`, or nothing where they are no longer (or not yet) known.
  [[nodiscard]] std::optional<std::vector<Block>> since(core::Height height) const;

  // Both at once, without a block lost or doubled in between.
  struct Following {
    std::optional<std::vector<Block>> missed;
    Subscription subscription;
  };
  [[nodiscard]] Following follow(core::Height height, Subscriber subscriber);

 private:
  std::shared_ptr<Subscription::Room> room_;
};

}  // namespace commune::node

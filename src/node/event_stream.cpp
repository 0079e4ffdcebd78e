#include "node/event_stream.h"

#include <utility>

#include "core/check.h"

namespace commune::node {

// Shared with the subscriptions, which may outlive the stream.
struct EventStream::Subscription::Room {
  mutable std::mutex mutex;
  core::Height height;  // of the last block that was published
  std::deque<Block> blocks;
  std::map<std::uint64_t, Subscriber> subscribers;
  std::uint64_t next_number = 1;

  [[nodiscard]] std::optional<std::vector<Block>> since(core::Height from) const {
    const auto first_known = height.value - static_cast<std::int64_t>(blocks.size());
    if (from < core::Height{first_known} || from > height) return std::nullopt;
    return std::vector<Block>(blocks.begin() + (from.value - first_known), blocks.end());
  }

  std::uint64_t add(Subscriber subscriber) {
    subscribers.emplace(next_number, std::move(subscriber));
    return next_number++;
  }
};

EventStream::Subscription::Subscription(std::shared_ptr<Room> room, std::uint64_t number)
    : room_(std::move(room)), number_(number) {}

EventStream::Subscription& EventStream::Subscription::operator=(Subscription&& other) noexcept {
  std::swap(room_, other.room_);
  std::swap(number_, other.number_);
  return *this;
}

EventStream::Subscription::~Subscription() {
  if (!room_) return;
  const std::lock_guard lock(room_->mutex);
  room_->subscribers.erase(number_);
}

EventStream::EventStream(core::Height height) : room_(std::make_shared<Subscription::Room>()) {
  room_->height = height;
}

void EventStream::publish(BlockEvents events) {
  const auto block = std::make_shared<const BlockEvents>(std::move(events));
  const std::lock_guard lock(room_->mutex);
  CHECK(block->height == room_->height.next());
  room_->height = block->height;
  room_->blocks.push_back(block);
  if (room_->blocks.size() > blocks_kept_max) room_->blocks.pop_front();
  for (const auto& [number, subscriber] : room_->subscribers) subscriber(block);
}

EventStream::Subscription EventStream::subscribe(Subscriber subscriber) {
  const std::lock_guard lock(room_->mutex);
  return Subscription(room_, room_->add(std::move(subscriber)));
}

std::optional<std::vector<EventStream::Block>> EventStream::since(core::Height height) const {
  const std::lock_guard lock(room_->mutex);
  return room_->since(height);
}

EventStream::Following EventStream::follow(core::Height height, Subscriber subscriber) {
  const std::lock_guard lock(room_->mutex);
  auto missed = room_->since(height);
  return {std::move(missed), Subscription(room_, room_->add(std::move(subscriber)))};
}

}  // namespace commune::node

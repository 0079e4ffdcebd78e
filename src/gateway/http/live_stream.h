// The queue between who publishes and one client's socket. `send` never waits: it queues, and cuts
// the client off when more than the limit waits. Knows no socket; its owner writes the batches.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "gateway/http/message.h"

namespace commune::gateway::http {

// The connection, seen from its stream. Both calls are thread-safe and return at once.
class StreamOwner {
 public:
  virtual ~StreamOwner() = default;
  virtual void pump() = 0;     // there is something to write
  virtual void cut_off() = 0;  // the client is too slow
};

class LiveStream final : public Stream {
 public:
  LiveStream(std::weak_ptr<StreamOwner> owner, std::size_t backlog_bytes_max)
      : owner_(std::move(owner)), backlog_bytes_max_(backlog_bytes_max) {}

  void send(SharedText text) override;
  [[nodiscard]] bool is_open() const override { return open_.load(); }

  // For the owner.
  [[nodiscard]] std::vector<SharedText> take_batch();
  void written(std::size_t bytes);
  void mark_closed();

 private:
  const std::weak_ptr<StreamOwner> owner_;
  const std::size_t backlog_bytes_max_;
  std::atomic<bool> open_ = true;
  std::mutex mutex_;
  std::vector<SharedText> queue_;
  std::size_t backlog_bytes_ = 0;  // queued or being written
};

}  // namespace commune::gateway::http

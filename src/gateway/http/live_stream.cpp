#include "gateway/http/live_stream.h"

namespace commune::gateway::http {

void LiveStream::send(SharedText text) {
  if (!is_open() || text->empty()) return;
  bool too_slow = false;
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    backlog_bytes_ += text->size();
    too_slow = backlog_bytes_ > backlog_bytes_max_;
    first = queue_.empty();
    if (!too_slow) queue_.push_back(std::move(text));
  }
  const auto owner = owner_.lock();
  if (too_slow) {
    mark_closed();
    if (owner) owner->cut_off();
  } else if (first && owner) {
    owner->pump();
  }
}

std::vector<SharedText> LiveStream::take_batch() {
  const std::lock_guard lock(mutex_);
  return std::exchange(queue_, {});
}

void LiveStream::written(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  backlog_bytes_ -= bytes;
}

void LiveStream::mark_closed() {
  open_.store(false);
  const std::lock_guard lock(mutex_);
  queue_.clear();
}

}  // namespace commune::gateway::http

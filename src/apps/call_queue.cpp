#include "apps/call_queue.h"

namespace commune::apps {

std::optional<Call> CallQueue::put(Call call) {
  const std::lock_guard lock(mutex_);
  std::optional<Call> dropped;
  if (calls_.size() == calls_max_) {
    dropped = std::move(calls_.front());
    calls_.pop_front();
  }
  calls_.push_back(std::move(call));
  changed_.notify_all();
  return dropped;
}

std::optional<Call> CallQueue::put_back(Call call) {
  const std::lock_guard lock(mutex_);
  if (calls_.size() == calls_max_) return call;
  calls_.push_front(std::move(call));
  changed_.notify_all();
  return std::nullopt;
}

std::optional<Call> CallQueue::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_closed_ || !calls_.empty(); });
  if (is_closed_) return std::nullopt;
  Call call = std::move(calls_.front());
  calls_.pop_front();
  return call;
}

bool CallQueue::is_closed_within(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, time, [this] { return is_closed_; });
}

void CallQueue::close() {
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
  changed_.notify_all();
}

std::size_t CallQueue::size() const {
  const std::lock_guard lock(mutex_);
  return calls_.size();
}

bool CallThrottle::may_call(std::size_t rule, const std::string& topic, core::Seconds pause,
                            core::Time now) {
  const auto is_over = [now](const auto& entry) {
    return now >= entry.second.until || now < entry.second.since;
  };
  const std::pair key{rule, topic};
  const auto found = rests_.find(key);
  if (found != rests_.end() && !is_over(*found)) return false;
  if (found == rests_.end() && rests_.size() >= topics_max_) {
    std::erase_if(rests_, is_over);
    if (rests_.size() >= topics_max_) return false;
  }
  rests_[key] = {now, now + pause};
  return true;
}

}  // namespace commune::apps

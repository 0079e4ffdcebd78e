#include "apps/call_queue.h"

#include "core/check.h"

namespace commune::apps {

CallQueue::CallQueue(std::size_t calls_max, std::deque<Call> waiting, Keep keep)
    : calls_max_(calls_max), keep_(std::move(keep)), calls_(std::move(waiting)) {
  CHECK(calls_.size() <= calls_max_);
}

void CallQueue::has_changed() {
  if (keep_) keep_(calls_);
  changed_.notify_all();
}

std::optional<Call> CallQueue::put(Call call) {
  const std::lock_guard lock(mutex_);
  std::optional<Call> dropped;
  if (calls_.size() == calls_max_) {
    dropped = std::move(calls_.front());
    calls_.pop_front();
  }
  calls_.push_back(std::move(call));
  has_changed();
  return dropped;
}

std::optional<Call> CallQueue::first() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_closed_ || !calls_.empty(); });
  if (is_closed_) return std::nullopt;
  return calls_.front();
}

void CallQueue::remove(const model::AlertId& alert) {
  const std::lock_guard lock(mutex_);
  if (std::erase_if(calls_, [&](const Call& call) { return call.alert == alert; }) > 0) {
    has_changed();
  }
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

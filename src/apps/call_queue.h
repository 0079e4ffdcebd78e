// Calls on their way to a node that may be away: the bridge's listening half puts them in, its
// sending half takes them out, in order, once they are delivered. Bounded: a node that is away for
// days costs the oldest calls, never the newest, and never the machine's memory.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "core/time.h"
#include "model/ids.h"

namespace commune::apps {

struct Call {
  std::string key_file;  // of the device in whose name it is; as in the file of topics
  model::AlertId alert;
  std::string text;
};

class CallQueue {
 public:
  // Told of all that wait whenever that changes.
  using Keep = std::function<void(const std::deque<Call>&)>;

  // `waiting`: from before, at most calls_max of them.
  explicit CallQueue(std::size_t calls_max, std::deque<Call> waiting = {}, Keep keep = {});

  // Gives back the oldest call where there was no room for it any more.
  [[nodiscard]] std::optional<Call> put(Call call);
  // Waits for a call and shows the oldest, which stays; nothing once the queue is closed.
  [[nodiscard]] std::optional<Call> first();
  // It was delivered, or never will be.
  void remove(const model::AlertId& alert);
  // True when the queue was closed in this time.
  [[nodiscard]] bool is_closed_within(std::chrono::milliseconds time);
  void close();
  [[nodiscard]] std::size_t size() const;

 private:
  void has_changed();  // with the lock held

  const std::size_t calls_max_;
  const Keep keep_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Call> calls_;
  bool is_closed_ = false;
};

// Not more often than a rule wants, for each of its topics. For one thread.
class CallThrottle {
 public:
  explicit CallThrottle(std::size_t topics_max) : topics_max_(topics_max) {}

  // True, and noted, where the last call of this rule and topic is at least `pause` ago. A clock
  // that was set back holds nothing up.
  [[nodiscard]] bool may_call(std::size_t rule, const std::string& topic, core::Seconds pause,
                              core::Time now);

 private:
  const std::size_t topics_max_;
  struct Rest {
    core::Time since;
    core::Time until;
  };
  std::map<std::pair<std::size_t, std::string>, Rest> rests_;
};

}  // namespace commune::apps

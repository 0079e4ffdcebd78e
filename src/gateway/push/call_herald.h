// Tells phones that sleep of urgent calls, and of reports that wait for their guild's word: at once
// when one is raised, again as it goes on without enough people or an answer, and once more when it
// is filled, answered or its time has passed. The open app listens at
// every wave of a call (recommend/call_policy.h); a phone is woken at the first, second, third,
// fifth, ninth … wave, so that a call of two days costs it ten messages and not three hundred.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "core/time.h"
#include "gateway/push/queue.h"
#include "model/ids.h"
#include "node/engine.h"
#include "node/node.h"
#include "recommend/call_policy.h"

namespace commune::gateway {

// What phones were told of one call.
struct Announced {
  std::optional<std::uint32_t> step;  // of the waves: 0, 1, 2-3, 4-7, 8-15, ...
  bool is_settled = false;            // that enough are coming, that it is off or over
  std::uint32_t count = 0;            // of messages, so that places taken and handed back in turn
};  // do not keep everybody awake

inline constexpr std::uint32_t announcements_max = 20;  // of one call, before the one that ends it

enum class Announcement : std::uint8_t { nothing, call, settled, over };

// What is to be told now. `call` is nothing where the task is no call any more.
[[nodiscard]] Announcement announcement_due(const std::optional<recommend::Call>& call,
                                            const Announced& before, core::Time now);
// After that was told.
[[nodiscard]] Announced announced(const std::optional<recommend::Call>& call, Announcement told,
                                  const Announced& before, core::Time now);
// When to look at it again though nothing changes; nothing: never.
[[nodiscard]] std::optional<core::Time> look_again(const std::optional<recommend::Call>& call,
                                                   const Announced& before, core::Time now);
// What of that holds for the call that the report has become, so that it is told at once.
[[nodiscard]] Announced confirmed(const std::optional<recommend::Call>& call,
                                  const Announced& question);

class CallHerald {
 public:
  using Send = std::function<void(PushMessage)>;

  // Calls that were raised before are taken for announced up to now. `secret`: from which topics
  // are made, so that a push service cannot tell which task one stands for.
  CallHerald(node::Node& node, const trust::Seed& secret, Send send);
  CallHerald(const CallHerald&) = delete;
  CallHerald& operator=(const CallHerald&) = delete;
  ~CallHerald();  // stops

  // On the engine's thread: remembers what to look at, no more.
  void follow(const node::BlockEvents& block);
  void stop();

 private:
  struct Watched {
    Announced announced;
    bool is_question = false;  // a report that is no task yet
    core::Time due{};          // not set: never by itself
  };
  using Calls = std::map<model::TaskId, Watched>;  // a report under the task that it may become

  void take_up();  // calls of before
  void run();
  void look_at(const model::TaskId& task);
  [[nodiscard]] std::set<model::TaskId> due_now(core::Time now);
  [[nodiscard]] std::string topic_of(const model::TaskId& task) const;

  node::Node& node_;
  const trust::Seed secret_;
  const Send send_;
  std::mutex mutex_;
  std::condition_variable wakeup_;
  bool stopping_ = false;
  std::set<model::TaskId> touched_;
  Calls calls_;  // the thread's own
  std::thread thread_;
};

}  // namespace commune::gateway

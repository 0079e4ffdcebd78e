// The node's own hands: posts the dates of standing requests for the next four weeks, at the start,
// every hour, and whenever a standing request is posted or changed. It signs with the keeper's key,
// which may post work and never acts for a person. What it cannot post, it logs.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "calendar/zone.h"
#include "core/error.h"
#include "core/time.h"
#include "ledger/state.h"
#include "model/command.h"
#include "model/task.h"
#include "node/outcome.h"

namespace commune::node {

inline constexpr core::Seconds occurrences_ahead = core::days(28);
inline constexpr std::size_t occurrences_per_series_max = 500;
inline constexpr std::size_t occurrences_at_once_max = 1000;

// Dates that are not on the board yet, and what is wrong with standing requests that give none.
struct DuePostings {
  std::vector<model::PostOccurrence> occurrences;
  std::vector<std::string> problems;
};

// Every date of the next four weeks, posted or not. Pure, and not for the state's lock: it takes
// its time where a standing request has run for years.
[[nodiscard]] DuePostings expand_all(const std::vector<model::Series>& series,
                                     const calendar::Zone& zone, core::Time now);

// Without the dates that are on the board already.
[[nodiscard]] DuePostings without_posted(DuePostings due, const ledger::State& state);

class Keeper {
 public:
  struct Doors {
    std::function<core::Result<DuePostings>()> look;
    std::function<void(const model::Command&, Answer)> post;
  };

  // Looks when it is woken first.
  explicit Keeper(Doors doors);
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;
  ~Keeper();

  // A standing request was posted or changed: look again soon.
  void wake();
  void stop();

 private:
  void run();
  // Whether there may be more.
  [[nodiscard]] bool post_due();

  const Doors doors_;
  std::mutex mutex_;
  std::condition_variable wakeup_;
  bool awake_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace commune::node

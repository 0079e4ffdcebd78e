// Whose turn it is (turns_view.h), made once for each height and month: it is a walk over all
// tasks, and after each block every phone asks.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "calendar/zone.h"
#include "core/time.h"
#include "ledger/state.h"

namespace commune::gateway {

class TurnsCache {
 public:
  // The members that write_turns writes. `state` is that of `height` or later. From any thread; who
  // comes while they are made waits for them.
  [[nodiscard]] std::shared_ptr<const std::string> at(core::Height height,
                                                      const ledger::State& state,
                                                      const calendar::Zone& zone, core::Time now);

 private:
  std::mutex mutex_;
  core::Height height_;
  core::Time month_;
  std::shared_ptr<const std::string> text_;
};

}  // namespace commune::gateway

// The past of a large commune: everybody joins, and twelve weeks of tasks are posted, taken, done
// and confirmed, eight of them behind us and four ahead.
#pragma once

#include <cstddef>
#include <vector>

#include "load/bench_commune.h"
#include "node/founding.h"

namespace commune::bench {

struct HistorySize {
  std::size_t tasks = 0;
  std::size_t places_per_task = 6;  // of a past task
};

// Signed, in order of time; the last commands are of about `now`.
[[nodiscard]] std::vector<node::DatedCommand> make_history(const BenchCommune& commune,
                                                           const HistorySize& size, core::Time now);

}  // namespace commune::bench

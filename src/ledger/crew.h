// How well a task is covered: figures that follow from its places, guests and visitors.
#pragma once

#include <cstdint>

#include "model/task.h"

namespace commune::ledger {

struct Crew {
  std::uint32_t coming = 0;   // regular places that do not look for a swap, guests, visitors
  std::uint32_t missing = 0;  // to the minimum
  std::uint32_t free = 0;     // to the maximum; visitors take no place
  std::uint32_t trainees_free = 0;
};

// Nobody is missing from what was cancelled or is recorded, and nothing is free there.
[[nodiscard]] Crew crew_of(const model::Task& task);

}  // namespace commune::ledger

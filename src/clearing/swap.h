// Somebody to take over a place of a person who cannot come: whoever is free for it, or two people
// who exchange, or one who moves over and is replaced in turn. At most one other person is moved
// and one newly asked; nobody goes beyond what they offered and no task is left shorter than
// before.
#pragma once

#include <cstdint>
#include <optional>

#include "clearing/crew.h"

namespace commune::clearing {

// Positions in `Round::choices()`.
struct Swap {
  std::uint32_t leaves = Crew::none;   // the place that is given up
  std::uint32_t takes = Crew::none;    // the offer that takes its part in the task
  std::uint32_t dropped = Crew::none;  // what its person gives up for it, or none
  std::uint32_t fills = Crew::none;    // the offer that takes that, or none where it is spare
};

// The swap that moves fewest people; among those the gladdest, then the round's order. `place` is
// one that is given.
[[nodiscard]] std::optional<Swap> find_swap(const Crew& crew, std::uint32_t place);

// Carries it out. Whoever leaves is not offered that task again.
void make_swap(Crew& crew, const Swap& swap);

}  // namespace commune::clearing

// Cuts a large round into blocks: people and tasks that have much to do with each other and little
// with the rest, as people of one place or one week do. A cut decides nothing, it only makes the
// optimum quicker to find (parts.h): offers across it are weighed afterwards.
#pragma once

#include <cstdint>
#include <vector>

#include "clearing/round.h"

namespace commune::clearing {

struct Blocks {
  std::uint32_t count = 1;
  std::vector<std::uint32_t> of_participant;
  std::vector<std::uint32_t> of_task;
};

// Blocks of about `offers_per_block` offers. Each grows in breadth from a task on the edge of the
// one before (Diekmann, Preis, Schlimbach and Walshaw, Parallel Computing 26(12), 2000); then
// everybody goes to where most of what they offered is, and every task to where most of its offers
// come from. A round in which everything hangs together thereby becomes one block again. Linear in
// the offers.
[[nodiscard]] Blocks cut_into_blocks(const Round& round, std::size_t offers_per_block);

}  // namespace commune::clearing

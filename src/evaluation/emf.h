// `commune evaluate emf`: what a clearing would have done for a camp whose people chose freely. The
// same simulated people (camp.h) say willing for the share q of shifts they like best, nobody is
// given more shifts than they took in reality, one invitation in four is refused at random and
// repaired.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

#include "evaluation/camp.h"

namespace commune::evaluation {

struct EmfOptions {
  std::uint64_t seed = 1;
  std::uint32_t runs = 10;  // at least 1
};

// Shares are between 0 and 1; "interval" is [low, high] at 95 %; "seconds" is the mean of one
// clearing.
[[nodiscard]] nlohmann::ordered_json evaluate_emf(const Camp& camp, const EmfOptions& options);

}  // namespace commune::evaluation

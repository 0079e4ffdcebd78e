// Shares and their log-odds: the scale on which reasons for a yes add up.
#pragma once

#include <cmath>
#include <concepts>

namespace commune::recommend {

// Of a share above 0 and below 1.
template <std::floating_point T>
[[nodiscard]] T log_odds(T share) {
  return std::log(share / (1 - share));
}

// The share that has these log-odds, 0 to 1.
template <std::floating_point T>
[[nodiscard]] T logistic(T log_odds) {
  return 1 / (1 + std::exp(-log_odds));
}

}  // namespace commune::recommend

// How two ways to score the same tasks become one: each is brought to mean 0 and deviation 1 over
// the tasks in question, then they are added. How much each counts is learnt on people who were
// held out.
#pragma once

#include <span>
#include <vector>

#include "core/error.h"

namespace commune::recommend {

// Deviation 1 and mean 0; all zeros where every score is the same. Scores are finite.
[[nodiscard]] std::vector<float> standardised(std::span<const float> scores);

// `share` (0 to 1) of the first and the rest of the second, one score a task. Refuses (invalid)
// lists of different length, another share, and scores that are NaN or infinite.
[[nodiscard]] core::Result<std::vector<float>> mix_scores(std::span<const float> first,
                                                          std::span<const float> second,
                                                          float share);

}  // namespace commune::recommend

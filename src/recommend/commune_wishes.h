// What a device asks the module of the commune's model: make a contribution, weigh what one would
// tell, read a model. Words as in learning_layout.h.
#pragma once

#include <cstdint>
#include <vector>

#include "core/error.h"
#include "recommend/taste_learner.h"
#include "recommend/word_reader.h"

namespace commune::recommend {

using Words = std::vector<std::int32_t>;

// Errors of contribution.h, contribution_noise.h and contribution_shares.h; (too_large) where more
// random words are needed than were brought: bring twice as many, all of them fresh.
[[nodiscard]] core::Result<Words> contribute(WordReader& words);
[[nodiscard]] core::Result<Words> weigh(WordReader& words);
// Errors of parse_model.
[[nodiscard]] core::Result<Words> read_model(WordReader& words);

// A model, or no bytes for none, and the names that the caller has for its kinds.
[[nodiscard]] core::Result<KindsTogether> read_together(WordReader& words);

}  // namespace commune::recommend

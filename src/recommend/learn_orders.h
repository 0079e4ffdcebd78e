// Teaches a factorisation from many members' interactions at once: WARP (Weston, Bengio and
// Usunier, WSABIE, IJCAI 2011), as in LightFM. For a task that somebody took another is drawn until
// one scores too high beside it; the fewer draws that took, the lower the task ranks and the more
// the pair counts. The commune's model, and a member's own from their answers alone, learn the same
// way.
#pragma once

#include <cstdint>
#include <span>

#include "core/error.h"
#include "core/random.h"
#include "recommend/hybrid_factorisation.h"

namespace commune::recommend {

// Indices into `Teaching::members` and `Teaching::tasks`.
struct Interaction {
  std::uint32_t member = 0;
  std::uint32_t task = 0;
  bool liked = true;  // a declined task is the first that others are preferred to
};

struct Teaching {
  std::span<const Features> members;
  std::span<const Features> tasks;
  std::span<const Interaction> interactions;
  // Tasks to draw from; those that the member liked are passed by.
  std::span<const std::uint32_t> others;
};

struct TeachingOptions {
  std::uint32_t epochs = 20;
  std::uint32_t draws_max = 30;
  LearningRate rate{};
};

// Refuses (invalid) indices out of range and, before anything is learnt, features that the model
// does not know.
[[nodiscard]] core::Result<void> learn_orders(HybridFactorisation& model, const Teaching& teaching,
                                              const TeachingOptions& options, core::Random& random);

}  // namespace commune::recommend

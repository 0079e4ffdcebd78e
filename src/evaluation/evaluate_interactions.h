// `commune evaluate interactions`: how well what somebody takes next is predicted, by strong
// generalisation (Liang et al., WWW 2018): a fifth of the people are held out, their first
// interactions in time are told to the models, the rest is to be predicted. A tenth more settle
// how each model is set, before the held-out people are looked at.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "evaluation/interactions.h"

namespace commune::evaluation {

struct InteractionsOptions {
  std::uint64_t seed = 1;
};

// {"models": {"own": {"ndcg_100": ..., "ndcg_100_interval": [low, high], "recall_20", "auc",
// "cold_auc"}, "phone": ..., "ease": ..., "popularity": ...}, "ndcg_100_above_ease", ...}.
// Intervals are of 95 % by resampling the held-out people. `cold_auc` is null where too little is
// there to measure it. Refuses (invalid) data with fewer than 10 people who took two items, or too
// many items.
[[nodiscard]] core::Result<nlohmann::ordered_json> evaluate_interactions(
    const Interactions& interactions, const InteractionsOptions& options);

}  // namespace commune::evaluation

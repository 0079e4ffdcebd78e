// `commune evaluate calls`: urgent calls answered by people who stop listening for a while after
// each ping (call_world.h). The policy of recommend/call_policy.h beside telling everybody, telling
// k at random and telling the nearest k.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "evaluation/call_world.h"

namespace commune::evaluation {

enum class CallPolicy : std::uint8_t { everybody, random_k, nearest_k, devices };

// Of the calls that count, after `warm_up_minutes`.
struct CallOutcome {
  double filled = 0;       // share of calls
  double answered = 0;     // share of calls with somebody in time
  double pings_a_day = 0;  // by person
  double pings_a_call = 0;
  double most_pings_week = 0;  // of any person in any seven days
  double above_budget = 0;     // pings that no owner allowed
  double minutes_to_fill = 0;  // mean of those filled
  double in_vain = 0;          // people who accepted for nothing, a call
  double pings_answered = 0;   // share
};
inline constexpr std::int64_t warm_up_minutes = 4 * week_minutes;

// `scale` times readiness_for is the chance that somebody who listens accepts.
[[nodiscard]] CallOutcome run_calls(const CallWorld& world, CallPolicy policy, double scale);

struct CallsOptions {
  std::uint64_t seed = 1;
  std::uint32_t runs = 100;  // at least 1
  std::uint32_t weeks = 26;  // counted, at least 1
};

// Shares are between 0 and 1; "_interval" is [low, high] at 95 %.
[[nodiscard]] nlohmann::ordered_json evaluate_calls(const CallsOptions& options);

}  // namespace commune::evaluation

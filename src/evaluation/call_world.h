// People who may answer urgent calls, and the calls: a fixed model, documented in
// docs/evaluations.md and not tuned to please. A world is people, calls and every draw of luck, so
// that policies can be compared on the same one. Minutes count from midnight of its first day; its
// local time is UTC.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/random.h"
#include "model/enums.h"
#include "recommend/call_policy.h"

namespace commune::evaluation {

inline constexpr std::int64_t day_minutes = 24 * 60;
inline constexpr std::int64_t week_minutes = 7 * day_minutes;
inline constexpr std::int64_t wakes_minute = 7 * 60;
inline constexpr std::int64_t sleeps_minute = 22 * 60;

struct CallPerson {
  double readiness = 1;  // of participation, times a half for neighbours
  bool is_neighbour = false;
  std::array<std::uint32_t, 2> guilds{};
  std::uint32_t minutes_away = 0;
  std::array<bool, 3> own_hours{};  // morning, afternoon, evening
  bool is_certified = false;
  recommend::PingBudget budget;
  bool lets_urgent_through = false;
};

struct UrgentCall {
  std::int64_t raised_minute = 0;
  std::int64_t needed_minute = 0;
  model::Urgency urgency = model::Urgency::urgent;
  std::uint32_t guild = 0;
  std::uint32_t kind = 0;  // of work
  std::uint32_t places = 0;
  bool needs_certificate = false;
};

struct CallWorld {
  std::uint64_t seed = 0;
  std::vector<CallPerson> people;
  std::vector<UrgentCall> calls;  // by raised_minute
};

[[nodiscard]] CallWorld make_call_world(std::uint64_t seed, std::int64_t weeks);

// Adults of two communes of 60 nearby.
inline constexpr std::size_t neighbour_count = 120;
[[nodiscard]] CallPerson make_neighbour(core::Random& random);

[[nodiscard]] bool is_awake(std::int64_t minute);
// The hours of a person's day: 0 morning, 1 afternoon, 2 evening.
[[nodiscard]] std::size_t part_of_day(std::int64_t minute);
[[nodiscard]] bool is_in_guild(const CallPerson& person, const UrgentCall& call);
[[nodiscard]] bool may_answer(const CallPerson& person, const UrgentCall& call);

// Chance that somebody who listens accepts, before it is scaled to how ready people are.
[[nodiscard]] double readiness_for(const CallPerson& person, const UrgentCall& call,
                                   std::int64_t minute);
inline constexpr double acceptance_max = 0.95;

// What one ping does to one person, the same under every policy.
struct PingLuck {
  double answer = 0;  // accepts where below the chance
  std::int64_t delay_minutes = 0;
  std::int64_t deaf_minutes = 0;  // stops listening for
};
[[nodiscard]] PingLuck luck_of(std::uint64_t seed, std::uint64_t person, std::uint64_t call);

}  // namespace commune::evaluation

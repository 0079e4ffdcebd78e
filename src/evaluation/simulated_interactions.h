// Interactions of people who do not exist, as the CSV that interactions.h reads, for where no real
// ones may be used: a commune's members do not publish what they took. Two worlds, written down
// before any model was measured on them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evaluation/camp.h"
#include "exchange/emf_shifts.h"

namespace commune::evaluation {

struct SimulatedPeople {
  std::uint32_t people = 1000;  // at least 1
  std::uint64_t seed = 1;
};

// A world in which features decide: 480 tasks, each of one of 6 sectors, one of the sector's 5
// kinds of job, one of 8 blocks of three hours and one of 12 places, drawn evenly. A person's
// liking of a task = its popularity (normal, deviation 0.7) + their tastes for its sector, its kind
// and its hours (normal, deviation 1 each) + half their taste for its place + a Gumbel of scale 1
// for person and task. Each takes the 8 to 40 tasks they like best, in random order of time, and
// names as their interest the sector they like best (7 in 10) or any (3 in 10).
[[nodiscard]] std::string simulate_tastes(const SimulatedPeople& simulated);

// A camp's real shifts and the people of camp.h: each says willing for the twentieth of all shifts
// that they like best, in random order. Features: role, venue, hours, day.
[[nodiscard]] std::string simulate_willing(const std::vector<exchange::ImportedShift>& shifts,
                                           Camp camp, const SimulatedPeople& simulated);

}  // namespace commune::evaluation

// Small random rounds for the tests of this room, and the naive solver they are held to: every
// subset of offers is tried.
#pragma once

#include <optional>

#include "clearing/certificate.h"
#include "clearing/instance.h"
#include "clearing/round.h"
#include "core/random.h"

namespace commune::clearing::testing {

struct SmallRoundOptions {
  std::size_t participants = 3;
  std::size_t tasks = 4;
  std::size_t offers_max = 11;
  bool has_clashes = true;  // tasks at random times, else at none
  bool has_lengths = true;  // places of different length, else all alike
  bool has_trainees = true;
  bool has_rooms = true;
};

[[nodiscard]] Instance make_small_instance(core::Random& random, const SmallRoundOptions& options);

// The best packed value over all subsets of the offers that keep every limit.
[[nodiscard]] Int128 best_by_trying_all(const Round& round);

}  // namespace commune::clearing::testing

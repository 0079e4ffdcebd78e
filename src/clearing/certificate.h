// The proof that comes with a clearing, and its checker: one linear pass, integers only, no solver.
//
// A certificate is a price for each task's places and trainee's places and, for participants with
// sector baselines, for each step of work in such a sector (Person::load_step). Whatever the prices
// are, the sum of what each participant and each task could gain at best when all trade at them
// bounds every possible assignment from above (weak Lagrangian duality: Geoffrion, Mathematical
// Programming Study 2, 1974). Where the bound is what the assignment reaches, nothing better
// exists; otherwise the difference is its certified gap.
#pragma once

#include <cstdint>
#include <vector>

#include "clearing/round.h"
#include "core/error.h"

namespace commune::clearing {

// Packed values, each within +-2 x packed_place_max. Empty vectors stand for zeros.
struct Certificate {
  std::vector<std::int64_t> place_prices;              // by task
  std::vector<std::int64_t> trainee_prices;            // by task
  std::vector<std::vector<std::int64_t>> room_prices;  // by participant, in the order of its rooms
};

struct Verdict {
  Levels reached;
  Levels bound;    // no assignment is better; equal to `reached` where it is proven optimal
  Int128 gap = 0;  // packed, never negative
  [[nodiscard]] bool is_optimal() const { return gap == 0; }
};

// What the assignment reaches. invalid: the first thing that is wrong, in words: a clash, a place
// too many, more work than was offered, a trainee with nobody to learn from.
[[nodiscard]] core::Result<Levels> evaluate(const Round& round, const Assignment& assignment);

// The packed bound that these prices prove. malformed: not as many prices as tasks or rooms, or out
// of range.
[[nodiscard]] core::Result<Int128> bound_of(const Round& round, const Certificate& certificate);

// The part of a bound that tasks and sector rooms gain; the participants' best bundles are the
// rest.
[[nodiscard]] Int128 bound_without_people(const Round& round, const Certificate& certificate);

// What a participant would gain at these prices from each place they offered to take, packed; 0
// where it is nothing or less. Returns the sum.
Int128 find_profits(const Round& round, const Certificate& certificate, std::size_t participant,
                    std::vector<std::int64_t>& profits);

// Both, side by side.
[[nodiscard]] core::Result<Verdict> check_certificate(const Round& round,
                                                      const Assignment& assignment,
                                                      const Certificate& certificate);

}  // namespace commune::clearing

// Shares the places of one round out: the flow without clashes first, in blocks where it is large,
// then whoever would clash is put right by chains of exchanges, then the prices are tightened until
// they prove the result, or the search's bound is reached and the certified gap is reported. The
// same round and seed give the same result from the same build, on any number of threads.
#pragma once

#include <cstdint>

#include "clearing/certificate.h"
#include "clearing/round.h"

namespace commune::clearing {

struct ClearOptions {
  std::uint64_t price_work_max = 600'000;  // choices looked at in the search for better prices
  std::size_t arcs_per_block = 50'000;     // a round whose flow has more is cut into blocks
  std::size_t threads = 0;  // 0: as many as the machine has; the result is the same on any number
};

struct Cleared {
  Assignment assignment;
  Certificate certificate;
  Verdict verdict;
};

[[nodiscard]] Cleared clear_round(const Round& round, const ClearOptions& options = {});

// The same round after somebody declined or something changed: whoever has a place of `kept` that
// still fits stays, unless a chain to a place that fell short leads through them. The certificate
// is of the round as it is now.
[[nodiscard]] Cleared rematch_round(const Round& round, const Assignment& kept,
                                    const ClearOptions& options = {});

}  // namespace commune::clearing

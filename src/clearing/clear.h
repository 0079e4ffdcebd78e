// Shares the places of one round out: the flow without clashes first, then whoever would clash is
// put right by chains of exchanges, then the prices are tightened until they prove the result, or
// the search's bound is reached and the certified gap is reported. The same round and seed give the
// same result from the same build.
#pragma once

#include <cstdint>

#include "clearing/certificate.h"
#include "clearing/round.h"

namespace commune::clearing {

struct ClearOptions {
  std::uint64_t price_work_max = 600'000;  // choices looked at in the search for better prices
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

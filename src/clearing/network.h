// The flow that a round is when clashes are only seen between tasks that overlap all at once:
// source -> participant (places, convex burden) -> sector or stretch of time -> task -> sink
// (minimum places first). Its optimum bounds the round from above; where nothing else binds it is
// the round's own optimum. Solved by LEMON's NetworkSimplex (Kovacs, Optimization Methods and
// Software 30(1), 2015).
#pragma once

#include <cstdint>
#include <vector>

#include "clearing/certificate.h"
#include "clearing/round.h"

namespace commune::clearing {

struct Relaxed {
  Assignment assignment;  // may break clashes and the hours offered, nothing else
  Certificate prices;     // the flow's duals
};

// `closed[k] != 0` leaves `round.choices()[k]` out. Empty: none is left out.
[[nodiscard]] Relaxed solve_relaxed(const Round& round,
                                    const std::vector<std::uint8_t>& closed = {});

}  // namespace commune::clearing

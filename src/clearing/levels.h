// What a clearing is good at, in the order that decides: minimum places covered, then balance, then
// willingness. `Scale` packs the three levels into one integer so that any gain on a higher level
// outweighs all that the lower ones could lose in the same round: comparing packed values is
// comparing levels lexicographically, exactly.
#pragma once

#include <compare>
#include <cstdint>

#include "core/error.h"

namespace commune::clearing {

__extension__ using Int128 = __int128;

struct Levels {
  // Sum over tasks of weight x min(people, people_min), and 1 for each reserve; more is better.
  std::int64_t coverage = 0;
  std::int64_t burden =
      0;  // convex cost of work beyond the even share and the baselines; less is better
  std::int64_t willingness = 0;  // sum over the places given; more is better
  friend bool operator==(const Levels&, const Levels&) = default;
};

// Packed values of single places and prices stay below this, so that paths of a flow cannot
// overflow.
inline constexpr std::int64_t packed_place_max = std::int64_t{1} << 56U;

class Scale {
 public:
  // `burden_bound`, `willingness_bound`: no assignment of the round is above them.
  // too_large: three exact levels of such a round do not fit into 64 bits.
  static core::Result<Scale> make(std::int64_t burden_bound, std::int64_t willingness_bound,
                                  std::int64_t weight_bound);

  [[nodiscard]] std::int64_t coverage_unit() const { return coverage_unit_; }
  [[nodiscard]] std::int64_t burden_unit() const { return burden_unit_; }
  [[nodiscard]] Int128 pack(const Levels& levels) const;
  // The coverage of a packed value, also of a bound that no assignment reaches.
  [[nodiscard]] Int128 coverage_of(Int128 packed) const;
  // The levels of a packed value; `pack(*unpack(x)) == x`. too_large: its coverage does not fit
  // into 64 bits, so it is no bound that means anything.
  [[nodiscard]] core::Result<Levels> unpack(Int128 packed) const;

 private:
  Scale(std::int64_t coverage_unit, std::int64_t burden_unit, std::int64_t burden_bound)
      : coverage_unit_(coverage_unit), burden_unit_(burden_unit), burden_bound_(burden_bound) {}
  std::int64_t coverage_unit_;
  std::int64_t burden_unit_;
  std::int64_t burden_bound_;
};

// 1 + 2 + ... + excess: each unit of work beyond a share weighs one more than the one before.
[[nodiscard]] constexpr std::int64_t burden_of_excess(std::int64_t excess) {
  return excess > 0 ? excess * (excess + 1) / 2 : 0;
}

}  // namespace commune::clearing

#include "clearing/levels.h"

namespace commune::clearing {
namespace {

Int128 floor_divide(Int128 value, Int128 divisor) {
  const Int128 quotient = value / divisor;
  return value % divisor < 0 ? quotient - 1 : quotient;
}

}  // namespace

core::Result<Scale> Scale::make(std::int64_t burden_bound, std::int64_t willingness_bound,
                                std::int64_t weight_bound) {
  const Int128 burden_unit = Int128{willingness_bound} + 1;
  const Int128 coverage_unit = burden_unit * (Int128{burden_bound} + 1);
  if (coverage_unit * weight_bound > packed_place_max) {
    return core::fail(
        core::ErrorCode::too_large,
        "the round is too large to be shared out exactly in one piece: clear it by guild "
        "or by day, or count work in larger units");
  }
  return Scale(static_cast<std::int64_t>(coverage_unit), static_cast<std::int64_t>(burden_unit),
               burden_bound);
}

Int128 Scale::pack(const Levels& levels) const {
  return Int128{levels.coverage} * coverage_unit_ - Int128{levels.burden} * burden_unit_ +
         levels.willingness;
}

Int128 Scale::coverage_of(Int128 packed) const {
  const Int128 lowest = Int128{burden_bound_} * burden_unit_;
  return floor_divide(packed + lowest, coverage_unit_);
}

core::Result<Levels> Scale::unpack(Int128 packed) const {
  const Int128 coverage = coverage_of(packed);
  if (coverage < INT64_MIN || coverage > INT64_MAX) {
    return core::fail(core::ErrorCode::too_large,
                      "the bound that the prices prove is beyond 64 bits");
  }
  // Less than a unit of coverage is left, which fits (`make`).
  const Int128 rest = packed - coverage * coverage_unit_;
  const Int128 minus_burden = floor_divide(rest, burden_unit_);
  return Levels{static_cast<std::int64_t>(coverage), static_cast<std::int64_t>(-minus_burden),
                static_cast<std::int64_t>(rest - minus_burden * burden_unit_)};
}

}  // namespace commune::clearing

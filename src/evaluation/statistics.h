// A mean with its 95 % confidence interval, as every evaluation reports its figures: by Student's t
// over few runs, by resampling over many people.
#pragma once

#include <span>

#include "core/random.h"

namespace commune::evaluation {

struct Estimate {
  double mean = 0;
  double low = 0;  // equal to `high` where there is one value only
  double high = 0;
};

// `values` holds at least one.
[[nodiscard]] Estimate estimate(std::span<const double> values);

// The interval holds the middle 95 % of the means of 1,000 samples drawn from `values` with
// replacement (Efron, 1979). `values` holds at least one.
[[nodiscard]] Estimate bootstrap(std::span<const double> values, core::Random& random);

// Standard deviation of all values (not of a sample), 0 where there are none.
[[nodiscard]] double standard_deviation(std::span<const double> values);

}  // namespace commune::evaluation

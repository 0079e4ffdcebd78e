// A mean with its 95 % confidence interval by Student's t, as every evaluation reports its figures.
#pragma once

#include <span>

namespace commune::evaluation {

struct Estimate {
  double mean = 0;
  double low = 0;  // equal to `high` where there is one value only
  double high = 0;
};

// `values` holds at least one.
[[nodiscard]] Estimate estimate(std::span<const double> values);

// Standard deviation of all values (not of a sample), 0 where there are none.
[[nodiscard]] double standard_deviation(std::span<const double> values);

}  // namespace commune::evaluation

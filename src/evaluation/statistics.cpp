#include "evaluation/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "core/check.h"

namespace commune::evaluation {
namespace {

// Two-sided 95 % points of Student's distribution for 1 to 30 degrees of freedom; then the normal
// one's.
constexpr std::array student_95{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306,
                                2.262,  2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
                                2.110,  2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064,
                                2.060,  2.056, 2.052, 2.048, 2.045, 2.042};

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double squares_around(std::span<const double> values, double mean) {
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum;
}

}  // namespace

Estimate estimate(std::span<const double> values) {
  CHECK(!values.empty());
  const double mean = mean_of(values);
  const std::size_t freedom = values.size() - 1;
  if (freedom == 0) return {mean, mean, mean};
  const double point = freedom <= student_95.size() ? student_95[freedom - 1] : 1.96;
  const double variance = squares_around(values, mean) / static_cast<double>(freedom);
  const double reach = point * std::sqrt(variance / static_cast<double>(values.size()));
  return {mean, mean - reach, mean + reach};
}

Estimate bootstrap(std::span<const double> values, core::Random& random) {
  CHECK(!values.empty());
  constexpr std::size_t samples = 1000;
  constexpr std::size_t tail = samples / 40;
  std::vector<double> means(samples);
  for (double& mean : means) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += values[random.below(values.size())];
    mean = sum / static_cast<double>(values.size());
  }
  std::ranges::sort(means);
  return {mean_of(values), means[tail], means[samples - 1 - tail]};
}

double standard_deviation(std::span<const double> values) {
  if (values.empty()) return 0;
  return std::sqrt(squares_around(values, mean_of(values)) / static_cast<double>(values.size()));
}

}  // namespace commune::evaluation

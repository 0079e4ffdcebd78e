#include "recommend/contribution_noise.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

#include "core/check.h"

namespace commune::recommend {
namespace {

using core::ErrorCode;
using core::fail;

constexpr core::Seconds budget_span = core::days(365);

// True with chance exp(-numerator / denominator), for a ratio of at most 1. Algorithm 1 of Canonne,
// Kamath and Steinke.
bool draw_exponential_below_one(std::uint64_t numerator, std::uint64_t denominator,
                                const RandomWords& words) {
  std::uint64_t k = 1;
  while (draw_below(words, denominator) < numerator && draw_below(words, k) == 0) ++k;
  return k % 2 == 1;
}

// The same for any ratio.
bool draw_exponential(std::uint64_t numerator, std::uint64_t denominator,
                      const RandomWords& words) {
  for (; numerator > denominator; numerator -= denominator) {
    if (!draw_exponential_below_one(1, 1, words)) return false;
  }
  return draw_exponential_below_one(numerator, denominator, words);
}

// Chance in proportion to exp(-|result| / scale). Algorithm 2 of the same.
std::int64_t draw_discrete_laplace(std::uint64_t scale, const RandomWords& words) {
  while (true) {
    const std::uint64_t fraction = draw_below(words, scale);
    if (!draw_exponential_below_one(fraction, scale, words)) continue;
    std::uint64_t whole = 0;
    while (draw_exponential_below_one(1, 1, words)) ++whole;
    const auto size = static_cast<std::int64_t>(fraction + scale * whole);
    const bool negative = draw_below(words, 2) == 0;
    if (negative && size == 0) continue;
    return negative ? -size : size;
  }
}

// The t of the header, at most: ten times the sum of exp(-2 pi^2 variance j / (j + 1)) over j from
// 1 to devices_min - 1 (Kairouz, Liu and Steinke, Theorem 1), of which j = 1 is the largest term.
double sum_defect(const PrivacyTerms& terms) {
  const double largest = std::exp(-std::numbers::pi * std::numbers::pi * terms.noise_variance);
  return 10 * largest * (terms.devices_min - 1.0);
}

}  // namespace

core::Result<void> check_terms(const PrivacyTerms& terms) {
  constexpr std::uint32_t most = 1'000'000;
  if (terms.norm_squared_max < 1 || terms.norm_squared_max > most || terms.noise_variance < 1 ||
      terms.noise_variance > most || terms.devices_min < 2 || terms.devices_min > most) {
    return fail(ErrorCode::invalid,
                "privacy terms: norm 1 to 1000000, variance 1 to 1000000, devices 2 to 1000000");
  }
  return {};
}

double rho_in_sum(const PrivacyTerms& terms, std::size_t size) {
  const double variance = static_cast<double>(terms.devices_min) * terms.noise_variance;
  return static_cast<double>(terms.norm_squared_max) / (2 * variance) +
         sum_defect(terms) * static_cast<double>(size) / 4;
}

double rho_alone(const PrivacyTerms& terms) {
  return static_cast<double>(terms.norm_squared_max) / (2.0 * terms.noise_variance);
}

double epsilon_of(double rho, double delta) {
  CHECK(rho >= 0 && delta > 0 && delta < 1);
  return rho + 2 * std::sqrt(rho * std::log(1 / delta));
}

std::int64_t draw_discrete_gaussian(std::uint32_t variance, const RandomWords& words) {
  CHECK(variance >= 1 && variance <= 1'000'000);
  std::uint64_t scale = 1;  // the whole part of the deviation, and one
  while (scale * scale <= variance) ++scale;
  while (true) {
    const std::int64_t candidate = draw_discrete_laplace(scale, words);
    // Accepted with exp(-(|candidate| - variance / scale)^2 / (2 variance)). Algorithm 3.
    const auto size = static_cast<std::uint64_t>(std::abs(candidate));
    if (size > 1'000'000) continue;  // chance below 1e-400: for the products below to fit
    const std::uint64_t far = size * scale;
    const std::uint64_t distance = far > variance ? far - variance : variance - far;
    if (draw_exponential(distance * distance, 2 * std::uint64_t{variance} * scale * scale, words))
      return candidate;
  }
}

double epsilon_spent(const PrivacyBudget& budget, core::Time now) {
  double rho = 0;
  for (const PrivacyBudget::Spent& spent : budget.spent) {
    if (spent.at + budget_span > now) rho += spent.rho;
  }
  return epsilon_of(rho, budget.delta);
}

core::Result<ContributionVector> make_contribution(ContributionVector counts,
                                                   const PrivacyTerms& terms, PrivacyBudget& budget,
                                                   core::Time now, const RandomWords& words) {
  TRY_VOID(check_terms(terms));
  if (!(budget.epsilon_max > 0) || !(budget.delta > 0 && budget.delta <= 0.01) ||
      !std::ranges::all_of(budget.spent, [](const PrivacyBudget::Spent& spent) {
        return spent.rho >= 0 && std::isfinite(spent.rho);
      })) {
    return fail(ErrorCode::invalid,
                "a privacy budget has an epsilon above 0 and a delta in "
                "(0, 0.01], and has spent numbers");
  }
  std::int64_t total = 0;
  for (const std::int64_t count : counts) total += std::abs(count);
  if (total > 1'000'000) {
    return fail(ErrorCode::invalid, "the counts add up to more than a million");
  }
  budget.spent.push_back({now, rho_in_sum(terms, counts.size())});
  if (epsilon_spent(budget, now) > budget.epsilon_max) {
    budget.spent.pop_back();
    return fail(ErrorCode::rate_limited,
                "this would tell more of you than you allowed for a year; nothing was sent");
  }
  ContributionVector noised = clip(std::move(counts), terms.norm_squared_max, words);
  for (std::int32_t& count : noised) {
    count += static_cast<std::int32_t>(draw_discrete_gaussian(terms.noise_variance, words));
  }
  return noised;
}

}  // namespace commune::recommend

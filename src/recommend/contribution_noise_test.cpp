// Is the noise what it claims, and does it keep the promise? The promise is checked number by
// number on the exact distribution, not on samples.
#include "recommend/contribution_noise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include "core/random.h"

namespace commune::recommend {
namespace {

RandomWords seeded(std::uint64_t seed) {
  return [random = core::Random(seed)]() mutable { return random.next(); };
}

// Chances of -reach to reach.
std::vector<double> discrete_gaussian(double variance, int reach) {
  std::vector<double> chances;
  for (int x = -reach; x <= reach; ++x) chances.push_back(std::exp(-x * x / (2 * variance)));
  const double sum = std::accumulate(chances.begin(), chances.end(), 0.0);
  for (double& chance : chances) chance /= sum;
  return chances;
}

TEST(DiscreteGaussian, HasTheChancesOfItsFormula) {
  for (const std::uint32_t variance : {1U, 4U, 10U, 100U}) {
    SCOPED_TRACE(variance);
    const RandomWords words = seeded(variance);
    constexpr int draws = 200'000;
    std::map<std::int64_t, int> seen;
    for (int i = 0; i < draws; ++i) ++seen[draw_discrete_gaussian(variance, words)];
    const int reach = static_cast<int>(20 * std::sqrt(variance));
    const std::vector<double> chances = discrete_gaussian(variance, reach);
    double distance = 0;  // chi-squared
    double cells = 0;
    for (std::size_t i = 0; i < chances.size(); ++i) {
      const double expected = draws * chances[i];
      if (expected < 10) continue;
      const std::int64_t x = static_cast<std::int64_t>(i) - reach;
      distance += std::pow(seen[x] - expected, 2) / expected;
      ++cells;
    }
    // Mean `cells`, deviation sqrt(2 cells): five deviations.
    EXPECT_LT(distance, cells + 5 * std::sqrt(2 * cells));
  }
}

std::vector<double> convolved(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> result(a.size() + b.size() - 1);
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b.size(); ++j) result[i + j] += a[i] * b[j];
  return result;
}

// Renyi divergence of order `order` of a distribution from itself moved by `shift`.
double divergence(const std::vector<double>& chances, std::size_t shift, double order) {
  double sum = 0;
  for (std::size_t i = shift; i < chances.size(); ++i) {
    const double here = chances[i];
    const double moved = chances[i - shift];
    if (here > 1e-290 && moved > 1e-290)
      sum += std::exp(order * std::log(here) - (order - 1) * std::log(moved));
  }
  return std::log(sum) / (order - 1);
}

TEST(Privacy, OfASumIsWhatTheTermsSay) {
  for (const std::uint32_t devices : {2U, 3U, 8U}) {
    const PrivacyTerms terms{.norm_squared_max = 9, .noise_variance = 4, .devices_min = devices};
    std::vector<double> sum = discrete_gaussian(4, 60);
    for (std::uint32_t i = 1; i < devices; ++i) sum = convolved(sum, discrete_gaussian(4, 60));
    for (const double order : {1.5, 2.0, 4.0, 8.0}) {
      // One person's whole contribution in one count: moved by 3, the root of the norm.
      EXPECT_LE(divergence(sum, 3, order), order * rho_in_sum(terms, 1) + 1e-9)
          << devices << " devices, order " << order;
    }
  }
}

TEST(Privacy, OfOneVectorAloneIsWhatTheTermsSay) {
  const PrivacyTerms terms{.norm_squared_max = 9, .noise_variance = 4, .devices_min = 20};
  for (const double order : {1.5, 2.0, 4.0, 8.0})
    EXPECT_LE(divergence(discrete_gaussian(4, 60), 3, order), order * rho_alone(terms) + 1e-9);
  EXPECT_NEAR(rho_alone(terms), 20 * rho_in_sum(terms, 1), 1e-9);
}

TEST(Privacy, TurnsIntoEpsilonByTheFormulaOfBunAndSteinke) {
  EXPECT_NEAR(epsilon_of(0.5, 1e-6), 0.5 + 2 * std::sqrt(0.5 * 13.815510558), 1e-6);
  EXPECT_EQ(epsilon_of(0, 1e-6), 0);
}

TEST(PrivacyBudget, IsChargedForEachContributionAndRefusesWhenSpent) {
  const PrivacyTerms terms;
  PrivacyBudget budget;
  const RandomWords words = seeded(1);
  core::Time now{1'000'000'000};
  int told = 0;
  while (make_contribution(ContributionVector(50, 1), terms, budget, now, words)) {
    ++told;
    now = now + core::days(7);
    ASSERT_LE(epsilon_spent(budget, now), budget.epsilon_max);
    ASSERT_LT(told, 1000);
  }
  EXPECT_EQ(told, 3) << "rho 0.25 each; four would be epsilon 8.4";
  const auto refused = make_contribution(ContributionVector(50, 1), terms, budget, now, words);
  EXPECT_EQ(refused.error().code, core::ErrorCode::rate_limited);
  EXPECT_EQ(budget.spent.size(), 3U) << "and nothing was charged";
  now = now + core::days(365);
  EXPECT_TRUE(make_contribution(ContributionVector(50, 1), terms, budget, now, words));
}

TEST(Contributions, ThatMakeNoSenseAreRefusedBeforeAnythingIsCharged) {
  PrivacyBudget budget;
  const auto error = [&](ContributionVector counts, PrivacyTerms terms) {
    return make_contribution(std::move(counts), terms, budget, {1}, seeded(1)).error().code;
  };
  EXPECT_EQ(error({1}, {.norm_squared_max = 0}), core::ErrorCode::invalid);
  EXPECT_EQ(error({1}, {.noise_variance = 0}), core::ErrorCode::invalid);
  EXPECT_EQ(error({1}, {.devices_min = 1}), core::ErrorCode::invalid);
  EXPECT_EQ(error({1'000'001}, {}), core::ErrorCode::invalid);
  EXPECT_EQ(error({INT32_MIN}, {}), core::ErrorCode::invalid);
  budget.delta = std::nan("");
  EXPECT_EQ(error({1}, {}), core::ErrorCode::invalid);
  budget = {.epsilon_max = 8, .delta = 1e-6, .spent = {{{0}, -1}}};
  EXPECT_EQ(error({1}, {}), core::ErrorCode::invalid);
  EXPECT_EQ(budget.spent.size(), 1U);
}

}  // namespace
}  // namespace commune::recommend

// The noise that a device adds before anything leaves it, and what that promises. Each device draws
// from the discrete Gaussian (Canonne, Kamath and Steinke, The Discrete Gaussian for Differential
// Privacy, NeurIPS 2020), exactly, in integers; the noise of many devices adds up (Kairouz, Liu and
// Steinke, The Distributed Discrete Gaussian Mechanism, ICML 2021).
//
// What is promised, in zero-concentrated differential privacy (Bun and Steinke, TCC 2016), for one
// device's whole contribution being there or being all zeros, with D = norm_squared_max, v = the
// variance of one device, d = the length of the vector:
//  - whoever sees only the sum of k contributions of which h come from devices that follow this
//    code and keep their noise to themselves: rho = D / (2 h v) + t d / 4, where t, below 1e-10 for
//    v of 4 and more and h up to a million, is what a sum of discrete Gaussians lacks to be one.
//    The account counts h = devices_min: each device trusts that so many others are honest.
//  - whoever sees one device's noised vector alone, as all helpers together could if they broke
//    their word: rho = D / (2 v), devices_min times as much.
// Budgets add; epsilon = rho + 2 sqrt(rho ln(1 / delta)).
#pragma once

#include <cstdint>
#include <vector>

#include "core/error.h"
#include "core/time.h"
#include "recommend/contribution.h"

namespace commune::recommend {

// The noise of all who take part adds up, so in a large commune more devices with less noise each
// give the same promise and a clearer sum.
struct PrivacyTerms {
  std::uint64_t norm_squared_max = 100;  // of a clipped vector, 1 to 1,000,000
  std::uint32_t noise_variance = 10;     // of one device and count, 1 to 1,000,000
  std::uint32_t devices_min = 20;        // contributions in a sum, 2 to 1,000,000
  friend bool operator==(const PrivacyTerms&, const PrivacyTerms&) = default;
};
[[nodiscard]] core::Result<void> check_terms(const PrivacyTerms& terms);

// rho of one contribution of `size` counts, seen in a sum of devices_min, or alone.
[[nodiscard]] double rho_in_sum(const PrivacyTerms& terms, std::size_t size);
[[nodiscard]] double rho_alone(const PrivacyTerms& terms);
// `delta` in (0, 1).
[[nodiscard]] double epsilon_of(double rho, double delta);

// Variance `variance`, 1 to 1,000,000; mean 0. Exact where `words` are independent and uniform.
[[nodiscard]] std::int64_t draw_discrete_gaussian(std::uint32_t variance, const RandomWords& words);

// What an owner allows within any 365 days, kept with the profile on the device.
struct PrivacyBudget {
  struct Spent {
    core::Time at;
    double rho = 0;
  };
  double epsilon_max = 8;
  double delta = 1e-6;
  std::vector<Spent> spent;
};

// Epsilon spent in the 365 days before `now`; the budget's delta is in (0, 1).
[[nodiscard]] double epsilon_spent(const PrivacyBudget& budget, core::Time now);

// Counts to what may leave the device: clipped, noised, charged to the budget. Refuses (invalid)
// terms or budgets outside their bounds; (rate_limited) what would overspend, and then nothing was
// charged.
[[nodiscard]] core::Result<ContributionVector> make_contribution(ContributionVector counts,
                                                                 const PrivacyTerms& terms,
                                                                 PrivacyBudget& budget,
                                                                 core::Time now,
                                                                 const RandomWords& words);

}  // namespace commune::recommend

#include "recommend/acceptance.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "recommend/log_odds.h"

namespace commune::recommend {
namespace {

using core::ErrorCode;
using core::fail;

// Where each part of a situation stands among the weights; kinds follow the days.
constexpr Eigen::Index constant_at = 0;
constexpr Eigen::Index lead_at = 1;
constexpr Eigen::Index recent_at = 2;
constexpr Eigen::Index fit_at = 3;
constexpr Eigen::Index hours_at = 4;
constexpr Eigen::Index days_at = hours_at + hour_blocks;
constexpr Eigen::Index kinds_at = days_at + 7;

// Before any answer: an owner differs from the commune by about one unit of log-odds in all, and by
// somewhat less in each thing.
constexpr double constant_variance = 1;
constexpr double weight_variance = 0.5;
// Of a usual situation: the constant, its hours, day and kind, and the rest together as two more.
constexpr double usual_variance = constant_variance + 5 * weight_variance;

// Log-odds of the mean chance over log-odds that vary so (MacKay, Neural Computation 4, 1992).
double moderated(double log_odds, double variance) {
  return log_odds / std::sqrt(1 + std::numbers::pi * variance / 8);
}

bool is_between(float value, float low, float high) { return value >= low && value <= high; }

}  // namespace

Acceptance::Acceptance(CommuneRates rates) : rates_(std::move(rates)) {
  const auto size = kinds_at + static_cast<Eigen::Index>(rates_.by_kind.size()) + 1;
  mean_ = Eigen::VectorXd::Zero(size);
  covariance_ = weight_variance * Eigen::MatrixXd::Identity(size, size);
  covariance_(constant_at, constant_at) = constant_variance;
}

core::Result<Acceptance> Acceptance::make(CommuneRates rates) {
  if (rates.by_kind.size() > acceptance_kinds_max) {
    return fail(ErrorCode::invalid,
                "more than " + std::to_string(acceptance_kinds_max) + " kinds of job");
  }
  const auto is_finite = [](float rate) { return std::isfinite(rate); };
  if (!is_finite(rates.all) || !std::ranges::all_of(rates.by_hours, is_finite) ||
      !std::ranges::all_of(rates.by_kind, is_finite)) {
    return fail(ErrorCode::invalid, "a rate of the commune is NaN or infinite");
  }
  return Acceptance(std::move(rates));
}

core::Result<Eigen::VectorXd> Acceptance::describe(const InvitationSituation& situation) const {
  if (situation.begins.hour > 23 || situation.begins.weekday > 6) {
    return fail(ErrorCode::invalid, "an hour is 0 to 23 and a weekday 0 to 6");
  }
  if (situation.kind > rates_.by_kind.size()) {
    return fail(ErrorCode::invalid, "kind " + std::to_string(situation.kind) + " is unknown");
  }
  // What is NaN is between nothing.
  if (!is_between(situation.lead_hours, 0, 10'000) || !is_between(situation.recent_hours, 0, 168) ||
      !is_between(situation.fit, -10, 10) || !is_between(situation.known, -10, 10)) {
    return fail(ErrorCode::invalid, "lead, recent work, fit or what is known is outside its range");
  }
  Eigen::VectorXd x = Eigen::VectorXd::Zero(mean_.size());
  x(constant_at) = 1;
  x(lead_at) = std::log1p(situation.lead_hours) / 4;  // a week ahead: 1.3
  x(recent_at) = situation.recent_hours / 20;
  x(fit_at) = situation.fit;
  x(hours_at + static_cast<Eigen::Index>(situation.begins.hour / 3)) = 1;
  x(days_at + static_cast<Eigen::Index>(situation.begins.weekday)) = 1;
  x(kinds_at + static_cast<Eigen::Index>(situation.kind)) = 1;
  return x;
}

double Acceptance::commune_log_odds(const InvitationSituation& situation) const {
  const double of_kind =
      situation.kind < rates_.by_kind.size() ? double{rates_.by_kind[situation.kind]} : 0;
  const double rate = double{rates_.all} + rates_.by_hours[situation.begins.hour / 3] + of_kind +
                      double{situation.known};
  // A rate is a mean over people who differ; the middle one of them is further from even odds.
  return rate * std::sqrt(1 + std::numbers::pi * usual_variance / 8);
}

core::Result<float> Acceptance::predict(const InvitationSituation& situation) const {
  const Eigen::VectorXd x = TRY(describe(situation));
  const double log_odds = commune_log_odds(situation) + mean_.dot(x);
  const double variance = std::max(x.dot(covariance_ * x), 0.0);
  return static_cast<float>(logistic(moderated(log_odds, variance)));
}

core::Result<void> Acceptance::update(const InvitationSituation& situation, bool accepted) {
  const Eigen::VectorXd x = TRY(describe(situation));
  const Eigen::VectorXd direction = covariance_ * x;
  const double variance = std::max(x.dot(direction), 0.0);
  const double probability =
      logistic(moderated(commune_log_odds(situation) + mean_.dot(x), variance));
  // Where the model is all but sure, an answer still says something.
  const double curvature = std::max(probability * (1 - probability), 1e-3);
  const double scale = 1 + curvature * variance;
  covariance_ -= (curvature / scale) * direction * direction.transpose();
  mean_ += direction / scale * ((accepted ? 1.0 : 0.0) - probability);
  return {};
}

}  // namespace commune::recommend

// How likely the owner of a device is to accept an invitation, so that few invitations fill a
// place. Bayesian logistic regression, one answer at a time (Spiegelhalter and Lauritzen, Networks
// 20, 1990): mean and covariance of the weights, moved as by an extended Kalman filter. It starts
// from the commune's rates.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <vector>

#include "core/error.h"
#include "recommend/features.h"

namespace commune::recommend {

inline constexpr std::uint32_t hour_blocks = 8;  // of three hours
inline constexpr std::uint32_t acceptance_kinds_max = 128;

struct InvitationSituation {
  LocalHour begins{};
  std::uint32_t kind = 0;  // below the number of kinds, or that number for any other kind
  float lead_hours = 0;    // from now to the beginning, 0 to 10,000
  float recent_hours = 0;  // worked in the last seven days, 0 to 168
  float fit = 0;           // how well the task suits, -10 to 10, for example a standardised score
  float known = 0;         // log-odds that are known beside the commune's rates, -10 to 10
};

// Log-odds of a yes in the commune, before anything is known of the owner; finite.
struct CommuneRates {
  float all = 0;
  std::array<float, hour_blocks> by_hours{};  // added to `all`
  std::vector<float> by_kind;                 // added to `all`; one a kind
};

class Acceptance {
 public:
  // Refuses (invalid) more than acceptance_kinds_max kinds and rates that are not finite.
  [[nodiscard]] static core::Result<Acceptance> make(CommuneRates rates);

  // A calibrated probability. Refuses (invalid) situations outside their ranges.
  [[nodiscard]] core::Result<float> predict(const InvitationSituation& situation) const;
  // Learns from one answer; after an error nothing has changed.
  [[nodiscard]] core::Result<void> update(const InvitationSituation& situation, bool accepted);

 private:
  explicit Acceptance(CommuneRates rates);
  [[nodiscard]] core::Result<Eigen::VectorXd> describe(const InvitationSituation& situation) const;
  [[nodiscard]] double commune_log_odds(const InvitationSituation& situation) const;

  CommuneRates rates_;
  Eigen::VectorXd mean_;
  Eigen::MatrixXd covariance_;
};

}  // namespace commune::recommend

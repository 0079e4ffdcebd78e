// What a device whose owner opted in may tell the commune's model: counts, never what was done
// when. A vector of whole numbers of fixed layout, clipped so that no one person can say much.
// Noise (contribution_noise.h) and shares (contribution_shares.h) come after; the raw vector never
// leaves the device. Statistics are what the sum over many devices says.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/error.h"
#include "model/enums.h"
#include "recommend/acceptance.h"

namespace commune::recommend {

inline constexpr std::uint32_t contribution_kinds_max = acceptance_kinds_max;
inline constexpr std::int32_t overrun_quarters_max = 4;

// 64 random bits a call. On a device they come from its secure generator; tests bring seeded ones.
using RandomWords = std::function<std::uint64_t()>;
[[nodiscard]] std::uint64_t draw_below(const RandomWords& words, std::uint64_t bound);

// Where each count stands. Two devices agree on the number of kinds of job (0 to
// contribution_kinds_max), in the order of the catalogue.
class ContributionLayout {
 public:
  explicit ContributionLayout(std::uint32_t kinds);

  [[nodiscard]] std::uint32_t kinds() const { return kinds_; }
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::size_t asked_at_hours(std::uint32_t block) const { return block; }
  [[nodiscard]] std::size_t accepted_at_hours(std::uint32_t block) const;
  [[nodiscard]] std::size_t asked_for(std::uint32_t kind) const;
  [[nodiscard]] std::size_t accepted_for(std::uint32_t kind) const;
  // Asked and accepted in the days after heavy work, by the effort of what was asked.
  [[nodiscard]] std::size_t asked_when_tired(model::Effort effort) const;
  [[nodiscard]] std::size_t accepted_when_tired(model::Effort effort) const;
  [[nodiscard]] std::size_t finished(std::uint32_t kind) const;
  // Quarters of an hour that it took beyond what was planned, at most +-overrun_quarters_max a
  // task.
  [[nodiscard]] std::size_t overrun(std::uint32_t kind) const;
  // Did both kinds in the period; the pair in any order, or one kind twice for "did it at all".
  [[nodiscard]] std::size_t did_both(std::uint32_t a, std::uint32_t b) const;

 private:
  std::uint32_t kinds_;
};

struct AnsweredInvitation {
  std::uint32_t hour = 0;  // 0 to 23, local
  std::uint32_t kind = 0;
  model::Effort effort{};
  bool after_heavy_work = false;
  bool accepted = false;
};

struct FinishedWork {
  std::uint32_t kind = 0;
  std::uint32_t minutes = 0;
  std::uint32_t minutes_planned = 0;
};

// What one device saw in one period.
struct Observations {
  std::vector<AnsweredInvitation> answers;
  std::vector<FinishedWork> finished;
};

using ContributionVector = std::vector<std::int32_t>;

// Refuses (invalid) hours and kinds that are not there; (too_large) more than 10,000 observations.
[[nodiscard]] core::Result<ContributionVector> count_observations(const ContributionLayout& layout,
                                                                  const Observations& seen);

// Takes single units off, drawn evenly among all units, until the sum of squares is at most
// `norm_squared_max`; so what somebody did much is told less, nothing is told more.
[[nodiscard]] ContributionVector clip(ContributionVector counts, std::uint64_t norm_squared_max,
                                      const RandomWords& words);

// What the sum of many contributions says. Each rate is drawn towards the overall one as if
// `noise_deviation` more answers had been given at that, so that noise does not pass for a finding.
struct CommuneStatistics {
  CommuneRates rates;
  std::array<float, 3> tired_yes_share{};  // of what is asked after heavy work, by effort
  std::vector<float> overrun_minutes;      // mean, by kind
  Eigen::MatrixXd co_occurrence;           // kinds x kinds, symmetric, with the noise
};

// `noise_deviation` is of one count of the sum. Refuses (invalid) a sum of another size and a
// negative or infinite deviation.
[[nodiscard]] core::Result<CommuneStatistics> read_statistics(const ContributionLayout& layout,
                                                              std::span<const std::int64_t> sum,
                                                              double noise_deviation);

}  // namespace commune::recommend

// `commune evaluate year`: a year of a commune shared out by clearings, by free choice from a board
// and by a fixed rota; the same people, work and luck (year_world.h).
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "evaluation/year_world.h"
#include "exchange/commune_folder.h"

namespace commune::evaluation {

struct YearOptions {
  std::uint64_t seed = 1;
  std::uint32_t runs = 10;   // at least 1
  std::uint32_t weeks = 52;  // 1 to year_weeks_max
  NoShowLevel no_shows = NoShowLevel::stretched;
};

// Shares are between 0 and 1; "_interval" is [low, high] at 95 %. Errors: as make_year_world.
[[nodiscard]] core::Result<nlohmann::ordered_json> evaluate_year(
    const exchange::CommuneFolder& folder, const YearOptions& options);

}  // namespace commune::evaluation

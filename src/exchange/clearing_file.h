// Rounds and their clearings as JSON files, so that anybody can check one with `commune clearing
// check`. The format is in docs/howto/clear-a-round.md. Times are UTC to the minute; prices are
// decimal texts, since they do not fit into the numbers of JavaScript.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "clearing/certificate.h"
#include "clearing/clear.h"
#include "clearing/round.h"
#include "core/error.h"

namespace commune::exchange {

inline constexpr std::size_t clearing_file_size_max = std::size_t{512} << 20U;
inline constexpr std::string_view clearing_round_format = "commune-round/1";
inline constexpr std::string_view clearing_result_format = "commune-clearing/1";

// A round alone: {"format": "commune-round/1", ...}. malformed names the place, invalid what
// contradicts.
[[nodiscard]] core::Result<clearing::Round> parse_round(std::string_view text,
                                                        std::string_view file);

// {"format": "commune-clearing/1", "round": as it was read, "places", "prices", "reached", "bound",
// "optimal", "shortages"}. `round_as_read` is the document that `round` was made of.
[[nodiscard]] nlohmann::ordered_json encode_clearing(nlohmann::ordered_json round_as_read,
                                                     const clearing::Round& round,
                                                     const clearing::Cleared& cleared);

struct ClearingFile {
  clearing::Round round;
  clearing::Assignment assignment;
  clearing::Certificate certificate;
  clearing::Levels claimed_reached;
  clearing::Levels claimed_bound;
  bool claimed_optimal = false;
  nlohmann::json claimed_shortages;
};

[[nodiscard]] core::Result<ClearingFile> parse_clearing(std::string_view text,
                                                        std::string_view file);

// The verdict on what the file holds; invalid where it claims anything else than what was checked.
[[nodiscard]] core::Result<clearing::Verdict> check_clearing(const ClearingFile& clearing);

}  // namespace commune::exchange

// The commune's model as bytes, as it goes to devices: names, factorisation, similarities, rates.
// The same model gives the same bytes; bytes that are cut, changed by accident or of another
// version are refused. It names no person. Who may make a model is for the node to say; this is not
// signed.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "recommend/acceptance.h"
#include "recommend/own_taste.h"

namespace commune::recommend {

inline constexpr std::size_t model_file_size_max = 64U << 20U;
// The feature that stands for whoever owns the device.
inline constexpr std::string_view owner_feature = "owner";

struct CommuneModel {
  FeatureNames member_features;  // owner_feature among them
  FeatureNames task_features;
  FeatureNames kinds;  // of job, in the order of similarities and rates
  TasteModel taste;
  CommuneRates rates;
  std::array<float, 3> tired_yes_share{};  // of what is asked after heavy work, by effort
  std::vector<float> overrun_minutes;      // beyond the plan, by kind
};

// Refuses (invalid) a model whose parts do not fit together, with which.
[[nodiscard]] core::Result<core::Bytes> encode_model(const CommuneModel& model);
// Refuses (malformed) other bytes, (wrong_version) another version, (corrupt) what was cut or
// changed, (too_large), and (invalid) numbers that are NaN or parts that do not fit together.
[[nodiscard]] core::Result<CommuneModel> parse_model(core::ByteView bytes);

}  // namespace commune::recommend

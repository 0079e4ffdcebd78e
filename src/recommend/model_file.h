// The commune's model as bytes, as it goes to devices: which kinds of job go together, how readily
// people say yes, how long work really takes. All of it comes from sums (contribution.h). The same
// model gives the same bytes; bytes that are cut, changed by accident or of another version are
// refused. It names no person. Who may make a model is for the node to say; this is not signed.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "recommend/acceptance.h"
#include "recommend/contribution.h"
#include "recommend/features.h"
#include "recommend/item_similarity.h"

namespace commune::recommend {

// 128 kinds of job: 16,384 similarities of four bytes, and names.
inline constexpr std::size_t model_file_size_max = 128U << 10U;

struct CommuneModel {
  std::uint64_t round = 0;          // that it was learnt in
  std::uint32_t contributions = 0;  // that were summed
  FeatureNames kinds;  // of job, in the order of similarities and rates; acceptance_kinds_max
  ItemSimilarity similarity;
  CommuneRates rates;
  std::array<float, 3> tired_yes_share{};  // of what is asked after heavy work, by effort
  std::vector<float> overrun_minutes;      // beyond the plan, by kind
};

// What can be learnt from sums: rates as they are, similarities by EASE with a regularisation above
// what noise of `noise_deviation` a count can pass for, so that noise alone makes no pair. `round`
// and `contributions` are for the caller to fill.
// Refuses (invalid) names that are not one for each kind, and what read_statistics and
// ItemSimilarity refuse.
[[nodiscard]] core::Result<CommuneModel> learn_model(const ContributionLayout& layout,
                                                     FeatureNames kinds,
                                                     std::span<const std::int64_t> sum,
                                                     double noise_deviation);

// Refuses (invalid) a model whose parts do not fit together, with which.
[[nodiscard]] core::Result<core::Bytes> encode_model(const CommuneModel& model);
// Refuses (malformed) other bytes, (wrong_version) another version, (corrupt) what was cut or
// changed, (too_large), and (invalid) numbers that are NaN or parts that do not fit together.
[[nodiscard]] core::Result<CommuneModel> parse_model(core::ByteView bytes);

}  // namespace commune::recommend

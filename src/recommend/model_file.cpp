#include "recommend/model_file.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <limits>
#include <string_view>
#include <utility>

#include "recommend/byte_codec.h"

namespace commune::recommend {
namespace {

using core::ErrorCode;
using core::fail;

// "CMMODEL", a version, the size of the body; the body; its checksum.
constexpr std::string_view magic = "CMMODEL";
constexpr std::uint8_t version = '2';
constexpr std::size_t head_size = 16;
constexpr std::size_t checksum_size = 4;

// CRC-32 (ISO 3309), against accidents only.
std::uint32_t checksum(core::ByteView bytes) {
  std::uint32_t remainder = 0xFFFFFFFFU;
  for (const std::uint8_t byte : bytes) {
    remainder ^= byte;
    for (int bit = 0; bit < 8; ++bit)
      remainder = remainder >> 1U ^ ((remainder & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~remainder;
}

core::Result<void> check_model(const CommuneModel& model) {
  const std::size_t kinds = model.kinds.size();
  if (model.similarity.kinds() != kinds || model.rates.by_kind.size() != kinds ||
      model.overrun_minutes.size() != kinds) {
    return fail(ErrorCode::invalid, "similarities, rates or minutes are of other kinds of job");
  }
  TRY(Acceptance::make(model.rates));
  const auto is_finite = [](float value) { return std::isfinite(value); };
  const auto is_share = [](float value) { return value >= 0 && value <= 1; };
  if (!std::ranges::all_of(model.overrun_minutes, is_finite) ||
      !std::ranges::all_of(model.tired_yes_share, is_share)) {
    return fail(ErrorCode::invalid, "minutes or shares of the model are out of range");
  }
  return {};
}

void write_body(ByteWriter& out, const CommuneModel& model) {
  out.wide(model.round);
  out.number(model.contributions);
  out.texts(model.kinds.names());
  out.reals(model.similarity.weights().reshaped());
  out.real(model.rates.all);
  out.reals(model.rates.by_hours);
  out.reals(model.rates.by_kind);
  out.reals(model.tired_yes_share);
  out.reals(model.overrun_minutes);
}

core::Result<ItemSimilarity> read_similarity(ByteReader& in, std::size_t kinds) {
  if (kinds > acceptance_kinds_max || !in.has(kinds * kinds)) {
    return fail(ErrorCode::corrupt, "the model's similarities are cut short");
  }
  Eigen::MatrixXf weights(kinds, kinds);
  for (float& weight : weights.reshaped()) weight = in.real();
  return ItemSimilarity::make(std::move(weights));
}

core::Result<CommuneModel> read_body(ByteReader& in) {
  CommuneModel model;
  model.round = in.wide();
  model.contributions = in.number();
  model.kinds = TRY(FeatureNames::make(in.texts()));
  const std::size_t kinds = model.kinds.size();
  model.similarity = TRY(read_similarity(in, kinds));
  model.rates.all = in.real();
  for (float& rate : model.rates.by_hours) rate = in.real();
  model.rates.by_kind = in.reals(kinds);
  for (float& share : model.tired_yes_share) share = in.real();
  model.overrun_minutes = in.reals(kinds);
  return model;
}

// The largest eigenvalue of symmetric noise grows as twice the deviation times the root of its size
// (Wigner, Annals of Mathematics 67, 1958).
double noise_norm(std::uint32_t kinds, double deviation) {
  return 2 * deviation * std::sqrt(static_cast<double>(kinds));
}

// Beyond the noise, and so that the regularised matrix surely is positive definite.
double similarity_regularisation(const CoOccurrence& counts, double noise) {
  if (counts.size() == 0) return 1;
  const double least = Eigen::SelfAdjointEigenSolver<CoOccurrence>(counts, Eigen::EigenvaluesOnly)
                           .eigenvalues()
                           .minCoeff();
  return 1 + std::max(1.5 * noise, -2 * least);
}

}  // namespace

core::Result<CommuneModel> learn_model(const ContributionLayout& layout, FeatureNames kinds,
                                       std::span<const std::int64_t> sum, double noise_deviation) {
  if (kinds.size() != layout.kinds()) {
    return fail(ErrorCode::invalid, "a model needs one name for each kind of job");
  }
  CommuneStatistics statistics = TRY(read_statistics(layout, sum, noise_deviation));
  const double noise = noise_norm(layout.kinds(), noise_deviation);
  ItemSimilarity similarity = TRY(ItemSimilarity::learn(
      statistics.co_occurrence, similarity_regularisation(statistics.co_occurrence, noise)));
  CommuneModel model;
  model.kinds = std::move(kinds);
  model.similarity = std::move(similarity);
  model.rates = std::move(statistics.rates);
  model.tired_yes_share = statistics.tired_yes_share;
  model.overrun_minutes = std::move(statistics.overrun_minutes);
  return model;
}

core::Result<core::Bytes> encode_model(const CommuneModel& model) {
  TRY_VOID(check_model(model));
  ByteWriter out;
  write_body(out, model);
  const core::Bytes body = out.take();
  if (body.size() > model_file_size_max) {
    return fail(ErrorCode::too_large, "a model is at most 128 KiB");
  }
  core::Bytes bytes(magic.begin(), magic.end());
  bytes.push_back(version);
  std::ranges::copy(core::big_endian(body.size()), std::back_inserter(bytes));
  bytes.insert(bytes.end(), body.begin(), body.end());
  ByteWriter tail;
  tail.number(checksum(bytes));
  std::ranges::copy(tail.take(), std::back_inserter(bytes));
  return bytes;
}

core::Result<CommuneModel> parse_model(core::ByteView bytes) {
  if (bytes.size() > model_file_size_max + head_size + checksum_size) {
    return fail(ErrorCode::too_large, "a model is at most 128 KiB");
  }
  if (bytes.size() <= magic.size() || core::as_text(bytes.first(magic.size())) != magic) {
    return fail(ErrorCode::malformed, "these bytes are no model of a commune");
  }
  if (bytes[magic.size()] != version) {
    return fail(ErrorCode::wrong_version, "the model is of another version of the program");
  }
  if (bytes.size() < head_size + checksum_size) {
    return fail(ErrorCode::corrupt, "the model is cut short");
  }
  if (ByteReader(bytes.subspan(8, 8)).wide() != bytes.size() - head_size - checksum_size) {
    return fail(ErrorCode::corrupt, "the model is cut short or too long");
  }
  ByteReader tail(bytes.last(checksum_size));
  if (tail.number() != checksum(bytes.first(bytes.size() - checksum_size))) {
    return fail(ErrorCode::corrupt, "the model's checksum is wrong");
  }
  ByteReader in(bytes.subspan(head_size, bytes.size() - head_size - checksum_size));
  CommuneModel model = TRY(read_body(in));
  if (!in.is_whole()) return fail(ErrorCode::corrupt, "the model has too few or too many numbers");
  TRY_VOID(check_model(model));
  return model;
}

}  // namespace commune::recommend

#include "recommend/model_file.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <limits>
#include <string_view>
#include <utility>

#include "core/big_endian.h"

namespace commune::recommend {
namespace {

using core::ErrorCode;
using core::fail;

// "CMMODEL", a version, the size of the body; the body; its checksum.
constexpr std::string_view magic = "CMMODEL";
constexpr std::uint8_t version = '1';
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

class Writer {
 public:
  [[nodiscard]] core::Bytes take() { return std::move(bytes_); }
  void number(std::uint32_t value) {
    const auto eight = core::big_endian(value);
    bytes_.insert(bytes_.end(), eight.begin() + 4, eight.end());
  }
  void real(float value) { number(std::bit_cast<std::uint32_t>(value)); }
  template <class Reals>
  void reals(const Reals& values) {
    for (const float value : values) real(value);
  }
  void table(const EmbeddingTable& table) {
    for (Eigen::Index row = 0; row < table.rows(); ++row)
      for (Eigen::Index column = 0; column < table.cols(); ++column) real(table(row, column));
  }
  void names(const FeatureNames& names) {
    number(static_cast<std::uint32_t>(names.size()));
    for (const std::string& name : names.names()) {
      number(static_cast<std::uint32_t>(name.size()));
      bytes_.insert(bytes_.end(), name.begin(), name.end());
    }
  }

 private:
  core::Bytes bytes_;
};

// Reads what Writer wrote. After the end everything is zero, and `is_whole` says so.
class Reader {
 public:
  explicit Reader(core::ByteView bytes) : bytes_(bytes) {}

  [[nodiscard]] bool is_whole() const { return !beyond_ && bytes_.empty(); }
  std::uint32_t number() {
    std::uint32_t value = 0;
    for (const std::uint8_t byte : next(4)) value = value << 8U | byte;
    return value;
  }
  float real() { return std::bit_cast<float>(number()); }
  // False, and nothing is set aside, where so many numbers are not there.
  bool has(std::uint64_t numbers) {
    if (numbers <= bytes_.size() / 4) return true;
    beyond_ = true;
    return false;
  }
  std::vector<float> reals(std::uint64_t count) {
    std::vector<float> values;
    if (!has(count)) return values;
    for (std::uint64_t i = 0; i < count; ++i) values.push_back(real());
    return values;
  }
  EmbeddingTable table(std::uint64_t rows, std::uint64_t columns) {
    if (!has(rows * columns)) return {};
    EmbeddingTable table(static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns));
    for (Eigen::Index row = 0; row < table.rows(); ++row)
      for (Eigen::Index column = 0; column < table.cols(); ++column) table(row, column) = real();
    return table;
  }
  core::Result<FeatureNames> names() {
    const std::uint32_t count = number();
    std::vector<std::string> names;
    if (has(count)) {
      for (std::uint32_t i = 0; i < count; ++i) names.emplace_back(core::as_text(next(number())));
    }
    return FeatureNames::make(std::move(names));
  }

 private:
  core::ByteView next(std::size_t size) {
    if (size > bytes_.size()) {
      beyond_ = true;
      bytes_ = {};
      return {};
    }
    const core::ByteView head = bytes_.first(size);
    bytes_ = bytes_.subspan(size);
    return head;
  }

  core::ByteView bytes_;
  bool beyond_ = false;
};

core::Result<void> check_model(const CommuneModel& model) {
  const FactorisationShape shape = model.taste.factorisation.shape();
  if (shape.member_features != model.member_features.size() ||
      shape.task_features != model.task_features.size()) {
    return fail(ErrorCode::invalid, "the model has other features than names for them");
  }
  if (!model.member_features.find(owner_feature)) {
    return fail(ErrorCode::invalid, "the model has no feature for the owner of a device");
  }
  const std::size_t kinds = model.kinds.size();
  if (model.taste.similarity.kinds() != kinds || model.rates.by_kind.size() != kinds ||
      model.overrun_minutes.size() != kinds) {
    return fail(ErrorCode::invalid, "similarities, rates or minutes are of other kinds of job");
  }
  TRY(Acceptance::make(model.rates));
  const auto is_finite = [](float value) { return std::isfinite(value); };
  const auto is_share = [](float value) { return value >= 0 && value <= 1; };
  if (!std::ranges::all_of(model.overrun_minutes, is_finite) ||
      !std::ranges::all_of(model.tired_yes_share, is_share) ||
      !is_share(model.taste.factorisation_share)) {
    return fail(ErrorCode::invalid, "minutes or shares of the model are out of range");
  }
  return {};
}

void write_body(Writer& out, const CommuneModel& model) {
  out.names(model.member_features);
  out.names(model.task_features);
  out.names(model.kinds);
  const HybridFactorisation& factorisation = model.taste.factorisation;
  out.number(factorisation.shape().dimensions);
  for (const EmbeddingSide* side : {&factorisation.members(), &factorisation.tasks()}) {
    out.table(side->rows);
    out.table(side->squares);
  }
  out.reals(model.taste.similarity.weights().reshaped());
  out.real(model.taste.factorisation_share);
  out.real(model.rates.all);
  out.reals(model.rates.by_hours);
  out.reals(model.rates.by_kind);
  out.reals(model.tired_yes_share);
  out.reals(model.overrun_minutes);
}

EmbeddingSide read_side(Reader& in, std::size_t rows, std::uint32_t dimensions) {
  const std::uint64_t columns = std::uint64_t{dimensions} + 1;
  EmbeddingTable values = in.table(rows, columns);
  return {std::move(values), in.table(rows, columns)};
}

core::Result<ItemSimilarity> read_similarity(Reader& in, std::size_t kinds) {
  if (kinds > similarity_kinds_max || !in.has(kinds * kinds)) {
    return fail(ErrorCode::corrupt, "the model's similarities are cut short");
  }
  Eigen::MatrixXf weights(kinds, kinds);
  for (float& weight : weights.reshaped()) weight = in.real();
  return ItemSimilarity::make(std::move(weights));
}

core::Result<CommuneModel> read_body(Reader& in) {
  FeatureNames member_features = TRY(in.names());
  FeatureNames task_features = TRY(in.names());
  FeatureNames kinds = TRY(in.names());
  const std::uint32_t dimensions = in.number();
  EmbeddingSide members = read_side(in, member_features.size(), dimensions);
  EmbeddingSide tasks = read_side(in, task_features.size(), dimensions);
  TasteModel taste{TRY(HybridFactorisation::make(std::move(members), std::move(tasks))),
                   TRY(read_similarity(in, kinds.size())), in.real()};
  CommuneModel model{.member_features = std::move(member_features),
                     .task_features = std::move(task_features),
                     .kinds = std::move(kinds),
                     .taste = std::move(taste),
                     .rates = {.all = in.real(), .by_hours = {}, .by_kind = {}},
                     .tired_yes_share = {},
                     .overrun_minutes = {}};
  for (float& rate : model.rates.by_hours) rate = in.real();
  model.rates.by_kind = in.reals(model.kinds.size());
  for (float& share : model.tired_yes_share) share = in.real();
  model.overrun_minutes = in.reals(model.kinds.size());
  return model;
}

}  // namespace

core::Result<core::Bytes> encode_model(const CommuneModel& model) {
  TRY_VOID(check_model(model));
  Writer out;
  write_body(out, model);
  const core::Bytes body = out.take();
  if (body.size() > model_file_size_max) {
    return fail(ErrorCode::too_large, "a model is at most 64 MiB");
  }
  core::Bytes bytes(magic.begin(), magic.end());
  bytes.push_back(version);
  std::ranges::copy(core::big_endian(body.size()), std::back_inserter(bytes));
  bytes.insert(bytes.end(), body.begin(), body.end());
  Writer tail;
  tail.number(checksum(bytes));
  std::ranges::copy(tail.take(), std::back_inserter(bytes));
  return bytes;
}

core::Result<CommuneModel> parse_model(core::ByteView bytes) {
  if (bytes.size() > model_file_size_max + head_size + checksum_size) {
    return fail(ErrorCode::too_large, "a model is at most 64 MiB");
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
  std::uint64_t size = 0;
  for (const std::uint8_t byte : bytes.subspan(8, 8)) size = size << 8U | byte;
  if (size != bytes.size() - head_size - checksum_size) {
    return fail(ErrorCode::corrupt, "the model is cut short or too long");
  }
  Reader tail(bytes.last(checksum_size));
  if (tail.number() != checksum(bytes.first(bytes.size() - checksum_size))) {
    return fail(ErrorCode::corrupt, "the model's checksum is wrong");
  }
  Reader in(bytes.subspan(head_size, bytes.size() - head_size - checksum_size));
  CommuneModel model = TRY(read_body(in));
  if (!in.is_whole()) return fail(ErrorCode::corrupt, "the model has too few or too many numbers");
  TRY_VOID(check_model(model));
  return model;
}

}  // namespace commune::recommend

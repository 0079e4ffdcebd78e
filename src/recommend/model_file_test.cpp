// A model comes back as it was stored, byte for byte; what is broken in any byte is refused.
#include "recommend/model_file.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/random.h"

namespace commune::recommend {
namespace {

CommuneModel drawn_model(std::uint64_t seed) {
  core::Random random(seed);
  const auto names = [&](std::string beginning, std::uint64_t count) {
    std::vector<std::string> list;
    for (std::uint64_t i = 0; i < count; ++i) list.push_back(beginning + std::to_string(i));
    return list;
  };
  std::vector<std::string> members = names("likes:", random.below(5));
  members.emplace_back(owner_feature);
  const std::vector<std::string> tasks = names("sector:", 1 + random.below(9));
  const std::vector<std::string> kinds = names("kind-", random.below(6));
  const auto shape =
      FactorisationShape{.member_features = static_cast<std::uint32_t>(members.size()),
                         .task_features = static_cast<std::uint32_t>(tasks.size()),
                         .dimensions = 1 + static_cast<std::uint32_t>(random.below(20))};
  const auto count = static_cast<Eigen::Index>(kinds.size());
  CoOccurrence counts = CoOccurrence::Identity(count, count) * 9;
  if (count > 1) counts(0, 1) = counts(1, 0) = 4;
  return {
      .member_features = *FeatureNames::make(members),
      .task_features = *FeatureNames::make(tasks),
      .kinds = *FeatureNames::make(kinds),
      .taste = {*HybridFactorisation::make(shape, seed), *ItemSimilarity::learn(counts, 2), 0.25F},
      .rates = {.all = -0.5F,
                .by_hours = {0, 1, 2, 3, 4, 5, 6, 7},
                .by_kind = std::vector<float>(kinds.size(), 0.75F)},
      .tired_yes_share = {0.5F, 0.25F, 0.125F},
      .overrun_minutes = std::vector<float>(kinds.size(), 7.5F)};
}

TEST(ModelFile, ComesBackAsItWasStored) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(seed);
    const CommuneModel model = drawn_model(seed);
    const auto bytes = encode_model(model);
    ASSERT_TRUE(bytes) << bytes.error().message;
    EXPECT_EQ(*encode_model(drawn_model(seed)), *bytes) << "the same model, the same bytes";
    const auto parsed = parse_model(*bytes);
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(*encode_model(*parsed), *bytes);
    EXPECT_EQ(parsed->kinds.names(), model.kinds.names());
    EXPECT_TRUE(
        (parsed->taste.factorisation.tasks().rows == model.taste.factorisation.tasks().rows).all());
    EXPECT_EQ(parsed->taste.similarity.weights(), model.taste.similarity.weights());
    EXPECT_EQ(parsed->rates.by_hours, model.rates.by_hours);
  }
}

TEST(ModelFile, IsRefusedWhereItIsCutOrAnyByteIsChanged) {
  const core::Bytes bytes = *encode_model(drawn_model(3));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    ASSERT_FALSE(parse_model(core::ByteView(bytes).first(size))) << size;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    core::Bytes changed = bytes;
    changed[at] ^= static_cast<std::uint8_t>(1U << at % 8);
    ASSERT_FALSE(parse_model(changed)) << at;
  }
  const auto code = [](core::Bytes other) { return parse_model(other).error().code; };
  EXPECT_EQ(code({}), core::ErrorCode::malformed);
  core::Bytes other = bytes;
  other[7] = '2';
  EXPECT_EQ(code(other), core::ErrorCode::wrong_version);
  other = bytes;
  other.back() ^= 1U;
  EXPECT_EQ(code(other), core::ErrorCode::corrupt);
  other = bytes;
  other.pop_back();
  EXPECT_EQ(code(other), core::ErrorCode::corrupt);
  other.resize(9);
  EXPECT_EQ(code(other), core::ErrorCode::corrupt);
}

TEST(ModelFile, IsNotMadeOfPartsThatDoNotFit) {
  const auto error = [](auto change) {
    CommuneModel model = drawn_model(3);
    change(model);
    return encode_model(model).error().message;
  };
  EXPECT_EQ(error([](CommuneModel& model) { model.kinds = *FeatureNames::make({"one"}); }),
            "similarities, rates or minutes are of other kinds of job");
  EXPECT_EQ(error([](CommuneModel& model) { model.task_features = {}; }),
            "the model has other features than names for them");
  EXPECT_EQ(error([](CommuneModel& model) {
              std::vector<std::string> names = model.member_features.names();
              names.back() = "somebody";
              model.member_features = *FeatureNames::make(names);
            }),
            "the model has no feature for the owner of a device");
  EXPECT_EQ(
      error([](CommuneModel& model) { model.rates.all = std::numeric_limits<float>::quiet_NaN(); }),
      "a rate of the commune is NaN or infinite");
  EXPECT_EQ(error([](CommuneModel& model) { model.tired_yes_share[0] = 2; }),
            "minutes or shares of the model are out of range");
}

}  // namespace
}  // namespace commune::recommend

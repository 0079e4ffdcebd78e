// A model comes back as it was stored, byte for byte; what is broken in any byte is refused.
#include "recommend/model_file.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/random.h"

namespace commune::recommend {
namespace {

FeatureNames drawn_kinds(std::uint64_t count) {
  std::vector<std::string> names;
  names.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) names.push_back("kind-" + std::to_string(i));
  return *FeatureNames::make(names);
}

CommuneModel drawn_model(std::uint64_t seed) {
  core::Random random(seed);
  const FeatureNames kinds = drawn_kinds(random.below(6));
  const auto count = static_cast<Eigen::Index>(kinds.size());
  CoOccurrence counts = CoOccurrence::Identity(count, count) * 9;
  if (count > 1) counts(0, 1) = counts(1, 0) = 4;
  return {.round = random.next(),
          .contributions = 20,
          .kinds = kinds,
          .similarity = *ItemSimilarity::learn(counts, 2),
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
    EXPECT_EQ(parsed->round, model.round);
    EXPECT_EQ(parsed->similarity.weights(), model.similarity.weights());
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
  other[7] = '1';
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
  EXPECT_EQ(
      error([](CommuneModel& model) { model.rates.all = std::numeric_limits<float>::quiet_NaN(); }),
      "a rate of the commune is NaN or infinite");
  EXPECT_EQ(error([](CommuneModel& model) { model.tired_yes_share[0] = 2; }),
            "minutes or shares of the model are out of range");
}

TEST(ModelFile, IsLearntFromSumsHoweverLoudTheNoise) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    core::Random random(seed);
    const ContributionLayout layout(static_cast<std::uint32_t>(random.below(41)));
    const auto deviation = random.below(200);
    std::vector<std::int64_t> sum;
    sum.reserve(layout.size());
    for (std::size_t i = 0; i < layout.size(); ++i)
      sum.push_back(random.between(-3 * static_cast<std::int64_t>(deviation),
                                   3 * static_cast<std::int64_t>(deviation)));
    const auto model =
        learn_model(layout, drawn_kinds(layout.kinds()), sum, static_cast<double>(deviation));
    ASSERT_TRUE(model) << model.error().message;
    EXPECT_TRUE(encode_model(*model));
    if (layout.kinds() > 0) {
      EXPECT_LT(model->similarity.weights().maxCoeff(), 0.7F) << "only noise";
    }
  }
  EXPECT_EQ(learn_model(ContributionLayout(2), drawn_kinds(1), {}, 1).error().code,
            core::ErrorCode::invalid);
}

}  // namespace
}  // namespace commune::recommend

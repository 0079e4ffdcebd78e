// What a device's module does for the commune's model: contributions that sum to what was seen, the
// budget kept, models read; and whatever words come, an answer or a refusal.
#include "recommend/commune_wishes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/random.h"
#include "recommend/contribution_shares.h"
#include "recommend/learning_door.h"
#include "recommend/learning_layout.h"
#include "recommend/model_file.h"

namespace commune::recommend {
namespace {

constexpr std::int32_t helpers = 3;
constexpr std::int32_t kinds = 2;

struct Asked {
  Words spent{};  // minutes, rho as two words, each
  std::int32_t variance = 4;
  std::size_t random_words = 20'000;
};

// Two answers (one yes) to kind 1 in the evening; kind 0 took a quarter of an hour more than
// planned.
Words contribute_request(const Asked& asked, core::Random& random) {
  Words words{learning_version,
              static_cast<std::int32_t>(LearningWish::contribute),
              77,
              0,
              helpers,
              100,
              asked.variance,
              20,
              kinds,
              1'000'000,
              static_cast<std::int32_t>(asked.spent.size() / 3)};
  words.insert(words.end(), asked.spent.begin(), asked.spent.end());
  words.insert(words.end(), {2, 19, 1, 0, 0, 1, 20, 1, 0, 1, 0, 1, 0, 75, 60});
  words.push_back(static_cast<std::int32_t>(asked.random_words));
  for (std::size_t i = 0; i < 2 * asked.random_words; ++i)
    words.push_back(static_cast<std::int32_t>(random.next()));
  return words;
}

core::Bytes read_bytes(const Words& words, std::size_t& at) {
  const auto size = static_cast<std::size_t>(words[at++]);
  core::Bytes bytes;
  for (std::size_t i = 0; i < size; ++i)
    bytes.push_back(
        static_cast<std::uint8_t>(static_cast<std::uint32_t>(words[at + i / 4]) >> (8 * (i % 4))));
  at += (size + 3) / 4;
  return bytes;
}

double rho_in(const Words& answer) {
  return std::bit_cast<double>(std::uint64_t{static_cast<std::uint32_t>(answer[3])} << 32U |
                               static_cast<std::uint32_t>(answer[2]));
}

std::int32_t code(core::ErrorCode error) { return static_cast<std::int32_t>(error); }

TEST(CommuneWishes, AContributionSumsToWhatWasSeenWithItsNoise) {
  const ContributionLayout layout(kinds);
  double evening = 0;
  constexpr int devices = 200;
  for (int device = 1; device <= devices; ++device) {
    core::Random random(static_cast<std::uint64_t>(device));
    const Words answer = answer_learning(contribute_request({}, random));
    ASSERT_EQ(answer[1], 0);
    EXPECT_NEAR(rho_in(answer), 100.0 / (2 * 20 * 4), 1e-6);
    std::size_t at = 4;
    std::vector<std::uint32_t> sum(layout.size());
    ContributionId id{};
    for (std::uint32_t helper = 0; helper < helpers; ++helper) {
      const auto share = parse_share(read_bytes(answer, at));
      ASSERT_TRUE(share);
      EXPECT_EQ(share->round, 77U);
      EXPECT_EQ(share->helper, helper);
      if (helper > 0) {
        EXPECT_EQ(share->contribution, id);
      }
      id = share->contribution;
      ASSERT_EQ(share->words.size(), sum.size());
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += share->words[i];
    }
    EXPECT_EQ(at, answer.size());
    evening += static_cast<std::int32_t>(sum[layout.asked_for(1)]);
  }
  EXPECT_NEAR(evening / devices, 2, 4 * 2 / std::sqrt(double{devices})) << "two answers of kind 1";
}

TEST(CommuneWishes, NothingLeavesWithoutBudgetOrWithoutRandomness) {
  core::Random random(1);
  const auto high = static_cast<std::int32_t>(std::bit_cast<std::uint64_t>(3.0) >> 32U);
  const Words overspent{1, 0, high};
  EXPECT_EQ(answer_learning(contribute_request({.spent = {999'000, 0, high}}, random))[1],
            code(core::ErrorCode::rate_limited));
  EXPECT_EQ(answer_learning(contribute_request({.spent = overspent}, random))[1], 0)
      << "a year ago";
  for (const std::size_t few : {0U, 1U, 50U})
    EXPECT_EQ(answer_learning(contribute_request({.random_words = few}, random))[1],
              code(core::ErrorCode::too_large));
  Words nan{1, 0, 0x7FF80000};
  EXPECT_EQ(answer_learning(contribute_request({.spent = nan}, random))[1],
            code(core::ErrorCode::invalid));
}

TEST(CommuneWishes, SaysWhatAContributionWouldTell) {
  const Words answer =
      answer_learning(Words{learning_version, static_cast<std::int32_t>(LearningWish::weigh), 100,
                            10, 20, kinds, 1'000'000, 0});
  ASSERT_EQ(answer.size(), 6U);
  EXPECT_EQ(answer[1], 0);
  EXPECT_EQ(answer[2], 8'000);
  EXPECT_EQ(answer[3], 0);
  // rho = 100 / (2 * 20 * 10) = 0.25; epsilon = rho + 2 sqrt(rho ln 1e6)
  EXPECT_NEAR(answer[4], 1000 * (0.25 + 2 * std::sqrt(0.25 * std::log(1e6))), 1);
  EXPECT_NEAR(answer[5], 1000 * (5 + 2 * std::sqrt(5 * std::log(1e6))), 1);
}

TEST(CommuneWishes, AModelIsReadAsItWasWritten) {
  const CommuneModel model{.round = 77,
                           .contributions = 25,
                           .kinds = *FeatureNames::make({"cook", "pots"}),
                           .similarity = *ItemSimilarity::learn(CoOccurrence::Identity(2, 2), 1),
                           .rates = {.all = 0, .by_hours = {}, .by_kind = {0, -1.0986123F}},
                           .tired_yes_share = {0.6F, 0.5F, 0.25F},
                           .overrun_minutes = {-4.6F, 20.4F}};
  const core::Bytes bytes = *encode_model(model);
  Words request{learning_version, static_cast<std::int32_t>(LearningWish::read_model),
                static_cast<std::int32_t>(bytes.size())};
  for (std::size_t at = 0; at < bytes.size(); at += 4) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4 && at + i < bytes.size(); ++i)
      word |= std::uint32_t{bytes[at + i]} << (8 * i);
    request.push_back(static_cast<std::int32_t>(word));
  }
  const Words answer = answer_learning(request);
  ASSERT_EQ(answer[1], 0);
  EXPECT_EQ((Words{answer.begin() + 2, answer.begin() + 5}), (Words{77, 0, 25}));
  EXPECT_EQ((Words{answer.begin() + 5, answer.begin() + 9}), (Words{500, 600, 500, 250}));
  EXPECT_EQ((Words{answer.begin() + 9, answer.begin() + 18}),
            (Words{500, 500, 500, 500, 500, 500, 500, 500, 2}));
  std::size_t at = 18;
  EXPECT_EQ(core::as_text(read_bytes(answer, at)), "cook");
  EXPECT_EQ(answer[at], -5);
  at += 9;
  EXPECT_EQ(core::as_text(read_bytes(answer, at)), "pots");
  EXPECT_EQ(answer[at], 20);
  EXPECT_EQ(answer[at + 8], 250) << "a third as likely";
  EXPECT_EQ(at + 9, answer.size());
  request[5] ^= 1;
  EXPECT_NE(answer_learning(request)[1], 0);
}

TEST(CommuneWishes, AnswersOrRefusesWhateverWordsItIsGiven) {
  core::Random random(5);
  const Words good = contribute_request({.random_words = 5'000}, random);
  for (std::size_t size = 2; size < 40; ++size)
    ASSERT_NE(answer_learning(std::span(good).first(size))[1], 0) << size;
  for (int i = 0; i < 500; ++i) {
    Words request = good;
    request[1] = 3 + static_cast<std::int32_t>(random.below(3));
    for (std::uint64_t flips = 1 + random.below(3); flips > 0; --flips)
      request[2 + random.below(28)] =
          static_cast<std::int32_t>(random.chance(1, 2) ? random.next() : random.below(40));
    ASSERT_GE(answer_learning(request).size(), 3U) << i;
  }
}

}  // namespace
}  // namespace commune::recommend

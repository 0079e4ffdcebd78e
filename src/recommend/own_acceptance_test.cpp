// The owner's own chance to come: begins where the commune is, moves with the answers, and never
// leaves its bounds.
#include "recommend/own_acceptance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/random.h"

namespace commune::recommend {
namespace {

constexpr CallRecord third{};
constexpr RingSituation evening{.begins = {19, 2}, .kind = 0, .lead_minutes = 60, .usual = {}};
constexpr RingSituation morning{.begins = {7, 2}, .kind = 0, .lead_minutes = 60, .usual = {}};

std::uint32_t chance(const CallRecord& record, const std::vector<AnsweredRing>& answered,
                     const RingSituation& now) {
  return own_acceptance_permille(record, 3, answered, now).value();
}

TEST(OwnAcceptance, WithoutAnswersItIsTheCommunesOwnToTheThousandth) {
  for (const CallRecord& record : {third, CallRecord{180, 200}, CallRecord{20, 400}}) {
    for (const RingSituation& now : {evening, morning})
      EXPECT_EQ(chance(record, {}, now), pooled_acceptance_permille(record));
  }
}

TEST(OwnAcceptance, TheModelOfTheCommuneMovesItByKindHourAndTiredness) {
  RingSituation unpopular = evening;
  unpopular.usual = {.all = 600, .such = 400, .when_tired = 0};
  RingSituation tired = unpopular;
  tired.usual.when_tired = 300;
  RingSituation popular = evening;
  popular.usual = {.all = 600, .such = 800, .when_tired = 0};
  EXPECT_GT(chance(third, {}, popular), chance(third, {}, evening) + 50);
  EXPECT_LT(chance(third, {}, unpopular), chance(third, {}, evening) - 50);
  EXPECT_LT(chance(third, {}, tired), chance(third, {}, unpopular) - 30);
}

TEST(OwnAcceptance, LearnsWhoComesInTheEveningAndNeverInTheMorning) {
  std::vector<AnsweredRing> answered;
  for (int i = 0; i < 12; ++i) {
    answered.push_back({evening, true});
    answered.push_back({morning, false});
  }
  EXPECT_GT(chance(third, answered, evening), 650U);
  EXPECT_LT(chance(third, answered, morning), 250U);
}

// Simulated owners whose chance to come is known: what is told after 60 rings is right on average,
// for those who seldom come as for those who nearly always do.
TEST(OwnAcceptance, IsCalibrated) {
  constexpr std::uint64_t seed = 20'261'122;
  core::Random random(seed);
  std::vector<double> told(10);
  std::vector<double> came(10);
  std::vector<double> count(10);
  for (int person = 0; person < 600; ++person) {
    const auto odds_of = [&random] {
      return static_cast<double>(random.between(-2000, 2000)) / 1000;
    };
    const double all = odds_of() - 0.7;
    const double at_kind[] = {0.5 * odds_of(), 0.5 * odds_of(), 0.5 * odds_of()};
    std::vector<AnsweredRing> answered;
    for (int ring = 0; ring < 60; ++ring) {
      RingSituation at = evening;
      at.begins.hour = static_cast<std::uint32_t>(random.below(24));
      at.kind = static_cast<std::uint32_t>(random.below(3));
      const double truth = 1 / (1 + std::exp(-all - at_kind[at.kind]));
      const bool is_yes = random.below(1'000'000) < static_cast<std::uint64_t>(1e6 * truth);
      if (ring >= 30) {
        const std::uint32_t share = chance(third, answered, at);
        const std::size_t bin = std::min<std::size_t>(share / 100, 9);
        told[bin] += share / 1000.0;
        came[bin] += is_yes ? 1 : 0;
        ++count[bin];
      }
      answered.push_back({at, is_yes});
    }
  }
  double error = 0;
  double sum = 0;
  for (std::size_t bin = 0; bin < told.size(); ++bin) {
    error += std::abs(told[bin] - came[bin]);
    sum += count[bin];
  }
  EXPECT_LT(error / sum, 0.03) << "seed=" << seed;
}

TEST(OwnAcceptance, StaysWithinItsBoundsAndRefusesTheRest) {
  const std::vector<AnsweredRing> always(answered_rings_max, AnsweredRing{evening, true});
  EXPECT_LE(chance(third, always, evening), 1000U);
  EXPECT_GT(chance(third, always, evening), 900U);
  const std::vector<AnsweredRing> never(answered_rings_max, AnsweredRing{evening, false});
  EXPECT_GE(chance(third, never, evening), 5U);
  const std::vector<AnsweredRing> many(answered_rings_max + 1, AnsweredRing{evening, true});
  EXPECT_EQ(own_acceptance_permille(third, 3, many, evening).error().code,
            core::ErrorCode::too_large);
  RingSituation wrong = evening;
  wrong.begins.hour = 24;
  EXPECT_EQ(own_acceptance_permille(third, 3, {}, wrong).error().code, core::ErrorCode::invalid);
  wrong = evening;
  wrong.usual.such = 1001;
  EXPECT_EQ(own_acceptance_permille(third, 3, {}, wrong).error().code, core::ErrorCode::invalid);
}

}  // namespace
}  // namespace commune::recommend

// A whole round in a simulated commune: devices count, clip, add noise and split; helpers sum; and
// what comes out says of the commune what is true of it, without anybody having seen a device.
#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"
#include "recommend/contribution_shares.h"
#include "recommend/item_similarity.h"

namespace commune::recommend {
namespace {

constexpr std::uint32_t kinds = 8;

// Says yes to half of what begins in the evening and to a fifth of what begins in the morning; does
// two kinds of job, which are 0 and 1, or 2 and 3, and so on.
Observations draw_observations(core::Random& random) {
  Observations seen;
  const auto first = static_cast<std::uint32_t>(2 * random.below(kinds / 2));
  for (int i = 0; i < 6; ++i) {
    AnsweredInvitation answer{.hour = random.chance(1, 2) ? 9U : 19U,
                              .kind = first + static_cast<std::uint32_t>(random.below(2))};
    answer.accepted = random.chance(answer.hour == 19 ? 5 : 2, 10);
    seen.answers.push_back(answer);
  }
  for (const std::uint32_t kind : {first, first + 1})
    seen.finished.push_back({.kind = kind, .minutes = 90, .minutes_planned = 60});
  return seen;
}

std::vector<std::int64_t> gather(std::uint32_t devices, const ContributionRound& round,
                                 core::Random& random) {
  const RandomWords words = [&random] { return random.next(); };
  std::vector<ShareHelper> helpers;
  helpers.reserve(round.helpers);
  for (std::uint32_t i = 0; i < round.helpers; ++i) helpers.push_back(*ShareHelper::make(round, i));
  for (std::uint32_t device = 0; device < devices; ++device) {
    PrivacyBudget budget;
    const auto counts = count_observations(ContributionLayout(kinds), draw_observations(random));
    const auto told = make_contribution(*counts, round.terms, budget, {1}, words);
    const auto shares = split_contribution(*told, round, words);
    for (const ContributionShare& share : *shares) EXPECT_TRUE(helpers[share.helper].take(share));
  }
  std::vector<HelperSum> sums;
  sums.reserve(helpers.size());
  for (ShareHelper& helper : helpers) sums.push_back(*helper.close(helper.contributions()));
  const auto sum = aggregate(round, sums);
  EXPECT_TRUE(sum);
  return *sum;
}

TEST(ContributionRound, TellsWhatIsTrueOfTheCommuneDespiteTheNoise) {
  constexpr std::uint32_t devices = 2'000;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE(seed);
    core::Random random(seed);
    const ContributionLayout layout(kinds);
    const ContributionRound round{.round = seed,
                                  .helpers = 2,
                                  .size = static_cast<std::uint32_t>(layout.size()),
                                  .terms = {.noise_variance = 4, .devices_min = devices}};
    const auto sum = gather(devices, round, random);
    const double deviation = std::sqrt(1.0 * round.terms.noise_variance * devices);
    const auto statistics = read_statistics(layout, sum, deviation);
    ASSERT_TRUE(statistics);
    const CommuneRates& rates = statistics->rates;
    // Clipping takes from each the same share of yes and no, so the rates stay.
    const auto share = [](float log_odds) { return 1 / (1 + std::exp(-log_odds)); };
    EXPECT_NEAR(share(rates.all), 0.35, 0.04);
    EXPECT_GT(rates.by_hours[6], rates.by_hours[3] + 0.5F);
    const auto similarity = ItemSimilarity::learn(statistics->co_occurrence, 6 * deviation);
    ASSERT_TRUE(similarity) << similarity.error().message;
    for (std::uint32_t kind = 0; kind < kinds; ++kind) {
      const std::vector<DoneKind> done{{kind, 1}};
      Eigen::Index likeliest = 0;
      similarity->score(done)->maxCoeff(&likeliest);
      EXPECT_EQ(likeliest, kind % 2 == 0 ? kind + 1 : kind - 1) << "what goes with it";
    }
  }
}

}  // namespace
}  // namespace commune::recommend

// Laws of what a device tells: counted right, clipped to the bound, and read back as rates that the
// noise does not make up.
#include "recommend/contribution.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "core/random.h"
#include "recommend/item_similarity.h"

namespace commune::recommend {
namespace {

RandomWords seeded(std::uint64_t seed) {
  return [random = core::Random(seed)]() mutable { return random.next(); };
}

std::uint64_t norm_squared(const ContributionVector& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                         [](std::uint64_t sum, std::int64_t count) {
                           return sum + static_cast<std::uint64_t>(count * count);
                         });
}

TEST(ContributionLayout, HasOnePlaceForEachCountAndNoneLeft) {
  for (const std::uint32_t kinds : {0U, 1U, 7U, 128U}) {
    const ContributionLayout layout(kinds);
    std::set<std::size_t> places;
    for (std::uint32_t block = 0; block < hour_blocks; ++block)
      places.insert({layout.asked_at_hours(block), layout.accepted_at_hours(block)});
    for (const auto effort : {model::Effort::light, model::Effort::medium, model::Effort::heavy})
      places.insert({layout.asked_when_tired(effort), layout.accepted_when_tired(effort)});
    for (std::uint32_t a = 0; a < kinds; ++a) {
      places.insert(
          {layout.asked_for(a), layout.accepted_for(a), layout.finished(a), layout.overrun(a)});
      for (std::uint32_t b = 0; b < kinds; ++b) places.insert(layout.did_both(a, b));
    }
    EXPECT_EQ(places.size(), layout.size());
    EXPECT_EQ(*places.rbegin(), layout.size() - 1);
  }
}

TEST(Contribution, CountsWhatOneDeviceSaw) {
  const ContributionLayout layout(3);
  const Observations seen{.answers = {{.hour = 19,
                                       .kind = 1,
                                       .effort = model::Effort::heavy,
                                       .after_heavy_work = true,
                                       .accepted = true},
                                      {.hour = 20,
                                       .kind = 1,
                                       .effort = model::Effort::light,
                                       .after_heavy_work = false,
                                       .accepted = false}},
                          .finished = {{.kind = 0, .minutes = 100, .minutes_planned = 60},
                                       {.kind = 2, .minutes = 500, .minutes_planned = 60},
                                       {.kind = 2, .minutes = 50, .minutes_planned = 60}}};
  const auto counts = count_observations(layout, seen);
  ASSERT_TRUE(counts);
  EXPECT_EQ((*counts)[layout.asked_at_hours(6)], 2);
  EXPECT_EQ((*counts)[layout.accepted_at_hours(6)], 1);
  EXPECT_EQ((*counts)[layout.asked_for(1)], 2);
  EXPECT_EQ((*counts)[layout.accepted_when_tired(model::Effort::heavy)], 1);
  EXPECT_EQ((*counts)[layout.asked_when_tired(model::Effort::light)], 0);
  EXPECT_EQ((*counts)[layout.overrun(0)], 2);
  EXPECT_EQ((*counts)[layout.overrun(2)], 4) << "at most an hour of each, and ten minutes is none";
  EXPECT_EQ((*counts)[layout.finished(2)], 2);
  EXPECT_EQ((*counts)[layout.did_both(2, 0)], 1);
  EXPECT_EQ((*counts)[layout.did_both(2, 2)], 1) << "whether, not how often";
  EXPECT_EQ((*counts)[layout.did_both(1, 0)], 0);
}

TEST(Contribution, RefusesWhatIsNotInTheLayout) {
  const ContributionLayout layout(3);
  const auto error = [&](Observations seen) {
    return count_observations(layout, seen).error().message;
  };
  EXPECT_EQ(error({.answers = {{.hour = 24}}, .finished = {}}), "an hour is 0 to 23");
  EXPECT_EQ(error({.answers = {{.kind = 3}}, .finished = {}}), "kind 3 is not one of 3");
  EXPECT_EQ(error({.answers = {}, .finished = {{.kind = 9}}}), "kind 9 is not one of 3");
  EXPECT_EQ(error({.answers = std::vector<AnsweredInvitation>(10'001), .finished = {}}),
            "more than 10000 observations in one period");
}

TEST(Clipping, KeepsTheBoundAndTakesAwayOnly) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    core::Random random(seed);
    ContributionVector counts;
    for (int i = 0; i < 30; ++i) counts.push_back(static_cast<std::int32_t>(random.between(-9, 9)));
    const std::uint64_t bound = 1 + random.below(1500);
    const ContributionVector clipped = clip(counts, bound, seeded(seed));
    EXPECT_LE(norm_squared(clipped), bound);
    if (norm_squared(counts) <= bound) {
      EXPECT_EQ(clipped, counts);
    }
    for (std::size_t i = 0; i < counts.size(); ++i) {
      EXPECT_LE(std::abs(clipped[i]), std::abs(counts[i]));
      EXPECT_GE(clipped[i] * counts[i], 0);
    }
  }
}

// Answers of 100,000 invitations, evenings liked more than mornings, summed without noise.
TEST(Statistics, FindTheRatesThatWereThere) {
  const ContributionLayout layout(2);
  core::Random random(1);
  std::vector<std::int64_t> sum(layout.size());
  for (int device = 0; device < 500; ++device) {
    Observations seen;
    for (int i = 0; i < 200; ++i) {
      AnsweredInvitation answer{.hour = random.chance(1, 2) ? 7U : 19U,
                                .kind = static_cast<std::uint32_t>(random.below(2)),
                                .effort = model::Effort::heavy,
                                .after_heavy_work = random.chance(1, 2)};
      answer.accepted = random.chance(answer.hour == 19 ? 60 : 20, 100);
      seen.answers.push_back(answer);
    }
    seen.finished.push_back({.kind = 1, .minutes = 90, .minutes_planned = 60});
    const auto counts = count_observations(layout, seen);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += (*counts)[i];
  }
  const auto statistics = read_statistics(layout, sum, 0);
  const auto share = [](float log_odds) { return 1 / (1 + std::exp(-log_odds)); };
  const CommuneRates& rates = statistics->rates;
  EXPECT_NEAR(share(rates.all), 0.4, 0.01);
  EXPECT_NEAR(share(rates.all + rates.by_hours[6]), 0.6, 0.01);
  EXPECT_NEAR(share(rates.all + rates.by_hours[2]), 0.2, 0.01);
  EXPECT_NEAR(rates.by_hours[0], 0, 1e-6) << "where nobody was asked, as everywhere";
  EXPECT_NEAR(statistics->tired_yes_share[2], 0.4, 0.01);
  EXPECT_NEAR(statistics->overrun_minutes[1], 30, 0.1);
  EXPECT_NEAR(statistics->overrun_minutes[0], 0, 1e-6);
  EXPECT_EQ(statistics->co_occurrence(1, 1), 500);
  EXPECT_TRUE(ItemSimilarity::learn(statistics->co_occurrence, 10));
  EXPECT_TRUE(Acceptance::make(rates));
}

TEST(Statistics, StaySoundWhateverTheNoiseBrings) {
  const ContributionLayout layout(4);
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE(seed);
    core::Random random(seed);
    std::vector<std::int64_t> sum(layout.size());
    for (std::int64_t& count : sum) count = random.between(-60, 60);
    const auto statistics = read_statistics(layout, sum, 30);
    ASSERT_TRUE(Acceptance::make(statistics->rates)) << "rates are finite";
    EXPECT_TRUE(statistics->co_occurrence.isApprox(statistics->co_occurrence.transpose()));
    for (const float share : statistics->tired_yes_share) EXPECT_TRUE(share > 0 && share < 1);
  }
  EXPECT_FALSE(read_statistics(layout, std::vector<std::int64_t>(3), 1));
  EXPECT_FALSE(read_statistics(layout, std::vector<std::int64_t>(layout.size()), std::nan("")));
}

}  // namespace
}  // namespace commune::recommend

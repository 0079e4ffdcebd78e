// The measures of a ranking by hand, and the whole evaluation on worlds whose answer is known.
#include "evaluation/evaluate_interactions.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "evaluation/ranking_metrics.h"
#include "evaluation/simulated_interactions.h"
#include "evaluation/statistics.h"

namespace commune::evaluation {
namespace {

TEST(RankingMetrics, AreWhatTheirPapersSay) {
  const std::vector<Scored> ranked{{0.9F, true}, {0.8F, false}, {0.7F, true}, {0.1F, false}};
  EXPECT_DOUBLE_EQ(discounted_gain(ranked, 100),
                   (1 + 1 / std::log2(4.0)) / (1 + 1 / std::log2(3.0)));
  EXPECT_DOUBLE_EQ(discounted_gain(ranked, 1), 1);
  EXPECT_DOUBLE_EQ(recall(ranked, 1), 1) << "one of one that could be there";
  EXPECT_DOUBLE_EQ(recall(ranked, 2), 0.5);
  EXPECT_DOUBLE_EQ(area_under_curve(ranked), 0.75);
  const std::vector<Scored> equal{{0, true}, {0, false}, {0, false}};
  EXPECT_DOUBLE_EQ(area_under_curve(equal), 0.5);
}

TEST(RankingMetrics, CountPairsAsTheNaiveSumDoes) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    core::Random random(seed);
    std::vector<Scored> ranked{{1, true}, {1, false}};
    for (std::uint64_t left = random.below(30); left > 0; --left)
      ranked.push_back({static_cast<float>(random.below(6)), random.chance(1, 3)});
    double above = 0;
    double pairs = 0;
    for (const Scored& a : ranked) {
      for (const Scored& b : ranked) {
        if (!a.is_taken || b.is_taken) continue;
        above += a.score > b.score ? 1 : a.score == b.score ? 0.5 : 0;
        pairs += 1;
      }
    }
    EXPECT_NEAR(area_under_curve(ranked), above / pairs, 1e-12);
  }
}

TEST(Bootstrap, CoversTheTrueMeanAboutNineteenTimesInTwenty) {
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    core::Random random(seed);
    std::vector<double> values;
    values.reserve(100);
    for (int i = 0; i < 100; ++i) values.push_back(static_cast<double>(random.below(1000)));
    const Estimate result = bootstrap(values, random);
    covered += result.low <= 499.5 && 499.5 <= result.high ? 1 : 0;
  }
  EXPECT_GE(covered, 180);
  EXPECT_LE(covered, 199);
}

nlohmann::ordered_json report_of(const std::string& csv) {
  const auto all = parse_interactions(csv, "simulated");
  EXPECT_TRUE(all) << all.error().message;
  const auto report = evaluate_interactions(*all, {.seed = 1});
  EXPECT_TRUE(report) << report.error().message;
  return *report;
}

TEST(EvaluateInteractions, FindsOurModelNotBelowEaseAndAtHomeWithNewItemsWhereFeaturesDecide) {
  const auto report = report_of(simulate_tastes({.people = 200, .seed = 11}));
  const auto& own = report["models"]["own"];
  const auto& ease = report["models"]["ease"];
  EXPECT_GE(own["ndcg_100"], ease["ndcg_100"]) << report;
  EXPECT_GT(report["ndcg_100_above_ease_interval"][0], 0) << report;
  EXPECT_GT(ease["ndcg_100"], report["models"]["popularity"]["ndcg_100"]);
  EXPECT_GT(own["cold_auc_interval"][0], 0.6) << report;
  EXPECT_DOUBLE_EQ(ease["cold_auc"], 0.5);
}

TEST(EvaluateInteractions, SaysTheSameForTheSameSeed) {
  const std::string csv = simulate_tastes({.people = 40, .seed = 2});
  EXPECT_EQ(report_of(csv), report_of(csv));
}

TEST(EvaluateInteractions, KnowsNothingOfNewItemsWhereNothingIsSaidOfThem) {
  std::string csv = "user,item,value,time\n";
  core::Random random(3);
  for (int user = 0; user < 100; ++user) {
    const std::uint64_t half = random.below(2);
    for (int time = 0; time < 8; ++time)
      csv += fmt::format("u{},i{},1,{}\n", user, 20 * half + random.below(20), time);
  }
  const auto report = report_of(csv);
  EXPECT_DOUBLE_EQ(report["models"]["own"]["cold_auc"], 0.5);
  EXPECT_GT(report["models"]["own"]["auc"], 0.7) << report;
}

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(EvaluateInteractions, FindsOurModelNotBelowEaseOnTheShiftsOfARealCamp) {
  const std::filesystem::path folder =
      std::filesystem::path(COMMUNE_SOURCE_DIR) / "../shared/data/emf-2022";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the EMF data are not beside the project";
  const auto shifts = exchange::parse_shifts(read_text(folder / "Shift.json"), "Shift.json");
  auto taken = parse_volunteers(read_text(folder / "Volunteer.json"), "Volunteer.json");
  ASSERT_TRUE(shifts && taken);
  const auto report =
      report_of(simulate_willing(*shifts, make_camp(*shifts, *taken), {.people = 200, .seed = 5}));
  EXPECT_GT(report["ndcg_100_above_ease_interval"][1], 0) << report;
  EXPECT_GT(report["models"]["own"]["cold_auc_interval"][0], 0.75) << report;
}

}  // namespace
}  // namespace commune::evaluation

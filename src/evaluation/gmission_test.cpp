// Laws of matching as people arrive, on small made-up orders; then the real data, where they are.
#include "evaluation/gmission.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "core/random.h"

namespace commune::evaluation {
namespace {

constexpr std::string_view small =
    "1 2 20 3\n"
    "100 t 1.5 2 300 4.5\n"
    "50 w 1 2.25 1.0 1 300 0.5\n"
    "120 t 1 2 300 12\n";

std::string error_of(std::string_view text) {
  const auto file = parse_gmission(text, "data.txt");
  return file ? "no error" : file.error().message;
}

// The small file with one text in place of another.
std::string error_with(std::string_view old_text, std::string_view new_text) {
  std::string text{small};
  text.replace(text.find(old_text), old_text.size(), new_text);
  return error_of(text);
}

TEST(GmissionFile, IsReadInExactIntegersAndInTheOrderOfItsLines) {
  const auto file = parse_gmission(small, "data.txt");
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->counts.workers, 1U);
  EXPECT_EQ(file->counts.tasks, 2U);
  ASSERT_EQ(file->arrivals.size(), 3U);
  EXPECT_EQ(file->arrivals[0].worth, 45);
  EXPECT_EQ(file->arrivals[0].x_millionths, 1'500'000);
  EXPECT_EQ(file->arrivals[1].side, GmissionSide::worker);
  EXPECT_EQ(file->arrivals[1].time_s, 50);
  EXPECT_EQ(file->arrivals[1].y_millionths, 2'250'000);
  EXPECT_EQ(file->arrivals[1].radius_millionths, 1'000'000);
  EXPECT_EQ(file->arrivals[1].duration_s, 300);
  EXPECT_EQ(file->arrivals[1].worth, 500);
  EXPECT_EQ(file->arrivals[2].worth, 120);
}

TEST(GmissionFile, SaysWhichNumberIsNone) {
  const std::string pay = "not a number from 0 to 1000000 with at most 1 decimals";
  EXPECT_EQ(error_with("4.5", "4.55"), "data.txt:2: the pay is \"4.55\", " + pay);
  EXPECT_EQ(error_with("4.5", "nan"), "data.txt:2: the pay is \"nan\", " + pay);
  EXPECT_EQ(error_with("4.5", "inf"), "data.txt:2: the pay is \"inf\", " + pay);
  EXPECT_EQ(error_with("4.5", "-4.5"), "data.txt:2: the pay is \"-4.5\", " + pay);
  EXPECT_EQ(error_with("4.5", "4."), "data.txt:2: the pay is \"4.\", " + pay);
  EXPECT_EQ(error_with("4.5", ".5"), "data.txt:2: the pay is \".5\", " + pay);
  EXPECT_EQ(error_with("4.5", "1e9"), "data.txt:2: the pay is \"1e9\", " + pay);
  EXPECT_EQ(error_with("4.5", "4.5."), "data.txt:2: the pay is \"4.5.\", " + pay);
  EXPECT_EQ(error_with("4.5", std::string(400, '9')),
            "data.txt:2: the pay is \"" + std::string(40, '9') + "\", " + pay);
  EXPECT_EQ(
      error_with("0.5", "1.001"),
      "data.txt:3: the success is \"1.001\", not a number from 0 to 1 with at most 3 decimals");
  EXPECT_EQ(error_with("50 w", "50.5 w"),
            "data.txt:3: the time is \"50.5\", not a number from 0 to 1000000000 with at most 0 "
            "decimals");
  EXPECT_EQ(error_with("2.25", ""),
            "data.txt:3: y is \"\", not a number from 0 to 1000 with at most 6 decimals");
}

TEST(GmissionFile, SaysWhichRowIsNone) {
  EXPECT_EQ(error_with("50 w", "50 v"), "data.txt:3: the second column is neither w nor t");
  EXPECT_EQ(error_with("50 w", "50"), "data.txt:3: the second column is neither w nor t");
  EXPECT_EQ(error_with(" 4.5", ""), "data.txt:2: the row of a task has 5 columns, not 6");
  EXPECT_EQ(error_with("0.5", "0.5 "), "data.txt:3: the row of a worker has 9 columns, not 8");
  EXPECT_EQ(error_with("1.0 1 300", "1.0 3 300"),
            "data.txt:3: a capacity of \"3\": only workers who take one task are read");
  EXPECT_EQ(error_with("12\n", "20.1\n"), "data.txt:4: the pay is 20.1, above the 20 of line 1");
}

TEST(GmissionFile, IsRefusedWhereTheCountsDisagree) {
  const std::string columns = "columns, not 4: workers, tasks, most pay, tasks and capacities";
  EXPECT_EQ(error_of(""), "data.txt:1: line 1 has 0 " + columns);
  EXPECT_EQ(error_with("1 2 20 3", "1 2 20"), "data.txt:1: line 1 has 3 " + columns);
  EXPECT_EQ(error_with("1 2 20 3", "1 2 20 4"),
            "data.txt:1: 1 workers of capacity 1 and 2 tasks make 3, not 4");
  EXPECT_EQ(error_with("1 2 20 3", "2 1 20 3"),
            "data.txt:1: promises 2 workers and 1 tasks; the rows hold 1 and 2");
  EXPECT_EQ(error_with("1 2 20 3", "2 2 20 4"),
            "data.txt:1: promises 2 workers and 2 tasks; the rows hold 1 and 2");
}

TEST(GmissionFile, IsRefusedWhereItIsTooLarge) {
  EXPECT_EQ(error_of(std::string(gmission_file_size_max + 1, '\n')),
            "data.txt: is larger than 256 KiB");
  EXPECT_EQ(error_with("1 2 20 3", "1000 1001 20 2001"), "data.txt:1: more than 2000 rows");
  std::string text = "1 0 20 1\n";
  for (std::size_t i = 0; i <= gmission_rows_max; ++i) text += "1 t 1 1 1 1\n";
  EXPECT_EQ(error_of(text), "data.txt:2002: more than 2000 rows");
}

TEST(GmissionFile, MayEndWithoutALineBreakOrWithSeveral) {
  EXPECT_EQ(error_of(small.substr(0, small.size() - 1)), "no error");
  EXPECT_EQ(error_of(std::string{small} + "\n\n"), "no error");
  EXPECT_EQ(error_with("12\n", "12\r\n"), "no error");
}

GmissionArrival worker(std::int64_t time_s, std::int64_t x, std::int64_t success) {
  return {.side = GmissionSide::worker,
          .time_s = time_s,
          .x_millionths = x * 1'000'000,
          .radius_millionths = 1'000'000,
          .duration_s = 300,
          .worth = success};
}
GmissionArrival task(std::int64_t time_s, std::int64_t x, std::int64_t pay) {
  return {.side = GmissionSide::task,
          .time_s = time_s,
          .x_millionths = x * 1'000'000,
          .duration_s = 300,
          .worth = pay};
}

TEST(Gmission, APairIsFeasibleUpToTheRadiusAndWhileBothAreThere) {
  EXPECT_TRUE(is_feasible(worker(0, 0, 1), task(299, 1, 1)));
  EXPECT_TRUE(is_feasible(task(299, 1, 1), worker(0, 0, 1)));
  EXPECT_FALSE(is_feasible(worker(0, 0, 1), task(300, 1, 1)));
  EXPECT_FALSE(is_feasible(worker(300, 0, 1), task(0, 1, 1)));
  EXPECT_FALSE(is_feasible(worker(0, 0, 1), task(0, 2, 1)));
  EXPECT_FALSE(is_feasible(task(0, 0, 1), task(0, 0, 1)));
  GmissionArrival little_further = task(0, 1, 1);
  little_further.y_millionths = 1;
  EXPECT_FALSE(is_feasible(worker(0, 0, 1), little_further));
}

TEST(Gmission, GreedyTakesTheBestThereIsAndOfflineKnowsWhoComesLater) {
  // The second worker is near the first task only.
  const GmissionFile file{
      .counts = {.workers = 2, .tasks = 2},
      .arrivals = {task(0, 1, 100), task(0, -1, 90), worker(0, 0, 900), worker(0, 2, 800)}};
  EXPECT_EQ(match_greedily(file), (GmissionPairs{{0, 2}}));
  const GmissionPairs offline = match_offline(file);
  EXPECT_EQ(utility_of(file, offline), 90 * 900 + 100 * 800);
  const GmissionScore score = evaluate_gmission(file, 1);
  EXPECT_DOUBLE_EQ(score.optimum, 16.1);
  EXPECT_DOUBLE_EQ(score.greedy, 9.0);
  EXPECT_DOUBLE_EQ(score.online, 9.0);  // so few have come that nothing is known of the future
}

TEST(Gmission, NobodyIsMatchedWhereThereIsNothingToGain) {
  const GmissionFile file{.counts = {.workers = 1, .tasks = 1},
                          .arrivals = {task(0, 0, 0), worker(0, 0, 900)}};
  EXPECT_TRUE(match_offline(file).empty());
  EXPECT_TRUE(match_greedily(file).empty());
  EXPECT_TRUE(match_online(file, {}).empty());
  EXPECT_DOUBLE_EQ(evaluate_gmission({}, 1).optimum, 0);
}

TEST(Gmission, OnlineLetsAPoorOfferWaitWhereRicherOnesAreSureToCome) {
  // Twenty good pairs, then a worker and a task that pays little, while line 1 promises many more
  // tasks and no worker.
  GmissionFile file{.counts = {.workers = 21, .tasks = 60}, .arrivals = {}};
  for (int i = 0; i < 20; ++i) {
    file.arrivals.push_back(worker(0, 0, 900));
    file.arrivals.push_back(task(0, 0, i % 2 == 0 ? 100 : 99));
  }
  for (int i = 0; i < 10; ++i) file.arrivals.push_back(task(0, 5, 1));
  file.arrivals.push_back(worker(0, 0, 900));
  file.arrivals.push_back(task(0, 0, 1));
  for (int i = 0; i < 29; ++i) file.arrivals.push_back(task(0, 0, 100));
  const std::size_t poor = 51;
  const GmissionPairs greedy = match_greedily(file);
  const GmissionPairs online = match_online(file, {.futures = 50});
  EXPECT_EQ(std::ranges::count(greedy, poor, &GmissionPair::later), 1);
  EXPECT_EQ(std::ranges::count(online, poor, &GmissionPair::later), 0);
  EXPECT_GE(utility_of(file, online), utility_of(file, greedy) + 99 * 900);
}

GmissionFile random_file(core::Random& random) {
  GmissionFile file;
  const std::int64_t crowd = random.between(0, 60);
  for (std::int64_t i = 0; i < crowd; ++i) {
    GmissionArrival one = random.chance(1, 2) ? worker(0, 0, random.between(0, 1'000))
                                              : task(0, 0, random.between(0, 200));
    one.time_s = random.between(0, 2'000);
    one.x_millionths = random.between(0, 3'000'000);
    one.y_millionths = random.between(0, 3'000'000);
    one.duration_s = random.between(0, 600);
    ++(one.side == GmissionSide::worker ? file.counts.workers : file.counts.tasks);
    file.arrivals.push_back(one);
  }
  return file;
}

void check_pairs(const GmissionFile& file, const GmissionPairs& pairs) {
  std::set<std::size_t> matched;
  for (const GmissionPair& pair : pairs) {
    ASSERT_LT(pair.earlier, pair.later);
    ASSERT_TRUE(is_feasible(file.arrivals.at(pair.earlier), file.arrivals.at(pair.later)));
    ASSERT_TRUE(matched.insert(pair.earlier).second);
    ASSERT_TRUE(matched.insert(pair.later).second);
  }
}

TEST(Gmission, EverybodyIsMatchedOnceAndInReachAndNobodyBeatsTheOptimum) {
  core::Random random(5);
  for (int i = 0; i < 200; ++i) {
    const GmissionFile file = random_file(random);
    const GmissionPairs offline = match_offline(file);
    const GmissionPairs greedy = match_greedily(file);
    const GmissionPairs online = match_online(file, {.seed = random.next(), .futures = 20});
    for (const GmissionPairs& pairs : {offline, greedy, online}) check_pairs(file, pairs);
    ASSERT_LE(utility_of(file, greedy), utility_of(file, offline));
    ASSERT_LE(utility_of(file, online), utility_of(file, offline));
  }
}

TEST(Gmission, NothingThatComesLaterChangesWhatWasDecided) {
  core::Random random(6);
  for (int i = 0; i < 50; ++i) {
    GmissionFile file = random_file(random);
    const GmissionOptions options{.seed = random.next(), .futures = 20};
    const GmissionPairs whole = match_online(file, options);
    ASSERT_EQ(match_online(file, options), whole);
    // The counts stay: they are known from the start.
    file.arrivals.resize(file.arrivals.size() / 2);
    GmissionPairs first_half = whole;
    std::erase_if(first_half,
                  [&](const GmissionPair& pair) { return pair.later >= file.arrivals.size(); });
    ASSERT_EQ(match_online(file, options), first_half);
  }
}

TEST(Gmission, ReachesTheKnownOptimumAndAboveGreedyOnTheRealData) {
  const std::filesystem::path folder =
      std::filesystem::path{COMMUNE_SOURCE_DIR} / "../shared/data/gmission";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not on this machine";
  double greedy = 0;
  double online = 0;
  for (int i = 0; i < 10; ++i) {
    const std::string name = fmt::format("data_{:02}.txt", i);
    std::ifstream stream{folder / name};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    const auto file = parse_gmission(text, name);
    ASSERT_TRUE(file) << file.error().message;
    const GmissionScore score = evaluate_gmission(*file, 1);
    EXPECT_DOUBLE_EQ(score.optimum, 1878.4316);  // the ten files hold the same people
    greedy += score.greedy / score.optimum / 10;
    online += score.online / score.optimum / 10;
  }
  EXPECT_NEAR(greedy, 0.9398, 0.0001);
  EXPECT_GT(online, 0.94);
}

}  // namespace
}  // namespace commune::evaluation

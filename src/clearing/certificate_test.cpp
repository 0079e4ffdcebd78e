// The checker believes nobody: whatever prices are handed in bound the best of all assignments, and
// every assignment that breaks a promise is refused with what it breaks.
#include "clearing/certificate.h"

#include <gtest/gtest.h>

#include "clearing/clear.h"
#include "clearing/small_round_testing.h"

namespace commune::clearing {
namespace {

Certificate random_prices(const Round& round, core::Random& random) {
  const std::int64_t reach = 2 * round.scale().coverage_unit();
  Certificate certificate;
  for (std::size_t j = 0; j < round.instance().tasks.size(); ++j) {
    certificate.place_prices.push_back(random.between(-reach, reach));
    certificate.trainee_prices.push_back(random.between(-50, 100));
  }
  for (const Person& person : round.people()) {
    certificate.room_prices.emplace_back();
    for (std::size_t r = 0; r < person.rooms.size(); ++r) {
      certificate.room_prices.back().push_back(
          random.between(-10, 5 * round.scale().burden_unit()));
    }
  }
  return certificate;
}

TEST(Certificate, NoPricesProveLessThanTheBest) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    core::Random random(seed);
    const Round round = *Round::make(testing::make_small_instance(random, {.offers_max = 9}));
    const Int128 best = testing::best_by_trying_all(round);
    ASSERT_TRUE(*bound_of(round, Certificate{}) >= best) << "seed " << seed;
    for (int i = 0; i < 20; ++i) {
      ASSERT_TRUE(*bound_of(round, random_prices(round, random)) >= best) << "seed " << seed;
    }
  }
}

TEST(Certificate, AForgedOptimumIsSeen) {
  std::size_t forged = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    core::Random random(seed);
    const Round round = *Round::make(testing::make_small_instance(random, {.offers_max = 9}));
    const Cleared cleared = clear_round(round);
    Assignment worse = cleared.assignment;
    for (std::uint8_t& given : worse) {
      if (given == 0) continue;
      given = 0;
      break;
    }
    if (worse == cleared.assignment) continue;
    const auto verdict = check_certificate(round, worse, cleared.certificate);
    if (!verdict) continue;  // a teacher was taken from a trainee: refused
    ++forged;
    ASSERT_FALSE(verdict->is_optimal()) << "seed " << seed;
  }
  EXPECT_GT(forged, 100U);
}

// A place that could be covered, given to nobody, and prices of two tasks without a minimum whose
// sum is 2^64 units of coverage too much: cut to 64 bits it would look like a proof.
TEST(Certificate, ABoundBeyond64BitsIsNoProof) {
  Instance instance;
  instance.even_minutes = 60;
  instance.sectors = {"food"};
  instance.tasks = {{"real", 0, 0, 0, 60, 1, 1, 0, 1, {}},
                    {"many", 0, 0, 0, 60, 0, 1U << 19U, 0, 1, {}},
                    {"one", 0, 0, 0, 60, 0, 1, 0, 1, {}}};
  instance.participants = {{"ada", 1, 60, {}, {}}};
  instance.offers = {{0, 0, 50, Role::experienced}};
  const Round round = *Round::make(std::move(instance));
  ASSERT_EQ(round.scale().coverage_unit(), 101);
  Certificate forged;
  for (const Task& task : round.instance().tasks) {
    forged.place_prices.push_back(task.id == "real"   ? 50
                                  : task.id == "many" ? (std::int64_t{101} << 45U) - 1
                                                      : (1 << 19) - 151);
  }
  const auto verdict = check_certificate(round, {0}, forged);
  ASSERT_FALSE(verdict.has_value());
  EXPECT_EQ(verdict.error().code, core::ErrorCode::too_large);
}

// One person, two tasks that overlap, one later, one with a trainee's place.
Instance plain_instance() {
  Instance instance;
  instance.unit_minutes = 60;
  instance.sectors = {"food"};
  instance.tasks = {{"soup", 0, 600, 720, 120, 1, 1, 0, 1, {}},
                    {"bread", 0, 660, 780, 120, 1, 2, 1, 1, {}},
                    {"dishes", 0, 780, 840, 60, 1, 1, 0, 1, {}}};
  instance.participants = {{"ada", 2, 180, {}, {}}, {"ben", 1, 120, {}, {}}};
  instance.offers = {{0, 0, 50, Role::experienced},
                     {0, 1, 60, Role::experienced},
                     {0, 2, 70, Role::experienced},
                     {1, 1, 80, Role::trainee},
                     {1, 2, 10, Role::experienced}};
  return instance;
}

// Positions: ada soup 0, ada bread 1, ada dishes 2, ben bread 3 (trainee), ben dishes 4.
core::Result<Levels> evaluate_places(Instance instance, Assignment assignment) {
  return evaluate(*Round::make(std::move(instance)), assignment);
}

std::string refusal(Instance instance, Assignment assignment) {
  const auto levels = evaluate_places(std::move(instance), std::move(assignment));
  return levels ? "" : levels.error().message;
}

TEST(Certificate, ARightAssignmentReachesWhatItIsWorth) {
  const auto levels = evaluate_places(plain_instance(), {0, 1, 1, 1, 0});
  ASSERT_TRUE(levels.has_value()) << levels.error().message;
  EXPECT_EQ(*levels, (Levels{2, 3 * 4 / 2 + 2 * 3 / 2, 60 + 70 + 80}));
}

TEST(Certificate, EveryBrokenPromiseIsNamed) {
  EXPECT_EQ(refusal(plain_instance(), {1, 1, 0, 0, 0}),
            "participant \"ada\": \"soup\" and \"bread\" clash");
  EXPECT_EQ(refusal(plain_instance(), {0, 1, 0, 1, 1}),
            "participant \"ben\": 2 places, 1 were offered");
  EXPECT_EQ(refusal(plain_instance(), {0, 0, 1, 0, 1}),
            "task \"dishes\": 2 people, at most 1 may come");
  EXPECT_EQ(refusal(plain_instance(), {0, 0, 0, 1, 0}),
            "task \"bread\": a trainee with nobody to learn from");
  Instance tired = plain_instance();
  tired.participants[0].minutes_max = 120;
  EXPECT_EQ(refusal(tired, {1, 0, 1, 0, 0}), "participant \"ada\": more work than was offered");
  Instance two = plain_instance();
  two.offers.push_back({1, 0, 5, Role::experienced});
  EXPECT_EQ(refusal(plain_instance(), {1, 1}), "the result is not one of this round");
}

TEST(Certificate, TasksThatTouchDoNotClashAndTasksWithoutATimeNeverDo) {
  EXPECT_EQ(refusal(plain_instance(), {0, 1, 1, 0, 0}), "");
  Instance any_time = plain_instance();
  any_time.tasks[0].begin_minute = any_time.tasks[0].end_minute = 0;
  any_time.participants[0].minutes_max = 600;
  EXPECT_EQ(refusal(any_time, {1, 1, 0, 0, 0}), "");
}

TEST(Certificate, PricesOfAnotherShapeOrOutOfRangeAreRefused) {
  const Round round = *Round::make(plain_instance());
  EXPECT_FALSE(bound_of(round, {.place_prices = {1, 2}, .trainee_prices = {}, .room_prices = {}}));
  EXPECT_FALSE(bound_of(
      round, {.place_prices = {INT64_MIN, 0, 0}, .trainee_prices = {}, .room_prices = {}}));
  EXPECT_FALSE(
      bound_of(round, {.place_prices = {}, .trainee_prices = {}, .room_prices = {{}, {7}}}));
  EXPECT_TRUE(
      bound_of(round, {.place_prices = {0, 0, 0}, .trainee_prices = {}, .room_prices = {}}));
}

TEST(Certificate, WhatIsWrongWithThePlacesIsSaidBeforeWhatIsWrongWithThePrices) {
  const Round round = *Round::make(plain_instance());
  const Assignment alone = {0, 0, 0, 1, 0};  // seen after all people
  for (const Certificate& certificate :
       {Certificate{.place_prices = {1, 2}, .trainee_prices = {}, .room_prices = {}},
        Certificate{.place_prices = {}, .trainee_prices = {}, .room_prices = {{7}, {}}}}) {
    const auto both = check_certificate(round, alone, certificate);
    ASSERT_FALSE(both.has_value());
    EXPECT_EQ(both.error().code, core::ErrorCode::invalid);
    EXPECT_EQ(both.error().message, "task \"bread\": a trainee with nobody to learn from");
    const auto prices = check_certificate(round, Assignment(5, 0), certificate);
    ASSERT_FALSE(prices.has_value());
    EXPECT_EQ(prices.error().code, core::ErrorCode::malformed);
  }
}

}  // namespace
}  // namespace commune::clearing

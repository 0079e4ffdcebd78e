// Is the chance that it tells the chance that it is? On simulated people whose chances are known.
#include "recommend/acceptance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "core/random.h"

namespace commune::recommend {
namespace {

constexpr std::uint32_t kinds = 6;

double uniform(core::Random& random) {
  return (static_cast<double>(random.next() >> 11U) + 0.5) * 0x1p-53;
}
double normal(core::Random& random) {
  return std::sqrt(-2 * std::log(uniform(random))) * std::cos(6.283185307179586 * uniform(random));
}

// A person's true log-odds: tastes for hours and kinds, tired by work, drawn by what fits.
struct Person {
  double all = -1;
  std::array<double, hour_blocks> by_hours{};
  std::array<double, kinds> by_kind{};
  double tired = 0;
  double fit = 0;

  explicit Person(core::Random& random) {
    all += 0.7 * normal(random);
    for (double& taste : by_hours) taste = 0.8 * normal(random);
    for (double& taste : by_kind) taste = 0.8 * normal(random);
    tired = 0.06 * uniform(random);
    fit = uniform(random);
  }
  [[nodiscard]] double probability(const InvitationSituation& at) const {
    const double log_odds = all + by_hours[at.begins.hour / 3] + by_kind[at.kind] -
                            tired * at.recent_hours + fit * at.fit;
    return 1 / (1 + std::exp(-log_odds));
  }
};

InvitationSituation draw_situation(core::Random& random) {
  return {.begins = {static_cast<std::uint32_t>(random.below(24)),
                     static_cast<std::uint32_t>(random.below(7))},
          .kind = static_cast<std::uint32_t>(random.below(kinds)),
          .lead_hours = static_cast<float>(random.below(200)),
          .recent_hours = static_cast<float>(random.below(40)),
          .fit = static_cast<float>(normal(random))};
}

CommuneRates no_rates() {
  return {.all = -1, .by_hours = {}, .by_kind = std::vector<float>(kinds)};
}

// What opted-in devices would have told the commune: how often people say yes in all.
CommuneRates measured_rates(core::Random& random) {
  double accepted = 0;
  constexpr double asked = 20'000;
  for (int i = 0; i < asked; ++i) accepted += Person(random).probability(draw_situation(random));
  CommuneRates rates = no_rates();
  rates.all = static_cast<float>(std::log(accepted / (asked - accepted)));
  return rates;
}

// Expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015): ten bins of equal width,
// the mean distance of what was told from what came, weighted by how many are in each.
class Calibration {
 public:
  void add(double told, double came) {
    Bin& bin = bins_[std::min<std::size_t>(static_cast<std::size_t>(told * 10), 9)];
    bin.told += told;
    bin.came += came;
    ++bin.count;
  }
  [[nodiscard]] double error() const {
    double sum = 0;
    double count = 0;
    for (const Bin& bin : bins_) {
      sum += std::abs(bin.told - bin.came);
      count += bin.count;
    }
    return sum / count;
  }

 private:
  struct Bin {
    double told = 0;
    double came = 0;
    double count = 0;
  };
  std::array<Bin, 10> bins_{};
};

struct Learnt {
  Calibration by_answers;
  Calibration by_chances;
  double early_error = 0;  // mean distance from the true chance, answers 0 to 20
  double late_error = 0;   // answers 180 to 200
};

Learnt learn_people(std::uint64_t seed) {
  Learnt result;
  core::Random random(seed);
  constexpr int people = 300;
  constexpr int answers = 200;
  const CommuneRates rates = measured_rates(random);
  for (int i = 0; i < people; ++i) {
    const Person person(random);
    Acceptance acceptance = *Acceptance::make(rates);
    for (int answer = 0; answer < answers; ++answer) {
      const InvitationSituation situation = draw_situation(random);
      const double told = acceptance.predict(situation).value();
      const double chance = person.probability(situation);
      const bool accepted = uniform(random) < chance;
      result.by_answers.add(told, accepted ? 1 : 0);
      result.by_chances.add(told, chance);
      const double share = std::abs(told - chance) / (20.0 * people);
      if (answer < 20) result.early_error += share;
      if (answer >= answers - 20) result.late_error += share;
      EXPECT_TRUE(acceptance.update(situation, accepted));
    }
  }
  return result;
}

TEST(Acceptance, IsCalibratedFromTheFirstAnswerOn) {
  const std::uint64_t seed = 20261122;
  SCOPED_TRACE(seed);
  const Learnt learnt = learn_people(seed);
  std::printf(
      "expected calibration error %.4f by answers, %.4f by true chances; distance from the "
      "true chance %.3f at first, %.3f after 180 answers\n",
      learnt.by_answers.error(), learnt.by_chances.error(), learnt.early_error, learnt.late_error);
  EXPECT_LT(learnt.by_answers.error(), 0.03);
  EXPECT_LT(learnt.by_chances.error(), 0.03);
  EXPECT_LT(learnt.late_error, 0.7 * learnt.early_error);
}

TEST(Acceptance, BeginsWithTheRatesOfTheCommune) {
  CommuneRates rates = no_rates();
  rates.by_hours[6] = 2;
  rates.by_kind[3] = -3;
  const Acceptance acceptance = *Acceptance::make(rates);
  const auto chance = [&](std::uint32_t hour, std::uint32_t kind) {
    return acceptance.predict({.begins = {hour, 0}, .kind = kind}).value();
  };
  EXPECT_GT(chance(19, 0), chance(9, 0));
  EXPECT_LT(chance(9, 3), chance(9, 0));
  EXPECT_TRUE(acceptance.predict({.begins = {9, 0}, .kind = kinds})) << "a kind it never heard of";
}

TEST(Acceptance, RefusesWhatIsNoSituation) {
  Acceptance acceptance = *Acceptance::make(no_rates());
  const auto code = [&](const InvitationSituation& at) {
    const auto result = acceptance.update(at, true);
    return result ? "no error" : result.error().message;
  };
  EXPECT_EQ(code({.begins = {24, 0}}), "an hour is 0 to 23 and a weekday 0 to 6");
  EXPECT_EQ(code({.begins = {0, 7}}), "an hour is 0 to 23 and a weekday 0 to 6");
  EXPECT_EQ(code({.kind = kinds + 1}), "kind 7 is unknown");
  EXPECT_EQ(code({.fit = std::nanf("")}),
            "lead, recent work, fit or what is known is outside its range");
  EXPECT_EQ(code({.lead_hours = -1}),
            "lead, recent work, fit or what is known is outside its range");
  EXPECT_EQ(code({.recent_hours = 169}),
            "lead, recent work, fit or what is known is outside its range");
  EXPECT_FALSE(acceptance.predict({.known = 11}));
  CommuneRates rates = no_rates();
  rates.all = std::nanf("");
  EXPECT_FALSE(Acceptance::make(rates));
  rates = {.all = 0, .by_hours = {}, .by_kind = std::vector<float>(129)};
  EXPECT_FALSE(Acceptance::make(rates));
}

TEST(Acceptance, StaysSoundThroughTenThousandAnswers) {
  core::Random random(4);
  Acceptance acceptance = *Acceptance::make(no_rates());
  for (int i = 0; i < 10'000; ++i) {
    const InvitationSituation situation = draw_situation(random);
    ASSERT_TRUE(acceptance.update(situation, i % 2000 < 1000));
    const float chance = acceptance.predict(situation).value();
    ASSERT_TRUE(chance >= 0 && chance <= 1);
  }
}

}  // namespace
}  // namespace commune::recommend

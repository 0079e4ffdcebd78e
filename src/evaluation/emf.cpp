#include "evaluation/emf.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numeric>
#include <vector>

#include "clearing/chains.h"
#include "clearing/clear.h"
#include "clearing/crew.h"
#include "core/check.h"
#include "evaluation/statistics.h"

namespace commune::evaluation {
namespace {

using clearing::Round;
using Json = nlohmann::ordered_json;

constexpr std::array willing_shares{0.05, 0.10, 0.20, 0.30, 0.50, 1.00};

// The figures of one share q; one value a run.
struct Level {
  std::vector<double> min_covered;
  std::vector<double> optimum;
  std::vector<double> after_refusals;
  std::vector<double> optimum_after_refusals;
  std::vector<double> below_minimum;
  std::vector<double> empty;
  std::vector<double> hours_deviation;
  std::vector<double> liking;
  std::vector<double> seconds;
  std::vector<double> repair_seconds;
};

// Shifts by falling liking.
std::vector<std::uint32_t> ranked_shifts(const Camp& camp, const Likings& likings,
                                         std::size_t volunteer) {
  std::vector<std::uint32_t> order(camp.shifts.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](std::uint32_t shift) { return likings.of(volunteer, shift); });
  return order;
}

clearing::Instance make_instance(const Camp& camp, const Likings& likings, double share,
                                 std::uint64_t seed) {
  clearing::Instance instance;
  instance.seed = seed;
  instance.sectors = {"camp"};
  for (std::size_t s = 0; s < camp.shifts.size(); ++s) {
    const CampShift& shift = camp.shifts[s];
    clearing::Task task;
    task.id = fmt::format("{}", s);
    task.begin_minute = shift.begin_minute;
    task.end_minute = shift.end_minute;
    task.minutes = shift.end_minute - shift.begin_minute;
    task.people_min = shift.people_min;
    task.people_max = shift.people_max;
    instance.tasks.push_back(std::move(task));
  }
  const auto shifts = static_cast<double>(camp.shifts.size());
  const auto willing = static_cast<std::size_t>(std::lround(share * shifts));
  for (std::uint32_t i = 0; i < camp.shifts_taken.size(); ++i) {
    clearing::Participant person;
    person.id = fmt::format("{}", i);
    person.places_max = camp.shifts_taken[i];
    person.minutes_max = clearing::load_max * instance.unit_minutes;
    instance.participants.push_back(std::move(person));
    const std::vector<std::uint32_t> order = ranked_shifts(camp, likings, i);
    for (std::size_t rank = 0; rank < willing; ++rank) {
      // 100 for the best liked of all shifts, 1 for the least.
      const auto willingness =
          static_cast<std::uint32_t>(100 - std::lround(99.0 * static_cast<double>(rank) / shifts));
      instance.offers.push_back({i, order[rank], willingness, clearing::Role::experienced});
    }
  }
  instance.even_minutes =
      clearing::even_share_minutes(instance.tasks, instance.participants.size());
  return instance;
}

std::uint64_t covered(const clearing::Crew& crew) {
  std::uint64_t sum = 0;
  const auto& tasks = crew.round().instance().tasks;
  for (std::uint32_t j = 0; j < tasks.size(); ++j)
    sum += std::min(crew.people(j), tasks[j].people_min);
  return sum;
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// How the camp looks under a clearing: shifts below their minimum or empty, hours, liking.
void describe(const Camp& camp, const Likings& likings, const clearing::Crew& crew, Level& level) {
  const Round& round = crew.round();
  double below = 0;
  double empty = 0;
  for (std::uint32_t j = 0; j < round.instance().tasks.size(); ++j) {
    below += crew.lacks_people(j) ? 1 : 0;
    empty += crew.people(j) == 0 && round.instance().tasks[j].people_min > 0 ? 1 : 0;
  }
  std::vector<double> hours;
  double liking = 0;
  double places = 0;
  for (std::uint32_t i = 0; i < round.people().size(); ++i) {
    hours.push_back(0);
    for (const std::uint32_t place : crew.places_of(i)) {
      const clearing::Choice& choice = round.choices()[place];
      const clearing::Task& task = round.instance().tasks[choice.task];
      hours.back() += static_cast<double>(task.minutes) / 60;
      liking += likings.of(std::stoul(round.instance().participants[i].id), std::stoul(task.id));
      ++places;
    }
  }
  const auto shifts = static_cast<double>(camp.shifts.size());
  level.below_minimum.push_back(below / shifts);
  level.empty.push_back(empty / shifts);
  level.hours_deviation.push_back(standard_deviation(hours));
  level.liking.push_back(liking / std::max(places, 1.0));
}

// One invitation in four is refused; the places left are staffed again without asking anybody else
// to move who need not. Beside it what a whole new clearing of what is left could reach.
void refuse_and_repair(const Round& round, const clearing::Cleared& cleared, double places_min,
                       core::Random& random, Level& level) {
  clearing::Crew crew(round, cleared.assignment);
  clearing::Instance rest = round.instance();
  std::vector<std::uint32_t> refused;
  for (std::uint32_t k = 0; k < cleared.assignment.size(); ++k) {
    if (cleared.assignment[k] == 0 || !random.chance(1, 4)) continue;
    refused.push_back(k);
    const clearing::Choice& choice = round.choices()[k];
    std::erase_if(rest.offers, [&choice](const clearing::Offer& offer) {
      return offer.participant == choice.participant && offer.task == choice.task;
    });
  }
  const auto begin = std::chrono::steady_clock::now();
  for (const std::uint32_t place : refused) crew.withdraw(place);
  clearing::staff_all(crew);
  level.repair_seconds.push_back(seconds_since(begin));
  level.after_refusals.push_back(static_cast<double>(covered(crew)) / places_min);
  const auto left = Round::make(std::move(rest));
  CHECK(left.has_value());
  const clearing::Cleared again = clearing::clear_round(*left);
  level.optimum_after_refusals.push_back(static_cast<double>(again.verdict.bound.coverage) /
                                         places_min);
}

void run_level(const Camp& camp, const Likings& likings, double share, std::uint64_t seed,
               Level& level) {
  const auto round = Round::make(make_instance(camp, likings, share, seed));
  CHECK(round.has_value());
  const auto places_min = static_cast<double>(std::max<std::uint64_t>(camp.places_min(), 1));
  const auto begin = std::chrono::steady_clock::now();
  const clearing::Cleared cleared = clearing::clear_round(*round);
  level.seconds.push_back(seconds_since(begin));
  level.min_covered.push_back(static_cast<double>(cleared.verdict.reached.coverage) / places_min);
  level.optimum.push_back(static_cast<double>(cleared.verdict.bound.coverage) / places_min);
  describe(camp, likings, clearing::Crew(*round, cleared.assignment), level);
  core::Random random(seed);
  refuse_and_repair(*round, cleared, places_min, random, level);
}

double mean(const std::vector<double>& values) { return estimate(values).mean; }

Json interval(const std::vector<double>& values) {
  const Estimate result = estimate(values);
  return Json::array({result.low, result.high});
}

Json level_json(double share, const Level& level) {
  return {{"willing", share},
          {"min_covered", mean(level.min_covered)},
          {"min_covered_interval", interval(level.min_covered)},
          {"optimum", mean(level.optimum)},
          {"after_refusals", mean(level.after_refusals)},
          {"after_refusals_interval", interval(level.after_refusals)},
          {"optimum_after_refusals", mean(level.optimum_after_refusals)},
          {"shifts_below_minimum", mean(level.below_minimum)},
          {"shifts_empty", mean(level.empty)},
          {"hours_deviation", mean(level.hours_deviation)},
          {"liking", mean(level.liking)},
          {"liking_interval", interval(level.liking)},
          {"seconds", mean(level.seconds)},
          {"seconds_max", *std::ranges::max_element(level.seconds)},
          {"repair_seconds", mean(level.repair_seconds)}};
}

}  // namespace

Json evaluate_emf(const Camp& camp, const EmfOptions& options) {
  core::Random random(options.seed);
  const std::vector<double> attractiveness = fit_attractiveness(camp, random);
  const auto places_min = static_cast<double>(std::max<std::uint64_t>(camp.places_min(), 1));
  std::vector<double> free_covered;
  std::vector<double> free_liking;
  std::vector<double> free_deviation;
  std::vector<double> free_below;
  std::array<Level, willing_shares.size()> levels;
  for (std::uint32_t run = 0; run < options.runs; ++run) {
    const Likings likings(camp, attractiveness, random);
    const FreeChoice choice = choose_freely(camp, likings, random);
    double sum = 0;
    double below = 0;
    for (std::size_t s = 0; s < camp.shifts.size(); ++s) {
      sum += std::min(choice.people[s], camp.shifts[s].people_min);
      below += choice.people[s] < camp.shifts[s].people_min ? 1 : 0;
    }
    free_covered.push_back(sum / places_min);
    free_below.push_back(below / static_cast<double>(camp.shifts.size()));
    free_liking.push_back(choice.liking_mean);
    free_deviation.push_back(standard_deviation(choice.hours));
    for (std::size_t i = 0; i < levels.size(); ++i) {
      run_level(camp, likings, willing_shares[i], random.next(), levels[i]);
    }
  }
  Json report;
  report["free_choice"] = {{"min_covered", mean(free_covered)},
                           {"min_covered_interval", interval(free_covered)},
                           {"real", camp.real_coverage()},
                           {"shifts_below_minimum", mean(free_below)},
                           {"hours_deviation", mean(free_deviation)},
                           {"liking", mean(free_liking)},
                           {"liking_interval", interval(free_liking)}};
  report["levels"] = Json::array();
  for (std::size_t i = 0; i < levels.size(); ++i) {
    report["levels"].push_back(level_json(willing_shares[i], levels[i]));
  }
  report["shifts"] = camp.shifts.size();
  report["volunteers"] = camp.shifts_taken.size();
  report["seed"] = options.seed;
  report["runs"] = options.runs;
  return report;
}

}  // namespace commune::evaluation

#include "evaluation/year.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/check.h"
#include "evaluation/statistics.h"
#include "evaluation/year_life.h"
#include "evaluation/year_peers.h"

namespace commune::evaluation {
namespace {

using Json = nlohmann::ordered_json;

enum class Way : std::uint8_t { clearing, clearing_without_calls, free_choice, rota };
constexpr std::array ways{std::pair{"clearing", Way::clearing},
                          std::pair{"clearing_without_calls", Way::clearing_without_calls},
                          std::pair{"free_choice", Way::free_choice},
                          std::pair{"fixed_rota", Way::rota}};

// Figures of one way and one world, by name, in the order of the report.
using Figures = std::vector<std::pair<std::string, double>>;

double share(double part, double whole) { return whole > 0 ? part / whole : 0; }

Figures figures_of(const YearWorld& world, const YearScore& score) {
  const auto weeks = static_cast<double>(world.weeks.size());
  std::vector<double> hours;
  for (const double minutes : score.person_minutes) hours.push_back(minutes / 60 / weeks);
  Figures figures{{"filled", share(score.filled, score.places_min)},
                  {"planned", share(score.planned, score.places_min)},
                  {"wished", share(score.got, score.wish)},
                  {"wished_any", share(score.got_any, score.wish)},
                  {"worth_of_a_place", share(score.worth_places, score.places)},
                  {"hours", estimate(hours).mean},
                  {"spread", standard_deviation(hours)},
                  {"most_hours", *std::ranges::max_element(hours)},
                  {"violations", score.violations}};
  for (std::size_t s = 0; s < world.sectors.size(); ++s)
    figures.emplace_back(
        "baseline_" + world.sectors[s],
        share(score.sector_minutes[s], static_cast<double>(world.baseline_minutes[s]) * weeks));
  return figures;
}

Figures run_clearing(const YearWorld& world, Way way) {
  YearClearing clearing(world);
  YearCalls calls(world);
  YearScore score;
  for (std::uint32_t number = 0; number < world.weeks.size(); ++number) {
    const Week week = look_at(world, number);
    live_week(week, clearing.share(week), way == Way::clearing ? &calls : nullptr, &clearing,
              score);
  }
  const auto weeks = static_cast<double>(world.weeks.size());
  const auto people = static_cast<double>(world.members.size());
  Figures figures = figures_of(world, score);
  figures.emplace_back("calls_a_week", static_cast<double>(calls.calls()) / weeks);
  figures.emplace_back("calls_filled", share(static_cast<double>(calls.filled()),
                                             static_cast<double>(calls.calls())));
  figures.emplace_back("pings_a_week", static_cast<double>(calls.pings()) / weeks / people);
  figures.emplace_back("pings_above_budget", static_cast<double>(calls.pings_above_budget()));
  figures.emplace_back("clearings_proven",
                       static_cast<double>(clearing.clearings_proven()) / weeks);
  figures.emplace_back("clearing_seconds", clearing.seconds() / weeks);
  return figures;
}

Figures run_way(const YearWorld& world, Way way) {
  if (way == Way::clearing || way == Way::clearing_without_calls) return run_clearing(world, way);
  Rota rota;
  YearScore score;
  for (std::uint32_t number = 0; number < world.weeks.size(); ++number) {
    const Week week = look_at(world, number);
    live_week(week, way == Way::rota ? rota.share(week) : share_by_choice(week), nullptr, nullptr,
              score);
  }
  return figures_of(world, score);
}

Json way_json(const std::vector<Figures>& runs) {
  Json json;
  for (std::size_t f = 0; f < runs.front().size(); ++f) {
    std::vector<double> values;
    for (const Figures& figures : runs) values.push_back(figures[f].second);
    const Estimate result = estimate(values);
    json[runs.front()[f].first] = result.mean;
    json[runs.front()[f].first + "_interval"] = Json::array({result.low, result.high});
  }
  return json;
}

}  // namespace

core::Result<Json> evaluate_year(const exchange::CommuneFolder& folder,
                                 const YearOptions& options) {
  CHECK(options.runs >= 1);
  core::Random random(options.seed);
  std::array<std::vector<Figures>, ways.size()> runs;
  for (std::uint32_t run = 0; run < options.runs; ++run) {
    const YearWorld world = TRY(make_year_world(folder, random.next(), options.weeks));
    for (std::size_t w = 0; w < ways.size(); ++w) runs[w].push_back(run_way(world, ways[w].second));
  }
  Json report;
  for (std::size_t w = 0; w < ways.size(); ++w) report["ways"][ways[w].first] = way_json(runs[w]);
  report["people"] = folder.people.size();
  report["weeks"] = options.weeks;
  report["seed"] = options.seed;
  report["runs"] = options.runs;
  return report;
}

}  // namespace commune::evaluation

#include "evaluation/year.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/check.h"
#include "evaluation/statistics.h"
#include "evaluation/year_calls.h"
#include "evaluation/year_clearing.h"
#include "evaluation/year_life.h"
#include "evaluation/year_peers.h"

namespace commune::evaluation {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array ways{"clearing", "clearing_alone", "clearing_without_calls", "free_choice",
                          "fixed_rota"};

// Figures of one way and one world, by name, in the order of the report.
using Figures = std::vector<std::pair<std::string, double>>;

double share(double part, double whole) { return whole > 0 ? part / whole : 0; }

Figures figures_of(const YearWorld& world, const YearScore& score, const YearGrowth& growth) {
  const auto weeks = static_cast<double>(world.weeks.size());
  std::vector<double> hours;
  hours.reserve(score.person_minutes.size());
  for (const double minutes : score.person_minutes) hours.push_back(minutes / 60 / weeks);
  Figures figures{{"filled", share(score.filled, score.places_min)},
                  {"planned", share(score.planned, score.places_min)},
                  {"wished", share(score.got, score.wish)},
                  {"wished_any", share(score.got_any, score.wish)},
                  {"worth_of_a_place", share(score.worth_places, score.places)},
                  {"hours", estimate(hours).mean},
                  {"spread", standard_deviation(hours)},
                  {"most_hours", *std::ranges::max_element(hours)},
                  {"violations", score.violations},
                  {"trainee_places_a_week", static_cast<double>(growth.places()) / weeks},
                  {"certificates_learnt", static_cast<double>(growth.certified())}};
  for (std::size_t c = 0; c < YearLosses::causes.size(); ++c)
    figures.emplace_back(
        fmt::format("lost_{}", YearLosses::causes[c]),
        share(score.lost.places(static_cast<YearLosses::Cause>(c)), score.places_min));
  for (std::size_t o = 0; o < YearLosses::others.size(); ++o)
    figures.emplace_back(
        fmt::format("lost_as_{}", YearLosses::others[o]),
        share(score.lost.places(static_cast<YearLosses::Others>(o)), score.places_min));
  for (std::size_t s = 0; s < world.sectors.size(); ++s)
    figures.emplace_back(
        "baseline_" + world.sectors[s],
        share(score.sector_minutes[s], static_cast<double>(world.baseline_minutes[s]) * weeks));
  return figures;
}

Figures figures_of_calls(const YearWorld& world, const YearCalls& calls) {
  const auto weeks = static_cast<double>(world.weeks.size());
  const auto called = static_cast<double>(calls.calls());
  const auto each_week = [weeks](std::uint64_t pings, std::size_t people) {
    return static_cast<double>(pings) / weeks / static_cast<double>(people);
  };
  return {{"calls_a_week", called / weeks},
          {"calls_filled", share(static_cast<double>(calls.filled()), called)},
          {"pings_a_week", each_week(calls.pings(), world.members.size())},
          {"pings_a_week_of_neighbours",
           each_week(calls.pings_of_neighbours(), world.neighbours.size())},
          {"pings_above_budget", static_cast<double>(calls.pings_above_budget())},
          {"neighbours_a_week", static_cast<double>(calls.filled_by_neighbours()) / weeks}};
}

// The same shared-out weeks lived three times: with urgent calls that neighbours hear too, with
// calls within the commune, without any.
void run_clearing(const YearWorld& world, std::span<std::vector<Figures>, 3> lived) {
  YearClearing clearing(world);
  std::array calls{YearCalls(world, YearCalls::Reach::neighbours),
                   YearCalls(world, YearCalls::Reach::commune)};
  std::array<YearScore, 3> scores;
  for (std::uint32_t number = 0; number < world.weeks.size(); ++number) {
    const Week week = clearing.look_at(number);
    const Sheet sheet = clearing.share(week);
    live_week(week, sheet, &calls[0], scores[0]);
    live_week(week, sheet, &calls[1], scores[1]);
    live_week(week, sheet, nullptr, scores[2]);
    clearing.learn(week, sheet);
  }
  for (std::size_t way = 0; way < scores.size(); ++way) {
    lived[way].push_back(figures_of(world, scores[way], clearing.growth()));
    if (way < calls.size()) {
      const Figures called = figures_of_calls(world, calls[way]);
      lived[way].back().insert(lived[way].back().end(), called.begin(), called.end());
    }
  }
  lived[0].back().emplace_back("clearing_seconds",
                               clearing.seconds() / static_cast<double>(world.weeks.size()));
}

// The share of minimum places that would be filled on average were every task as full as it may
// be and nobody called: what no-shows take from any plan.
double full_crews(const YearWorld& world) {
  double filled = 0;
  double places = 0;
  for (std::uint32_t number = 0; number < world.weeks.size(); ++number) {
    for (const YearTask& task : world.weeks[number]) {
      const auto missing =
          static_cast<std::uint32_t>(std::lround(1000 * no_show_chance(world, task.kind, number)));
      for (std::uint32_t least = 1; least <= task.people_min; ++least) {
        const std::uint64_t chance = clearing::shortfall_chance(task.people_max, least, missing);
        filled += 1 - static_cast<double>(chance) / static_cast<double>(clearing::chance_one);
        ++places;
      }
    }
  }
  return share(filled, places);
}

template <class Share>
Figures run_peer(const YearWorld& world, Share&& share_out) {
  YearScore score;
  YearGrowth growth(world);
  for (std::uint32_t number = 0; number < world.weeks.size(); ++number) {
    const Week week = look_at(world, number, growth.learnt(number));
    const Sheet sheet = share_out(week);
    live_week(week, sheet, nullptr, score);
    growth.learn(week, sheet);
  }
  return figures_of(world, score, growth);
}

Json way_json(const std::vector<Figures>& runs) {
  Json json;
  for (std::size_t f = 0; f < runs.front().size(); ++f) {
    std::vector<double> values;
    values.reserve(runs.size());
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
  std::vector<double> full;
  for (std::uint32_t run = 0; run < options.runs; ++run) {
    const YearWorld world = TRY(make_year_world(
        folder, {.seed = random.next(), .weeks = options.weeks, .no_shows = options.no_shows}));
    full.push_back(full_crews(world));
    run_clearing(world, std::span(runs).first<3>());
    runs[3].push_back(run_peer(world, share_by_choice));
    Rota rota;
    runs[4].push_back(run_peer(world, [&rota](const Week& week) { return rota.share(week); }));
  }
  Json report;
  for (std::size_t w = 0; w < ways.size(); ++w) report["ways"][ways[w]] = way_json(runs[w]);
  report["full_crews_filled"] = estimate(full).mean;
  report["people"] = folder.people.size();
  report["weeks"] = options.weeks;
  report["no_shows"] = options.no_shows == NoShowLevel::folder ? "folder" : "stretched";
  report["seed"] = options.seed;
  report["runs"] = options.runs;
  return report;
}

}  // namespace commune::evaluation

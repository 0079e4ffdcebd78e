#include "evaluation/calls.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "core/check.h"
#include "evaluation/statistics.h"

namespace commune::evaluation {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array answered_levels{0.17, 0.32, 0.47};
constexpr std::array policies{
    std::pair{"everybody", CallPolicy::everybody}, std::pair{"random_k", CallPolicy::random_k},
    std::pair{"nearest_k", CallPolicy::nearest_k}, std::pair{"devices", CallPolicy::devices}};
constexpr std::array figures{std::pair{"filled", &CallOutcome::filled},
                             std::pair{"answered", &CallOutcome::answered},
                             std::pair{"pings_a_day", &CallOutcome::pings_a_day},
                             std::pair{"pings_a_call", &CallOutcome::pings_a_call},
                             std::pair{"most_pings_week", &CallOutcome::most_pings_week},
                             std::pair{"above_budget", &CallOutcome::above_budget},
                             std::pair{"minutes", &CallOutcome::minutes_to_fill},
                             std::pair{"in_vain", &CallOutcome::in_vain},
                             std::pair{"pings_answered", &CallOutcome::pings_answered}};

// Which of the two readings of "answered" a level is (docs/evaluations.md).
enum class Reading : std::uint8_t { heard, calls };

// Of pings that somebody hears, the share accepted, on average over people and calls.
double share_heard(const std::vector<CallWorld>& worlds, double scale) {
  double sum = 0;
  double count = 0;
  for (const CallWorld& world : worlds) {
    for (const UrgentCall& call : world.calls) {
      for (const CallPerson& person : world.people) {
        if (!is_awake(call.raised_minute) || !may_answer(person, call)) continue;
        sum += std::min(acceptance_max, scale * readiness_for(person, call, call.raised_minute));
        ++count;
      }
    }
  }
  return sum / std::max(count, 1.0);
}

double share_of_calls(const std::vector<CallWorld>& worlds, double scale) {
  double sum = 0;
  for (const CallWorld& world : worlds)
    sum += run_calls(world, CallPolicy::everybody, scale).answered;
  return sum / static_cast<double>(worlds.size());
}

// Both shares grow with the scale, as far as chance lets them.
double fit_scale(const std::vector<CallWorld>& worlds, Reading reading, double wanted) {
  double low = 0;
  double high = 16;
  for (int step = 0; step < 20; ++step) {
    const double middle = (low + high) / 2;
    const double share =
        reading == Reading::heard ? share_heard(worlds, middle) : share_of_calls(worlds, middle);
    (share < wanted ? low : high) = middle;
  }
  return high;
}

Json interval(const std::vector<double>& values) {
  const Estimate result = estimate(values);
  return Json::array({result.low, result.high});
}

Json level_json(const std::vector<CallWorld>& worlds, Reading reading, double wanted,
                double scale) {
  Json level;
  level["reading"] = reading == Reading::heard ? "heard" : "calls";
  level["wanted"] = wanted;
  level["scale"] = scale;
  std::array<std::vector<CallOutcome>, policies.size()> outcomes;
  for (std::size_t p = 0; p < policies.size(); ++p) {
    for (const CallWorld& world : worlds)
      outcomes[p].push_back(run_calls(world, policies[p].second, scale));
  }
  for (std::size_t p = 0; p < policies.size(); ++p) {
    Json& json = level["policies"][policies[p].first];
    const auto values = [&](auto&& of) {
      std::vector<double> result;
      result.reserve(worlds.size());
      for (std::size_t w = 0; w < worlds.size(); ++w)
        result.push_back(of(outcomes[p][w], outcomes[0][w]));
      return result;
    };
    for (const auto& [name, figure] : figures) {
      const auto own = values([figure](const auto& mine, const auto&) { return mine.*figure; });
      json[name] = estimate(own).mean;
      json[std::string(name) + "_interval"] = interval(own);
    }
    const auto more =
        values([](const auto& mine, const auto& all) { return mine.filled - all.filled; });
    json["filled_against_everybody"] = estimate(more).mean;
    json["filled_against_everybody_interval"] = interval(more);
    const auto fewer = values([](const auto& mine, const auto& all) {
      return 1 - mine.pings_a_day / std::max(all.pings_a_day, 1e-9);
    });
    json["fewer_pings"] = estimate(fewer).mean;
    json["fewer_pings_interval"] = interval(fewer);
  }
  return level;
}

}  // namespace

Json evaluate_calls(const CallsOptions& options) {
  const std::int64_t weeks = warm_up_minutes / week_minutes + options.weeks;
  // Readiness is the same for every seed: found once, on worlds that no figure comes from.
  constexpr std::uint64_t fitting_worlds = 4;
  std::vector<CallWorld> fitting;
  fitting.reserve(fitting_worlds);
  for (std::uint64_t seed = 0; seed < fitting_worlds; ++seed)
    fitting.push_back(make_call_world(0xca11'0000 + seed, 12));
  core::Random random(options.seed);
  std::vector<CallWorld> worlds;
  worlds.reserve(options.runs);
  for (std::uint32_t run = 0; run < options.runs; ++run)
    worlds.push_back(make_call_world(random.next(), weeks));
  Json report;
  report["levels"] = Json::array();
  for (const Reading reading : {Reading::heard, Reading::calls}) {
    for (const double wanted : answered_levels) {
      const double scale = fit_scale(fitting, reading, wanted);
      report["levels"].push_back(level_json(worlds, reading, wanted, scale));
    }
  }
  report["people"] = worlds.front().people.size();
  report["calls"] = worlds.front().calls.size();
  report["weeks"] = options.weeks;
  report["seed"] = options.seed;
  report["runs"] = options.runs;
  return report;
}

}  // namespace commune::evaluation

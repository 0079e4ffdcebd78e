#include "evaluation/evaluate_interactions.h"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "evaluation/interaction_models.h"
#include "evaluation/interaction_split.h"
#include "evaluation/ranking_metrics.h"
#include "evaluation/statistics.h"
#include "recommend/mixing.h"

namespace commune::evaluation {
namespace {

using Json = nlohmann::ordered_json;
using Scores = std::vector<float>;

constexpr std::array regularisations{3.0, 10.0, 30.0, 100.0, 300.0, 1000.0};
constexpr int share_steps = 10;

// Candidates in a seeded order, without what is known already.
class Candidates {
 public:
  Candidates(const InteractionSplit& split, core::Random& random)
      : order_(split.is_candidate.size()), is_candidate_(split.is_candidate) {
    std::iota(order_.begin(), order_.end(), 0U);
    for (std::size_t left = order_.size(); left > 1; --left)
      std::swap(order_[left - 1], order_[random.below(left)]);
  }

  [[nodiscard]] std::vector<Scored> ranked(const Newcomer& newcomer, const Scores& scores) const {
    std::vector<bool> is_open = is_candidate_;
    for (const Interaction& row : newcomer.told) is_open[row.item] = false;
    std::vector<bool> is_taken(order_.size(), false);
    for (const std::uint32_t item : newcomer.taken) is_taken[item] = true;
    std::vector<Scored> result;
    for (const std::uint32_t item : order_) {
      if (is_open[item]) result.push_back({scores[item], is_taken[item]});
    }
    return result;
  }

 private:
  std::vector<std::uint32_t> order_;
  std::vector<bool> is_candidate_;
};

// One value for each newcomer.
struct Figures {
  std::vector<double> gain;
  std::vector<double> recall;
  std::vector<double> area;
};

void measure(std::span<const Scored> ranked, Figures& figures) {
  figures.gain.push_back(discounted_gain(ranked, 100));
  figures.recall.push_back(recall(ranked, 20));
  const bool all_taken = std::ranges::all_of(ranked, &Scored::is_taken);
  figures.area.push_back(all_taken ? 1 : area_under_curve(ranked));
}

double mean_gain(const Candidates& candidates, std::span<const Newcomer> newcomers,
                 std::span<const Scores> scores) {
  double sum = 0;
  for (std::size_t i = 0; i < newcomers.size(); ++i)
    sum += discounted_gain(candidates.ranked(newcomers[i], scores[i]), 100);
  return sum / static_cast<double>(newcomers.size());
}

core::Result<std::vector<Scores>> similarity_scores(const recommend::ItemSimilarity& similarity,
                                                    std::span<const Newcomer> newcomers) {
  std::vector<Scores> result;
  for (const Newcomer& newcomer : newcomers)
    result.push_back(TRY(score_similarity(similarity, newcomer.told)));
  return result;
}

core::Result<double> settle_regularisation(const Interactions& all, const InteractionSplit& split,
                                           const Candidates& candidates) {
  const recommend::CoOccurrence counts = count_co_occurrence(all, split.teaching);
  double best = -1;
  double result = regularisations.front();
  for (const double regularisation : regularisations) {
    const auto similarity = TRY(recommend::ItemSimilarity::learn(counts, regularisation));
    const double gain =
        mean_gain(candidates, split.settling, TRY(similarity_scores(similarity, split.settling)));
    if (gain > best) std::tie(best, result) = std::pair{gain, regularisation};
  }
  return result;
}

core::Result<double> settle_share(const InteractionSplit& split, const Candidates& candidates,
                                  const LearntModels& models, std::uint64_t seed) {
  std::vector<LearntModels::Scores> scores;
  scores.reserve(split.settling.size());
  for (const Newcomer& newcomer : split.settling)
    scores.push_back(TRY(models.score(newcomer.user, newcomer.told, seed)));
  double best = -1;
  double result = 0;
  for (int step = 0; step <= share_steps; ++step) {
    const double share = static_cast<double>(step) / share_steps;
    std::vector<Scores> mixed;
    mixed.reserve(scores.size());
    for (const LearntModels::Scores& one : scores)
      mixed.push_back(
          TRY(recommend::mix_scores(one.by_features, one.by_kinds, static_cast<float>(share))));
    const double gain = mean_gain(candidates, split.settling, mixed);
    if (gain > best) std::tie(best, result) = std::pair{gain, share};
  }
  return result;
}

struct Compared {
  Figures own;
  Figures phone;
  Figures ease;
  Figures popularity;
};

core::Result<Compared> compare(const InteractionSplit& split, const Candidates& candidates,
                               const LearntModels& models, double share, std::uint64_t seed) {
  Compared result;
  for (const Newcomer& newcomer : split.held_out) {
    const LearntModels::Scores scores = TRY(models.score(newcomer.user, newcomer.told, seed));
    const Scores own =
        TRY(recommend::mix_scores(scores.by_features, scores.by_kinds, static_cast<float>(share)));
    measure(candidates.ranked(newcomer, own), result.own);
    measure(candidates.ranked(newcomer, scores.on_phone), result.phone);
    measure(candidates.ranked(newcomer, scores.by_kinds), result.ease);
    measure(candidates.ranked(newcomer, models.popularity()), result.popularity);
  }
  return result;
}

void add_estimate(Json& json, const std::string& name, const std::vector<double>& values,
                  std::uint64_t seed) {
  if (values.empty()) {
    json[name] = nullptr;
    return;
  }
  core::Random random(seed);
  const Estimate result = bootstrap(values, random);
  json[name] = result.mean;
  json[name + "_interval"] = Json::array({result.low, result.high});
}

Json model_json(const Figures& warm, const Figures& cold, std::uint64_t seed) {
  Json json;
  add_estimate(json, "ndcg_100", warm.gain, seed);
  add_estimate(json, "recall_20", warm.recall, seed);
  add_estimate(json, "auc", warm.area, seed);
  add_estimate(json, "cold_auc", cold.area, seed);
  return json;
}

std::vector<double> differences(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> result(a.size());
  std::ranges::transform(a, b, result.begin(), std::minus{});
  return result;
}

}  // namespace

core::Result<Json> evaluate_interactions(const Interactions& all,
                                         const InteractionsOptions& options) {
  core::Random random(options.seed);
  const InteractionSplit split = TRY(split_by_people(all, random));
  const Candidates candidates(split, random);
  const double regularisation = TRY(settle_regularisation(all, split, candidates));
  const std::uint64_t seed = random.next();
  const auto models = TRY(LearntModels::learn(all, split.teaching, regularisation, seed));
  const double share = TRY(settle_share(split, candidates, models, seed));
  const Compared warm = TRY(compare(split, candidates, models, share, seed));

  const InteractionSplit cold_split = without_items(all, split, random);
  const auto cold_models = TRY(LearntModels::learn(all, cold_split.teaching, regularisation, seed));
  const Compared cold =
      TRY(compare(cold_split, Candidates(cold_split, random), cold_models, share, seed));
  Json report;
  report["models"] = {{"own", model_json(warm.own, cold.own, seed)},
                      {"phone", model_json(warm.phone, cold.phone, seed)},
                      {"ease", model_json(warm.ease, cold.ease, seed)},
                      {"popularity", model_json(warm.popularity, cold.popularity, seed)}};
  add_estimate(report, "ndcg_100_above_ease", differences(warm.own.gain, warm.ease.gain), seed);
  report["settings"] = {{"ease_regularisation", regularisation}, {"factorisation_share", share}};
  report["users"] = all.users.ids.size();
  report["items"] = all.items.ids.size();
  report["interactions"] = all.rows.size();
  report["held_out"] = split.held_out.size();
  report["held_out_cold"] = cold_split.held_out.size();
  report["seed"] = options.seed;
  return report;
}

}  // namespace commune::evaluation

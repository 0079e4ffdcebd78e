#include "evaluation/interaction_models.h"

#include <utility>

namespace commune::evaluation {
namespace {

constexpr std::uint32_t dimensions = 32;

// Rows of an embedding table: one a feature, one an id, and a last one for who has neither (an item
// without features that nobody took) or, among users, for the newcomer.
struct Rows {
  std::uint32_t features = 0;
  std::uint32_t ids = 0;

  explicit Rows(const Described& described)
      : features(static_cast<std::uint32_t>(described.feature_names.size())),
        ids(static_cast<std::uint32_t>(described.ids.size())) {}
  [[nodiscard]] std::uint32_t id(std::uint32_t index) const { return features + index; }
  [[nodiscard]] std::uint32_t last() const { return features + ids; }
  [[nodiscard]] std::uint32_t count() const { return features + ids + 1; }
};

recommend::Features features_of(const Described& described, std::uint32_t index) {
  recommend::Features features;
  for (const std::uint32_t feature : described.features[index]) features.push_back({feature, 1});
  return features;
}

}  // namespace

std::vector<float> count_popularity(const Interactions& all, std::span<const Interaction> rows) {
  std::vector<float> popularity(all.items.ids.size(), 0.0F);
  for (const Interaction& row : rows) popularity[row.item] += row.liked ? 1.0F : 0.0F;
  return popularity;
}

recommend::CoOccurrence count_co_occurrence(const Interactions& all,
                                            std::span<const Interaction> rows) {
  std::vector<std::vector<std::uint32_t>> taken(all.users.ids.size());
  for (const Interaction& row : rows) {
    if (row.liked) taken[row.user].push_back(row.item);
  }
  const auto items = static_cast<Eigen::Index>(all.items.ids.size());
  recommend::CoOccurrence counts = recommend::CoOccurrence::Zero(items, items);
  for (const std::vector<std::uint32_t>& of_user : taken) {
    for (const std::uint32_t a : of_user) {
      for (const std::uint32_t b : of_user) counts(a, b) += 1;
    }
  }
  return counts;
}

core::Result<std::vector<float>> score_similarity(const recommend::ItemSimilarity& similarity,
                                                  std::span<const Interaction> own) {
  std::vector<recommend::DoneKind> done;
  for (const Interaction& row : own) {
    if (row.liked) done.push_back({row.item, 1});
  }
  const Eigen::VectorXf scores = TRY(similarity.score(done));
  return std::vector<float>(scores.begin(), scores.end());
}

core::Result<LearntModels> LearntModels::learn(const Interactions& all,
                                               std::span<const Interaction> rows,
                                               double regularisation, std::uint64_t seed) {
  const Rows user_rows(all.users);
  const Rows item_rows(all.items);
  LearntModels models(
      {TRY(recommend::HybridFactorisation::make({.member_features = user_rows.count(),
                                                 .task_features = item_rows.count(),
                                                 .dimensions = dimensions},
                                                seed)),
       TRY(recommend::ItemSimilarity::learn(count_co_occurrence(all, rows), regularisation))});
  models.popularity_ = count_popularity(all, rows);
  std::vector<std::uint32_t> seen;
  std::vector<recommend::Features> tasks;
  for (std::uint32_t item = 0; item < all.items.ids.size(); ++item) {
    tasks.push_back(features_of(all.items, item));
    if (models.popularity_[item] > 0) {
      tasks.back().push_back({item_rows.id(item), 1});
      seen.push_back(item);
    } else if (tasks.back().empty()) {
      tasks.back().push_back({item_rows.last(), 1});
    }
    models.items_.push_back({tasks.back(), item});
  }
  std::vector<recommend::Features> users;
  for (std::uint32_t user = 0; user < all.users.ids.size(); ++user) {
    users.push_back(features_of(all.users, user));
    models.newcomers_.push_back(users.back());
    users.back().push_back({user_rows.id(user), 1});
    models.newcomers_.back().push_back({user_rows.last(), 1});
  }
  std::vector<recommend::Interaction> interactions;
  for (const Interaction& row : rows) interactions.push_back({row.user, row.item, row.liked});
  core::Random random(seed);
  TRY_VOID(recommend::learn_orders(
      models.taste_.factorisation,
      {.members = users, .tasks = tasks, .interactions = interactions, .others = seen}, {},
      random));
  return models;
}

core::Result<LearntModels::Scores> LearntModels::score(std::uint32_t user,
                                                       std::span<const Interaction> own,
                                                       std::uint64_t seed) const {
  auto taste = TRY(recommend::OwnTaste::make(taste_, newcomers_[user]));
  std::vector<recommend::OwnAnswer> answers;
  std::vector<bool> is_own(items_.size(), false);
  for (const Interaction& row : own) {
    is_own[row.item] = true;
    answers.push_back({items_[row.item],
                       row.liked ? recommend::Response::take : recommend::Response::not_this_kind});
  }
  std::vector<recommend::DescribedTask> others;
  for (std::uint32_t item = 0; item < items_.size(); ++item) {
    if (!is_own[item] && popularity_[item] > 0) others.push_back(items_[item]);
  }
  TRY_VOID(taste.learn_all(answers, others, {}, seed));
  return Scores{TRY(taste.score_by_features(items_)), TRY(taste.score_by_kinds(items_))};
}

}  // namespace commune::evaluation

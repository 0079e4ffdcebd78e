#include "evaluation/interaction_models.h"

#include <utility>

#include "recommend/learn_orders.h"

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

// As a phone names a task: its kind, here the item itself, then what it is described by.
recommend::NamedTask name_item(const Described& items, const Rows& rows, std::uint32_t item) {
  recommend::NamedTask task{.names = {rows.id(item)}};
  for (const std::uint32_t feature : items.features[item]) {
    if (task.names.size() < recommend::names_of_task_max) task.names.push_back(feature);
  }
  task.about = task.names.size();
  return task;
}

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
  auto factors = TRY(recommend::HybridFactorisation::make({.member_features = user_rows.count(),
                                                           .task_features = item_rows.count(),
                                                           .dimensions = dimensions},
                                                          seed));
  auto similarity =
      TRY(recommend::ItemSimilarity::learn(count_co_occurrence(all, rows), regularisation));
  LearntModels models(std::move(factors), std::move(similarity));
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
    models.named_items_.push_back(name_item(all.items, item_rows, item));
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
      models.factorisation_,
      {.members = users, .tasks = tasks, .interactions = interactions, .others = seen}, {},
      random));
  models.items_ = std::move(tasks);
  return models;
}

core::Result<std::vector<float>> LearntModels::score_by_features(std::uint32_t user,
                                                                 std::span<const Interaction> own,
                                                                 std::uint64_t seed) const {
  const recommend::Features& newcomer = newcomers_[user];
  std::vector<recommend::Interaction> interactions;
  std::vector<bool> is_own(items_.size(), false);
  for (const Interaction& row : own) {
    is_own[row.item] = true;
    interactions.push_back({0, row.item, row.liked});
  }
  std::vector<std::uint32_t> others;
  for (std::uint32_t item = 0; item < items_.size(); ++item) {
    if (!is_own[item] && popularity_[item] > 0) others.push_back(item);
  }
  recommend::HybridFactorisation model = factorisation_;
  core::Random random(seed);
  TRY_VOID(recommend::learn_orders(model,
                                   {.members = std::span(&newcomer, 1),
                                    .tasks = items_,
                                    .interactions = interactions,
                                    .others = others},
                                   {}, random));
  const recommend::Embedding embedded = TRY(model.embed_member(newcomer));
  std::vector<float> scores;
  scores.reserve(items_.size());
  for (const recommend::Features& item : items_)
    scores.push_back(recommend::HybridFactorisation::score(embedded, TRY(model.embed_task(item))));
  return scores;
}

core::Result<std::vector<float>> LearntModels::score_on_phone(
    std::span<const Interaction> own) const {
  recommend::TasteLearner learner;
  for (const Interaction& row : own) {
    TRY_VOID(learner.learn(named_items_[row.item], row.liked ? recommend::Response::take
                                                             : recommend::Response::not_this_kind));
  }
  recommend::KindsTogether together{.similarity = similarity_, .names = {}};
  for (const recommend::NamedTask& item : named_items_) together.names.push_back(item.names[0]);
  TRY_VOID(learner.know(together));
  std::vector<float> scores;
  scores.reserve(named_items_.size());
  for (const recommend::NamedTask& item : named_items_)
    scores.push_back(static_cast<float>(TRY(learner.score(item)).points));
  return scores;
}

core::Result<LearntModels::Scores> LearntModels::score(std::uint32_t user,
                                                       std::span<const Interaction> own,
                                                       std::uint64_t seed) const {
  auto by_features = TRY(score_by_features(user, own, seed));
  auto by_kinds = TRY(score_similarity(similarity_, own));
  auto on_phone = TRY(score_on_phone(own));
  return Scores{std::move(by_features), std::move(by_kinds), std::move(on_phone)};
}

}  // namespace commune::evaluation

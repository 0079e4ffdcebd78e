#include "evaluation/interaction_models.h"

#include <utility>

namespace commune::evaluation {
namespace {

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

core::Result<LearntTaste> LearntTaste::learn(const Interactions& all,
                                             std::span<const Interaction> rows,
                                             const LearningOptions& options, std::uint64_t seed) {
  const Rows user_rows(all.users);
  const Rows item_rows(all.items);
  LearntTaste taste(TRY(recommend::HybridFactorisation::make({.member_features = user_rows.count(),
                                                              .task_features = item_rows.count(),
                                                              .dimensions = options.dimensions},
                                                             seed)),
                    options);
  const std::vector<float> popularity = count_popularity(all, rows);
  for (std::uint32_t item = 0; item < all.items.ids.size(); ++item) {
    taste.items_.push_back(features_of(all.items, item));
    if (popularity[item] > 0) {
      taste.items_.back().push_back({item_rows.id(item), 1});
      taste.seen_.push_back(item);
    } else if (taste.items_.back().empty()) {
      taste.items_.back().push_back({item_rows.last(), 1});
    }
  }
  std::vector<recommend::Features> users;
  for (std::uint32_t user = 0; user < all.users.ids.size(); ++user) {
    users.push_back(features_of(all.users, user));
    taste.newcomers_.push_back(users.back());
    users.back().push_back({user_rows.id(user), 1});
    taste.newcomers_.back().push_back({user_rows.last(), 1});
  }
  std::vector<recommend::Interaction> interactions;
  for (const Interaction& row : rows) interactions.push_back({row.user, row.item, row.liked});
  core::Random random(seed);
  TRY_VOID(recommend::learn_orders(taste.model_,
                                   {.members = users,
                                    .tasks = taste.items_,
                                    .interactions = interactions,
                                    .others = taste.seen_},
                                   options.commune, random));
  return taste;
}

core::Result<std::vector<float>> LearntTaste::score(std::uint32_t user,
                                                    std::span<const Interaction> own,
                                                    std::uint64_t seed) const {
  recommend::HybridFactorisation model = model_;
  std::vector<recommend::Interaction> interactions;
  for (const Interaction& row : own) interactions.push_back({0, row.item, row.liked});
  const std::span<const recommend::Features> member(&newcomers_[user], 1);
  core::Random random(seed);
  TRY_VOID(recommend::learn_orders(
      model, {.members = member, .tasks = items_, .interactions = interactions, .others = seen_},
      options_.own, random));
  const recommend::Embedding embedded = TRY(model.embed_member(member.front()));
  std::vector<float> scores;
  for (const recommend::Features& item : items_) {
    scores.push_back(recommend::HybridFactorisation::score(embedded, TRY(model.embed_task(item))));
  }
  return scores;
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

}  // namespace commune::evaluation

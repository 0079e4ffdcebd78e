#include "recommend/taste_learner.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>
#include <utility>

#include "core/check.h"
#include "recommend/points.h"

namespace commune::recommend {
namespace {

using core::ErrorCode;
using core::fail;

constexpr Eigen::Index bias = 1;  // column 0 is the one dimension, which stays 0
constexpr std::size_t head_words = 5;
constexpr std::size_t name_words = 5;
constexpr std::size_t tail_words = 1;
constexpr std::int32_t answers_max = 1'000'000'000;
constexpr Feature owner{};
// Larger than where thousands of answers teach a commune's model: one person gives a few a week.
constexpr LearningRate rate{.step = 0.1F};

constexpr Eigen::Index at(std::uint32_t row) { return static_cast<Eigen::Index>(row); }

EmbeddingSide empty_side(std::size_t rows) {
  const auto count = static_cast<Eigen::Index>(rows);
  return {EmbeddingTable::Zero(count, bias + 1), EmbeddingTable::Ones(count, bias + 1)};
}

// Row 0 of the tasks is of no name: a factorisation has at least one.
HybridFactorisation make_model(EmbeddingSide members, EmbeddingSide tasks) {
  auto model = HybridFactorisation::make(std::move(members), std::move(tasks));
  CHECK(model.has_value());
  return std::move(*model);
}

// FNV-1a over words, against accidents only.
std::int32_t checksum(std::span<const std::int32_t> words) {
  std::uint32_t sum = 0x811C9DC5U;
  for (const std::int32_t word : words)
    sum = (sum ^ static_cast<std::uint32_t>(word)) * 0x01000193U;
  return std::bit_cast<std::int32_t>(sum);
}

core::Result<void> check_task(const NamedTask& task) {
  if (task.names.empty() || task.names.size() > names_of_task_max || task.about < 1 ||
      task.about > task.names.size())
    return fail(ErrorCode::invalid, "a task has 1 to 100 names, and says of 1 or more what it is");
  // A task has a dozen names: looking each up among the others costs less than a set of them.
  for (auto name = task.names.begin(); name != task.names.end(); ++name) {
    if (std::find(task.names.begin(), name, *name) != name)
      return fail(ErrorCode::invalid, "a name is there twice");
  }
  return {};
}

}  // namespace

TasteLearner::TasteLearner() : model_(make_model(empty_side(1), empty_side(1))) {}

core::Result<TasteLearner> TasteLearner::restore(std::span<const std::int32_t> state) {
  if (state.empty() || state[0] != taste_state_version)
    return fail(ErrorCode::wrong_version, "what was learnt is of another version of the app");
  const auto damaged = [] {
    return fail(ErrorCode::corrupt, "what was learnt is cut short or changed");
  };
  if (state.size() < head_words + tail_words ||
      checksum(state.first(state.size() - 1)) != state.back())
    return damaged();
  const auto count = static_cast<std::size_t>(static_cast<std::uint32_t>(state[4]));
  if (count > taste_names_max || state.size() != head_words + count * name_words + tail_words)
    return damaged();
  const auto is_count = [](std::int32_t value) { return value >= 0 && value <= answers_max; };
  TasteLearner learner;
  learner.answers_ = state[1];
  EmbeddingSide members = empty_side(1);
  members.rows(0, bias) = std::bit_cast<float>(state[2]);
  members.squares(0, bias) = std::bit_cast<float>(state[3]);
  EmbeddingSide tasks = empty_side(count + 1);
  bool is_sound = is_count(learner.answers_);
  for (std::uint32_t row = 1; row <= count; ++row) {
    const auto name = state.subspan(head_words + (row - 1) * name_words, name_words);
    is_sound =
        is_sound && is_count(name[1]) && is_count(name[2]) &&
        learner.met_.emplace(std::bit_cast<std::uint32_t>(name[0]), Met{row, name[1], name[2]})
            .second;
    tasks.rows(at(row), bias) = std::bit_cast<float>(name[3]);
    tasks.squares(at(row), bias) = std::bit_cast<float>(name[4]);
  }
  auto model = HybridFactorisation::make(std::move(members), std::move(tasks));
  if (!is_sound || !model) return damaged();
  learner.model_ = std::move(*model);
  return learner;
}

std::vector<std::int32_t> TasteLearner::state() const {
  const auto word = [](auto value) { return std::bit_cast<std::int32_t>(value); };
  const EmbeddingSide& members = model_.members();
  const EmbeddingSide& tasks = model_.tasks();
  std::vector<std::int32_t> words = {taste_state_version, answers_, word(members.rows(0, bias)),
                                     word(members.squares(0, bias)),
                                     static_cast<std::int32_t>(met_.size())};
  std::vector<std::pair<std::uint32_t, Met>> by_row(met_.begin(), met_.end());
  std::ranges::sort(by_row, {}, [](const auto& one) { return one.second.row; });
  for (const auto& [name, met] : by_row)
    words.insert(words.end(), {word(name), met.yes, met.no, word(tasks.rows(at(met.row), bias)),
                               word(tasks.squares(at(met.row), bias))});
  words.push_back(checksum(words));
  return words;
}

void TasteLearner::meet(std::span<const std::uint32_t> names) {
  const std::size_t before = met_.size();
  for (const std::uint32_t name : names) {
    if (met_.size() == taste_names_max) break;
    met_.try_emplace(name, Met{static_cast<std::uint32_t>(met_.size()) + 1, 0, 0});
  }
  if (met_.size() == before) return;
  EmbeddingSide tasks = empty_side(met_.size() + 1);
  const Eigen::Index rows = model_.tasks().rows.rows();
  tasks.rows.topRows(rows) = model_.tasks().rows;
  tasks.squares.topRows(rows) = model_.tasks().squares;
  model_ = make_model(model_.members(), std::move(tasks));
}

Features TasteLearner::known(std::span<const std::uint32_t> names) const {
  Features features;
  for (const std::uint32_t name : names) {
    const auto found = met_.find(name);
    if (found != met_.end()) features.push_back({found->second.row, 1});
  }
  return features;
}

core::Result<void> TasteLearner::learn(const NamedTask& task, Response response) {
  TRY_VOID(check_task(task));
  const auto said = judgement_of(response);
  if (!said) return {};
  meet(task.names);
  const Features features = known(task.names);
  if (features.empty() || answers_ == answers_max) return {};
  TRY_VOID(model_.update(std::span(&owner, 1), features, *said, rate));
  ++answers_;
  for (const std::uint32_t name : task.names) {
    const auto found = met_.find(name);
    if (found != met_.end()) ++(said->liked ? found->second.yes : found->second.no);
  }
  return {};
}

bool TasteLearner::points_to(std::uint32_t name, bool yes, std::int32_t answers_min) const {
  const auto found = met_.find(name);
  if (found == met_.end()) return false;
  const Met& met = found->second;
  return met.yes + met.no >= answers_min && (yes ? met.yes > met.no : met.no > met.yes);
}

core::Result<void> TasteLearner::know(const KindsTogether& commune) {
  const std::set<std::uint32_t> once(commune.names.begin(), commune.names.end());
  if (commune.names.size() != commune.similarity.kinds() || once.size() != commune.names.size())
    return fail(ErrorCode::invalid, "similarities need one name for each kind of job");
  std::vector<DoneKind> liked;
  for (std::uint32_t kind = 0; kind < commune.names.size(); ++kind) {
    if (points_to(commune.names[kind], true, 1)) liked.push_back({kind, 1});
  }
  const Eigen::VectorXf scores = TRY(commune.similarity.score(liked));
  together_.clear();
  for (std::uint32_t kind = 0; kind < commune.names.size(); ++kind) {
    if (scores(at(kind)) > 0) together_[commune.names[kind]] = scores(at(kind));
  }
  return {};
}

core::Result<TastePoints> TasteLearner::score(const NamedTask& task) const {
  TRY_VOID(check_task(task));
  const Features features = known(task.names);
  const auto together = together_.find(task.names[0]);
  const bool goes_together = together != together_.end();
  if (answers_ < taste_answers_min || (features.empty() && !goes_together)) return TastePoints{};
  // Without the owner's own bias: how readily somebody says yes at all is no taste.
  float log_odds = features.empty() ? 0 : TRY(model_.embed_task(features))(bias);
  if (goes_together) log_odds += together_weight * together->second;
  const auto points = static_cast<std::int32_t>(
      std::lround(static_cast<float>(points::taste_max) * std::tanh(log_odds / 2)));
  const bool yes = points > 0;
  if (points_to(task.names[0], yes, 1)) return TastePoints{points, TasteSource::before};
  const bool is_similar =
      (yes && goes_together) ||
      std::ranges::any_of(std::span(task.names).first(task.about).subspan(1),
                          [&](auto name) { return points_to(name, yes, similar_answers_min); });
  return is_similar ? TastePoints{points, TasteSource::similar} : TastePoints{};
}

}  // namespace commune::recommend

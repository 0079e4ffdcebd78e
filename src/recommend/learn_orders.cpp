#include "recommend/learn_orders.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace commune::recommend {
namespace {

using core::ErrorCode;
using core::fail;

core::Result<void> check_teaching(const HybridFactorisation& model, const Teaching& teaching) {
  const FactorisationShape shape = model.shape();
  for (std::size_t i = 0; i < teaching.members.size(); ++i) {
    TRY_VOID(
        check_features(teaching.members[i], shape.member_features, "member " + std::to_string(i)));
  }
  for (std::size_t i = 0; i < teaching.tasks.size(); ++i)
    TRY_VOID(check_features(teaching.tasks[i], shape.task_features, "task " + std::to_string(i)));
  const auto is_task = [&](std::uint32_t task) { return task < teaching.tasks.size(); };
  for (const Interaction& interaction : teaching.interactions) {
    if (interaction.member >= teaching.members.size() || !is_task(interaction.task)) {
      return fail(ErrorCode::invalid, "an interaction names a member or task that is not there");
    }
  }
  if (!std::ranges::all_of(teaching.others, is_task)) {
    return fail(ErrorCode::invalid, "a task to draw from is not there");
  }
  return {};
}

// What one member liked, ascending, and declined.
struct Answers {
  std::vector<std::uint32_t> liked;
  std::vector<std::uint32_t> declined;
};

std::vector<Answers> answers_by_member(const Teaching& teaching) {
  std::vector<Answers> result(teaching.members.size());
  for (const Interaction& interaction : teaching.interactions) {
    Answers& answers = result[interaction.member];
    (interaction.liked ? answers.liked : answers.declined).push_back(interaction.task);
  }
  for (Answers& answers : result) std::ranges::sort(answers.liked);
  return result;
}

// The task to prefer the liked one to, and how many draws it took; none where all rank well below.
struct Rival {
  std::uint32_t task = 0;
  std::uint32_t draws = 0;
};

std::size_t draw_index(core::Random& random, std::size_t size) {
  return static_cast<std::size_t>(random.below(size));
}

std::optional<Rival> find_rival(const HybridFactorisation& model, const Teaching& teaching,
                                const Interaction& interaction, const Answers& answers,
                                std::uint32_t draws_max, core::Random& random) {
  const auto member = model.embed_member(teaching.members[interaction.member]);
  const float least =
      HybridFactorisation::score(*member, *model.embed_task(teaching.tasks[interaction.task])) - 1;
  const std::size_t open = teaching.others.size() + answers.declined.size();
  if (open == 0) return std::nullopt;
  for (std::uint32_t draw = 1; draw <= draws_max; ++draw) {
    const bool of_declined = !answers.declined.empty() && (draw == 1 || teaching.others.empty());
    const std::span<const std::uint32_t> drawn_from =
        of_declined ? std::span<const std::uint32_t>(answers.declined) : teaching.others;
    const std::uint32_t task = drawn_from[draw_index(random, drawn_from.size())];
    if (std::ranges::binary_search(answers.liked, task)) continue;
    const auto other = model.embed_task(teaching.tasks[task]);
    if (HybridFactorisation::score(*member, *other) > least) return Rival{task, draw};
  }
  return std::nullopt;
}

void shuffle(std::vector<std::uint32_t>& order, core::Random& random) {
  for (std::size_t left = order.size(); left > 1; --left)
    std::swap(order[left - 1], order[draw_index(random, left)]);
}

}  // namespace

core::Result<void> learn_orders(HybridFactorisation& model, const Teaching& teaching,
                                const TeachingOptions& options, core::Random& random) {
  TRY_VOID(check_teaching(model, teaching));
  const std::vector<Answers> answers = answers_by_member(teaching);
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < teaching.interactions.size(); ++i) {
    if (teaching.interactions[i].liked) order.push_back(i);
  }
  for (std::uint32_t epoch = 0; epoch < options.epochs; ++epoch) {
    shuffle(order, random);
    for (const std::uint32_t i : order) {
      const Interaction& interaction = teaching.interactions[i];
      const auto rival = find_rival(model, teaching, interaction, answers[interaction.member],
                                    options.draws_max, random);
      if (!rival) continue;
      const auto rank = (std::max<std::size_t>(teaching.others.size(), 1) - 1) / rival->draws;
      const float weight = std::log(static_cast<float>(std::max<std::size_t>(rank, 1)) + 1);
      TRY_VOID(model.update_order(teaching.members[interaction.member],
                                  {.preferred = teaching.tasks[interaction.task],
                                   .other = teaching.tasks[rival->task],
                                   .weight = std::min(weight, 10.0F)},
                                  options.rate));
    }
  }
  return {};
}

}  // namespace commune::recommend

#include "evaluation/interaction_split.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace commune::evaluation {
namespace {

std::vector<std::uint32_t> shuffled(std::vector<std::uint32_t> list, core::Random& random) {
  for (std::size_t left = list.size(); left > 1; --left)
    std::swap(list[left - 1], list[random.below(left)]);
  return list;
}

std::vector<std::vector<Interaction>> rows_by_user(const Interactions& all) {
  std::vector<std::vector<Interaction>> result(all.users.ids.size());
  for (const Interaction& row : all.rows) result[row.user].push_back(row);
  return result;
}

// `rows` in order of time.
Newcomer make_newcomer(std::uint32_t user, const std::vector<Interaction>& rows) {
  const auto yeses = static_cast<std::size_t>(std::ranges::count_if(rows, &Interaction::liked));
  const std::size_t told = std::clamp<std::size_t>(yeses * 8 / 10, 1, yeses - 1);
  Newcomer newcomer{.user = user, .told = {}, .taken = {}};
  std::size_t seen = 0;
  for (const Interaction& row : rows) {
    if (seen < told) {
      newcomer.told.push_back(row);
      seen += row.liked ? 1U : 0U;
    } else if (row.liked && std::ranges::none_of(newcomer.told, [&row](const Interaction& known) {
                 return known.item == row.item;
               })) {
      newcomer.taken.push_back(row.item);
    }
  }
  return newcomer;
}

}  // namespace

core::Result<InteractionSplit> split_by_people(const Interactions& all, core::Random& random) {
  const auto rows = rows_by_user(all);
  std::vector<std::uint32_t> people;
  for (std::uint32_t user = 0; user < rows.size(); ++user) {
    if (std::ranges::count_if(rows[user], &Interaction::liked) >= 2) people.push_back(user);
  }
  if (people.size() < 10) {
    return core::fail(core::ErrorCode::invalid,
                      "fewer than 10 people took two items or more: too few to hold any out");
  }
  people = shuffled(std::move(people), random);
  InteractionSplit split;
  split.is_candidate.assign(all.items.ids.size(), true);
  std::vector<bool> is_newcomer(rows.size(), false);
  for (std::size_t i = 0; i < people.size() * 3 / 10; ++i) {
    Newcomer newcomer = make_newcomer(people[i], rows[people[i]]);
    is_newcomer[people[i]] = true;
    if (newcomer.taken.empty()) continue;  // took the same item again
    (i < people.size() / 10 ? split.settling : split.held_out).push_back(std::move(newcomer));
  }
  if (split.settling.empty() || split.held_out.empty()) {
    return core::fail(core::ErrorCode::invalid, "nobody took anything new: nothing to predict");
  }
  for (const Interaction& row : all.rows) {
    if (!is_newcomer[row.user]) split.teaching.push_back(row);
  }
  return split;
}

InteractionSplit without_items(const Interactions& all, const InteractionSplit& split,
                               core::Random& random) {
  std::vector<std::uint32_t> items(all.items.ids.size());
  std::iota(items.begin(), items.end(), 0U);
  items = shuffled(std::move(items), random);
  InteractionSplit result;
  result.is_candidate.assign(items.size(), false);
  for (std::size_t i = 0; i < items.size() / 5; ++i) result.is_candidate[items[i]] = true;
  const auto is_new = [&result](std::uint32_t item) { return bool{result.is_candidate[item]}; };
  for (const Interaction& row : split.teaching) {
    if (!is_new(row.item)) result.teaching.push_back(row);
  }
  const auto rows = rows_by_user(all);
  for (const Newcomer& held_out : split.held_out) {
    Newcomer newcomer{.user = held_out.user, .told = {}, .taken = {}};
    for (const Interaction& row : rows[held_out.user]) {
      if (!is_new(row.item))
        newcomer.told.push_back(row);
      else if (row.liked && std::ranges::find(newcomer.taken, row.item) == newcomer.taken.end())
        newcomer.taken.push_back(row.item);
    }
    if (!newcomer.taken.empty() && std::ranges::any_of(newcomer.told, &Interaction::liked))
      result.held_out.push_back(std::move(newcomer));
  }
  return result;
}

}  // namespace commune::evaluation

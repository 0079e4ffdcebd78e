#include "clearing/bundle.h"

#include <algorithm>
#include <numeric>

namespace commune::clearing {
namespace {

constexpr std::int64_t impossible = INT64_MIN / 4;

}  // namespace

std::int64_t BundleFinder::best(std::size_t participant, std::span<const std::int64_t> profits) {
  return solve(participant, profits, nullptr);
}

std::int64_t BundleFinder::best(std::size_t participant, std::span<const std::int64_t> profits,
                                std::vector<std::uint32_t>& taken) {
  taken.clear();
  return solve(participant, profits, &taken);
}

void BundleFinder::gather(std::size_t participant, std::span<const std::int64_t> profits) {
  items_.clear();
  const std::span<const Choice> choices = round_.choices_of(participant);
  const Person& person = round_.people()[participant];
  for (std::uint32_t position = 0; position < choices.size(); ++position) {
    const Choice& choice = choices[position];
    if (profits[position] <= 0 || choice.load > person.load_max) continue;
    items_.push_back(
        {choice.begin_minute, choice.end_minute, choice.load, profits[position], position, 0});
  }
}

BundleFinder::Limits BundleFinder::limits_of(std::size_t participant) const {
  const Person& person = round_.people()[participant];
  Limits limits;
  limits.unit = 0;
  std::int64_t load_sum = 0;
  std::int64_t largest = 0;
  std::int64_t last_end = INT64_MIN;
  limits.is_uniform = true;
  for (const Item& item : items_) {
    limits.unit = std::gcd(limits.unit, item.load);
    limits.is_uniform = limits.is_uniform && item.load == items_.front().load;
    load_sum += item.load;
    largest = std::max(largest, item.load);
    const bool is_timed = item.end_minute != INT64_MAX;
    if (is_timed && item.begin_minute < last_end) limits.has_clashes = true;
    if (is_timed) last_end = item.end_minute;
  }
  limits.places = std::min<std::size_t>(person.places_max, items_.size());
  load_sum =
      std::min({load_sum, person.load_max, largest * static_cast<std::int64_t>(limits.places)});
  limits.steps = static_cast<std::size_t>(load_sum / limits.unit);
  if (limits.is_uniform) {
    limits.places = std::min(limits.places, limits.steps);
    limits.steps = limits.places;
  } else {
    limits.counts_places = limits.places < items_.size();
  }
  return limits;
}

// Places that are all alike: the most profitable ones, as many as the growing burden lets pay.
std::int64_t BundleFinder::best_without_clashes(const Limits& limits,
                                                std::vector<std::uint32_t>* taken) {
  const auto end = items_.begin() + static_cast<std::ptrdiff_t>(limits.places);
  std::ranges::partial_sort(items_, end, [](const Item& a, const Item& b) {
    return a.profit != b.profit ? a.profit > b.profit : a.position < b.position;
  });
  std::int64_t sum = 0;
  std::int64_t best = 0;
  std::size_t best_count = 0;
  for (std::size_t count = 1; count <= limits.places; ++count) {
    sum += items_[count - 1].profit;
    const std::int64_t value =
        sum - round_.work_burden(static_cast<std::int64_t>(count) * limits.unit);
    if (value <= best) continue;
    best = value;
    best_count = count;
  }
  if (taken == nullptr) return best;
  for (std::size_t i = 0; i < best_count; ++i) taken->push_back(items_[i].position);
  std::ranges::sort(*taken);
  return best;
}

// table[i][p][s]: the most profit from the first i items with at most p places (where they are
// counted) and exactly s steps of load.
std::int64_t BundleFinder::best_by_table(const Limits& limits, std::vector<std::uint32_t>* taken) {
  const std::size_t place_states = limits.counts_places ? limits.places + 1 : 1;
  const std::size_t step_states = limits.steps + 1;
  const std::size_t row = place_states * step_states;
  table_.assign(row * (items_.size() + 1), impossible);
  for (std::size_t p = 0; p < place_states; ++p) table_[p * step_states] = 0;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    Item& item = items_[i];
    item.before = static_cast<std::uint32_t>(i);
    if (item.end_minute != INT64_MAX) {
      const auto after =
          std::ranges::upper_bound(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(i),
                                   item.begin_minute, {}, &Item::end_minute);
      item.before = static_cast<std::uint32_t>(after - items_.begin());
    }
    const std::int64_t* without = &table_[row * i];
    const std::int64_t* base = &table_[row * item.before];
    std::int64_t* with = &table_[row * (i + 1)];
    std::copy_n(without, row, with);
    const auto steps = static_cast<std::size_t>(item.load / limits.unit);
    const std::size_t first_place = limits.counts_places ? 1 : 0;
    for (std::size_t p = first_place; p < place_states; ++p) {
      const std::int64_t* from = base + (p - first_place) * step_states;
      std::int64_t* to = with + p * step_states;
      for (std::size_t s = steps; s < step_states; ++s) {
        to[s] = std::max(to[s], from[s - steps] + item.profit);
      }
    }
  }
  const std::int64_t* last = &table_[row * items_.size() + (place_states - 1) * step_states];
  std::int64_t best = 0;
  std::size_t best_step = 0;
  for (std::size_t s = 1; s < step_states; ++s) {
    const std::int64_t value =
        last[s] - round_.work_burden(static_cast<std::int64_t>(s) * limits.unit);
    if (value <= best) continue;
    best = value;
    best_step = s;
  }
  if (taken == nullptr || best == 0) return best;
  std::size_t place = place_states - 1;
  std::size_t step = best_step;
  for (std::size_t i = items_.size(); i > 0;) {
    const std::size_t at = place * step_states + step;
    if (table_[row * i + at] == table_[row * (i - 1) + at]) {
      --i;
      continue;
    }
    const Item& item = items_[i - 1];
    taken->push_back(item.position);
    step -= static_cast<std::size_t>(item.load / limits.unit);
    if (limits.counts_places) --place;
    i = item.before;
  }
  std::ranges::reverse(*taken);
  return best;
}

std::int64_t BundleFinder::solve(std::size_t participant, std::span<const std::int64_t> profits,
                                 std::vector<std::uint32_t>* taken) {
  gather(participant, profits);
  if (items_.empty()) return 0;
  const Limits limits = limits_of(participant);
  if (limits.places == 0) return 0;
  if (limits.is_uniform && !limits.has_clashes) return best_without_clashes(limits, taken);
  return best_by_table(limits, taken);
}

}  // namespace commune::clearing

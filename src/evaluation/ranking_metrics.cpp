#include "evaluation/ranking_metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/check.h"

namespace commune::evaluation {
namespace {

// Indices of the first `length` by falling score.
std::vector<std::size_t> first_of(std::span<const Scored> candidates, std::size_t length) {
  std::vector<std::size_t> order(candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  length = std::min(length, order.size());
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(length);
  std::ranges::partial_sort(order, middle, [&](std::size_t a, std::size_t b) {
    return candidates[a].score != candidates[b].score ? candidates[a].score > candidates[b].score
                                                      : a < b;
  });
  order.resize(length);
  return order;
}

std::size_t taken_in(std::span<const Scored> candidates) {
  return static_cast<std::size_t>(std::ranges::count_if(candidates, &Scored::is_taken));
}

}  // namespace

double discounted_gain(std::span<const Scored> candidates, std::size_t length) {
  const std::size_t taken = taken_in(candidates);
  CHECK(taken > 0 && length > 0);
  const auto gain_at = [](std::size_t rank) {
    return 1 / std::log2(static_cast<double>(rank) + 2);
  };
  double gain = 0;
  double best = 0;
  const std::vector<std::size_t> order = first_of(candidates, length);
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    if (candidates[order[rank]].is_taken) gain += gain_at(rank);
    if (rank < taken) best += gain_at(rank);
  }
  return gain / best;
}

double recall(std::span<const Scored> candidates, std::size_t length) {
  const std::size_t taken = taken_in(candidates);
  CHECK(taken > 0 && length > 0);
  std::size_t found = 0;
  for (const std::size_t i : first_of(candidates, length))
    found += candidates[i].is_taken ? 1U : 0U;
  return static_cast<double>(found) / static_cast<double>(std::min(taken, length));
}

double area_under_curve(std::span<const Scored> candidates) {
  std::vector<Scored> sorted(candidates.begin(), candidates.end());
  std::ranges::sort(sorted, {}, &Scored::score);
  double above = 0;  // pairs in which the taken one scores higher
  double others = 0;
  double taken = 0;
  for (std::size_t begin = 0; begin < sorted.size();) {
    std::size_t end = begin;
    double taken_here = 0;
    for (; end < sorted.size() && sorted[end].score == sorted[begin].score; ++end)
      taken_here += sorted[end].is_taken ? 1 : 0;
    const double others_here = static_cast<double>(end - begin) - taken_here;
    above += taken_here * (others + others_here / 2);
    others += others_here;
    taken += taken_here;
    begin = end;
  }
  CHECK(taken > 0 && others > 0);
  return above / (taken * others);
}

}  // namespace commune::evaluation

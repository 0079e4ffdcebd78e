// The best that one participant could do at given profits: a set of places without clashes, within
// the places and the work they offered, with the burden of their whole work taken off. Weighted
// interval scheduling by dynamic programming (Kleinberg and Tardos, Algorithm Design, 6.1), with
// the number of places and the load as further states where they bind. Exact.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "clearing/round.h"

namespace commune::clearing {

class BundleFinder {
 public:
  explicit BundleFinder(const Round& round) : round_(round) {}

  // `profits` are packed values, one for each of `round.choices_of(participant)`; the burden of
  // sector rooms must be in them already. Returns the best total, at least 0. Choices without
  // profit stay out.
  std::int64_t best(std::size_t participant, std::span<const std::int64_t> profits);

  // The same, and the positions within `choices_of(participant)` that reach it, ascending.
  std::int64_t best(std::size_t participant, std::span<const std::int64_t> profits,
                    std::vector<std::uint32_t>& taken);

 private:
  struct Item {
    std::int64_t begin_minute;
    std::int64_t end_minute;
    std::int64_t load;  // in steps
    std::int64_t profit;
    std::uint32_t position;
    std::uint32_t before;  // items that end before this one begins
  };
  // How far the two limits reach: both count in steps of `unit` of load.
  struct Limits {
    std::int64_t unit = 1;
    std::size_t places = 0;
    std::size_t steps = 0;
    bool counts_places = false;  // the number of places is a state of its own
    bool is_uniform = false;     // every place is one step
    bool has_clashes = false;
  };

  void gather(std::size_t participant, std::span<const std::int64_t> profits);
  [[nodiscard]] Limits limits_of(std::size_t participant) const;
  std::int64_t best_without_clashes(const Limits& limits, std::vector<std::uint32_t>* taken);
  std::int64_t best_by_table(const Limits& limits, std::vector<std::uint32_t>* taken);
  std::int64_t solve(std::size_t participant, std::span<const std::int64_t> profits,
                     std::vector<std::uint32_t>* taken);

  const Round& round_;
  std::vector<Item> items_;
  std::vector<std::int64_t> table_;
};

}  // namespace commune::clearing

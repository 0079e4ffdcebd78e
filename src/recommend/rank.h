// Ranks the open tasks of a situation for its person, on that person's device: a sum of reasons
// (README.md lists them), then an order that keeps the head from being five times the same.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/error.h"
#include "recommend/reason.h"
#include "recommend/situation.h"

namespace commune::recommend {

enum class PlaceKind : std::uint8_t { regular = 0, trainee = 1 };

struct Ranked {
  Index task = none;
  std::int32_t score = 0;  // the sum of the contributions
  PlaceKind as{};
  bool is_surprise = false;
  std::vector<Reason> reasons;  // weightiest first
};

// At most `count_max` tasks, best first. One of them is the surprise, where there is anything that
// the person never did nor said anything about, and nothing speaks against. Error `invalid` where
// the limits contradict each other.
[[nodiscard]] core::Result<std::vector<Ranked>> rank(const Situation& situation,
                                                     std::size_t count_max);

// All reasons of one task, whether or not it would be offered.
[[nodiscard]] Ranked explain(const Situation& situation, Index task);

// The place that can be offered; a trainee's where I have no certificate, or where that is how I
// would learn what I want to. None: the task is full, over, begun or mine already, or I said no
// to it.
[[nodiscard]] std::optional<PlaceKind> place_on(const Situation& situation, const Task& task);

}  // namespace commune::recommend

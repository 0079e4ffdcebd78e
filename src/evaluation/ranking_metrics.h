// How good a ranking of items is for one person, when it is known which they took. As in Liang,
// Krishnan, Hoffman and Jebara, Variational Autoencoders for Collaborative Filtering (WWW 2018).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace commune::evaluation {

// One candidate of a ranking. Among equal scores the order given decides, so hand them in an order
// that knows nothing.
struct Scored {
  float score = 0;
  bool is_taken = false;
};

// 0 to 1. Discounted gain 1 / log2(1 + rank) of what was taken among the first `length`, over the
// best possible. At least one is taken.
[[nodiscard]] double discounted_gain(std::span<const Scored> candidates, std::size_t length);

// 0 to 1. Share of what was taken that is among the first `length`; at most `length` count.
[[nodiscard]] double recall(std::span<const Scored> candidates, std::size_t length);

// 0 to 1. Chance that one taken scores above one not taken, equals counting half. At least one of
// each.
[[nodiscard]] double area_under_curve(std::span<const Scored> candidates);

}  // namespace commune::evaluation

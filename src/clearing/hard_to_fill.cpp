#include "clearing/hard_to_fill.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/random.h"

namespace commune::clearing {
namespace {

std::uint64_t mix(std::uint64_t state, std::string_view text) {
  for (const char letter : text)
    state = core::Random(state ^ static_cast<unsigned char>(letter)).next();
  return core::Random(state ^ text.size()).next();
}

}  // namespace

std::vector<std::uint32_t> whose_turn(std::span<const TurnTaker> takers, const Rotation& rotation,
                                      std::size_t offers) {
  const std::uint64_t shuffle =
      core::Random(mix(rotation.seed, rotation.kind) ^ rotation.month).next();
  std::vector<std::uint64_t> draws;
  draws.reserve(takers.size());
  for (const TurnTaker& taker : takers) draws.push_back(mix(shuffle, taker.id));
  std::vector<std::uint32_t> order(takers.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](std::uint32_t i) {
    return std::tuple(takers[i].turns, draws[i], std::string_view(takers[i].id));
  });
  order.resize(std::min(offers, order.size()));
  return order;
}

std::uint32_t turns_of_newcomer(std::span<const TurnTaker> takers) {
  if (takers.empty()) return 0;
  return std::ranges::min(takers, {}, &TurnTaker::turns).turns;
}

}  // namespace commune::clearing

// Whose turn it is. What stays open although everybody was asked is called hard to fill and offered
// in turn, month by month, among all who are willing in principle: everybody once before anybody
// twice. The order within a turn is a shuffle that anybody can repeat. An offer like any other: who
// declines had their turn.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commune::clearing {

struct TurnTaker {
  std::string id;           // under which the person is known here
  std::uint32_t turns = 0;  // offers had since this rotation began
};

struct Rotation {
  std::uint64_t seed = 0;   // public
  std::string kind;         // of work
  std::uint32_t month = 0;  // counted from any month on
};

// Indices of those whose turn it is, at most `offers` and nobody twice. Fewest turns first; the
// month's shuffle decides among equals.
[[nodiscard]] std::vector<std::uint32_t> whose_turn(std::span<const TurnTaker> takers,
                                                    const Rotation& rotation, std::size_t offers);

// With what somebody who becomes willing begins: nobody's turns are made up for.
[[nodiscard]] std::uint32_t turns_of_newcomer(std::span<const TurnTaker> takers);

}  // namespace commune::clearing

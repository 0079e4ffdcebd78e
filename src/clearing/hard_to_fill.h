// Whose turn it is. What stays open although everybody was asked is called hard to fill and offered
// in turn, month by month: everybody once before anybody twice. Nobody keeps a list of who was
// asked: all stand on a circle, each at a place that only they know, and a window that anybody can
// work out moves round it by as much as is asked for each month. Whom it passes is asked. An offer
// like any other: who declines had their turn.
#pragma once

#include <cstdint>

namespace commune::clearing {

// A kind of work in one month.
struct MonthOfWork {
  std::uint64_t places_needed = 0;  // minimum places
  std::uint64_t places_open = 0;    // of them nobody took
};

// More than one minimum place in ten stayed open.
[[nodiscard]] bool is_hard_to_fill(const MonthOfWork& month);

// One turn round the circle, on which a place is drawn evenly from 0 up to this.
inline constexpr std::uint64_t circle = 1'000'000;

// What the window passes in one month, from `begin` up to and without `end`; counted on from turn
// to turn. Never more than one turn long.
struct TurnWindow {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  friend bool operator==(const TurnWindow&, const TurnWindow&) = default;
};

// The window after a month like `last`, of `people` who hold what the work requires: as many are
// asked as places were needed in a week of it, at least two; nobody where the work is not hard to
// fill.
[[nodiscard]] TurnWindow next_window(const TurnWindow& before, const MonthOfWork& last,
                                     std::uint64_t people);

// `place` is below `circle`.
[[nodiscard]] bool is_turn_of(const TurnWindow& window, std::uint64_t place);

}  // namespace commune::clearing

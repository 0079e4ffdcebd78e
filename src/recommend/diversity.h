// Keeps the head of a ranking from being five times the same, lets the turn of a sector, something
// lighter and a wish to learn be heard, and adds one surprise a day.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "recommend/situation.h"

namespace commune::recommend {

// What the order needs to know of a task that may be offered.
struct Candidate {
  Index task = none;
  std::int32_t score = 0;
  Minute start = 0;  // open-ended: last
  std::uint64_t id = 0;
  Index kind = none;
  Index sector = none;
  bool teaches = false;     // what I want to learn
  bool turns = false;       // in a sector in which I did less than elsewhere
  bool is_lighter = false;  // after heavy work
  bool is_new = false;      // never done, no wish about it, nothing against it: the surprise
};

struct Pick {
  Index task = none;
  bool is_surprise = false;
};

inline constexpr std::size_t kind_window = 8;    // among so many in a row one of a kind of job
inline constexpr std::size_t sector_window = 5;  // among so many in a row two of a sector
inline constexpr std::size_t sector_max = 2;
// Where nobody before them did, the third place turns to a sector, the fourth is lighter, the fifth
// teaches.
inline constexpr std::size_t turn_place = 2;
inline constexpr std::size_t lighter_place = 3;
inline constexpr std::size_t learn_place = 4;
inline constexpr std::size_t surprise_place = 5;  // or last, where there are fewer

// Best first, then soonest, then by id, so that the order of the board decides nothing; the windows
// hold as long as anything else is left. The surprise is the candidate that is new with the lowest
// hash under `seed`, if there is one of a kind that the list has none of, else if there is one in
// the list. Where the day has had one, `shown` is its task, or `surprise_gone`: it is that, or none
// where that is no candidate any more. One that turned out not to be new was none.
[[nodiscard]] std::vector<Pick> diversify(std::vector<Candidate> candidates, std::size_t count_max,
                                          std::uint64_t seed, Index shown);

// Of the person and the day.
[[nodiscard]] std::uint64_t surprise_seed_of(const Situation& situation);

}  // namespace commune::recommend

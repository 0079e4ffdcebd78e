// What follows from a situation once for all its tasks: own places by time, what each week holds,
// the turn of the sectors, how often each kind was done. Each reason reads its own part of this.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "recommend/situation.h"

namespace commune::recommend {

struct OwnSpan {
  Index piece = none;
  Instant start;
  Instant end;
  Index venue = none;
};

struct WeekLoad {
  std::int32_t minutes = 0;
  std::int32_t heavy = 0;
  std::uint8_t days = 0;  // a bit for each weekday with work on it
};

struct Facts {
  std::vector<OwnSpan> own;                // ascending by start
  std::int32_t own_minutes_max = 0;        // the longest of them
  std::map<std::int32_t, WeekLoad> weeks;  // by the day of their Monday
  std::vector<std::int32_t> rotation;  // points, by sector: above 0 where I did less than elsewhere
  std::vector<std::int32_t> times_done;              // by kind
  std::vector<std::vector<std::int32_t>> wish_days;  // by wish: the days of such work, ascending
  std::int32_t heavy_in_row = 0;
  std::int32_t recent_minutes = 0;  // of the last two weeks
  std::int32_t usual_minutes = 0;   // what two weeks are for me: my own limit, or those before

  [[nodiscard]] bool weeks_were_heavy() const;
  [[nodiscard]] const WeekLoad& week_of(std::int32_t day) const;
};

// What was planned, is over and was never marked done is no work of mine.
[[nodiscard]] bool counts_as_work(const Situation& situation, const Piece& piece);

[[nodiscard]] Facts make_facts(const Situation& situation);

}  // namespace commune::recommend

// What becomes of a week once it is shared out: who comes, who does not, what is called for in the
// last hours, and how the week is to be judged.
#pragma once

#include <cstdint>
#include <vector>

#include "evaluation/year_calls.h"
#include "evaluation/year_losses.h"
#include "evaluation/year_week.h"

namespace commune::evaluation {

// Sums over weeks.
struct YearScore {
  double places_min = 0;
  double filled = 0;        // minimum places with somebody there
  double planned = 0;       // the same before no-shows
  double wish = 0;          // worth of all wishes
  double got = 0;           // of it, where the crew was complete
  double got_any = 0;       // of it, in any crew
  double worth_places = 0;  // worth of places held, and their number
  double places = 0;
  double violations = 0;
  YearLosses lost;
  std::vector<double> sector_minutes;  // done
  std::vector<double> person_minutes;  // done, by slot
};

// Lives the week and adds it to the score. Without `calls` (null) nobody is called.
void live_week(const Week& week, Sheet sheet, YearCalls* calls, YearScore& score);

// Whether somebody who is down for a task will not come, and the draw that decides it.
[[nodiscard]] bool will_miss(const Week& week, std::uint32_t slot, std::uint32_t task);

}  // namespace commune::evaluation

// A week shared out by a clearing, with the life around it: reserves for those who will not come,
// offers in turn for what is hard to fill, refusals matched again, swaps, and what people add by
// themselves.
#pragma once

#include <cstdint>
#include <vector>

#include "clearing/over_recruit.h"
#include "evaluation/year_week.h"

namespace commune::evaluation {

class YearClearing {
 public:
  explicit YearClearing(const YearWorld& world);

  [[nodiscard]] Sheet share(const Week& week);

  // What the week taught: how many of those on the sheet did not come, by kind.
  void learn(const Week& week, const Sheet& sheet);
  [[nodiscard]] double seconds() const { return seconds_; }  // spent in clearings

 private:
  // Offers that were accepted in turn, this month: by kind, who.
  void offer_in_turn(const Week& week);
  void remember_shortages(const Week& week, const Sheet& sheet);

  std::vector<clearing::NoShows> no_shows_;       // by kind
  std::vector<std::uint64_t> needed_;             // places of the month so far, by kind
  std::vector<std::uint64_t> open_;               // of them nobody took
  std::vector<std::uint64_t> needed_last_month_;  // the same of the month before
  std::vector<std::uint64_t> open_last_month_;
  std::vector<std::vector<std::uint32_t>> turns_;     // had so far, by kind and person
  std::vector<std::vector<std::uint32_t>> accepted_;  // of this month, by kind
  double seconds_ = 0;
};

}  // namespace commune::evaluation

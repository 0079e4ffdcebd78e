// A week shared out by a clearing, with the life around it: once the invitations are answered,
// reserves for those who will not come; offers in turn for what is hard to fill, refusals matched
// again, swaps, and what people add by themselves.
#pragma once

#include <cstdint>
#include <vector>

#include "clearing/hard_to_fill.h"
#include "clearing/over_recruit.h"
#include "clearing/round.h"
#include "evaluation/year_growth.h"
#include "evaluation/year_week.h"

namespace commune::evaluation {

class YearClearing {
 public:
  explicit YearClearing(const YearWorld& world);

  // The week as it is to be shared out, with the certificates that people got so far.
  [[nodiscard]] Week look_at(std::uint32_t number);
  [[nodiscard]] Sheet share(const Week& week);

  // What the week taught: how many of those on the sheet did not come, by kind; and its trainees.
  void learn(const Week& week, const Sheet& sheet);
  [[nodiscard]] const YearGrowth& growth() const { return growth_; }
  [[nodiscard]] double seconds() const { return seconds_; }  // spent in clearings

 private:
  // What is to be shared out and who offered, without reserves; and with them.
  [[nodiscard]] clearing::Instance asked_of(const Week& week) const;
  void add_reserves(const Week& week, clearing::Instance& instance) const;
  // The round is cleared, those who refuse are replaced.
  [[nodiscard]] clearing::Assignment fill_minimum(const Week& week, const clearing::Round& round);
  // Whose turn it is this month to be asked for what was hard to fill in the last, and who accepts.
  void offer_in_turn(const Week& week);
  void remember_shortages(const Week& week, const Sheet& sheet);

  const YearWorld& world_;
  YearGrowth growth_;
  std::vector<clearing::NoShows> no_shows_;           // by kind
  std::vector<clearing::MonthOfWork> month_;          // so far, by kind
  std::vector<clearing::TurnWindow> windows_;         // by kind
  std::vector<std::vector<std::uint32_t>> accepted_;  // of this month, by kind
  double seconds_ = 0;
};

}  // namespace commune::evaluation

// The two ways to share a week out that need no clearing: a board from which people choose, and a
// rota that asks nobody.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>

#include "evaluation/year_week.h"

namespace commune::evaluation {

// In random order people take what they are willing for and like best, until they have the hours
// they would like. Places handed back are open once more.
[[nodiscard]] Sheet share_by_choice(const Week& week);

// Made once and kept. Each place of each weekly date has its person; who cannot is replaced by the
// next in turn who can.
class Rota {
 public:
  [[nodiscard]] Sheet share(const Week& week);

 private:
  using Post = std::tuple<std::uint32_t, std::int64_t, std::uint32_t>;  // kind, time, place
  void fill(const Week& week, Sheet& sheet, std::uint32_t task, std::uint32_t place);

  std::map<Post, std::uint32_t> owners_;
  std::uint32_t turn_ = 0;
};

}  // namespace commune::evaluation

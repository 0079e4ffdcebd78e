// Why minimum places stay empty: what each of them lacked last, and whether anybody could have
// come.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "evaluation/year_calls.h"
#include "evaluation/year_week.h"

namespace commune::evaluation {

class YearLosses {
 public:
  // How a place came to be empty. Where a task lost several people, those without a word are
  // counted first, then those who told.
  enum class Cause : std::uint8_t {
    calls_nobody,  // open-ended, or work that is merely nice to have: no phone rings for it
    turned_up,     // nobody planned it
    without_a_word,
    told,      // some hours before
    unplanned  // nobody was down for it
  };
  static constexpr std::array<std::string_view, 5> causes{"calls_nobody", "turned_up",
                                                          "without_a_word", "told", "unplanned"};
  // Who could have filled it, of the commune's people, were all that they do left as it is. Only of
  // places for which phones ring.
  enum class Others : std::uint8_t {
    nobody_free,      // who may do it is there, gone, busy or at something else
    no_hours_left,    // who is free did all that they allow
    nobody_answered,  // somebody could
  };
  static constexpr std::array<std::string_view, 3> others{"nobody_free", "no_hours_left",
                                                          "nobody_answered"};

  // A week as it went.
  void add(const Week& week, const Sheet& sheet, const MissingByTask& missing);

  [[nodiscard]] double places(Cause cause) const { return by_cause_[index(cause)]; }
  [[nodiscard]] double places(Others who) const { return by_others_[index(who)]; }

 private:
  template <class Enum>
  static constexpr std::size_t index(Enum value) {
    return static_cast<std::size_t>(value);
  }
  void add(const Week& week, const Sheet& sheet, std::uint32_t task,
           const std::vector<Missing>& missing, double lost);

  std::array<double, causes.size()> by_cause_{};
  std::array<double, others.size()> by_others_{};
};

}  // namespace commune::evaluation

// What a profile says of a task before anything weighs it: the skill I like best of it, what I
// could learn there, and how often I would be doing such work with it. Ranking and rounds both ask
// here.
#pragma once

#include <cstdint>
#include <vector>

#include "recommend/situation.h"

namespace commune::recommend {

struct Best {
  Index skill = none;
  std::int32_t level = 0;
};

[[nodiscard]] Best best_interest(const Situation& situation, const Task& task);

struct Lesson {
  Best best;                // level 0: nothing that I want to learn
  bool as_trainee = false;  // by the free trainee's place alone: the task itself does not teach it
  bool beside_holder = false;  // somebody with a name is on it who has to hold its certificate
};

[[nodiscard]] Lesson lesson_on(const Situation& situation, const Task& task);

// With one more on `day`, how often would it be? As often as in the fuller four weeks before or
// after it: once a month (0), every other week (1: two), weekly (2: three or four), several times a
// week (3).
[[nodiscard]] std::int32_t frequency_with(const std::vector<std::int32_t>& days, std::int32_t day);

}  // namespace commune::recommend

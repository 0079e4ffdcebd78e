// How a request to learn and its answer lie in memory: 32-bit integers, as in layout.h. Whoever
// changes anything here raises `learning_version`.
//
// Request: version, what is wanted (`LearningWish`), then
//   learn: the state so far (a list of words, empty: nothing yet); answers, each: response, task
//   score: the state; the commune's model (its length in bytes, then four a word, the first lowest;
//     none: length 0), names of its kinds in their order; tasks
//   propose: number of skills; finished places, ascending or not: ended (minutes UTC), minutes,
//     0 regular or 1 trainee, 1 where something was learnt, number of skills taught, those skills;
//     settled skills
//   contribute: the round's number (two words, the lower first), number of helpers, norm, variance
//     and devices of its terms, number of kinds; now (minutes UTC); spent before, each: minutes
//     UTC, rho (a double as two words); answers, each: hour, kind, effort, 1 after heavy work, 1
//     where accepted; finished work, each: kind, minutes, minutes planned; random numbers of two
//     words
//   weigh: norm, variance, devices, number of kinds, now, spent before, as above
//   read_model: a model, as above
// A task: how many of its names say what work it is, how many names, those names. Skills are
// numbered in the order of their names.
//
// Answer: version, status. Status 0:
//   learn: the new state (a list)
//   score: for each task: points, 0 by this kind or 1 by kinds like it (a list)
//   propose: skill, times, minutes (a list)
//   contribute: rho (two words); for each helper its share, as bytes
//   weigh: in thousandths of epsilon: allowed in a year, spent, spent after one more contribution,
//     and what one would tell all helpers together
//   read_model: round (two words), contributions summed; permille of a yes: to anything, after
//     heavy work by effort (three), by the three hours of the day for any kind (eight); kinds,
//     each: name (as bytes), minutes beyond the plan, permille by hours as before (a list)
// Otherwise as in layout.h.
#pragma once

#include <cstdint>

namespace commune::recommend {

inline constexpr std::int32_t learning_version = 3;

enum class LearningWish : std::int32_t { learn, score, propose, contribute, weigh, read_model };

}  // namespace commune::recommend

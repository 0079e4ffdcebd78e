// How a request to learn and its answer lie in memory: 32-bit integers, as in layout.h. Whoever
// changes anything here raises `learning_version`.
//
// Request: version, what is wanted (`LearningWish`), then
//   learn: the state so far (a list of words, empty: nothing yet); answers, each: response, task
//   score: the state; tasks
//   propose: number of skills; finished places, ascending or not: ended (minutes UTC), minutes,
//     0 regular or 1 trainee, 1 where something was learnt, number of skills taught, those skills;
//     settled skills
// A task: how many of its names say what work it is, how many names, those names. Skills are
// numbered in the order of their names.
//
// Answer: version, status. Status 0:
//   learn: the new state (a list)
//   score: for each task: points, 0 by this kind or 1 by kinds like it (a list)
//   propose: skill, times, minutes (a list)
// Otherwise as in layout.h.
#pragma once

#include <cstdint>

namespace commune::recommend {

inline constexpr std::int32_t learning_version = 1;

enum class LearningWish : std::int32_t { learn, score, propose };

}  // namespace commune::recommend

// How a request to rank and its answer lie in memory, for callers in another language: 32-bit
// integers, the least significant byte first, so that there is nothing to align and no number that
// is none. A list is its length, then its records. Whoever changes anything here raises
// `layout_version`.
//
// Request:
//   version, what is wanted (a task to explain, -1: rank, -2: how gladly each), greatest number of
//     tasks, seed of the person (2 words, low first)
//   now: minutes UTC, minutes by which the wall is ahead
//   limits: minutes a week, heavy pieces a week, not before, not after (minutes of the day),
//     minutes of walking (each -1: none), minutes of rest, free days a week
//   week: 42 words, Monday first, each day its six parts: 0 not then, 1 if need be, 2 gladly
//   skills: level, interest, aspiration (0 to 3), certificate good until (minutes UTC; 0 none)
//   sectors: baseline in hours, own minutes of late, liking (0 to 3)
//   guilds: 1 where the person is in it
//   venues: metres east, metres north
//   kinds of job: the answer in force, 0 none, 1 not this kind, 2 never
//   wishes: liking (-2 to 2) of once a month, every other week, weekly, several times a week
//   own work, ascending by start: start, ahead, end, ahead, minutes, effort, state (0 planned, 1
//   done),
//     fixed (1: can clash), kind, wish, venue (each -1: none)
//   tasks: id (2 words, low first), flags (`TaskFlag`), start, ahead, end, ahead, minutes, sector,
//   guild,
//     kind, wish, venue (each -1: none), importance (1 to 3), urgency, effort (0 to 2), missing,
//     free, trainees free, taste (points), source of taste (0 this kind, 1 kinds like it), number
//     of certificates, of helpful skills, of taught skills, then those skills
//   this day's surprise, where it was shown already (-1: none yet, -2: a task that is not here)
//
// Answer: version, status. Status 0: ranked tasks (task, score, 0 regular or 1 trainee, 1 for the
//   surprise, reasons: code, contribution, three numbers as reason.h names them), then suggestions
//   to rest (code, piece, amount, limit); or, where it was asked, a list of how gladly each task
//   would be done (-2 to 2, liking.h). Otherwise the number of a core::ErrorCode, then the
//   sentence: its length in bytes, then four bytes a word.
#pragma once

#include <cstddef>
#include <cstdint>

namespace commune::recommend {

inline constexpr std::int32_t layout_version = 3;
inline constexpr std::int32_t likings_wanted = -2;  // instead of a task to explain

enum TaskFlag : std::int32_t {
  task_is_timed = 1,
  task_is_open = 2,
  task_is_mine = 4,
  task_is_not_now = 8,
  task_is_willing = 16,
  task_is_gathering = 32,
  task_has_experienced = 64,
};
inline constexpr std::int32_t task_flags_max = 127;

// More than any commune has; a list that claims more is refused before anything is reserved for it.
inline constexpr std::int32_t list_max = 1'000'000;
inline constexpr std::int32_t metres_max = 500'000;
inline constexpr std::int32_t minutes_max = 100'000'000;  // in the year 2160
inline constexpr std::int32_t work_minutes_max = 100'000;
inline constexpr std::int32_t count_limit = 1'000;

}  // namespace commune::recommend

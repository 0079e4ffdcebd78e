// What a ranking looks at: one person's private side and the public board, as whole numbers. Names
// stay with the caller: skills, sectors, guilds, kinds of job and venues are indices into the
// caller's own lists. Time is minutes since 1970-01-01T00:00Z, beside it the minutes by which the
// commune's wall clock is ahead, so that no zone table is needed here.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "model/enums.h"

namespace commune::recommend {

using Index = std::int32_t;
inline constexpr Index none = -1;           // no venue, no wish, no limit
inline constexpr Index surprise_gone = -2;  // no task of these
using Minute = std::int32_t;
inline constexpr std::int32_t day_minutes = 24 * 60;

struct Instant {
  Minute utc = 0;
  std::int32_t wall_ahead = 0;  // minutes, -1080 to 1080
  [[nodiscard]] constexpr Minute wall() const { return utc + wall_ahead; }
  [[nodiscard]] std::int32_t day() const { return wall() / day_minutes; }  // days since 1970 began
  [[nodiscard]] std::int32_t minute_of_day() const { return wall() % day_minutes; }
};

// 1970-01-01 was a Thursday; weeks begin on Monday.
constexpr std::int32_t weekday_of(std::int32_t day) { return (day + 3) % 7; }
constexpr std::int32_t monday_of(std::int32_t day) { return day - weekday_of(day); }

enum class Willingness : std::uint8_t { not_then = 0, if_need_be = 1, gladly = 2 };
inline constexpr std::size_t day_parts = 6;  // from 6, 9, 12, 14, 18 and 22 o'clock
using WeekGrid = std::array<std::array<Willingness, day_parts>, 7>;

struct Limits {
  std::int32_t week_minutes_max = none;
  std::int32_t week_heavy_max = none;  // pieces of heavy work
  std::int32_t not_before = none;      // minute of the day
  std::int32_t not_after = none;
  std::int32_t walk_minutes_max = none;
  std::int32_t rest_minutes = 11 * 60;  // between the work of two days
  std::int32_t free_days = 1;           // a week
};

struct Skill {
  std::int32_t level = 0;       // how well I can, 0 to 3
  std::int32_t interest = 0;    // how much I like it, 0 to 3
  std::int32_t aspiration = 0;  // how much I want to learn it, 0 to 3
  Minute certified_until = 0;   // 0: I hold no such certificate
};

struct Sector {
  std::int32_t baseline_hours = 0;  // a year and person
  std::int32_t recent_minutes = 0;  // mine: done in the last eight weeks, and planned
  std::int32_t liking = 0;          // 0 to 3
};

struct Venue {
  std::int32_t x_m = 0;
  std::int32_t y_m = 0;
};

// What I answered about a kind of job; an answer that has run out is not handed in.
enum class Answer : std::uint8_t { nothing = 0, not_this_kind = 1, never = 2 };

// How often: once a month, every other week, weekly, several times a week.
inline constexpr std::size_t frequencies = 4;
struct Wish {
  std::array<std::int32_t, frequencies> liking{};  // each -2 to 2
};

enum class PieceState : std::uint8_t { planned = 0, done = 1 };

// A piece of work of mine, in the past or to come.
struct Piece {
  Instant start;
  Instant end;
  std::int32_t minutes = 0;  // that count
  model::Effort effort{};
  PieceState state{};
  bool is_fixed = false;  // stands in my calendar: it can clash with others
  Index kind = none;
  Index wish = none;
  Index venue = none;
};

// Where learned taste comes from: work of this kind, or only work like it.
enum class TasteSource : std::uint8_t { before = 0, similar = 1 };

struct Task {
  std::uint64_t id = 0;  // the head of the task's id: breaks ties
  Instant start;         // open-ended: by when it is wanted, or 0
  Instant end;
  bool is_timed = false;
  bool is_open = true;  // neither cancelled nor recorded
  bool is_mine = false;
  bool is_not_now = false;  // my answer to this one
  bool is_willing = false;  // my answer to this one: if it is needed
  bool is_gathering = false;
  bool has_experienced = false;  // somebody with a name is on it, not as a trainee
  std::int32_t minutes = 0;
  Index sector = 0;
  Index guild = 0;
  Index kind = 0;
  Index wish = none;  // what I wish about this kind
  Index venue = none;
  std::int32_t importance = 1;  // 1 to 3
  model::Urgency urgency{};
  model::Effort effort{};
  std::int32_t missing = 0;
  std::int32_t free = 0;
  std::int32_t trainees_free = 0;
  std::int32_t taste = 0;  // points that a learner adds, -taste_max to taste_max
  TasteSource taste_source{};
  // In Situation::task_skills: certificates, then helpful ones, then those it teaches.
  std::uint32_t skills_begin = 0;
  std::uint32_t certificates = 0;
  std::uint32_t helpful = 0;
  std::uint32_t taught = 0;
};

struct Situation {
  Instant now;
  std::uint64_t surprise_seed = 0;  // of the person; the day is added to it
  Index surprise_shown = none;      // the task that was this day's surprise, or `surprise_gone`
  Limits limits;
  WeekGrid week{};
  std::vector<Skill> skills;
  std::vector<Sector> sectors;
  std::vector<std::uint8_t> my_guilds;  // by guild: 1 where I am in it
  std::vector<Venue> venues;
  std::vector<Answer> answers;  // by kind
  std::vector<Wish> wishes;
  std::vector<Piece> pieces;  // ascending by start
  std::vector<Task> tasks;
  std::vector<Index> task_skills;

  [[nodiscard]] std::span<const Index> certificates_of(const Task& task) const {
    return skills_of(task, 0, task.certificates);
  }
  [[nodiscard]] std::span<const Index> helpful_of(const Task& task) const {
    return skills_of(task, task.certificates, task.helpful);
  }
  [[nodiscard]] std::span<const Index> taught_of(const Task& task) const {
    return skills_of(task, task.certificates + task.helpful, task.taught);
  }

 private:
  [[nodiscard]] std::span<const Index> skills_of(const Task& task, std::uint32_t from,
                                                 std::uint32_t count) const {
    return std::span(task_skills).subspan(task.skills_begin + from, count);
  }
};

template <class T>
[[nodiscard]] const T& at(const std::vector<T>& list, Index index) {
  return list[static_cast<std::size_t>(index)];
}

}  // namespace commune::recommend

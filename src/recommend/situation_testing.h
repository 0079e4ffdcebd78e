// Random situations for tests and benchmarks, and their words as a caller would send them
// (layout.h). The same seed makes the same situation everywhere.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/random.h"
#include "recommend/layout.h"
#include "recommend/points.h"
#include "recommend/situation.h"

namespace commune::recommend::testing {

inline constexpr Minute noon = 29'670'480;  // 2026-05-31 12:00Z, a Sunday

struct Sizes {
  std::int64_t tasks = 30;
  std::int64_t pieces = 12;
  std::int64_t skills = 6;
  std::int64_t kinds = 8;
};

class SituationMaker {
 public:
  SituationMaker(std::uint64_t seed, Sizes sizes) : random_(seed), sizes_(sizes) {}

  Situation make() {
    situation_.now = {noon, 60};
    situation_.surprise_seed = random_.next();
    make_person();
    for (std::int64_t i = 0; i < sizes_.pieces; ++i) situation_.pieces.push_back(make_piece());
    std::ranges::sort(situation_.pieces, {}, [](const Piece& piece) { return piece.start.utc; });
    for (std::int64_t i = 0; i < sizes_.tasks; ++i) make_task();
    return std::move(situation_);
  }

 private:
  std::int32_t number(std::int64_t low, std::int64_t high) {
    return static_cast<std::int32_t>(random_.between(low, high));
  }
  bool one_in(std::uint64_t count) { return random_.chance(1, count); }
  template <class T>
  Index any(const std::vector<T>& list) {
    return number(0, static_cast<std::int64_t>(list.size()) - 1);
  }
  std::int32_t level() { return one_in(3) ? number(1, 3) : 0; }

  void make_person() {
    Limits& limits = situation_.limits;
    if (one_in(3)) limits.week_minutes_max = number(1, 20) * 60;
    if (one_in(3)) limits.week_heavy_max = number(0, 3);
    if (one_in(4)) limits.not_before = 10 * 60;
    if (one_in(4)) limits.not_after = 20 * 60;
    if (one_in(4)) limits.walk_minutes_max = number(5, 40);
    limits.free_days = number(0, 7);
    for (auto& day : situation_.week)
      for (Willingness& part : day) part = static_cast<Willingness>(number(0, 2));
    for (std::int64_t i = 0; i < sizes_.skills; ++i)
      situation_.skills.push_back({level(), level(), level(), one_in(3) ? INT32_MAX : 0});
    for (int i = 0; i < 6; ++i)
      situation_.sectors.push_back({one_in(8) ? 0 : number(10, 60), number(0, 900), level()});
    for (int i = 0; i < 9; ++i) situation_.my_guilds.push_back(one_in(4) ? 1 : 0);
    for (int i = 0; i < 5; ++i)
      situation_.venues.push_back({number(-1500, 1500), number(-900, 900)});
    for (std::int64_t i = 0; i < sizes_.kinds; ++i)
      situation_.answers.push_back(one_in(9) ? static_cast<Answer>(number(1, 2)) : Answer::nothing);
    for (int i = 0; i < 4; ++i) {
      Wish wish;
      for (std::int32_t& liking : wish.liking) liking = number(-2, 2);
      situation_.wishes.push_back(wish);
    }
  }

  Piece make_piece() {
    Piece piece;
    piece.start = {noon + number(-60 * 24, 14 * 24) * 60, 60};
    piece.minutes = number(2, 10) * 30;
    piece.end = {piece.start.utc + piece.minutes, 60};
    piece.effort = static_cast<model::Effort>(number(0, 2));
    piece.state = piece.start.utc < noon && !one_in(8) ? PieceState::done : PieceState::planned;
    piece.is_fixed = one_in(2);
    piece.kind = one_in(5) ? none : any(situation_.answers);
    piece.wish = one_in(2) ? none : any(situation_.wishes);
    piece.venue = one_in(5) ? none : any(situation_.venues);
    return piece;
  }

  void make_task() {
    Task task;
    task.id = random_.next();
    task.is_timed = !one_in(6);
    task.minutes = number(1, 8) * 30;
    task.start = {noon + number(-24, 20 * 24) * 60, one_in(2) ? 60 : 120};
    task.end = {task.start.utc + task.minutes, task.start.wall_ahead};
    if (!task.is_timed && one_in(2)) task.start = {};
    task.is_open = !one_in(15);
    task.is_mine = one_in(15);
    task.is_not_now = one_in(15);
    task.is_willing = one_in(6);
    task.is_gathering = one_in(6);
    task.has_experienced = one_in(2);
    task.sector = any(situation_.sectors);
    task.guild = any(situation_.my_guilds);
    task.kind = any(situation_.answers);
    task.wish = one_in(2) ? none : any(situation_.wishes);
    task.venue = one_in(5) ? none : any(situation_.venues);
    task.importance = number(1, 3);
    task.urgency = static_cast<model::Urgency>(one_in(4) ? number(1, 2) : 0);
    task.effort = static_cast<model::Effort>(number(0, 2));
    task.missing = one_in(2) ? number(1, 5) : 0;
    task.free = task.missing + number(0, 2);
    task.trainees_free = one_in(3) ? number(1, 2) : 0;
    if (one_in(3)) task.taste = number(-points::taste_max, points::taste_max);
    task.taste_source = static_cast<TasteSource>(number(0, 1));
    task.skills_begin = static_cast<std::uint32_t>(situation_.task_skills.size());
    task.certificates = one_in(5) ? 1 : 0;
    task.helpful = static_cast<std::uint32_t>(number(0, 2));
    task.taught = static_cast<std::uint32_t>(number(0, 2));
    for (std::uint32_t i = 0; i < task.certificates + task.helpful + task.taught; ++i)
      situation_.task_skills.push_back(any(situation_.skills));
    situation_.tasks.push_back(task);
  }

  core::Random random_;
  Sizes sizes_;
  Situation situation_;
};

inline Situation random_situation(std::uint64_t seed, Sizes sizes = {}) {
  return SituationMaker(seed, sizes).make();
}

// The words of a request, as the page writes them.
class RequestWriter {
 public:
  std::vector<std::int32_t> write(const Situation& s, Index explain, std::int32_t count_max) {
    put({layout_version, explain, count_max});
    put_wide(s.surprise_seed);
    put_instant(s.now);
    const Limits& l = s.limits;
    put({l.week_minutes_max, l.week_heavy_max, l.not_before, l.not_after, l.walk_minutes_max,
         l.rest_minutes, l.free_days});
    for (const auto& day : s.week)
      for (const Willingness part : day) put({static_cast<std::int32_t>(part)});
    put_list(s.skills, [&](const Skill& skill) {
      put({skill.level, skill.interest, skill.aspiration, skill.certified_until});
    });
    put_list(s.sectors, [&](const Sector& sector) {
      put({sector.baseline_hours, sector.recent_minutes, sector.liking});
    });
    put_list(s.my_guilds, [&](std::uint8_t mine) { put({mine}); });
    put_list(s.venues, [&](const Venue& venue) { put({venue.x_m, venue.y_m}); });
    put_list(s.answers, [&](Answer answer) { put({static_cast<std::int32_t>(answer)}); });
    put_list(s.wishes, [&](const Wish& wish) {
      for (const std::int32_t liking : wish.liking) put({liking});
    });
    put_list(s.pieces, [&](const Piece& piece) { put_piece(piece); });
    put_list(s.tasks, [&](const Task& task) { put_task(s, task); });
    put({s.surprise_shown});
    return std::move(words_);
  }

 private:
  void put(std::initializer_list<std::int32_t> words) {
    words_.insert(words_.end(), words.begin(), words.end());
  }
  void put_wide(std::uint64_t value) {
    put({static_cast<std::int32_t>(value & UINT32_MAX), static_cast<std::int32_t>(value >> 32U)});
  }
  void put_instant(Instant instant) { put({instant.utc, instant.wall_ahead}); }
  template <class T, class Put>
  void put_list(const std::vector<T>& list, Put put_one) {
    put({static_cast<std::int32_t>(list.size())});
    for (const T& one : list) put_one(one);
  }
  void put_piece(const Piece& piece) {
    put_instant(piece.start);
    put_instant(piece.end);
    put({piece.minutes, static_cast<std::int32_t>(piece.effort),
         static_cast<std::int32_t>(piece.state), piece.is_fixed ? 1 : 0, piece.kind, piece.wish,
         piece.venue});
  }
  void put_task(const Situation& s, const Task& task) {
    put_wide(task.id);
    put({(task.is_timed ? task_is_timed : 0) + (task.is_open ? task_is_open : 0) +
         (task.is_mine ? task_is_mine : 0) + (task.is_not_now ? task_is_not_now : 0) +
         (task.is_willing ? task_is_willing : 0) + (task.is_gathering ? task_is_gathering : 0) +
         (task.has_experienced ? task_has_experienced : 0)});
    put_instant(task.start);
    put_instant(task.end);
    put({task.minutes, task.sector, task.guild, task.kind, task.wish, task.venue, task.importance,
         static_cast<std::int32_t>(task.urgency), static_cast<std::int32_t>(task.effort),
         task.missing, task.free, task.trainees_free, task.taste,
         static_cast<std::int32_t>(task.taste_source), static_cast<std::int32_t>(task.certificates),
         static_cast<std::int32_t>(task.helpful), static_cast<std::int32_t>(task.taught)});
    const std::size_t count = task.certificates + task.helpful + task.taught;
    for (std::size_t i = 0; i < count; ++i) put({s.task_skills[task.skills_begin + i]});
  }

  std::vector<std::int32_t> words_;
};

inline std::vector<std::int32_t> request_of(const Situation& situation, Index explain,
                                            std::int32_t count_max) {
  return RequestWriter().write(situation, explain, count_max);
}

}  // namespace commune::recommend::testing

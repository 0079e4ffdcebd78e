// A small commune whose year is written down by hand: everybody alike, free at any time, and nobody
// misses anything unless a test says so.
#pragma once

#include "evaluation/year_week.h"

namespace commune::evaluation {

inline YearKind small_kind(std::uint32_t importance) {
  YearKind kind;
  kind.id = "kind";
  kind.importance = importance;
  return kind;
}

inline YearTask small_task(std::uint32_t kind, std::int64_t begin_minute, std::uint32_t people) {
  YearTask task;
  task.kind = kind;
  task.begin_minute = begin_minute;
  task.end_minute = begin_minute + 120;
  task.minutes = 120;
  task.people_min = people;
  task.people_max = people;
  return task;
}

inline YearPerson small_person(std::size_t kinds) {
  YearPerson person;
  person.wished_minutes = 360;
  person.minutes_max = 720;
  person.places_max = 10;
  person.willing_share = 1;
  person.turn_acceptance = 1;
  person.open.fill(true);
  person.kind_taste.assign(kinds, 0);
  person.never.assign(kinds, false);
  person.would_learn.assign(kinds, true);
  return person;
}

inline CallPerson small_caller() {
  CallPerson caller;
  caller.minutes_away = 2;
  caller.own_hours.fill(true);
  caller.budget = {1, 3};
  return caller;
}

// With people, without work; the storm lies outside.
inline YearWorld small_world(std::size_t people, std::vector<YearKind> kinds, std::size_t weeks,
                             std::uint64_t seed) {
  YearWorld world;
  world.seed = seed;
  world.sectors = {"food"};
  world.baseline_minutes = {60};
  world.kinds = std::move(kinds);
  for (std::size_t slot = 0; slot < people; ++slot) {
    world.members.push_back({{0, 0, small_person(world.kinds.size())}});
    world.callers.push_back(small_caller());
  }
  world.weeks.resize(weeks);
  return world;
}

}  // namespace commune::evaluation

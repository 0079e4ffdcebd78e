#include "recommend/liking.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <tuple>

#include "recommend/availability.h"
#include "recommend/facts.h"
#include "recommend/fit.h"
#include "recommend/score.h"

namespace commune::recommend {
namespace {

constexpr std::int32_t refused = -2;
constexpr std::int32_t liked_max = 2;

Willingness hours_of(const Situation& situation, const Task& task) {
  return task.is_timed ? willingness_at(situation, task.start, task.end) : Willingness::gladly;
}

// Who may do the work is asked to do it: what only a trainee's place teaches does not count then.
std::int32_t interest_in(const Situation& situation, const Task& task) {
  const Lesson lesson = lesson_on(situation, task);
  const bool learns = !lesson.as_trainee || !is_certified(situation, task);
  const std::int32_t level =
      std::max({best_interest(situation, task).level, learns ? lesson.best.level : 0,
                at(situation.sectors, task.sector).liking});
  return std::min(level, liked_max);
}

std::int32_t liking_of(const Situation& situation, const Facts& facts, const Task& task,
                       std::int32_t day) {
  const Willingness hours = hours_of(situation, task);
  if (at(situation.answers, task.kind) != Answer::nothing || hours == Willingness::not_then)
    return refused;
  std::int32_t liking = 0;
  if (task.wish == none) {
    liking = interest_in(situation, task);
  } else {
    const std::int32_t frequency = frequency_with(at(facts.wish_days, task.wish), day);
    liking = at(situation.wishes, task.wish).liking[static_cast<std::size_t>(frequency)];
  }
  return std::min(liking, static_cast<std::int32_t>(hours));
}

}  // namespace

std::vector<std::int32_t> find_likings(const Situation& situation) {
  Facts facts = make_facts(situation);
  std::vector<Index> order(situation.tasks.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](Index number) {
    const Task& task = at(situation.tasks, number);
    return std::tuple(-static_cast<std::int32_t>(hours_of(situation, task)), task.start.utc,
                      task.id, number);
  });
  std::vector<std::int32_t> likings(situation.tasks.size(), 0);
  for (const Index number : order) {
    const Task& task = at(situation.tasks, number);
    const std::int32_t day = task.is_timed ? task.start.day() : situation.now.day();
    std::int32_t& liking = likings[static_cast<std::size_t>(number)];
    liking = liking_of(situation, facts, task, day);
    if (liking > 0 && task.wish != none)
      facts.wish_days[static_cast<std::size_t>(task.wish)].push_back(day);
  }
  return likings;
}

}  // namespace commune::recommend

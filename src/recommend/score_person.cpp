// What speaks for a task because of who I am: what I can, like, wish and want to learn, and my
// guilds.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>

#include "recommend/fit.h"
#include "recommend/points.h"
#include "recommend/score.h"

namespace commune::recommend {
namespace {

constexpr std::int32_t willing_days = 2;  // "if it is needed" is asked again so long before

void skill_fit(const Situation& situation, const Task& task, Reasons& reasons) {
  std::int32_t levels = 0;
  std::array<std::int32_t, 3> named = {none, none, none};
  std::size_t count = 0;
  for (const Index skill : situation.helpful_of(task)) {
    const std::int32_t level = at(situation.skills, skill).level;
    if (level == 0) continue;
    levels += level;
    if (count < named.size()) named[count++] = skill;
  }
  reasons.add(ReasonCode::skill, std::min(points::skill_max, points::skill_level * levels),
              named[0], named[1], named[2]);
}

void interest(const Situation& situation, const Task& task, Reasons& reasons) {
  const Best best = best_interest(situation, task);
  reasons.add(ReasonCode::interest, points::interest_level * best.level, best.skill);
}

void learn(const Situation& situation, const Task& task, Reasons& reasons) {
  const Lesson lesson = lesson_on(situation, task);
  reasons.add(ReasonCode::learn, points::learn_level * lesson.best.level, lesson.best.skill,
              lesson.beside_holder ? 1 : 0);
}

void wish(const Situation& situation, const Facts& facts, const Task& task, Reasons& reasons) {
  if (task.wish == none) return;
  const std::int32_t day = task.is_timed ? task.start.day() : situation.now.day();
  const std::int32_t frequency = frequency_with(at(facts.wish_days, task.wish), day);
  const std::int32_t liking =
      at(situation.wishes, task.wish).liking[static_cast<std::size_t>(frequency)];
  reasons.add(liking > 0 ? ReasonCode::wished : ReasonCode::wished_less,
              points::wish_level * liking, task.wish, frequency, liking);
}

// "If it is needed": people are missing, and it comes up.
void willing(const Situation& situation, const Task& task, Reasons& reasons) {
  if (!task.is_willing || task.missing == 0) return;
  if (task.is_timed && task.start.utc - situation.now.utc > willing_days * day_minutes) return;
  reasons.add(ReasonCode::willing, points::willing);
}

}  // namespace

bool is_certified(const Situation& situation, const Task& task) {
  const Minute when = task.is_timed ? task.start.utc : situation.now.utc;
  return std::ranges::all_of(situation.certificates_of(task), [&](Index skill) {
    return at(situation.skills, skill).certified_until > when;
  });
}

void score_person(const Situation& situation, const Facts& facts, const Task& task,
                  Reasons& reasons) {
  skill_fit(situation, task, reasons);
  if (task.certificates > 0 && is_certified(situation, task))
    reasons.add(ReasonCode::certificate, points::certificate);
  interest(situation, task, reasons);
  reasons.add(ReasonCode::sector_interest,
              points::sector_interest_level * at(situation.sectors, task.sector).liking,
              task.sector);
  learn(situation, task, reasons);
  if (at(situation.my_guilds, task.guild) != 0)
    reasons.add(ReasonCode::guild, points::guild, task.guild);
  const std::int32_t times = at(facts.times_done, task.kind);
  reasons.add(ReasonCode::again, std::min(points::again_max, points::again_time * times), times);
  wish(situation, facts, task, reasons);
  reasons.add(
      task.taste_source == TasteSource::before ? ReasonCode::like_before : ReasonCode::like_similar,
      task.taste);
  willing(situation, task, reasons);
}

}  // namespace commune::recommend

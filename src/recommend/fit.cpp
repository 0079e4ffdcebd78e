#include "recommend/fit.h"

#include <algorithm>
#include <span>

namespace commune::recommend {
namespace {

constexpr std::int32_t wish_days = 28;

// The skill with the highest level, the first of equals.
void look_for_best(std::span<const Index> skills, const Situation& situation,
                   std::int32_t Skill::* level, Best& best) {
  for (const Index skill : skills) {
    const std::int32_t own = at(situation.skills, skill).*level;
    if (own > best.level) best = {skill, own};
  }
}

}  // namespace

Best best_interest(const Situation& situation, const Task& task) {
  Best best;
  look_for_best(situation.helpful_of(task), situation, &Skill::interest, best);
  look_for_best(situation.taught_of(task), situation, &Skill::interest, best);
  look_for_best(situation.certificates_of(task), situation, &Skill::interest, best);
  return best;
}

// The task teaches it, or a trainee's place is free where it is needed.
Lesson lesson_on(const Situation& situation, const Task& task) {
  Lesson lesson;
  look_for_best(situation.taught_of(task), situation, &Skill::aspiration, lesson.best);
  if (task.trainees_free > 0) {
    const std::int32_t taught = lesson.best.level;
    look_for_best(situation.certificates_of(task), situation, &Skill::aspiration, lesson.best);
    look_for_best(situation.helpful_of(task), situation, &Skill::aspiration, lesson.best);
    lesson.as_trainee = lesson.best.level > taught;
  }
  // Of the crew it is only known that they hold the certificates.
  const auto certificates = situation.certificates_of(task);
  lesson.beside_holder = task.has_experienced &&
                         std::ranges::find(certificates, lesson.best.skill) != certificates.end();
  return lesson;
}

std::int32_t frequency_with(const std::vector<std::int32_t>& days, std::int32_t day) {
  std::int32_t before = 0;
  std::int32_t after = 0;
  for (const std::int32_t other : days) {
    before += other > day - wish_days && other <= day ? 1 : 0;
    after += other < day + wish_days && other >= day ? 1 : 0;
  }
  const std::int32_t count = std::max(before, after) + 1;
  if (count <= 2) return count - 1;
  return count <= 4 ? 2 : 3;
}

}  // namespace commune::recommend

// What speaks for a task because of the commune: people missing, urgency, and the turn of sectors.
#include <algorithm>

#include "recommend/points.h"
#include "recommend/score.h"

namespace commune::recommend {
namespace {

// What is far ahead has time to fill: a half beyond one week, a quarter beyond two.
std::int32_t with_nearness(std::int32_t points, std::int32_t minutes_ahead) {
  constexpr std::int32_t week = 7 * day_minutes;
  const std::int32_t parts = minutes_ahead <= week ? 1 : minutes_ahead <= 2 * week ? 2 : 4;
  return (2 * points + parts) / (2 * parts);  // rounded
}

}  // namespace

void score_commune(const Situation& situation, const Facts& facts, const Task& task,
                   Reasons& reasons) {
  if (task.missing > 0) {
    const std::int32_t people = std::min(task.missing, points::shortage_people_max);
    const std::int32_t ahead = task.start.utc == 0 ? 0 : task.start.utc - situation.now.utc;
    reasons.add(ReasonCode::shortage,
                with_nearness(task.importance * (points::shortage + people), ahead), task.missing);
  }
  reasons.add(ReasonCode::urgent, points::urgency[static_cast<unsigned>(task.urgency)]);
  const std::int32_t turn = at(facts.rotation, task.sector);
  reasons.add(turn > 0 ? ReasonCode::rotation : ReasonCode::enough, turn, task.sector);
  if (task.is_gathering) reasons.add(ReasonCode::gathering, points::gathering);
}

}  // namespace commune::recommend

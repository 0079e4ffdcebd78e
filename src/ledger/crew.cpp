#include "ledger/crew.h"

#include <algorithm>

namespace commune::ledger {

Crew crew_of(const model::Task& task) {
  const model::TaskDraft& draft = task.draft;
  if (task.status == model::TaskStatus::recorded) return {.coming = draft.people_max};
  Crew crew{.coming = task.guests};
  std::uint32_t trainees = 0;
  for (const model::Place& place : task.places) {
    if (place.seeking_swap) continue;
    ++(place.trainee ? trainees : crew.coming);
  }
  const std::uint32_t placed = crew.coming;
  for (const model::Visitors& word : task.visitors) crew.coming += word.people;
  if (task.status == model::TaskStatus::cancelled) return crew;
  crew.missing = draft.people_min - std::min(draft.people_min, crew.coming);
  crew.free = draft.people_max - std::min(draft.people_max, placed);
  crew.trainees_free = draft.trainees_max - std::min(draft.trainees_max, trainees);
  return crew;
}

}  // namespace commune::ledger

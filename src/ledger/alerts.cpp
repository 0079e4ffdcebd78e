#include "ledger/alerts.h"

#include <algorithm>

#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::ledger {

core::Time open_until(const model::Alert& alert) {
  return alert.end.is_set() ? alert.end : alert.raised_at + model::alert_life;
}

bool is_going_on(const State& state, const model::Alert& alert, core::Time now) {
  switch (alert.status) {
    case model::AlertStatus::open: return now < open_until(alert);
    case model::AlertStatus::confirmed: {
      const model::Task* task = state.tasks().find(model::task_of_alert(alert.alert));
      return task != nullptr && task->status == model::TaskStatus::open && !is_over(*task, now) &&
             !is_done(*task);
    }
    case model::AlertStatus::dismissed:
    case model::AlertStatus::withdrawn: return false;
  }
  return false;
}

std::vector<const model::Alert*> alerts_since(const State& state, core::Time since) {
  std::vector<const model::Alert*> found;
  const auto& by_time = state.alerts_by_time();
  for (auto entry = by_time.lower_bound({since + core::Seconds{1}, model::AlertId{}});
       entry != by_time.end(); ++entry) {
    found.push_back(state.alerts().find(entry->second));
  }
  return found;
}

bool is_done(const model::Task& task) {
  return std::ranges::any_of(task.places, [](const model::Place& place) {
    return place.status != model::PlaceStatus::taken;
  });
}

bool is_own_call(const State& state, const model::Task& task) {
  if (task.draft.urgency != model::Urgency::urgent || !task.series.is_zero()) return false;
  const model::Alert* alert = state.alerts().find(model::alert_of_task(task.task));
  return alert == nullptr || alert->neighbour.is_zero();
}

}  // namespace commune::ledger

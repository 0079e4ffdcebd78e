// Urgent calls between neighbouring communes. A device that a guild put up stands for a neighbour:
// it brings that commune's calls, says how many are still wanted and takes them back. A messenger,
// put up by a guild at home, says how many come from a neighbour. What is brought by a neighbour
// keeps that device's key, so that nobody carries it any further.
#include <algorithm>

#include "ledger/alerts.h"
#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::ledger {
namespace {

Verdict check_role(const Context& context, model::DeviceRole role) {
  if (context.device->role != role) return refuse(Rejection::device_not_for_this);
  return {};
}

Verdict check_call_times(const model::RelayCall& command, core::Time now) {
  if (!command.start.is_set() || command.end <= command.start) {
    return refuse(Rejection::times_contradictory);
  }
  if (command.end - command.start > model::task_length_max) {
    return refuse(Rejection::times_too_long);
  }
  if (command.end <= now) return refuse(Rejection::times_in_past);
  if (command.start > now + model::call_ahead_max) return refuse(Rejection::times_too_far);
  return {};
}

// The task that a call has become, if any.
const model::Task* task_of(const State& state, const model::Alert& call) {
  return state.tasks().find(model::task_of_alert(call.alert));
}

void take_back(State& state, const Context& context, const model::AdjustCall& command,
               Events& events) {
  auto& call = state.edit<model::Alert>(command.alert);
  call.status = model::AlertStatus::withdrawn;
  call.reason = command.reason;
  if (task_of(state, call) == nullptr) return;
  const model::TaskId id = model::task_of_alert(command.alert);
  reopen_round_of(state, id, context.now, events);
  auto& task = state.edit<model::Task>(id);
  task.invited.clear();
  task.status = model::TaskStatus::cancelled;
  task.revision += 1;
  task.changed_at = context.now;
  task.reason = command.reason;
  events.push_back({EventKind::task_cancelled, id});
}

// Nobody who comes already loses the place.
void want(State& state, const Context& context, const model::AdjustCall& command, Events& events) {
  auto& call = state.edit<model::Alert>(command.alert);
  call.people = command.people;
  call.changes += 1;
  if (task_of(state, call) == nullptr) return;
  const model::TaskId id = model::task_of_alert(command.alert);
  auto& task = state.edit<model::Task>(id);
  const auto crew = static_cast<std::uint32_t>(
      std::ranges::count(task.places, false, &model::Place::trainee) + task.guests);
  if (command.people > task.draft.people_min) reopen_round_of(state, id, context.now, events);
  task.draft.people_min = command.people;
  task.draft.people_max = std::min(std::max(command.people, crew), model::people_max);
  events.push_back({EventKind::task_changed, id});
}

}  // namespace

// ---- relay_call

Verdict check_rule(const State& state, const Context& context, const model::RelayCall& command) {
  TRY_RULE(check_role(context, model::DeviceRole::neighbour));
  if (command.alert.is_zero()) return refuse(Rejection::alert_unknown);
  if (is_task_id_used(state, model::task_of_alert(command.alert))) {
    return refuse(Rejection::alert_exists);
  }
  TRY_RULE(check_text(command.text, model::call_text_size_max));
  TRY_RULE(check_call_times(command, context.now));
  if (command.people < 1 || command.people > model::people_max) {
    return refuse(Rejection::people_out_of_range);
  }
  return check_calls_a_day(state, context);
}

void perform_rule(State& state, const Context& context, const model::RelayCall& command,
                  Events& events) {
  const model::Device& device = *context.device;
  state.insert(
      model::Alert{.alert = command.alert,
                   .guild = device.guild,
                   .kind = device.kind,
                   .venue = device.venue,
                   .text = device.name + ": " + command.text,
                   .raised_at = context.now,
                   .last_at = context.now,
                   .reporters = {model::reporter_mark_of(command.alert, context.command.key)},
                   .neighbour = device.key,
                   .start = command.start,
                   .end = command.end,
                   .people = command.people});
  events.push_back({EventKind::alert_changed, command.alert});
  if (device.trusted) become_task(state, command.alert, context.now, events);
}

// ---- adjust_call: what was answered with no, or cancelled here, stays so

Verdict check_rule(const State& state, const Context& context, const model::AdjustCall& command) {
  TRY_RULE(check_role(context, model::DeviceRole::neighbour));
  const model::Alert* call = state.alerts().find(command.alert);
  if (call == nullptr || call->neighbour != context.command.key) {
    return refuse(Rejection::alert_unknown);
  }
  const model::Task* task = task_of(state, *call);
  const bool is_answered = call->status == model::AlertStatus::dismissed ||
                           call->status == model::AlertStatus::withdrawn ||
                           (task != nullptr && task->status != model::TaskStatus::open);
  const core::Time end = task != nullptr && task->draft.end.is_set() ? task->draft.end : call->end;
  if (is_answered || end <= context.now) return refuse(Rejection::alert_closed);
  if (command.people == 0) return check_reason(command.reason);
  if (command.people > model::people_max) return refuse(Rejection::people_out_of_range);
  if (call->changes >= model::call_changes_max) return refuse(Rejection::calls_too_many);
  return {};
}

void perform_rule(State& state, const Context& context, const model::AdjustCall& command,
                  Events& events) {
  events.push_back({EventKind::alert_changed, command.alert});
  if (command.people == 0) {
    take_back(state, context, command, events);
  } else {
    want(state, context, command, events);
  }
}

// ---- set_visitors

Verdict check_rule(const State& state, const Context& context, const model::SetVisitors& command) {
  TRY_RULE(check_role(context, model::DeviceRole::messenger));
  const model::Task* task = state.tasks().find(command.task);
  if (task == nullptr) return refuse(Rejection::task_unknown);
  if (task->status == model::TaskStatus::cancelled) return refuse(Rejection::task_cancelled);
  if (task->status == model::TaskStatus::recorded) return refuse(Rejection::task_recorded);
  if (is_over(*task, context.now)) return refuse(Rejection::task_over);
  if (command.people > model::people_max) return refuse(Rejection::people_out_of_range);
  if (command.people > 0 && !is_own_call(state, *task)) return refuse(Rejection::task_no_call);
  return {};
}

void perform_rule(State& state, const Context& context, const model::SetVisitors& command,
                  Events& events) {
  auto& visitors = state.edit<model::Task>(command.task).visitors;
  const model::PublicKey& messenger = context.command.key;
  auto known = std::ranges::lower_bound(visitors, messenger, {}, &model::Visitors::messenger);
  if (known != visitors.end() && known->messenger == messenger) known = visitors.erase(known);
  if (command.people > 0) visitors.insert(known, {messenger, command.people});
  events.push_back({EventKind::guests_changed, command.task});
}

}  // namespace commune::ledger

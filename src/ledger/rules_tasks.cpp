#include <algorithm>

#include "clearing/crew_size.h"
#include "core/check.h"
#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::ledger {
namespace {

std::int64_t length_minutes(const model::TaskDraft& draft) {
  return (draft.end - draft.start).count / 60;
}

Verdict check_skills(const State& state, const std::vector<model::SkillId>& skills) {
  if (skills.size() > model::skills_per_list_max) return refuse(Rejection::limit_reached);
  const bool known = std::ranges::all_of(
      skills, [&](const model::SkillId& skill) { return state.skills().contains(skill); });
  if (!known) return refuse(Rejection::skill_unknown);
  return {};
}

Verdict check_times(const model::TaskDraft& draft) {
  if (draft.start.is_set() != draft.end.is_set()) return refuse(Rejection::times_contradictory);
  if (!draft.start.is_set()) return {};
  if (draft.due.is_set() || draft.end <= draft.start) return refuse(Rejection::times_contradictory);
  if (draft.end - draft.start > model::task_length_max) return refuse(Rejection::times_too_long);
  return {};
}

Verdict check_minutes(const model::TaskDraft& draft) {
  if (draft.minutes > model::minutes_max) return refuse(Rejection::minutes_out_of_range);
  if (draft.start.is_set()) {
    // Left out for a timed task: everybody stays from start to end.
    if (draft.minutes > length_minutes(draft)) return refuse(Rejection::minutes_out_of_range);
    return {};
  }
  if (draft.minutes == 0) return refuse(Rejection::minutes_out_of_range);
  return {};
}

// Members post for the future; the keeper may import what is past.
Verdict check_not_past(const Context& context, const model::TaskDraft& draft) {
  const core::Time last = draft.start.is_set() ? draft.end : draft.due;
  if (!last.is_set()) return {};
  if (last <= context.now && !context.is_keeper()) return refuse(Rejection::times_in_past);
  if (last > context.now + model::task_ahead_max) return refuse(Rejection::times_too_far);
  return {};
}

Verdict check_open_task(const model::Task* task) {
  if (task == nullptr) return refuse(Rejection::task_unknown);
  if (task->status == model::TaskStatus::cancelled) return refuse(Rejection::task_cancelled);
  if (task->status == model::TaskStatus::recorded) return refuse(Rejection::task_recorded);
  return {};
}

}  // namespace

Verdict check_draft(const State& state, const model::TaskDraft& draft, DraftTimes times) {
  if (!draft.sector.empty() && !state.sectors().contains(draft.sector)) {
    return refuse(Rejection::sector_unknown);
  }
  TRY_RULE(check_text(draft.title, model::title_size_max));
  TRY_RULE(check_optional_text(draft.why, model::why_size_max));
  TRY_RULE(check_optional_text(draft.details, model::details_size_max));
  if (!draft.venue.empty() && !state.venues().contains(draft.venue)) {
    return refuse(Rejection::venue_unknown);
  }
  if (!draft.kind.empty() && !state.templates().contains(draft.kind)) {
    return refuse(Rejection::template_unknown);
  }
  if (times == DraftTimes::none) {
    if (draft.start.is_set() || draft.end.is_set() || draft.due.is_set()) {
      return refuse(Rejection::draft_has_times);
    }
    if (draft.minutes > model::minutes_max) return refuse(Rejection::minutes_out_of_range);
  } else {
    TRY_RULE(check_times(draft));
    TRY_RULE(check_minutes(draft));
  }
  if (draft.people_min < 1 || draft.people_min > draft.people_max ||
      draft.people_max > model::people_max) {
    return refuse(Rejection::people_out_of_range);
  }
  if (draft.trainees_max > model::trainees_max) return refuse(Rejection::trainees_out_of_range);
  if (draft.diners > model::diners_max || draft.diners_per_person > model::diners_max ||
      (draft.diners > 0 && draft.diners_per_person == 0)) {
    return refuse(Rejection::diners_out_of_range);
  }
  TRY_RULE(check_skills(state, draft.certificates));
  TRY_RULE(check_skills(state, draft.skills_helpful));
  TRY_RULE(check_skills(state, draft.skills_taught));
  const bool certifiable = std::ranges::none_of(draft.certificates, [&](const auto& skill) {
    return state.skills().find(skill)->certified_by.empty();
  });
  if (!certifiable) return refuse(Rejection::not_a_certificate);
  if (draft.importance < 1 || draft.importance > model::importance_max) {
    return refuse(Rejection::importance_out_of_range);
  }
  return {};
}

model::TaskDraft completed(const State& state, model::TaskDraft draft) {
  const model::Guild* guild = state.guilds().find(draft.guild);
  CHECK(guild != nullptr);
  if (draft.sector.empty()) draft.sector = guild->sector;
  if (draft.minutes == 0 && draft.start.is_set()) {
    const auto minutes = std::clamp<std::int64_t>(length_minutes(draft), 1, model::minutes_max);
    draft.minutes = static_cast<std::uint32_t>(minutes);
  }
  if (draft.diners_per_person > 0) {
    const std::uint32_t wanted = clearing::people_for(draft.diners, draft.diners_per_person);
    draft.people_min = std::min(wanted, draft.people_max);  // no more fit into the kitchen
  }
  return draft;
}

std::uint32_t regular_places(const model::Task& task) {
  return static_cast<std::uint32_t>(std::ranges::count_if(
      task.places, [](const auto& place) { return !place.trainee && !place.seeking_swap; }));
}

std::uint32_t trainee_places(const model::Task& task) {
  return static_cast<std::uint32_t>(std::ranges::count_if(
      task.places, [](const auto& place) { return place.trainee && !place.seeking_swap; }));
}

bool is_task_id_used(const State& state, const model::TaskId& id) {
  return state.tasks().contains(id) || state.alerts().contains(model::alert_of_task(id));
}

bool is_over(const model::Task& task, core::Time now) {
  return task.draft.start.is_set() && task.draft.end <= now;
}

// ---- post_task

Verdict check_rule(const State& state, const Context& context, const model::PostTask& command) {
  TRY_RULE(check_may_post(state, context, command.draft.guild));
  if (command.task.is_zero()) return refuse(Rejection::task_unknown);
  if (is_task_id_used(state, command.task)) return refuse(Rejection::task_exists);
  TRY_RULE(check_draft(state, command.draft, DraftTimes::required_or_open_ended));
  return check_not_past(context, command.draft);
}

void perform_rule(State& state, const Context& context, const model::PostTask& command,
                  Events& events) {
  state.insert(model::Task{.task = command.task,
                           .draft = completed(state, command.draft),
                           .revision = 1,
                           .posted_at = context.now,
                           .changed_at = context.now});
  events.push_back({EventKind::task_posted, command.task});
}

// ---- change_task: within the same guild

Verdict check_rule(const State& state, const Context& context, const model::ChangeTask& command) {
  const model::Task* task = state.tasks().find(command.task);
  TRY_RULE(check_open_task(task));
  TRY_RULE(check_may_post(state, context, task->draft.guild));
  if (command.draft.guild != task->draft.guild) return refuse(Rejection::not_in_guild);
  if (command.revision != task->revision) return refuse(Rejection::revision_stale);
  if (is_over(*task, context.now)) return refuse(Rejection::task_over);
  TRY_RULE(check_draft(state, command.draft, DraftTimes::required_or_open_ended));
  TRY_RULE(check_not_past(context, command.draft));
  if (command.draft.people_max < regular_places(*task) + task->guests ||
      command.draft.trainees_max < trainee_places(*task)) {
    return refuse(Rejection::people_below_taken);
  }
  return check_reason(command.reason);
}

void perform_rule(State& state, const Context& context, const model::ChangeTask& command,
                  Events& events) {
  auto& task = state.edit<model::Task>(command.task);
  model::TaskDraft draft = completed(state, command.draft);
  const bool is_moved = task.draft.start != draft.start || task.draft.end != draft.end;
  const bool wants_more = draft.people_min > task.draft.people_min ||
                          draft.people_max > task.draft.people_max ||
                          draft.trainees_max > task.draft.trainees_max;
  if (is_moved || wants_more) reopen_round_of(state, command.task, context.now, events);
  if (is_moved) task.invited.clear();  // another time is another question
  task.draft = std::move(draft);
  task.revision += 1;
  task.changed_at = context.now;
  task.reason = command.reason;
  events.push_back({EventKind::task_changed, command.task});
}

// ---- cancel_task

Verdict check_rule(const State& state, const Context& context, const model::CancelTask& command) {
  const model::Task* task = state.tasks().find(command.task);
  TRY_RULE(check_open_task(task));
  TRY_RULE(check_may_post(state, context, task->draft.guild));
  if (is_over(*task, context.now)) return refuse(Rejection::task_over);
  return check_reason(command.reason);
}

void perform_rule(State& state, const Context& context, const model::CancelTask& command,
                  Events& events) {
  // Whoever was to come has time for something else.
  reopen_round_of(state, command.task, context.now, events);
  auto& task = state.edit<model::Task>(command.task);
  task.invited.clear();
  task.status = model::TaskStatus::cancelled;
  task.revision += 1;
  task.changed_at = context.now;
  task.reason = command.reason;
  events.push_back({EventKind::task_cancelled, command.task});
}

// ---- record_unasked: any member, for any guild whose work it was

Verdict check_rule(const State& state, const Context& context,
                   const model::RecordUnasked& command) {
  if (!state.guilds().contains(command.guild)) return refuse(Rejection::guild_unknown);
  if (!command.sector.empty() && !state.sectors().contains(command.sector)) {
    return refuse(Rejection::sector_unknown);
  }
  if (command.task.is_zero()) return refuse(Rejection::task_unknown);
  if (is_task_id_used(state, command.task)) return refuse(Rejection::task_exists);
  TRY_RULE(check_text(command.title, model::title_size_max));
  if (command.start > context.now || command.start < context.now - model::record_back_max) {
    return refuse(Rejection::record_out_of_range);
  }
  if (command.minutes < 1 || command.minutes > model::minutes_max) {
    return refuse(Rejection::minutes_out_of_range);
  }
  if (command.start + core::minutes(command.minutes) > context.now + model::record_ahead_max) {
    return refuse(Rejection::record_out_of_range);
  }
  if (command.people < 1 || command.people > model::people_max) {
    return refuse(Rejection::people_out_of_range);
  }
  if (command.guests > command.people) return refuse(Rejection::guests_out_of_range);
  return {};
}

void perform_rule(State& state, const Context& context, const model::RecordUnasked& command,
                  Events& events) {
  model::TaskDraft draft{.guild = command.guild,
                         .sector = command.sector,
                         .title = command.title,
                         .start = command.start,
                         .end = command.start + core::minutes(command.minutes),
                         .minutes = command.minutes,
                         .people_min = command.people,
                         .people_max = command.people,
                         .importance = 1};
  state.insert(model::Task{.task = command.task,
                           .draft = completed(state, std::move(draft)),
                           .status = model::TaskStatus::recorded,
                           .revision = 1,
                           .posted_at = context.now,
                           .changed_at = context.now,
                           .guests = command.guests});
  events.push_back({EventKind::work_recorded, command.task});
}

// ---- set_guests

Verdict check_rule(const State& state, const Context& context, const model::SetGuests& command) {
  const model::Task* task = state.tasks().find(command.task);
  TRY_RULE(check_open_task(task));
  TRY_RULE(check_may_post(state, context, task->draft.guild));
  if (command.guests > model::guests_max) return refuse(Rejection::guests_out_of_range);
  return {};
}

void perform_rule(State& state, const Context& context, const model::SetGuests& command,
                  Events& events) {
  auto& task = state.edit<model::Task>(command.task);
  if (command.guests < task.guests) reopen_round_of(state, command.task, context.now, events);
  task.guests = command.guests;
  events.push_back({EventKind::guests_changed, command.task});
}

// ---- confirm_done: a second person, for everybody else on the task who marked it done. What was
// done before a task was cancelled stays done.

Verdict check_rule(const State& state, const Context& context, const model::ConfirmDone& command) {
  const model::Task* task = state.tasks().find(command.task);
  if (task == nullptr) return refuse(Rejection::task_unknown);
  if (task->status == model::TaskStatus::recorded) return refuse(Rejection::task_recorded);
  const auto own =
      model::place_nullifier_of(state.commune().chain, command.task, context.command.key);
  bool own_done = false;
  for (const model::Place& place : task->places) {
    if (place.status != model::PlaceStatus::done) continue;
    if (place.nullifier != own) return {};
    own_done = true;
  }
  return refuse(own_done ? Rejection::own_work : Rejection::nothing_to_confirm);
}

void perform_rule(State& state, const Context& context, const model::ConfirmDone& command,
                  Events& events) {
  const auto own =
      model::place_nullifier_of(state.commune().chain, command.task, context.command.key);
  for (model::Place& place : state.edit<model::Task>(command.task).places) {
    if (place.status == model::PlaceStatus::done && place.nullifier != own) {
      place.status = model::PlaceStatus::confirmed;
    }
  }
  events.push_back({EventKind::work_confirmed, command.task});
}

}  // namespace commune::ledger

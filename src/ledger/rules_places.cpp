// Places: taking them, leaving them, doing the work. A place is known by its participant key alone;
// what was verified of the member at the moment of taking (one place a task, certificates) leaves
// nothing behind but the nullifier.
#include <algorithm>

#include "core/check.h"
#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::ledger {
namespace {

const model::Place* find_place(const model::Task& task, const model::PublicKey& participant) {
  const auto found = std::ranges::find(task.places, participant, &model::Place::participant);
  return found == task.places.end() ? nullptr : &*found;
}

model::Place& place_in(model::Task& task, const model::PublicKey& participant) {
  const auto found = std::ranges::find(task.places, participant, &model::Place::participant);
  CHECK(found != task.places.end());
  return *found;
}

bool holds(const model::Member& member, const model::SkillId& skill, core::Time until) {
  return std::ranges::any_of(member.certificates, [&](const model::Certificate& held) {
    return held.skill == skill && (!held.valid_until.is_set() || held.valid_until >= until);
  });
}

// The task is there and open, and the signing key has a place on it.
Verdict check_on_task(const State& state, const Context& context, const model::TaskId& id) {
  const model::Task* task = state.tasks().find(id);
  if (task == nullptr) return refuse(Rejection::task_unknown);
  if (task->status == model::TaskStatus::recorded) return refuse(Rejection::task_recorded);
  if (find_place(*task, context.command.key) == nullptr) return refuse(Rejection::not_on_task);
  if (task->status == model::TaskStatus::cancelled) return refuse(Rejection::task_cancelled);
  return {};
}

bool is_long_ago(const model::Task& task, core::Time now) {
  return task.draft.end.is_set() && task.draft.end + model::done_after_max < now;
}

// All places of that kind, those that look for a swap included.
std::uint32_t held_places(const model::Task& task, bool trainee) {
  return static_cast<std::uint32_t>(
      std::ranges::count(task.places, trainee, &model::Place::trainee));
}

// Whether somebody new of that kind finds no room unless one of those who look for a swap goes.
bool is_crowded(const model::Task& task, bool trainee, core::Time now) {
  const std::uint32_t held = held_places(task, trainee) + kept_free(task, trainee, now);
  return trainee ? held >= task.draft.trainees_max : held + task.guests >= task.draft.people_max;
}

}  // namespace

std::uint32_t kept_free(const model::Task& task, bool trainee, core::Time now) {
  return static_cast<std::uint32_t>(
      std::ranges::count_if(task.invited, [&](const model::Invited& invited) {
        return invited.trainee == trainee && invited.until >= now;
      }));
}

bool is_full(const model::Task& task, bool trainee, core::Time now) {
  const std::uint32_t kept = kept_free(task, trainee, now);
  return trainee ? trainee_places(task) + kept >= task.draft.trainees_max
                 : regular_places(task) + kept + task.guests >= task.draft.people_max;
}

Verdict check_certificates(const Context& context, const model::TaskDraft& draft) {
  const core::Time needed_until = draft.end.is_set() ? draft.end : context.now;
  const bool certified = std::ranges::all_of(draft.certificates, [&](const auto& skill) {
    return holds(*context.member, skill, needed_until);
  });
  if (!certified) return refuse(Rejection::certificate_required);
  return {};
}

void add_place(State& state, const Context& context, const model::TaskId& id,
               const model::Place& place) {
  auto& task = state.edit<model::Task>(id);
  if (is_crowded(task, place.trainee, context.now)) {
    // Whoever asked first for a swap is free to go.
    const auto swapped = std::ranges::find_if(task.places, [&](const auto& other) {
      return other.trainee == place.trainee && other.seeking_swap;
    });
    if (swapped != task.places.end()) task.places.erase(swapped);
  }
  task.places.push_back(place);
}

// ---- take_place

Verdict check_rule(const State& state, const Context& context, const model::TakePlace& command) {
  const model::Task* task = state.tasks().find(command.task);
  if (task == nullptr) return refuse(Rejection::task_unknown);
  if (task->status == model::TaskStatus::cancelled) return refuse(Rejection::task_cancelled);
  if (task->status == model::TaskStatus::recorded) return refuse(Rejection::task_recorded);
  if (task->draft.end.is_set() && task->draft.end + model::late_take_max < context.now) {
    return refuse(Rejection::task_over);
  }
  const auto own =
      model::place_nullifier_of(state.commune().chain, command.task, context.command.key);
  const bool twice = std::ranges::any_of(task->places, [&](const model::Place& place) {
    return place.nullifier == own || place.participant == command.participant;
  });
  if (twice || command.participant.is_zero()) return refuse(Rejection::already_on_task);
  if (command.trainee) {
    // A trainee works beside somebody who holds the certificates.
    if (is_full(*task, true, context.now)) return refuse(Rejection::trainee_places_full);
    return {};
  }
  TRY_RULE(check_certificates(context, task->draft));
  if (is_full(*task, false, context.now)) return refuse(Rejection::task_full);
  return {};
}

void perform_rule(State& state, const Context& context, const model::TakePlace& command,
                  Events& events) {
  add_place(state, context, command.task,
            {.participant = command.participant,
             .nullifier = model::place_nullifier_of(state.commune().chain, command.task,
                                                    context.command.key),
             .trainee = command.trainee,
             .shown = command.show_name ? context.member->member : model::MemberId{}});
  events.push_back({EventKind::place_taken, command.task});
  withdraw_clashing_offers(state, context, command.task, events);
}

// ---- hand_back

Verdict check_rule(const State& state, const Context& context, const model::HandBack& command) {
  TRY_RULE(check_on_task(state, context, command.task));
  const model::Place* place = find_place(*state.tasks().find(command.task), context.command.key);
  if (place->status != model::PlaceStatus::taken) return refuse(Rejection::place_done);
  return {};
}

void perform_rule(State& state, const Context& context, const model::HandBack& command,
                  Events& events) {
  auto& task = state.edit<model::Task>(command.task);
  std::erase_if(task.places, [&](const model::Place& place) {
    return place.participant == context.command.key;
  });
  events.push_back({EventKind::place_handed_back, command.task});
  reopen_round_of(state, command.task, context.now, events);
}

// ---- seek_swap: the place stays one's own until somebody takes it over

Verdict check_rule(const State& state, const Context& context, const model::SeekSwap& command) {
  TRY_RULE(check_on_task(state, context, command.task));
  const model::Task& task = *state.tasks().find(command.task);
  const model::Place* place = find_place(task, context.command.key);
  if (place->status != model::PlaceStatus::taken) return refuse(Rejection::place_done);
  if (is_over(task, context.now)) return refuse(Rejection::task_over);
  // Somebody may have filled the gap in the meantime: then there is nothing to come back to.
  if (!command.seeking && place->seeking_swap && is_full(task, place->trainee, context.now)) {
    return refuse(place->trainee ? Rejection::trainee_places_full : Rejection::task_full);
  }
  return {};
}

void perform_rule(State& state, const Context& context, const model::SeekSwap& command,
                  Events& events) {
  place_in(state.edit<model::Task>(command.task), context.command.key).seeking_swap =
      command.seeking;
  events.push_back({EventKind::place_changed, command.task});
  // Somebody who would have liked to come is asked in their place.
  if (command.seeking) reopen_round_of(state, command.task, context.now, events);
}

// ---- mark_done: may be corrected until somebody confirms it

Verdict check_rule(const State& state, const Context& context, const model::MarkDone& command) {
  TRY_RULE(check_on_task(state, context, command.task));
  const model::Task& task = *state.tasks().find(command.task);
  const model::Place* place = find_place(task, context.command.key);
  if (place->status == model::PlaceStatus::confirmed) return refuse(Rejection::place_confirmed);
  if (task.draft.start.is_set() && context.now < task.draft.start - model::early_done_max) {
    return refuse(Rejection::done_too_early);
  }
  if (is_long_ago(task, context.now)) return refuse(Rejection::done_too_late);
  if (command.minutes < 1 || command.minutes > model::minutes_max) {
    return refuse(Rejection::minutes_out_of_range);
  }
  return {};
}

void perform_rule(State& state, const Context& context, const model::MarkDone& command,
                  Events& events) {
  auto& place = place_in(state.edit<model::Task>(command.task), context.command.key);
  place.status = model::PlaceStatus::done;
  place.minutes = command.minutes;
  place.seeking_swap = false;
  events.push_back({EventKind::place_done, command.task});
}

// ---- give_feedback: counted without a name

Verdict check_rule(const State& state, const Context& context, const model::GiveFeedback& command) {
  TRY_RULE(check_on_task(state, context, command.task));
  const model::Task& task = *state.tasks().find(command.task);
  const model::Place* place = find_place(task, context.command.key);
  if (place->status == model::PlaceStatus::taken) return refuse(Rejection::not_done_yet);
  if (place->feedback_given) return refuse(Rejection::feedback_given);
  if (is_long_ago(task, context.now)) return refuse(Rejection::done_too_late);
  const bool says_something = command.enjoyed || command.hard || command.too_long ||
                              command.unsafe || command.learned || !command.note.empty();
  if (!says_something) return refuse(Rejection::feedback_empty);
  TRY_RULE(check_optional_text(command.note, model::note_size_max));
  if (!command.note.empty() && task.feedback.notes.size() >= model::notes_per_task_max) {
    return refuse(Rejection::limit_reached);
  }
  return {};
}

void perform_rule(State& state, const Context& context, const model::GiveFeedback& command,
                  Events& events) {
  auto& task = state.edit<model::Task>(command.task);
  place_in(task, context.command.key).feedback_given = true;
  task.feedback.enjoyed += command.enjoyed ? 1U : 0U;
  task.feedback.hard += command.hard ? 1U : 0U;
  task.feedback.too_long += command.too_long ? 1U : 0U;
  task.feedback.unsafe += command.unsafe ? 1U : 0U;
  task.feedback.learned += command.learned ? 1U : 0U;
  if (!command.note.empty()) task.feedback.notes.push_back(command.note);
  events.push_back({EventKind::feedback_given, command.task});
}

// ---- hide_name

Verdict check_rule(const State& state, const Context& context, const model::HideName& command) {
  TRY_RULE(check_on_task(state, context, command.task));
  const model::Place* place = find_place(*state.tasks().find(command.task), context.command.key);
  if (place->shown.is_zero()) return refuse(Rejection::name_not_shown);
  return {};
}

void perform_rule(State& state, const Context& context, const model::HideName& command,
                  Events& events) {
  place_in(state.edit<model::Task>(command.task), context.command.key).shown = model::MemberId{};
  events.push_back({EventKind::place_changed, command.task});
}

}  // namespace commune::ledger

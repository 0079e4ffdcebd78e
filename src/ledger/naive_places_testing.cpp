// The naive ledger's places: taking them, leaving them, doing the work.
#include <algorithm>

#include "ledger/naive_ledger_testing.h"

namespace commune::ledger::testing {
namespace {

using model::PlaceStatus;
using model::TaskStatus;

constexpr std::int64_t hour = 3'600;
constexpr std::int64_t day = 24 * hour;

// How the people of a task are spread.
struct Crew {
  std::uint32_t staying = 0;  // guests too
  std::uint32_t looking = 0;  // for somebody to take over
  std::uint32_t learning = 0;
  std::uint32_t learning_looking = 0;
};

Crew crew_of(const model::Task& task, std::int64_t now) {
  Crew crew{.staying = task.guests};
  for (const auto& invited : task.invited) {
    if (invited.until.seconds < now) continue;
    ++(invited.trainee ? crew.learning : crew.staying);  // their place is kept
  }
  for (const auto& place : task.places) {
    if (place.trainee && place.seeking_swap) {
      ++crew.learning_looking;
    } else if (place.trainee) {
      ++crew.learning;
    } else if (place.seeking_swap) {
      ++crew.looking;
    } else {
      ++crew.staying;
    }
  }
  return crew;
}

// The first who looks for a swap is let go.
void let_one_go(model::Task& task, bool trainee) {
  for (auto place = task.places.begin(); place != task.places.end(); ++place) {
    if (place->trainee != trainee || !place->seeking_swap) continue;
    task.places.erase(place);
    return;
  }
}

}  // namespace

NaiveLedger::Answer NaiveLedger::my_place_trouble(const model::TaskId& id) {
  const auto* task = look_for<model::Task>(id);
  if (task == nullptr) return Rejection::task_unknown;
  if (task->status == TaskStatus::recorded) return Rejection::task_recorded;
  bool mine = false;
  for (const auto& place : task->places) mine = mine || place.participant == command_->key;
  if (!mine) return Rejection::not_on_task;
  if (task->status == TaskStatus::cancelled) return Rejection::task_cancelled;
  return std::nullopt;
}

model::Place& NaiveLedger::my_place(model::Task& task) {
  for (auto& place : task.places) {
    if (place.participant == command_->key) return place;
  }
  std::abort();
}

NaiveLedger::Answer NaiveLedger::obey(const model::TakePlace& command) {
  if (const Answer trouble = open_task_trouble(command.task)) return trouble;
  auto* task = look_for<model::Task>(command.task);
  const std::int64_t end = task->draft.end.seconds;
  if (end != 0 && now_ > end + 2 * day) return Rejection::task_over;
  if (command.participant == model::PublicKey{}) return Rejection::already_on_task;
  for (const auto& place : task->places) {
    if (place.nullifier == my_mark_on(command.task) || place.participant == command.participant) {
      return Rejection::already_on_task;
    }
  }
  const Crew crew = crew_of(*task, now_);
  if (command.trainee && crew.learning >= task->draft.trainees_max) {
    return Rejection::trainee_places_full;
  }
  if (!command.trainee) {
    if (const Answer trouble = certificate_trouble(task->draft)) return trouble;
    if (crew.staying >= task->draft.people_max) return Rejection::task_full;
  }
  insert_place(*task, command.participant, command.trainee, command.show_name);
  take_back_what_clashes(*task);
  return std::nullopt;
}

void NaiveLedger::insert_place(model::Task& task, const model::PublicKey& participant, bool trainee,
                               bool show_name) {
  const Crew crew = crew_of(task, now_);
  if (!trainee && crew.staying + crew.looking >= task.draft.people_max) let_one_go(task, false);
  if (trainee && crew.learning + crew.learning_looking >= task.draft.trainees_max) {
    let_one_go(task, true);
  }
  model::Place place;
  place.participant = participant;
  place.nullifier = my_mark_on(task.task);
  place.trainee = trainee;
  if (show_name) place.shown = me_;
  task.places.push_back(place);
}

NaiveLedger::Answer NaiveLedger::obey(const model::HandBack& command) {
  if (const Answer trouble = my_place_trouble(command.task)) return trouble;
  auto* task = look_for<model::Task>(command.task);
  if (my_place(*task).status != PlaceStatus::taken) return Rejection::place_done;
  std::vector<model::Place> others;
  for (const auto& place : task->places) {
    if (place.participant != command_->key) others.push_back(place);
  }
  task->places = others;
  share_again_around(*task);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::SeekSwap& command) {
  if (const Answer trouble = my_place_trouble(command.task)) return trouble;
  auto* task = look_for<model::Task>(command.task);
  auto& place = my_place(*task);
  if (place.status != PlaceStatus::taken) return Rejection::place_done;
  if (task->draft.end.seconds != 0 && task->draft.end.seconds <= now_) return Rejection::task_over;
  const bool comes_back = place.seeking_swap && !command.seeking;
  const Crew crew = crew_of(*task, now_);
  if (comes_back && place.trainee && crew.learning >= task->draft.trainees_max) {
    return Rejection::trainee_places_full;
  }
  if (comes_back && !place.trainee && crew.staying >= task->draft.people_max) {
    return Rejection::task_full;
  }
  place.seeking_swap = command.seeking;
  if (command.seeking) share_again_around(*task);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::MarkDone& command) {
  if (const Answer trouble = my_place_trouble(command.task)) return trouble;
  auto* task = look_for<model::Task>(command.task);
  auto& place = my_place(*task);
  if (place.status == PlaceStatus::confirmed) return Rejection::place_confirmed;
  const std::int64_t start = task->draft.start.seconds;
  const std::int64_t end = task->draft.end.seconds;
  if (start != 0 && start - now_ > 12 * hour) return Rejection::done_too_early;
  if (end != 0 && now_ - end > 60 * day) return Rejection::done_too_late;
  if (command.minutes == 0 || command.minutes > 1440) return Rejection::minutes_out_of_range;
  place.status = PlaceStatus::done;
  place.minutes = command.minutes;
  place.seeking_swap = false;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::GiveFeedback& command) {
  if (const Answer trouble = my_place_trouble(command.task)) return trouble;
  auto* task = look_for<model::Task>(command.task);
  auto& place = my_place(*task);
  if (place.status == PlaceStatus::taken) return Rejection::not_done_yet;
  if (place.feedback_given) return Rejection::feedback_given;
  const std::int64_t end = task->draft.end.seconds;
  if (end != 0 && now_ - end > 60 * day) return Rejection::done_too_late;
  const bool ticked =
      command.enjoyed || command.hard || command.too_long || command.unsafe || command.learned;
  if (!ticked && command.note.empty()) return Rejection::feedback_empty;
  if (command.note.size() > 1000) return Rejection::text_too_long;
  if (!command.note.empty() && task->feedback.notes.size() == 100) return Rejection::limit_reached;
  auto& said = task->feedback;
  if (command.enjoyed) ++said.enjoyed;
  if (command.hard) ++said.hard;
  if (command.too_long) ++said.too_long;
  if (command.unsafe) ++said.unsafe;
  if (command.learned) ++said.learned;
  if (!command.note.empty()) said.notes.push_back(command.note);
  place.feedback_given = true;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::HideName& command) {
  if (const Answer trouble = my_place_trouble(command.task)) return trouble;
  auto& place = my_place(*look_for<model::Task>(command.task));
  if (place.shown == model::MemberId{}) return Rejection::name_not_shown;
  place.shown = {};
  return std::nullopt;
}

}  // namespace commune::ledger::testing

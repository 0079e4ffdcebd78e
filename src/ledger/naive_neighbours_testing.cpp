// The naive ledger's calls between communes: brought by a neighbour, adjusted, and the visitors of
// one's own calls.
#include <algorithm>
#include <cstdint>

#include "ledger/naive_ledger_testing.h"

namespace commune::ledger::testing {

using model::AlertStatus;
using model::DeviceRole;

NaiveLedger::Answer NaiveLedger::obey(const model::RelayCall& command) {
  const auto* device = look_for<model::Device>(command_->key);
  if (device->role != DeviceRole::neighbour) return Rejection::device_not_for_this;
  if (command.alert == model::AlertId{}) return Rejection::alert_unknown;
  if (look_for<model::Alert>(command.alert) != nullptr ||
      look_for<model::Task>(*model::TaskId::parse(command.alert.hex())) != nullptr) {
    return Rejection::alert_exists;
  }
  if (command.text.find_first_not_of(" \t\n") == std::string::npos) return Rejection::text_missing;
  if (command.text.size() > 400) return Rejection::text_too_long;
  const std::int64_t begin = command.start.seconds;
  const std::int64_t end = command.end.seconds;
  if (begin == 0 || begin >= end) return Rejection::times_contradictory;
  if (end - begin > 14 * 86'400) return Rejection::times_too_long;
  if (end <= now_) return Rejection::times_in_past;
  if (begin > now_ + 3 * 86'400) return Rejection::times_too_far;
  if (command.people == 0 || command.people > 500) return Rejection::people_out_of_range;
  if (const Answer trouble = calls_trouble()) return trouble;

  model::Alert call;
  call.alert = command.alert;
  call.guild = device->guild;
  call.kind = device->kind;
  call.venue = device->venue;
  call.text = device->name + ": " + command.text;
  call.raised_at = {now_};
  call.last_at = {now_};
  call.reporters = {my_mark_as_reporter(call.alert)};
  call.neighbour = device->key;
  call.start = command.start;
  call.end = command.end;
  call.people = command.people;
  const bool trusted = device->trusted;
  records_.emplace_back(call);
  if (trusted) becomes_urgent(*look_for<model::Alert>(command.alert));
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::AdjustCall& command) {
  const auto* device = look_for<model::Device>(command_->key);
  if (device->role != DeviceRole::neighbour) return Rejection::device_not_for_this;
  auto* call = look_for<model::Alert>(command.alert);
  if (call == nullptr || call->neighbour != device->key) return Rejection::alert_unknown;
  auto* task = look_for<model::Task>(*model::TaskId::parse(command.alert.hex()));
  if (call->status != AlertStatus::open && call->status != AlertStatus::confirmed) {
    return Rejection::alert_closed;
  }
  std::int64_t end = call->end.seconds;
  if (task != nullptr) {
    if (task->status != model::TaskStatus::open) return Rejection::alert_closed;
    if (task->draft.end.seconds != 0) end = task->draft.end.seconds;
  }
  if (now_ >= end) return Rejection::alert_closed;
  if (command.people == 0) {
    if (command.reason.find_first_not_of(" \t\n") == std::string::npos) {
      return Rejection::reason_missing;
    }
    if (command.reason.size() > 500) return Rejection::text_too_long;
    call->status = AlertStatus::withdrawn;
    call->reason = command.reason;
    if (task == nullptr) return std::nullopt;
    share_again_around(*task);
    task->invited.clear();
    task->status = model::TaskStatus::cancelled;
    task->revision += 1;
    task->changed_at = {now_};
    task->reason = command.reason;
    return std::nullopt;
  }
  if (command.people > 500) return Rejection::people_out_of_range;
  if (call->changes == 100) return Rejection::calls_too_many;
  call->people = command.people;
  call->changes += 1;
  if (task == nullptr) return std::nullopt;
  std::uint32_t coming = task->guests;
  for (const model::Place& place : task->places) coming += place.trainee ? 0 : 1;
  if (task->draft.people_min < command.people) share_again_around(*task);
  task->draft.people_min = command.people;
  task->draft.people_max = std::min<std::uint32_t>(500, std::max(command.people, coming));
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::SetVisitors& command) {
  const auto* device = look_for<model::Device>(command_->key);
  if (device->role != DeviceRole::messenger) return Rejection::device_not_for_this;
  if (const Answer trouble = open_task_trouble(command.task)) return trouble;
  auto* task = look_for<model::Task>(command.task);
  if (task->draft.end.seconds != 0 && task->draft.end.seconds <= now_) return Rejection::task_over;
  if (command.people > 500) return Rejection::people_out_of_range;
  if (command.people > 0) {
    const auto* alert = look_for<model::Alert>(*model::AlertId::parse(command.task.hex()));
    const bool theirs = alert != nullptr && alert->neighbour != model::PublicKey{};
    if (theirs || task->series != model::SeriesId{} ||
        task->draft.urgency != model::Urgency::urgent) {
      return Rejection::task_no_call;
    }
  }
  std::erase_if(task->visitors,
                [&](const model::Visitors& word) { return word.messenger == command_->key; });
  if (command.people > 0) task->visitors.push_back({command_->key, command.people});
  std::ranges::sort(task->visitors, {}, &model::Visitors::messenger);
  return std::nullopt;
}

}  // namespace commune::ledger::testing

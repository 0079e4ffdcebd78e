// The naive ledger's urgent calls: devices, alerts, and the tasks that they become.
#include <algorithm>
#include <map>
#include <string>

#include "core/hash.h"
#include "ledger/naive_ledger_testing.h"

namespace commune::ledger::testing {
namespace {

using model::AlertStatus;

bool has_words(const std::string& text) {
  return text.find_first_not_of(" \t\n") != std::string::npos;
}

}  // namespace

NaiveLedger::Answer NaiveLedger::obey(const model::PutDevice& command) {
  if (const Answer trouble = steward_trouble(command.guild)) return trouble;
  if (command.key == model::PublicKey{} || command.key == command_->key) {
    return Rejection::device_malformed;
  }
  if (const auto* known = look_for<model::Device>(command.key)) {
    if (const Answer trouble = steward_trouble(known->guild)) return trouble;
  }
  if (!has_words(command.name)) return Rejection::text_missing;
  if (command.name.size() > 80) return Rejection::text_too_long;
  if (!command.kind.empty() && look_for<model::Template>(command.kind) == nullptr) {
    return Rejection::template_unknown;
  }
  if (!command.venue.empty() && look_for<model::Venue>(command.venue) == nullptr) {
    return Rejection::venue_unknown;
  }
  if (look_for<model::Device>(command.key) == nullptr) {
    model::Device fresh;
    fresh.key = command.key;
    records_.emplace_back(fresh);
  }
  auto* device = look_for<model::Device>(command.key);
  if (command.removed || command.role != model::DeviceRole::messenger) {
    for (auto* task : all_of<model::Task>()) {
      const bool over = task->draft.start.seconds != 0 && task->draft.end.seconds <= now_;
      if (task->status != model::TaskStatus::open || over) continue;
      std::erase_if(task->visitors,
                    [&](const auto& word) { return word.messenger == command.key; });
    }
  }
  device->name = command.name;
  device->guild = command.guild;
  device->kind = command.kind;
  device->venue = command.venue;
  device->trusted = command.trusted;
  device->removed = command.removed;
  device->role = command.role;
  return std::nullopt;
}

void NaiveLedger::becomes_urgent(model::Alert& alert) {
  alert.status = AlertStatus::confirmed;
  model::Task task;
  const auto* kind = look_for<model::Template>(alert.kind);
  if (kind != nullptr && !kind->removed) {
    task.draft = kind->draft;
    if (alert.neighbour == model::PublicKey{}) task.draft.why = alert.text;
  } else {
    task.draft.title = alert.text.substr(0, 120);  // the maker's texts are plain letters
    task.draft.people_min = 1;
    task.draft.people_max = 4;
  }
  task.task = *model::TaskId::parse(alert.alert.hex());
  task.draft.guild = alert.guild;
  task.draft.sector = {};
  task.draft.kind = alert.kind;
  if (!alert.venue.empty()) task.draft.venue = alert.venue;
  if (alert.neighbour == model::PublicKey{}) {
    if (task.draft.minutes == 0) task.draft.minutes = 60;
    task.draft.start = {now_};
    task.draft.end = {now_ + 60 * std::int64_t{task.draft.minutes}};
  } else {
    task.draft.title = alert.text.substr(0, 120);
    if (alert.text.size() > 120) task.draft.why = alert.text;
    task.draft.people_min = alert.people;
    task.draft.people_max = alert.people;
    task.draft.start = alert.start;
    task.draft.end = alert.end;
    std::int64_t minutes = (alert.end.seconds - alert.start.seconds) / 60;
    if (minutes < 1) minutes = 1;
    if (minutes > 1'440) minutes = 1'440;
    if (task.draft.minutes == 0 || task.draft.minutes > minutes) {
      task.draft.minutes = static_cast<std::uint32_t>(minutes);
    }
  }
  task.draft.importance = 3;
  task.draft.urgency = model::Urgency::urgent;
  task.draft = filled_in(task.draft);
  task.revision = 1;
  task.posted_at = {now_};
  task.changed_at = {now_};
  records_.emplace_back(task);
}

bool NaiveLedger::matters_still(const model::Alert& alert) {
  if (alert.status == AlertStatus::open) {
    if (alert.end != core::Time{}) return now_ < alert.end.seconds;
    return now_ - alert.raised_at.seconds < 86'400;
  }
  if (alert.status != AlertStatus::confirmed) return false;
  const auto* task = look_for<model::Task>(*model::TaskId::parse(alert.alert.hex()));
  if (task->status != model::TaskStatus::open) return false;
  for (const model::Place& place : task->places) {
    if (place.status != model::PlaceStatus::taken) return false;
  }
  return task->draft.start.seconds == 0 || now_ < task->draft.end.seconds;
}

model::Nullifier NaiveLedger::my_mark_as_reporter(const model::AlertId& alert) const {
  const auto digest =
      core::labelled_hash("commune/reporter/v1", {alert.view(), command_->key.view()});
  return *model::Nullifier::from(digest.view().first(16));
}

NaiveLedger::Answer NaiveLedger::calls_trouble() {
  int all = 0;
  int mine = 0;
  for (const auto* alert : all_of<model::Alert>()) {
    if (now_ - alert->raised_at.seconds >= 86'400) continue;
    ++all;
    if (alert->reporters.front() == my_mark_as_reporter(alert->alert)) ++mine;
  }
  if (mine >= 24) return Rejection::calls_too_many;
  if (all >= 1'000) return Rejection::limit_reached;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::RaiseAlert& command) {
  model::Alert alert;
  alert.alert = command.alert;
  alert.guild = command.guild;
  alert.kind = command.kind;
  alert.venue = command.venue;
  alert.text = command.text;
  const bool by_device = command_->credential == model::CredentialKind::device;
  bool sure = false;
  if (by_device) {
    const auto* device = look_for<model::Device>(command_->key);
    if (device->role != model::DeviceRole::sensor) return Rejection::device_not_for_this;
    alert.guild = device->guild;
    alert.kind = device->kind;
    alert.venue = device->venue;
    sure = device->trusted;
  }
  if (alert.alert == model::AlertId{}) return Rejection::alert_unknown;
  if (look_for<model::Alert>(alert.alert) != nullptr ||
      look_for<model::Task>(*model::TaskId::parse(alert.alert.hex())) != nullptr) {
    return Rejection::alert_exists;
  }
  if (look_for<model::Guild>(alert.guild) == nullptr) return Rejection::guild_unknown;
  if (!alert.kind.empty() && look_for<model::Template>(alert.kind) == nullptr) {
    return Rejection::template_unknown;
  }
  if (!alert.venue.empty() && look_for<model::Venue>(alert.venue) == nullptr) {
    return Rejection::venue_unknown;
  }
  if (!has_words(alert.text)) return Rejection::text_missing;
  if (alert.text.size() > 500) return Rejection::text_too_long;

  const auto near = [&](const model::VenueId& one, const model::VenueId& other) {
    if (one == other) return true;
    const auto* a = look_for<model::Venue>(one);
    const auto* b = look_for<model::Venue>(other);
    if (a == nullptr || b == nullptr) return false;
    const std::int64_t x = a->x_m - b->x_m;
    const std::int64_t y = a->y_m - b->y_m;
    return x * x + y * y <= 10'000;
  };
  std::map<std::pair<core::Time, model::AlertId>, model::Alert*> likes;
  for (auto* other : all_of<model::Alert>()) {
    if (matters_still(*other) && now_ - other->raised_at.seconds < 86'400 &&
        other->guild == alert.guild && other->kind == alert.kind &&
        (alert.kind != model::TemplateId{} || other->text == alert.text) &&
        near(other->venue, alert.venue) && now_ - other->last_at.seconds <= 1'800) {
      likes[{other->raised_at, other->alert}] = other;
    }
  }
  if (likes.empty()) {
    if (const Answer trouble = calls_trouble()) return trouble;
    alert.raised_at = {now_};
    records_.emplace_back(alert);
  }
  auto* one = likes.empty() ? look_for<model::Alert>(alert.alert) : likes.begin()->second;
  one->last_at = {now_};
  const auto mark = my_mark_as_reporter(one->alert);
  if (std::count(one->reporters.begin(), one->reporters.end(), mark) == 0 &&
      one->reporters.size() < 50) {
    one->reporters.push_back(mark);
  }
  sure = sure || one->reporters.size() > 1;
  if (sure && one->status == AlertStatus::open) becomes_urgent(*one);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::alert_trouble(const model::AlertId& id) {
  const auto* alert = look_for<model::Alert>(id);
  if (alert == nullptr) return Rejection::alert_unknown;
  if (const Answer trouble = poster_trouble(alert->guild)) return trouble;
  if (alert->status != AlertStatus::open) return Rejection::alert_closed;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::ConfirmAlert& command) {
  if (const Answer trouble = alert_trouble(command.alert)) return trouble;
  auto* alert = look_for<model::Alert>(command.alert);
  if (!matters_still(*alert)) return Rejection::alert_closed;
  becomes_urgent(*alert);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::DismissAlert& command) {
  if (const Answer trouble = alert_trouble(command.alert)) return trouble;
  if (!has_words(command.reason)) return Rejection::reason_missing;
  if (command.reason.size() > 500) return Rejection::text_too_long;
  auto* alert = look_for<model::Alert>(command.alert);
  alert->status = AlertStatus::dismissed;
  alert->reason = command.reason;
  return std::nullopt;
}

}  // namespace commune::ledger::testing

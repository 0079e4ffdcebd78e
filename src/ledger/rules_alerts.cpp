// Urgent calls: what is reported, by a person or by a device that a guild put up, becomes an urgent
// task once a second voice or the guild confirms it. What neighbours report is in
// rules_neighbours.cpp. Who is asked to come is decided on people's
// own devices, not here.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/check.h"
#include "core/text.h"
#include "ledger/alerts.h"
#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::ledger {
namespace {

constexpr std::uint32_t plain_task_minutes = 60;
constexpr std::uint32_t plain_task_people_max = 4;

// What a report says, with what a device's registration adds.
model::RaiseAlert completed(const Context& context, model::RaiseAlert report) {
  if (context.device == nullptr) return report;
  report.guild = context.device->guild;
  report.kind = context.device->kind;
  report.venue = context.device->venue;
  return report;
}

bool is_near(const State& state, const model::VenueId& one, const model::VenueId& other) {
  if (one == other) return true;
  if (one.empty() || other.empty()) return false;
  const model::Venue& a = *state.venues().find(one);
  const model::Venue& b = *state.venues().find(other);
  const std::int64_t x = std::int64_t{a.x_m} - b.x_m;
  const std::int64_t y = std::int64_t{a.y_m} - b.y_m;
  return x * x + y * y <= model::alert_near_m * model::alert_near_m;
}

// The earliest alert of the last day that already says this, where there is one. Without a kind of
// job, only the same words mean the same.
const model::Alert* find_like(const State& state, const model::RaiseAlert& report, core::Time now) {
  for (const model::Alert* alert : alerts_since(state, now - model::alert_life)) {
    if (alert->guild == report.guild && alert->kind == report.kind &&
        (!alert->kind.empty() || alert->text == report.text) &&
        alert->last_at + model::alert_merge_max >= now &&
        is_near(state, alert->venue, report.venue) && is_going_on(state, *alert, now)) {
      return alert;
    }
  }
  return nullptr;
}

// A neighbour says itself what, when and how many.
void fill_in_call(model::TaskDraft& draft, const model::Alert& call) {
  draft.title = core::beginning_of(call.text, model::title_size_max);
  if (draft.title.size() < call.text.size()) draft.why = call.text;
  draft.start = call.start;
  draft.end = call.end;
  draft.people_min = draft.people_max = call.people;
  const std::int64_t length = std::max<std::int64_t>((call.end - call.start).count / 60, 1);
  const std::uint32_t longest = draft.minutes == 0 ? model::minutes_max : draft.minutes;
  draft.minutes = static_cast<std::uint32_t>(std::min<std::int64_t>(length, longest));
}

// The kind of job says how long and how many; what it is called is what was reported.
model::TaskDraft urgent_draft(const State& state, const model::Alert& alert, core::Time now) {
  const model::Template* kind = state.templates().find(alert.kind);
  model::TaskDraft draft;
  if (kind != nullptr && !kind->removed) {
    draft = kind->draft;
    if (alert.neighbour.is_zero()) draft.why = alert.text;
  } else {
    draft.title = core::beginning_of(alert.text, model::title_size_max);
    draft.people_min = 1;
    draft.people_max = plain_task_people_max;
  }
  if (!alert.neighbour.is_zero()) {
    fill_in_call(draft, alert);
  } else {
    if (draft.minutes == 0) draft.minutes = plain_task_minutes;
    draft.start = now;
    draft.end = now + core::minutes(draft.minutes);
  }
  draft.guild = alert.guild;
  draft.sector = {};
  draft.kind = alert.kind;
  if (!alert.venue.empty()) draft.venue = alert.venue;
  draft.importance = model::importance_max;
  draft.urgency = model::Urgency::urgent;
  return draft;
}

Verdict check_open_alert(const State& state, const Context& context, const model::AlertId& id) {
  const model::Alert* alert = state.alerts().find(id);
  if (alert == nullptr) return refuse(Rejection::alert_unknown);
  TRY_RULE(check_may_post(state, context, alert->guild));
  if (alert->status != model::AlertStatus::open) return refuse(Rejection::alert_closed);
  return {};
}

Verdict check_where(const State& state, const model::TemplateId& kind,
                    const model::VenueId& venue) {
  if (!kind.empty() && !state.templates().contains(kind)) {
    return refuse(Rejection::template_unknown);
  }
  if (!venue.empty() && !state.venues().contains(venue)) return refuse(Rejection::venue_unknown);
  return {};
}

// Where a messenger is taken down, nobody comes any more because it said so.
void forget_visitors(State& state, const model::PublicKey& messenger, core::Time now,
                     Events& events) {
  if (state.devices().find(messenger)->role != model::DeviceRole::messenger) return;
  for (const auto& [id, row] : state.tasks()) {
    const model::Task& task = row.record;
    const bool goes_on = task.status == model::TaskStatus::open && !is_over(task, now);
    const auto is_its = [&](const model::Visitors& word) { return word.messenger == messenger; };
    if (!goes_on || std::ranges::none_of(task.visitors, is_its)) continue;
    std::erase_if(state.edit<model::Task>(id).visitors, is_its);
    events.push_back({EventKind::guests_changed, id});
  }
}

}  // namespace

Verdict check_calls_a_day(const State& state, const Context& context) {
  const auto recent = alerts_since(state, context.now - core::days(1));
  const auto own = std::ranges::count_if(recent, [&](const model::Alert* alert) {
    return alert->reporters.front() == model::reporter_mark_of(alert->alert, context.command.key);
  });
  if (static_cast<std::size_t>(own) >= model::calls_a_day_max) {
    return refuse(Rejection::calls_too_many);
  }
  if (recent.size() >= model::alerts_a_day_max) return refuse(Rejection::limit_reached);
  return {};
}

void become_task(State& state, const model::AlertId& id, core::Time now, Events& events) {
  auto& alert = state.edit<model::Alert>(id);
  alert.status = model::AlertStatus::confirmed;
  const model::TaskId task = model::task_of_alert(id);
  state.insert(model::Task{.task = task,
                           .draft = completed(state, urgent_draft(state, alert, now)),
                           .revision = 1,
                           .posted_at = now,
                           .changed_at = now});
  events.push_back({EventKind::task_posted, task});
}

// ---- put_device

Verdict check_rule(const State& state, const Context& context, const model::PutDevice& command) {
  TRY_RULE(check_steward(state, context, command.guild));
  if (command.key.is_zero() || command.key == context.command.key) {
    return refuse(Rejection::device_malformed);
  }
  const model::Device* known = state.devices().find(command.key);
  if (known != nullptr) TRY_RULE(check_steward(state, context, known->guild));
  if (known == nullptr && state.devices().size() >= model::devices_max) {
    return refuse(Rejection::limit_reached);
  }
  TRY_RULE(check_text(command.name, model::name_size_max));
  return check_where(state, command.kind, command.venue);
}

void perform_rule(State& state, const Context& context, const model::PutDevice& command,
                  Events& events) {
  if (!state.devices().contains(command.key)) state.insert(model::Device{.key = command.key});
  if (command.removed || command.role != model::DeviceRole::messenger) {
    forget_visitors(state, command.key, context.now, events);
  }
  state.edit<model::Device>(command.key) = {command.key,     command.name,  command.guild,
                                            command.kind,    command.venue, command.trusted,
                                            command.removed, command.role};
  events.push_back({EventKind::device_changed, command.guild});
}

// ---- raise_alert

Verdict check_rule(const State& state, const Context& context, const model::RaiseAlert& command) {
  if (context.device != nullptr && context.device->role != model::DeviceRole::sensor) {
    return refuse(Rejection::device_not_for_this);
  }
  const model::RaiseAlert report = completed(context, command);
  if (report.alert.is_zero()) return refuse(Rejection::alert_unknown);
  if (is_task_id_used(state, model::task_of_alert(report.alert))) {
    return refuse(Rejection::alert_exists);
  }
  if (!state.guilds().contains(report.guild)) return refuse(Rejection::guild_unknown);
  TRY_RULE(check_where(state, report.kind, report.venue));
  TRY_RULE(check_text(report.text, model::why_size_max));
  if (find_like(state, report, context.now) != nullptr) return {};  // one more voice
  return check_calls_a_day(state, context);
}

void perform_rule(State& state, const Context& context, const model::RaiseAlert& command,
                  Events& events) {
  const model::RaiseAlert report = completed(context, command);
  const model::Alert* like = find_like(state, report, context.now);
  const model::AlertId id = like == nullptr ? report.alert : like->alert;
  if (like == nullptr) {
    state.insert(model::Alert{.alert = report.alert,
                              .guild = report.guild,
                              .kind = report.kind,
                              .venue = report.venue,
                              .text = report.text,
                              .raised_at = context.now,
                              .last_at = context.now});
  }
  auto& alert = state.edit<model::Alert>(id);
  alert.last_at = context.now;
  const model::Nullifier mark = model::reporter_mark_of(id, context.command.key);
  if (std::ranges::count(alert.reporters, mark) == 0 &&
      alert.reporters.size() < model::reporters_max) {
    alert.reporters.push_back(mark);
  }
  events.push_back({EventKind::alert_changed, id});
  const bool is_sure =
      alert.reporters.size() >= 2 || (context.device != nullptr && context.device->trusted);
  if (is_sure && alert.status == model::AlertStatus::open) {
    become_task(state, id, context.now, events);
  }
}

// ---- confirm_alert, dismiss_alert: by the guild

Verdict check_rule(const State& state, const Context& context, const model::ConfirmAlert& command) {
  TRY_RULE(check_open_alert(state, context, command.alert));
  const model::Alert& alert = *state.alerts().find(command.alert);
  if (!is_going_on(state, alert, context.now)) return refuse(Rejection::alert_closed);
  return {};
}

void perform_rule(State& state, const Context& context, const model::ConfirmAlert& command,
                  Events& events) {
  become_task(state, command.alert, context.now, events);
  events.push_back({EventKind::alert_changed, command.alert});
}

Verdict check_rule(const State& state, const Context& context, const model::DismissAlert& command) {
  TRY_RULE(check_open_alert(state, context, command.alert));
  return check_reason(command.reason);
}

void perform_rule(State& state, const Context&, const model::DismissAlert& command,
                  Events& events) {
  auto& alert = state.edit<model::Alert>(command.alert);
  alert.status = model::AlertStatus::dismissed;
  alert.reason = command.reason;
  events.push_back({EventKind::alert_changed, command.alert});
}

}  // namespace commune::ledger

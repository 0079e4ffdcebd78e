#include "gateway/task_view.h"

#include <algorithm>
#include <string_view>

namespace commune::gateway {
namespace {

std::string_view name_of(model::Effort effort) {
  switch (effort) {
    case model::Effort::light: return "light";
    case model::Effort::medium: return "medium";
    case model::Effort::heavy: return "heavy";
  }
  return "light";
}

std::string_view name_of(model::PlaceStatus status) {
  switch (status) {
    case model::PlaceStatus::taken: return "taken";
    case model::PlaceStatus::done: return "done";
    case model::PlaceStatus::confirmed: return "confirmed";
  }
  return "taken";
}

void write_place(JsonWriter& json, const ledger::State& state, const model::Place& place) {
  const model::Member* shown = place.shown.is_zero() ? nullptr : state.members().find(place.shown);
  json.begin_object().field("participant", place.participant.hex());
  if (shown != nullptr) {
    json.field("name", shown->name).field("member", shown->member.hex());
  } else {
    json.key("name").null().key("member").null();
  }
  json.field("trainee", place.trainee)
      .field("status", name_of(place.status))
      .field("seeking_swap", place.seeking_swap)
      .field("minutes", place.minutes)
      .end_object();
}

void write_visitors(JsonWriter& json, const ledger::State& state, const model::Task& task) {
  json.key("visitors").begin_array();
  for (const model::Visitors& word : task.visitors) {
    json.begin_object()
        .field("name", state.devices().find(word.messenger)->name)
        .field("people", word.people)
        .end_object();
  }
  json.end_array();
}

}  // namespace

std::string_view neighbour_of(const ledger::State& state, const model::Task& task) {
  if (task.draft.urgency != model::Urgency::urgent) return {};
  const model::Alert* alert = state.alerts().find(model::alert_of_task(task.task));
  if (alert == nullptr || alert->neighbour.is_zero()) return {};
  return state.devices().find(alert->neighbour)->name;
}

std::string_view name_of(model::Urgency urgency) {
  switch (urgency) {
    case model::Urgency::calm: return "calm";
    case model::Urgency::soon: return "soon";
    case model::Urgency::urgent: return "urgent";
  }
  return "calm";
}

std::string_view name_of(model::TaskStatus status) {
  switch (status) {
    case model::TaskStatus::open: return "open";
    case model::TaskStatus::cancelled: return "cancelled";
    case model::TaskStatus::recorded: return "recorded";
  }
  return "open";
}

void write_slugs(JsonWriter& json, std::string_view name,
                 const std::vector<model::SkillId>& slugs) {
  json.key(name).begin_array();
  for (const model::SkillId& slug : slugs) json.text(slug.text());
  json.end_array();
}

void write_draft_fields(JsonWriter& json, const model::TaskDraft& draft) {
  json.field("guild", draft.guild.text())
      .field("sector", draft.sector.text())
      .field("title", draft.title)
      .field("why", draft.why)
      .field("details", draft.details)
      .field("venue", draft.venue.text())
      .field("template", draft.kind.text())
      .field("start", draft.start)
      .field("end", draft.end)
      .field("due", draft.due)
      .field("minutes", draft.minutes)
      .field("people_min", draft.people_min)
      .field("people_max", draft.people_max)
      .field("trainees_max", draft.trainees_max);
  write_slugs(json, "certificates", draft.certificates);
  write_slugs(json, "skills_helpful", draft.skills_helpful);
  write_slugs(json, "skills_taught", draft.skills_taught);
  json.field("importance", draft.importance)
      .field("urgency", name_of(draft.urgency))
      .field("effort", name_of(draft.effort))
      .field("gathering", draft.gathering)
      .field("diners", draft.diners)
      .field("diners_per_person", draft.diners_per_person);
}

void write_draft(JsonWriter& json, const model::TaskDraft& draft) {
  json.begin_object();
  write_draft_fields(json, draft);
  json.end_object();
}

void write_task_fields(JsonWriter& json, const ledger::State& state, const model::Task& task) {
  const Crew crew = crew_of(task);
  json.field("id", task.task.hex());
  write_draft_fields(json, task.draft);
  json.key("series");
  if (task.series.is_zero()) {
    json.null();
  } else {
    json.text(task.series.hex());
  }
  json.field("status", name_of(task.status))
      .field("reason", task.reason)
      .field("revision", task.revision)
      .field("posted_at", task.posted_at)
      .field("changed_at", task.changed_at)
      .field("short_since", state.short_since(task.task))
      .field("guests", task.guests)
      .field("coming", crew.coming)
      .field("missing", crew.missing)
      .field("free", crew.free)
      .field("trainees_free", crew.trainees_free);
  json.key("places").begin_array();
  for (const model::Place& place : task.places) write_place(json, state, place);
  json.end_array().key("invited").begin_array();
  for (const model::Invited& invited : task.invited) {
    json.begin_object()
        .field("willing", invited.willing.hex())
        .field("trainee", invited.trainee)
        .field("until", invited.until)
        .end_object();
  }
  json.end_array();
  write_visitors(json, state, task);
  json.field("neighbour", neighbour_of(state, task));
  const model::Feedback& said = task.feedback;
  json.key("feedback")
      .begin_object()
      .field("enjoyed", said.enjoyed)
      .field("hard", said.hard)
      .field("too_long", said.too_long)
      .field("unsafe", said.unsafe)
      .field("learned", said.learned)
      .end_object();
}

void write_task(JsonWriter& json, const ledger::State& state, const model::Task& task) {
  json.begin_object();
  write_task_fields(json, state, task);
  json.end_object();
}

}  // namespace commune::gateway

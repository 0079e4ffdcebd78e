#include "gateway/push/call_message.h"

#include <algorithm>

#include "core/check.h"
#include "core/text.h"
#include "gateway/json_writer.h"
#include "gateway/rounds_view.h"
#include "gateway/task_view.h"
#include "ledger/alerts.h"
#include "model/limits.h"
#include "push/sealing.h"

namespace commune::gateway {
namespace {

using recommend::Call;

enum class Skills : std::uint8_t { all, required };

enum class Phase : std::uint8_t { goes_on, over };

void begin_message(JsonWriter& json, const model::ChainId& chain, Phase phase) {
  json.begin_object().field("chain", chain.hex());
  if (phase == Phase::over) json.field("over", true);
}

std::string write(const model::ChainId& chain, const model::Task& task, const BesideTask& beside,
                  Phase phase, Skills skills) {
  const model::TaskDraft& draft = task.draft;
  const Crew crew = crew_of(task);
  JsonWriter json(1024);
  begin_message(json, chain, phase);
  json.key("task").begin_object();
  json.field("id", task.task.hex())
      .field("guild", draft.guild.text())
      .field("sector", draft.sector.text())
      .field("title", draft.title)
      .field("venue", draft.venue.text())
      .field("template", draft.kind.text())
      .field("start", draft.start)
      .field("end", draft.end)
      .field("minutes", draft.minutes)
      .field("people_min", draft.people_min)
      .field("people_max", draft.people_max);
  write_slugs(json, "certificates", draft.certificates);
  const bool all = skills == Skills::all;
  write_slugs(json, "skills_helpful", all ? draft.skills_helpful : std::vector<model::SkillId>{});
  write_slugs(json, "skills_taught", all ? draft.skills_taught : std::vector<model::SkillId>{});
  json.key("series");
  if (task.series.is_zero()) {
    json.null();
  } else {
    json.text(task.series.hex());
  }
  json.field("importance", draft.importance)
      .field("urgency", name_of(draft.urgency))
      .field("status", name_of(task.status))
      .field("posted_at", task.posted_at)
      .field("short_since", beside.short_since)
      .field("coming", crew.coming)
      .field("missing", crew.missing)
      .field("free", crew.free);
  if (!beside.neighbour.empty()) json.field("neighbour", beside.neighbour);
  json.end_object().end_object();
  return json.take();
}

std::string write_to_fit(const model::ChainId& chain, const model::Task& task,
                         const BesideTask& beside, Phase phase) {
  std::string text = write(chain, task, beside, phase, Skills::all);
  if (text.size() > push::plain_size_max) {
    text = write(chain, task, beside, phase, Skills::required);
  }
  CHECK(text.size() <= push::plain_size_max);  // call_herald_test.cpp: the longest task fits
  return text;
}

std::string write(const model::ChainId& chain, const model::Alert& alert, Phase phase) {
  JsonWriter json(512);
  begin_message(json, chain, phase);
  json.key("alert").begin_object();
  json.field("id", alert.alert.hex())
      .field("guild", alert.guild.text())
      .field("template", alert.kind.text())
      .field("venue", alert.venue.text())
      .field("text", core::beginning_of(alert.text, model::title_size_max))
      .field("raised_at", alert.raised_at)
      .field("asked_until", asked_until(alert))
      .field("status", name_of(alert.status));
  json.end_object().end_object();
  return json.take();
}

}  // namespace

std::optional<Call> call_of(const ledger::State& state, const model::Task& task, core::Time now) {
  const model::TaskDraft& draft = task.draft;
  const auto span = recommend::find_call({.posted_at = task.posted_at,
                                          .short_since = state.short_since(task.task),
                                          .start = draft.start,
                                          .end = draft.end,
                                          .urgency = draft.urgency,
                                          .importance = draft.importance,
                                          .is_open = task.status == model::TaskStatus::open,
                                          .repeats = !task.series.is_zero(),
                                          .urgent_only = true},
                                         now);
  if (!span) return std::nullopt;
  Call call;
  call.raised_at = span->raised_at;
  call.needed_by = span->needed_by;
  call.urgency = span->urgency;
  call.places = draft.people_min;
  call.accepted = crew_of(task).coming;
  return call;
}

core::Time asked_until(const model::Alert& alert) {
  return std::min(alert.raised_at + recommend::question_life, ledger::open_until(alert));
}

std::optional<Call> question_of(const model::Alert& alert) {
  if (alert.status != model::AlertStatus::open) return std::nullopt;
  Call call;
  call.raised_at = alert.raised_at;
  call.needed_by = asked_until(alert);
  call.urgency = model::Urgency::urgent;
  call.places = 1;
  return call;
}

BesideTask beside(const ledger::State& state, const model::Task& task) {
  return {.neighbour = neighbour_of(state, task), .short_since = state.short_since(task.task)};
}

std::string call_message(const model::ChainId& chain, const model::Task& task,
                         const BesideTask& beside) {
  return write_to_fit(chain, task, beside, Phase::goes_on);
}

std::string over_message(const model::ChainId& chain, const model::Task& task,
                         const BesideTask& beside) {
  return write_to_fit(chain, task, beside, Phase::over);
}

std::string question_message(const model::ChainId& chain, const model::Alert& alert) {
  return write(chain, alert, Phase::goes_on);
}

std::string question_over_message(const model::ChainId& chain, const model::Alert& alert) {
  return write(chain, alert, Phase::over);
}

}  // namespace commune::gateway

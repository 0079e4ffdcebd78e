#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::ledger {
namespace {

// The ledger knows no calendar: it holds a rule to its size, its alphabet and its beginning. What
// dates it gives is worked out by whoever posts the occurrences.
bool is_rule(std::string_view rule) {
  if (rule.size() > model::rule_size_max || !rule.starts_with("FREQ=")) return false;
  for (const char letter : rule) {
    const bool plain = (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
    if (!plain && std::string_view("=;,+-:").find(letter) == std::string_view::npos) return false;
  }
  return true;
}

Verdict check_series(const State& state, const model::TaskDraft& draft,
                     std::string_view first_local, std::string_view rule,
                     std::uint32_t length_minutes) {
  TRY_RULE(check_draft(state, draft, DraftTimes::none));
  if (!is_local_time(first_local)) return refuse(Rejection::local_time_malformed);
  if (!is_rule(rule)) return refuse(Rejection::rule_malformed);
  if (length_minutes < 1 || length_minutes > model::minutes_max || draft.minutes > length_minutes) {
    return refuse(Rejection::minutes_out_of_range);
  }
  return {};
}

Verdict check_running(const State& state, const Context& context, const model::SeriesId& id) {
  const model::Series* series = state.series().find(id);
  if (series == nullptr) return refuse(Rejection::series_unknown);
  TRY_RULE(check_may_post(state, context, series->draft.guild));
  if (series->ended) return refuse(Rejection::series_ended);
  return {};
}

}  // namespace

// ---- put_template

Verdict check_rule(const State& state, const Context& context, const model::PutTemplate& command) {
  TRY_RULE(check_may_post(state, context, command.draft.guild));
  if (command.kind.empty()) return refuse(Rejection::text_missing);
  const model::Template* known = state.templates().find(command.kind);
  if (known != nullptr && known->draft.guild != command.draft.guild) {
    return refuse(Rejection::not_in_guild);
  }
  if (known == nullptr && state.templates().size() >= model::templates_max) {
    return refuse(Rejection::limit_reached);
  }
  return check_draft(state, command.draft, DraftTimes::none);
}

void perform_rule(State& state, const Context&, const model::PutTemplate& command, Events& events) {
  const model::Template record{.kind = command.kind, .draft = completed(state, command.draft)};
  if (state.templates().contains(command.kind)) {
    state.edit<model::Template>(command.kind) = record;
  } else {
    state.insert(record);
  }
  events.push_back({EventKind::template_changed, command.kind});
}

// ---- remove_template

Verdict check_rule(const State& state, const Context& context,
                   const model::RemoveTemplate& command) {
  const model::Template* known = state.templates().find(command.kind);
  if (known == nullptr || known->removed) return refuse(Rejection::template_unknown);
  return check_may_post(state, context, known->draft.guild);
}

void perform_rule(State& state, const Context&, const model::RemoveTemplate& command,
                  Events& events) {
  state.edit<model::Template>(command.kind).removed = true;
  events.push_back({EventKind::template_changed, command.kind});
}

// ---- post_series

Verdict check_rule(const State& state, const Context& context, const model::PostSeries& command) {
  TRY_RULE(check_may_post(state, context, command.draft.guild));
  if (command.series.is_zero()) return refuse(Rejection::series_unknown);
  if (state.series().contains(command.series)) return refuse(Rejection::series_exists);
  if (state.series().size() >= model::series_max) return refuse(Rejection::limit_reached);
  return check_series(state, command.draft, command.first_local, command.rule,
                      command.length_minutes);
}

void perform_rule(State& state, const Context&, const model::PostSeries& command, Events& events) {
  state.insert(model::Series{.series = command.series,
                             .draft = completed(state, command.draft),
                             .first_local = command.first_local,
                             .rule = command.rule,
                             .length_minutes = command.length_minutes,
                             .revision = 1});
  events.push_back({EventKind::series_changed, command.series});
}

// ---- change_series: dates that are posted already stay as they are

Verdict check_rule(const State& state, const Context& context, const model::ChangeSeries& command) {
  TRY_RULE(check_running(state, context, command.series));
  const model::Series* series = state.series().find(command.series);
  if (command.draft.guild != series->draft.guild) return refuse(Rejection::not_in_guild);
  if (command.revision != series->revision) return refuse(Rejection::revision_stale);
  TRY_RULE(check_series(state, command.draft, command.first_local, command.rule,
                        command.length_minutes));
  return check_reason(command.reason);
}

void perform_rule(State& state, const Context&, const model::ChangeSeries& command,
                  Events& events) {
  auto& series = state.edit<model::Series>(command.series);
  series.draft = completed(state, command.draft);
  series.first_local = command.first_local;
  series.rule = command.rule;
  series.length_minutes = command.length_minutes;
  series.revision += 1;
  series.reason = command.reason;
  events.push_back({EventKind::series_changed, command.series});
}

// ---- end_series

Verdict check_rule(const State& state, const Context& context, const model::EndSeries& command) {
  TRY_RULE(check_running(state, context, command.series));
  return check_reason(command.reason);
}

void perform_rule(State& state, const Context&, const model::EndSeries& command, Events& events) {
  auto& series = state.edit<model::Series>(command.series);
  series.ended = true;
  series.revision += 1;
  series.reason = command.reason;
  events.push_back({EventKind::series_changed, command.series});
}

// ---- post_occurrence

Verdict check_rule(const State& state, const Context& context,
                   const model::PostOccurrence& command) {
  TRY_RULE(check_running(state, context, command.series));
  const model::Series* series = state.series().find(command.series);
  if (!is_local_time(command.local)) return refuse(Rejection::local_time_malformed);
  if (is_task_id_used(state, model::occurrence_id_of(command.series, command.local))) {
    return refuse(Rejection::task_exists);
  }
  if (!command.start.is_set() || command.end <= command.start) {
    return refuse(Rejection::times_contradictory);
  }
  if (command.end - command.start != core::minutes(series->length_minutes)) {
    return refuse(Rejection::occurrence_length_wrong);
  }
  if (command.end <= context.now) return refuse(Rejection::times_in_past);
  if (command.end > context.now + model::task_ahead_max) return refuse(Rejection::times_too_far);
  return {};
}

void perform_rule(State& state, const Context& context, const model::PostOccurrence& command,
                  Events& events) {
  model::TaskDraft draft = state.series().find(command.series)->draft;
  draft.start = command.start;
  draft.end = command.end;
  const model::TaskId id = model::occurrence_id_of(command.series, command.local);
  state.insert(model::Task{.task = id,
                           .draft = completed(state, std::move(draft)),
                           .revision = 1,
                           .posted_at = context.now,
                           .changed_at = context.now,
                           .series = command.series});
  events.push_back({EventKind::task_posted, id});
}

}  // namespace commune::ledger

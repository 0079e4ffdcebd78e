#include "gateway/progress_view.h"

#include <algorithm>
#include <vector>

namespace commune::gateway {
namespace {

void write_sector(JsonWriter& json, const model::Sector& sector, const Work& work,
                  std::int64_t baseline) {
  json.begin_object()
      .field("id", sector.sector.text())
      .field("name", sector.name)
      .key("planned_hours")
      .hours(work.planned_minutes)
      .key("done_hours")
      .hours(work.done_minutes)
      .key("confirmed_hours")
      .hours(work.confirmed_minutes)
      .field("percent", percent_of(work))
      .key("baseline_hours")
      .hours(baseline)
      .end_object();
}

void write_guild(JsonWriter& json, const model::Guild& guild, const Work& work) {
  json.begin_object()
      .field("id", guild.guild.text())
      .field("name", guild.name)
      .field("sector", guild.sector.text())
      .key("planned_hours")
      .hours(work.planned_minutes)
      .key("done_hours")
      .hours(work.done_minutes)
      .field("percent", percent_of(work))
      .end_object();
}

void write_history(JsonWriter& json, const ledger::State& state, const WorkSums& sums,
                   const calendar::Period& last) {
  std::vector<calendar::Period> periods = {last};
  for (int i = 1; i < history_length(last.kind); ++i) {
    periods.push_back(calendar::previous_period(sums.zone(), periods.back()));
  }
  std::ranges::reverse(periods);
  json.key("history").begin_array();
  for (const calendar::Period& period : periods) {
    json.begin_object().field("from", period.from).field("to", period.to);
    json.key("sectors").begin_array();
    for (const auto& [id, row] : state.sectors()) {
      const Work work = sums.of_sector(id, period.from, period.to);
      json.begin_object()
          .field("id", id.text())
          .key("planned_hours")
          .hours(work.planned_minutes)
          .key("done_hours")
          .hours(work.done_minutes)
          .end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace

int history_length(calendar::PeriodKind kind) {
  switch (kind) {
    case calendar::PeriodKind::week: return 8;
    case calendar::PeriodKind::month: return 12;
    case calendar::PeriodKind::year: return 3;
  }
  return 1;
}

std::int64_t baseline_minutes(calendar::PeriodKind kind, std::int64_t hours_a_year,
                              std::int64_t adults) {
  const std::int64_t minutes_a_year = hours_a_year * adults * 60;
  switch (kind) {
    case calendar::PeriodKind::week: return minutes_a_year * 7 / 365;
    case calendar::PeriodKind::month: return minutes_a_year / 12;
    case calendar::PeriodKind::year: return minutes_a_year;
  }
  return minutes_a_year;
}

std::int64_t percent_of(const Work& work) {
  return work.planned_minutes == 0 ? 0 : work.done_minutes * 100 / work.planned_minutes;
}

void write_progress(JsonWriter& json, const ledger::State& state, const WorkSums& sums,
                    const calendar::Period& period) {
  json.field("period", calendar::name_of(period.kind))
      .field("from", period.from)
      .field("to", period.to)
      .field("label", period.label);
  Work whole;
  json.key("sectors").begin_array();
  for (const auto& [id, row] : state.sectors()) {
    const Work work = sums.of_sector(id, period.from, period.to);
    whole += work;
    write_sector(json, row.record, work,
                 baseline_minutes(period.kind, row.record.baseline_hours, state.commune().adults));
  }
  json.end_array().key("guilds").begin_array();
  for (const auto& [id, row] : state.guilds()) {
    write_guild(json, row.record, sums.of_guild(id, period.from, period.to));
  }
  json.end_array()
      .field("places_min", whole.places_min)
      .field("places_covered", whole.places_covered);
  write_history(json, state, sums, period);
}

}  // namespace commune::gateway

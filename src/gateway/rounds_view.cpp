#include "gateway/rounds_view.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <ranges>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/push/call_message.h"
#include "ledger/alerts.h"
#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::gateway {
namespace {

constexpr std::size_t rounds_shown_max = 20;
constexpr std::size_t alerts_shown_max = 100;

void write_round_fields(JsonWriter& json, const model::Round& round) {
  json.begin_object()
      .field("id", round.round.hex())
      .field("from", round.from)
      .field("until", round.until)
      .field("closes_at", round.closes_at)
      .field("confirm_by", round.confirm_by)
      .field("weekly", round.weekly)
      .field("revision", round.revision)
      .field("people", round.people)
      .field("clearings", round.clearings)
      .field("stale", round.stale)
      .end_object();
}

void write_willing(JsonWriter& json, const model::Willing& willing) {
  json.begin_object()
      .field("id", willing.willing.hex())
      .field("participant", willing.participant.hex());
  json.key("offers").begin_array();
  for (const model::Offer& offer : willing.offers) {
    json.begin_object()
        .field("task", offer.task.hex())
        .field("weight", offer.weight)
        .field("trainee", offer.trainee)
        .end_object();
  }
  json.end_array()
      .field("minutes_max", willing.minutes_max)
      .field("places_max", willing.places_max);
  json.key("rooms").begin_array();
  for (const model::SectorRoom& room : willing.rooms) {
    json.begin_object()
        .field("sector", room.sector.text())
        .field("minutes", room.minutes)
        .end_object();
  }
  json.end_array().key("kept").begin_array();
  for (const model::TaskId& task : willing.kept) json.text(task.hex());
  json.end_array().end_object();
}

void write_levels(JsonWriter& json, std::string_view name, const model::ClearedLevels& levels) {
  json.key(name)
      .begin_object()
      .field("coverage", levels.coverage)
      .field("burden", levels.burden)
      .field("willingness", levels.willingness)
      .end_object();
}

void write_clearing(JsonWriter& json, const model::Clearing& clearing,
                    const ClearingSummary& summary) {
  std::size_t places = 0;
  for (const model::ClearedPerson& person : clearing.people) {
    places += static_cast<std::size_t>(
        std::ranges::count(person.offers, true, &model::ClearedOffer::given));
  }
  json.begin_object()
      .field("number", clearing.number)
      .field("at", clearing.at)
      .field("places", places);
  write_levels(json, "reached", clearing.reached);
  write_levels(json, "bound", clearing.bound);
  json.field("optimal", summary.is_optimal).end_object();
}

// Tasks of the round that lack people and that nobody offered for, so that no sharing out knows
// them: those of one guild that require the same, together.
std::vector<ShortageView> unoffered(const BoardIndex& index, const model::Round& round,
                                    const model::Clearing& clearing) {
  std::map<std::pair<model::GuildId, std::vector<model::SkillId>>, ShortageView> found;
  BoardQuery in_round;
  in_round.from = round.from;
  in_round.to = round.until;
  in_round.limit = SIZE_MAX;
  for (const model::Task* task : index.find(in_round, clearing.at).tasks) {
    const model::TaskDraft& draft = task->draft;
    const std::uint32_t coming = ledger::regular_places(*task) + task->guests;
    if (task->status != model::TaskStatus::open || !draft.start.is_set() ||
        draft.start <= clearing.at || coming >= draft.people_min ||
        std::ranges::find(clearing.tasks, task->task, &model::ClearedTask::task) !=
            clearing.tasks.end()) {
      continue;
    }
    ShortageView& view = found[{draft.guild, draft.certificates}];
    view.tasks.push_back(task->task.hex());
    view.places_needed += draft.people_min - coming;
  }
  std::vector<ShortageView> views;
  for (auto& [what, view] : found) {
    for (const model::SkillId& skill : what.second) view.required.push_back(skill.text());
    views.push_back(std::move(view));
  }
  return views;
}

void write_shortage(JsonWriter& json, const ShortageView& shortage) {
  json.begin_object().key("tasks").begin_array();
  for (const std::string& task : shortage.tasks) json.text(task);
  json.end_array()
      .field("places_needed", shortage.places_needed)
      .field("places_covered", shortage.places_covered)
      .field("people_offering", shortage.people_offering);
  json.key("required").begin_array();
  for (const std::string& skill : shortage.required) json.text(skill);
  json.end_array().end_object();
}

std::vector<const model::Round*> latest_rounds(const ledger::State& state) {
  std::vector<const model::Round*> found;
  for (const auto& [id, row] : state.rounds()) found.push_back(&row.record);
  std::ranges::stable_sort(found, std::ranges::greater{}, &model::Round::from);
  if (found.size() > rounds_shown_max) found.resize(rounds_shown_max);
  return found;
}

// Those that wait for an answer first, then the latest.
std::vector<const model::Alert*> alerts_to_show(const ledger::State& state, core::Time now) {
  std::vector<const model::Alert*> found;
  const auto waits = [now](const model::Alert* alert) {
    return alert->status == model::AlertStatus::open && ledger::open_until(*alert) > now;
  };
  for (const auto& [raised_at, id] : std::views::reverse(state.alerts_by_time())) {
    if (found.size() >= alerts_shown_max && raised_at + model::call_life_max < now) break;
    found.push_back(state.alerts().find(id));
  }
  std::ranges::stable_sort(found, std::ranges::greater{}, [&](const model::Alert* alert) {
    return std::pair(waits(alert), alert->last_at);
  });
  if (found.size() > alerts_shown_max) found.resize(alerts_shown_max);
  return found;
}

}  // namespace

std::string_view name_of(model::AlertStatus status) {
  switch (status) {
    case model::AlertStatus::open: return "open";
    case model::AlertStatus::confirmed: return "confirmed";
    case model::AlertStatus::dismissed: return "dismissed";
    case model::AlertStatus::withdrawn: return "withdrawn";
  }
  return "";
}

namespace {

std::string_view name_of(model::DeviceRole role) {
  switch (role) {
    case model::DeviceRole::sensor: return "sensor";
    case model::DeviceRole::neighbour: return "neighbour";
    case model::DeviceRole::messenger: return "messenger";
  }
  return "";
}

}  // namespace

void write_rounds(JsonWriter& json, const ledger::State& state) {
  json.key("rounds").begin_array();
  for (const model::Round* round : latest_rounds(state)) write_round_fields(json, *round);
  json.end_array();
}

void write_round(JsonWriter& json, const ledger::State& state, const BoardIndex& index,
                 const ClearingSummaries& summaries, const model::Round& round) {
  json.key("round");
  write_round_fields(json, round);
  json.key("willing").begin_array();
  for (auto row = state.willing().lower_bound(model::first_willing_of(round.round));
       row != state.willing().end() && model::round_of(row->first) == round.round; ++row) {
    write_willing(json, row->second.record);
  }
  json.end_array().key("clearing");
  const model::Clearing* clearing = state.clearings().find(round.round);
  if (clearing == nullptr) {
    json.null().key("shortages").begin_array().end_array();
    return;
  }
  const auto summary = summaries.of(*clearing);
  write_clearing(json, *clearing, *summary);
  json.key("shortages").begin_array();
  for (const ShortageView& shortage : summary->shortages) write_shortage(json, shortage);
  for (const ShortageView& shortage : unoffered(index, round, *clearing))
    write_shortage(json, shortage);
  json.end_array();
}

void write_alerts(JsonWriter& json, const ledger::State& state, core::Time now) {
  json.key("alerts").begin_array();
  for (const model::Alert* alert : alerts_to_show(state, now)) {
    const bool is_open = alert->status == model::AlertStatus::open;
    json.begin_object()
        .field("id", alert->alert.hex())
        .field("guild", alert->guild.text())
        .field("template", alert->kind.text())
        .field("venue", alert->venue.text())
        .field("text", alert->text)
        .field("raised_at", alert->raised_at)
        .field("last_at", alert->last_at)
        .field("reports", alert->reporters.size())
        .field("status", name_of(alert->status))
        .field("reason", alert->reason)
        .field("asked_until", asked_until(*alert))
        .field("end", is_open ? ledger::open_until(*alert) : alert->end)
        .end_object();
  }
  json.end_array();
}

void write_devices(JsonWriter& json, const ledger::State& state) {
  json.key("devices").begin_array();
  for (const auto& [key, row] : state.devices()) {
    const model::Device& device = row.record;
    if (device.removed) continue;
    json.begin_object()
        .field("key", key.hex())
        .field("name", device.name)
        .field("guild", device.guild.text())
        .field("template", device.kind.text())
        .field("venue", device.venue.text())
        .field("trusted", device.trusted)
        .field("role", name_of(device.role))
        .end_object();
  }
  json.end_array();
}

}  // namespace commune::gateway

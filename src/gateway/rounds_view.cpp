#include "gateway/rounds_view.h"

#include <algorithm>
#include <ranges>
#include <string_view>
#include <utility>
#include <vector>

#include "clearing/crew.h"
#include "clearing/shortage.h"
#include "exchange/clearing_record.h"
#include "ledger/alerts.h"
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

void write_clearing(JsonWriter& json, const model::Clearing& clearing) {
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
  json.field("optimal", clearing.reached == clearing.bound).end_object();
}

void write_shortages(JsonWriter& json, const model::Clearing* clearing) {
  json.key("shortages").begin_array();
  if (clearing == nullptr) {
    json.end_array();
    return;
  }
  if (const auto cleared = exchange::rebuild_clearing(*clearing)) {
    const clearing::Crew crew(cleared->round, cleared->assignment);
    for (const clearing::Shortage& shortage : clearing::find_shortages(crew)) {
      json.begin_object().key("tasks").begin_array();
      for (const std::uint32_t task : shortage.tasks) {
        json.text(cleared->round.instance().tasks[task].id);
      }
      json.end_array()
          .field("places_needed", shortage.places_needed)
          .field("places_covered", shortage.places_covered)
          .field("people_offering", shortage.people_offering);
      json.key("required").begin_array();
      for (const std::string& skill : shortage.required) json.text(skill);
      json.end_array().end_object();
    }
  }
  json.end_array();
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

std::string_view name_of(model::AlertStatus status) {
  switch (status) {
    case model::AlertStatus::open: return "open";
    case model::AlertStatus::confirmed: return "confirmed";
    case model::AlertStatus::dismissed: return "dismissed";
    case model::AlertStatus::withdrawn: return "withdrawn";
  }
  return "";
}

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

void write_round(JsonWriter& json, const ledger::State& state, const model::Round& round) {
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
    json.null();
  } else {
    write_clearing(json, *clearing);
  }
  write_shortages(json, clearing);
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

#include "exchange/clearing_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "calendar/local_time.h"
#include "clearing/crew.h"
#include "clearing/shortage.h"
#include "core/hash.h"
#include "exchange/json_reader.h"

namespace commune::exchange {
namespace {

using clearing::Choice;
using clearing::Instance;
using clearing::Levels;
using clearing::Role;
using clearing::Round;
using nlohmann::json;
using Json = nlohmann::ordered_json;
using Index = std::unordered_map<std::string, std::uint32_t>;

constexpr std::size_t id_size_max = 200;
constexpr std::int64_t count_max = 1'000'000;

std::string element(const JsonObject& object, std::string_view list, std::size_t index) {
  return fmt::format("{}: {}[{}]", object.path(), list, index);
}

core::Result<std::vector<std::string>> read_texts(const JsonObject& object,
                                                  std::string_view field) {
  std::vector<std::string> texts;
  for (const json& value : *TRY(object.list(field))) {
    if (!value.is_string() || value.get_ref<const std::string&>().size() > id_size_max) {
      return object.wrong(field, "is not a list of short texts");
    }
    texts.push_back(value.get<std::string>());
  }
  return texts;
}

// "2026-11-25T17:00Z" in minutes since 1970.
core::Result<std::int64_t> read_minute(const JsonObject& object, std::string_view field) {
  const std::string text = TRY(object.text(field, id_size_max));
  const auto wrong = [&] {
    return object.wrong(field, fmt::format("\"{}\" is not a time like 2026-11-25T17:00Z", text));
  };
  if (!text.ends_with('Z')) return wrong();
  const auto time = calendar::parse_local(std::string_view{text}.substr(0, text.size() - 1));
  if (!time) return wrong();
  return time->seconds / 60;
}

// A round in the making, and where its names stand in it.
struct Reading {
  Instance instance;
  Index tasks;
  Index sectors;

  std::uint32_t sector(const std::string& name) {
    const auto next = static_cast<std::uint32_t>(instance.sectors.size());
    const auto [entry, is_new] = sectors.try_emplace(name, next);
    if (is_new) instance.sectors.push_back(name);
    return entry->second;
  }
};

core::Result<clearing::Task> read_task(const json& value, std::string path, Reading& reading) {
  const JsonObject object = TRY(JsonObject::open(
      value, std::move(path),
      {"id", "title", "sector", "start", "end", "minutes", "people_min", "people_max", "reserves",
       "trainees_max", "has_teacher", "weight", "requires"}));
  clearing::Task task;
  task.id = TRY(object.text("id", id_size_max));
  static_cast<void>(TRY(object.text("title", id_size_max, "")));
  task.sector = reading.sector(TRY(object.text("sector", id_size_max)));
  if (object.find("start") != nullptr || object.find("end") != nullptr) {
    task.begin_minute = TRY(read_minute(object, "start"));
    task.end_minute = TRY(read_minute(object, "end"));
    if (task.end_minute <= task.begin_minute) return object.wrong("end", "is not after the start");
    task.minutes = TRY(object.integer("minutes", 1, clearing::task_minutes_max,
                                      task.end_minute - task.begin_minute));
  } else {
    task.minutes = TRY(object.integer("minutes", 1, clearing::task_minutes_max));
  }
  task.people_min = static_cast<std::uint32_t>(TRY(object.integer("people_min", 0, count_max)));
  task.people_max = static_cast<std::uint32_t>(TRY(object.integer("people_max", 1, count_max)));
  task.reserves = static_cast<std::uint32_t>(TRY(object.integer("reserves", 0, count_max, 0)));
  task.trainees_max =
      static_cast<std::uint32_t>(TRY(object.integer("trainees_max", 0, count_max, 0)));
  task.has_teacher = TRY(object.boolean("has_teacher", false));
  task.weight =
      static_cast<std::uint32_t>(TRY(object.integer("weight", 1, clearing::task_weight_max, 1)));
  task.required = TRY(read_texts(object, "requires"));
  return task;
}

core::Result<clearing::Offer> read_offer(const json& value, std::string path, const Index& tasks) {
  const JsonObject object =
      TRY(JsonObject::open(value, std::move(path), {"task", "willingness", "as"}));
  clearing::Offer offer;
  const std::string task = TRY(object.text("task", id_size_max));
  const auto found = tasks.find(task);
  if (found == tasks.end())
    return object.wrong("task", fmt::format("\"{}\" is not in this round", task));
  offer.task = found->second;
  offer.willingness =
      static_cast<std::uint32_t>(TRY(object.integer("willingness", 1, clearing::willingness_max)));
  const std::string as = TRY(object.text("as", id_size_max, "experienced"));
  if (as != "experienced" && as != "trainee")
    return object.wrong("as", "is not \"experienced\" or \"trainee\"");
  offer.role = as == "trainee" ? Role::trainee : Role::experienced;
  return offer;
}

core::Result<void> read_participant(const json& value, std::string path, Reading& reading) {
  const JsonObject object = TRY(JsonObject::open(
      value, std::move(path),
      {"id", "places_max", "minutes_max", "room_minutes", "certificates", "offers"}));
  clearing::Participant person;
  person.id = TRY(object.text("id", id_size_max));
  const json& offers = *TRY(object.list("offers"));
  person.places_max = static_cast<std::uint32_t>(
      TRY(object.integer("places_max", 0, count_max, static_cast<std::int64_t>(offers.size()))));
  person.minutes_max = TRY(object.integer("minutes_max", 0, clearing::task_minutes_max));
  person.certificates = TRY(read_texts(object, "certificates"));
  for (const auto& [sector, minutes] : TRY(object.object("room_minutes"))->items()) {
    if (!minutes.is_number_unsigned() ||
        minutes.get<std::uint64_t>() > clearing::task_minutes_max) {
      return object.wrong("room_minutes",
                          fmt::format("of \"{}\" is not a number of minutes", sector));
    }
    person.rooms.push_back({reading.sector(sector), minutes.get<std::int64_t>()});
  }
  Instance& instance = reading.instance;
  const auto index = static_cast<std::uint32_t>(instance.participants.size());
  instance.participants.push_back(std::move(person));
  for (std::size_t k = 0; k < offers.size(); ++k) {
    clearing::Offer offer = TRY(read_offer(offers[k], element(object, "offers", k), reading.tasks));
    offer.participant = index;
    instance.offers.push_back(offer);
  }
  return {};
}

core::Result<Round> read_round(const json& value, std::string path) {
  const JsonObject object = TRY(JsonObject::open(
      value, std::move(path),
      {"format", "seed", "unit_minutes", "even_minutes", "tasks", "participants"}));
  if (TRY(object.text("format", id_size_max)) != clearing_round_format) {
    return core::fail(
        core::ErrorCode::wrong_version,
        fmt::format("{}: format is not \"{}\"", object.path(), clearing_round_format));
  }
  Reading reading;
  Instance& instance = reading.instance;
  instance.seed = clearing::seed_of(TRY(object.text("seed", id_size_max)));
  instance.unit_minutes = TRY(object.integer("unit_minutes", 1, clearing::task_minutes_max, 15));
  const json& tasks = *TRY(object.list("tasks"));
  for (std::size_t j = 0; j < tasks.size(); ++j) {
    instance.tasks.push_back(TRY(read_task(tasks[j], element(object, "tasks", j), reading)));
    reading.tasks.emplace(instance.tasks.back().id, static_cast<std::uint32_t>(j));
  }
  const json& people = *TRY(object.list("participants"));
  for (std::size_t i = 0; i < people.size(); ++i) {
    TRY_VOID(read_participant(people[i], element(object, "participants", i), reading));
  }
  instance.even_minutes = TRY(
      object.integer("even_minutes", 0, clearing::minute_max,
                     clearing::even_share_minutes(instance.tasks, instance.participants.size())));
  auto round = Round::make(std::move(instance));
  if (!round) return core::fail(round.error().code, object.path() + ": " + round.error().message);
  return round;
}

std::string_view role_name(Role role) { return role == Role::trainee ? "trainee" : "experienced"; }

Json levels_json(const Levels& levels) {
  return {{"coverage", levels.coverage},
          {"burden", levels.burden},
          {"willingness", levels.willingness}};
}

Json places_json(const Round& round, const clearing::Assignment& assignment) {
  Json places = Json::array();
  for (std::size_t k = 0; k < assignment.size(); ++k) {
    if (assignment[k] == 0) continue;
    const Choice& choice = round.choices()[k];
    places.push_back({{"participant", round.instance().participants[choice.participant].id},
                      {"task", round.instance().tasks[choice.task].id},
                      {"as", role_name(choice.role)}});
  }
  return places;
}

Json prices_json(const Round& round, const clearing::Certificate& certificate) {
  const Instance& instance = round.instance();
  const auto by_task = [&](const std::vector<std::int64_t>& prices) {
    Json object = Json::object();
    for (std::size_t j = 0; j < prices.size(); ++j) {
      if (prices[j] != 0) object[instance.tasks[j].id] = std::to_string(prices[j]);
    }
    return object;
  };
  Json rooms = Json::object();
  for (std::size_t i = 0; i < certificate.room_prices.size(); ++i) {
    for (std::size_t r = 0; r < certificate.room_prices[i].size(); ++r) {
      const std::int64_t price = certificate.room_prices[i][r];
      const clearing::Participant& person = instance.participants[i];
      if (price != 0)
        rooms[person.id][instance.sectors[person.rooms[r].sector]] = std::to_string(price);
    }
  }
  return {{"places", by_task(certificate.place_prices)},
          {"trainees", by_task(certificate.trainee_prices)},
          {"rooms", std::move(rooms)}};
}

Json shortages_json(const Round& round, const clearing::Assignment& assignment) {
  const clearing::Crew crew(round, assignment);
  Json list = Json::array();
  for (const clearing::Shortage& shortage : clearing::find_shortages(crew)) {
    Json tasks = Json::array();
    for (const std::uint32_t task : shortage.tasks)
      tasks.push_back(round.instance().tasks[task].id);
    list.push_back({{"lacks", shortage.lacks()},
                    {"tasks", std::move(tasks)},
                    {"places_needed", shortage.places_needed},
                    {"people_offering", shortage.people_offering},
                    {"requires", shortage.required}});
  }
  return list;
}

core::Result<Levels> read_levels(const JsonObject& parent, std::string_view field) {
  const JsonObject object = TRY(parent.child(field, {"coverage", "burden", "willingness"}));
  Levels levels;
  levels.coverage = TRY(object.integer("coverage", INT64_MIN, INT64_MAX));
  levels.burden = TRY(object.integer("burden", INT64_MIN, INT64_MAX));
  levels.willingness = TRY(object.integer("willingness", INT64_MIN, INT64_MAX));
  return levels;
}

core::Result<std::int64_t> read_price(const JsonObject& object, const std::string& name,
                                      const json& value) {
  std::int64_t price = 0;
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), price);
    if (code == std::errc{} && end == text.data() + text.size()) return price;
  }
  return object.wrong(name, "has a price that is not a whole number as text");
}

// Names of a round to their indices.
struct Names {
  Index tasks;
  Index people;
  explicit Names(const Instance& instance) {
    for (std::uint32_t j = 0; j < instance.tasks.size(); ++j)
      tasks.emplace(instance.tasks[j].id, j);
    for (std::uint32_t i = 0; i < instance.participants.size(); ++i)
      people.emplace(instance.participants[i].id, i);
  }
};

core::Result<std::vector<std::int64_t>> read_task_prices(const JsonObject& prices,
                                                         std::string_view field,
                                                         const Names& names) {
  std::vector<std::int64_t> result(names.tasks.size(), 0);
  for (const auto& [task, value] : TRY(prices.object(field))->items()) {
    const auto found = names.tasks.find(task);
    if (found == names.tasks.end())
      return prices.wrong(field, fmt::format("names \"{}\", no task of the round", task));
    result[found->second] = TRY(read_price(prices, task, value));
  }
  return result;
}

core::Result<clearing::Certificate> read_prices(const JsonObject& file, const Round& round,
                                                const Names& names) {
  const JsonObject prices = TRY(file.child("prices", {"places", "trainees", "rooms"}));
  clearing::Certificate certificate;
  certificate.place_prices = TRY(read_task_prices(prices, "places", names));
  certificate.trainee_prices = TRY(read_task_prices(prices, "trainees", names));
  const Instance& instance = round.instance();
  for (const clearing::Participant& person : instance.participants) {
    certificate.room_prices.emplace_back(person.rooms.size(), 0);
  }
  for (const auto& [name, by_sector] : TRY(prices.object("rooms"))->items()) {
    const auto found = names.people.find(name);
    if (found == names.people.end() || !by_sector.is_object()) {
      return prices.wrong("rooms", fmt::format("names \"{}\", nobody of the round", name));
    }
    const auto& rooms = instance.participants[found->second].rooms;
    for (const auto& [sector, value] : by_sector.items()) {
      const auto room =
          std::ranges::find(rooms, sector, [&](const clearing::SectorRoom& candidate) {
            return instance.sectors[candidate.sector];
          });
      if (room == rooms.end())
        return prices.wrong("rooms", fmt::format("of \"{}\" names \"{}\"", name, sector));
      certificate.room_prices[found->second][static_cast<std::size_t>(room - rooms.begin())] =
          TRY(read_price(prices, sector, value));
    }
  }
  return certificate;
}

core::Result<clearing::Assignment> read_places(const JsonObject& file, const Round& round,
                                               const Names& names) {
  std::map<std::tuple<std::uint32_t, std::uint32_t, Role>, std::size_t> offers;
  for (std::size_t k = 0; k < round.choices().size(); ++k) {
    const Choice& choice = round.choices()[k];
    offers.emplace(std::tuple(choice.participant, choice.task, choice.role), k);
  }
  clearing::Assignment assignment(round.choices().size(), 0);
  const json& places = *TRY(file.list("places"));
  for (std::size_t n = 0; n < places.size(); ++n) {
    const JsonObject place =
        TRY(JsonObject::open(places[n], element(file, "places", n), {"participant", "task", "as"}));
    const auto person = names.people.find(TRY(place.text("participant", id_size_max)));
    if (person == names.people.end()) return place.wrong("participant", "is nobody of the round");
    const auto task = names.tasks.find(TRY(place.text("task", id_size_max)));
    if (task == names.tasks.end()) return place.wrong("task", "is not in the round");
    const std::string as = TRY(place.text("as", id_size_max));
    if (as != "experienced" && as != "trainee")
      return place.wrong("as", "is not \"experienced\" or \"trainee\"");
    const auto offer = offers.find(std::tuple(person->second, task->second,
                                              as == "trainee" ? Role::trainee : Role::experienced));
    if (offer == offers.end()) return place.wrong("participant", "did not offer to do this task");
    if (assignment[offer->second] != 0) return place.wrong("participant", "has this place twice");
    assignment[offer->second] = 1;
  }
  return assignment;
}

}  // namespace

core::Result<Round> parse_round(std::string_view text, std::string_view file) {
  const json document = TRY(parse_json(text, file, clearing_file_size_max));
  return read_round(document, std::string{file});
}

Json encode_clearing(Json round_as_read, const Round& round, const clearing::Cleared& cleared) {
  const Levels& reached = cleared.verdict.reached;
  const Levels& bound = cleared.verdict.bound;
  Json file;
  file["format"] = clearing_result_format;
  file["round"] = std::move(round_as_read);
  file["places"] = places_json(round, cleared.assignment);
  file["prices"] = prices_json(round, cleared.certificate);
  file["reached"] = levels_json(reached);
  file["bound"] = levels_json(bound);
  file["optimal"] = cleared.verdict.is_optimal();
  file["shortages"] = shortages_json(round, cleared.assignment);
  return file;
}

core::Result<ClearingFile> parse_clearing(std::string_view text, std::string_view file) {
  const json document = TRY(parse_json(text, file, clearing_file_size_max));
  const JsonObject object = TRY(JsonObject::open(
      document, std::string{file},
      {"format", "round", "places", "prices", "reached", "bound", "optimal", "shortages"}));
  if (TRY(object.text("format", id_size_max)) != clearing_result_format) {
    return core::fail(core::ErrorCode::wrong_version,
                      fmt::format("{}: format is not \"{}\"", file, clearing_result_format));
  }
  const json* round_value = TRY(object.object("round"));
  Round round = TRY(read_round(*round_value, object.path() + ": round"));
  const Names names(round.instance());
  clearing::Assignment assignment = TRY(read_places(object, round, names));
  clearing::Certificate certificate = TRY(read_prices(object, round, names));
  const Levels reached = TRY(read_levels(object, "reached"));
  const Levels bound = TRY(read_levels(object, "bound"));
  const bool is_optimal = TRY(object.boolean("optimal"));
  const json* shortages = TRY(object.list("shortages"));
  return ClearingFile{
      std::move(round), std::move(assignment), std::move(certificate), reached, bound, is_optimal,
      *shortages};
}

core::Result<clearing::Verdict> check_clearing(const ClearingFile& clearing) {
  const clearing::Verdict verdict =
      TRY(clearing::check_certificate(clearing.round, clearing.assignment, clearing.certificate));
  if (verdict.reached != clearing.claimed_reached) {
    return core::fail(core::ErrorCode::invalid,
                      "the places do not reach what the file says they reach");
  }
  if (verdict.bound != clearing.claimed_bound) {
    return core::fail(core::ErrorCode::invalid,
                      "the prices do not prove the bound that the file names");
  }
  if (verdict.is_optimal() != clearing.claimed_optimal) {
    return core::fail(core::ErrorCode::invalid,
                      "whether nothing better exists is not what the file says");
  }
  if (json(shortages_json(clearing.round, clearing.assignment)) != clearing.claimed_shortages) {
    return core::fail(core::ErrorCode::invalid,
                      "the shortages are not those that the places leave");
  }
  return verdict;
}

}  // namespace commune::exchange

#include "exchange/clearing_record.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "calendar/local_time.h"
#include "exchange/clearing_file.h"

namespace commune::exchange {
namespace {

using Json = nlohmann::ordered_json;

std::string minute_text(std::int64_t minute) { return calendar::to_text({minute * 60}) + "Z"; }

Json task_json(const model::ClearedTask& task) {
  Json required = Json::array();
  for (const model::SkillId& skill : task.required) required.push_back(skill.text());
  return {{"id", task.task.hex()},
          {"sector", task.sector.text()},
          {"start", minute_text(task.begin.seconds / 60)},
          {"end", minute_text((task.end.seconds + 59) / 60)},
          {"minutes", task.minutes},
          {"people_min", task.people_min},
          {"people_max", task.people_max},
          {"reserves", task.reserves},
          {"trainees_max", task.trainees_max},
          {"has_teacher", task.has_teacher},
          {"weight", task.weight},
          {"requires", std::move(required)}};
}

using TasksById = std::map<model::TaskId, const model::ClearedTask*>;

Json person_json(const model::ClearedPerson& person, const TasksById& tasks) {
  Json rooms = Json::object();
  for (const model::ClearedRoom& room : person.rooms) rooms[room.sector.text()] = room.minutes;
  Json certificates = Json::array();
  Json offers = Json::array();
  for (const model::ClearedOffer& offer : person.offers) {
    offers.push_back({{"task", offer.task.hex()},
                      {"willingness", offer.weight},
                      {"as", offer.trainee ? "trainee" : "experienced"}});
    const auto task = tasks.find(offer.task);
    if (offer.trainee || task == tasks.end()) continue;
    // Was checked when it was offered; the file need not say more than the offer needs.
    for (const model::SkillId& skill : task->second->required) {
      if (std::ranges::find(certificates, Json(skill.text())) == certificates.end()) {
        certificates.push_back(skill.text());
      }
    }
  }
  return {{"id", person.participant.hex()},    {"places_max", person.places_max},
          {"minutes_max", person.minutes_max}, {"certificates", std::move(certificates)},
          {"room_minutes", std::move(rooms)},  {"offers", std::move(offers)}};
}

Json round_json(const model::Clearing& record) {
  TasksById by_id;
  Json tasks = Json::array();
  for (const model::ClearedTask& task : record.tasks) {
    by_id.emplace(task.task, &task);
    tasks.push_back(task_json(task));
  }
  Json people = Json::array();
  for (const model::ClearedPerson& person : record.people) {
    people.push_back(person_json(person, by_id));
  }
  return {{"format", clearing_round_format},
          {"seed", record.seed.hex()},
          {"unit_minutes", clearing::Instance{}.unit_minutes},
          {"even_minutes", record.even_minutes},
          {"tasks", std::move(tasks)},
          {"participants", std::move(people)}};
}

// Sectors by name, in the order in which they are met.
class SectorIndex {
 public:
  explicit SectorIndex(clearing::Instance& instance) : instance_(instance) {}
  std::uint32_t operator[](const model::SectorId& sector) {
    const auto [entry, is_new] =
        indices_.try_emplace(sector, static_cast<std::uint32_t>(instance_.sectors.size()));
    if (is_new) instance_.sectors.push_back(sector.text());
    return entry->second;
  }

 private:
  clearing::Instance& instance_;
  std::map<model::SectorId, std::uint32_t> indices_;
};

clearing::Task clearing_task_of(const model::ClearedTask& task, SectorIndex& sectors) {
  clearing::Task made;
  made.id = task.task.hex();
  made.sector = sectors[task.sector];
  made.begin_minute = task.begin.seconds / 60;
  made.end_minute = (task.end.seconds + 59) / 60;
  made.minutes = task.minutes;
  made.people_min = task.people_min;
  made.people_max = task.people_max;
  made.reserves = task.reserves;
  made.trainees_max = task.trainees_max;
  made.weight = task.weight;
  made.has_teacher = task.has_teacher;
  for (const model::SkillId& skill : task.required) made.required.push_back(skill.text());
  return made;
}

// Unknown tasks are left for the round to refuse.
clearing::Instance instance_of(const model::Clearing& record) {
  clearing::Instance instance;
  instance.seed = clearing::seed_of(record.seed.hex());
  instance.even_minutes = record.even_minutes;
  SectorIndex sectors(instance);
  std::map<model::TaskId, std::uint32_t> tasks;
  for (const model::ClearedTask& task : record.tasks) {
    tasks.emplace(task.task, static_cast<std::uint32_t>(instance.tasks.size()));
    instance.tasks.push_back(clearing_task_of(task, sectors));
  }
  for (const model::ClearedPerson& cleared : record.people) {
    const auto index = static_cast<std::uint32_t>(instance.participants.size());
    clearing::Participant person;
    person.id = cleared.participant.hex();
    person.places_max = cleared.places_max;
    person.minutes_max = cleared.minutes_max;
    for (const model::ClearedRoom& room : cleared.rooms)
      person.rooms.push_back({sectors[room.sector], room.minutes});
    std::set<std::string> certificates;
    for (const model::ClearedOffer& offer : cleared.offers) {
      const auto task = tasks.find(offer.task);
      const std::uint32_t at = task == tasks.end() ? UINT32_MAX : task->second;
      instance.offers.push_back(
          {index, at, offer.weight,
           offer.trainee ? clearing::Role::trainee : clearing::Role::experienced});
      if (offer.trainee || task == tasks.end()) continue;
      certificates.insert(instance.tasks[at].required.begin(), instance.tasks[at].required.end());
    }
    person.certificates.assign(certificates.begin(), certificates.end());
    instance.participants.push_back(std::move(person));
  }
  return instance;
}

template <class Noun>
std::map<std::string, std::size_t> positions(const std::vector<Noun>& nouns) {
  std::map<std::string, std::size_t> found;
  for (std::size_t i = 0; i < nouns.size(); ++i) found.emplace(nouns[i].id, i);
  return found;
}

clearing::Certificate certificate_of(const model::Clearing& record, const clearing::Round& round) {
  const auto task_at = positions(round.instance().tasks);
  const auto person_at = positions(round.instance().participants);
  clearing::Certificate certificate;
  certificate.place_prices.resize(record.tasks.size(), 0);
  certificate.trainee_prices.resize(record.tasks.size(), 0);
  certificate.room_prices.resize(record.people.size());
  for (const model::ClearedTask& task : record.tasks) {
    const std::size_t at = task_at.at(task.task.hex());
    certificate.place_prices[at] = task.place_price;
    certificate.trainee_prices[at] = task.trainee_price;
  }
  for (const model::ClearedPerson& person : record.people) {
    const std::size_t at = person_at.at(person.participant.hex());
    for (const clearing::SectorRoom& room : round.instance().participants[at].rooms) {
      const auto found = std::ranges::find_if(person.rooms, [&](const model::ClearedRoom& cleared) {
        return cleared.sector.text() == round.instance().sectors[room.sector];
      });
      certificate.room_prices[at].push_back(found == person.rooms.end() ? 0 : found->price);
    }
  }
  return certificate;
}

clearing::Assignment assignment_of(const model::Clearing& record, const clearing::Round& round) {
  std::map<std::tuple<std::string, std::string>, std::size_t> choices;
  for (std::size_t k = 0; k < round.choices().size(); ++k) {
    const clearing::Choice& choice = round.choices()[k];
    choices.emplace(std::tuple(round.instance().participants[choice.participant].id,
                               round.instance().tasks[choice.task].id),
                    k);
  }
  clearing::Assignment assignment(round.choices().size(), 0);
  for (const model::ClearedPerson& person : record.people) {
    for (const model::ClearedOffer& offer : person.offers) {
      if (offer.given) assignment[choices.at({person.participant.hex(), offer.task.hex()})] = 1;
    }
  }
  return assignment;
}

}  // namespace

core::Result<ClearedRound> rebuild_clearing(const model::Clearing& record) {
  clearing::Round round = TRY(clearing::Round::make(instance_of(record)));
  clearing::Cleared cleared{assignment_of(record, round), certificate_of(record, round), {}};
  cleared.verdict =
      TRY(clearing::check_certificate(round, cleared.assignment, cleared.certificate));
  return ClearedRound{std::move(round), std::move(cleared)};
}

core::Result<Json> clearing_file_of(const model::Clearing& record) {
  const ClearedRound made = TRY(rebuild_clearing(record));
  return encode_clearing(round_json(record), made.round, made.cleared);
}

}  // namespace commune::exchange

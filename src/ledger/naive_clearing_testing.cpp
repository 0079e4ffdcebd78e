// How the naive ledger shares a round out. It builds the round from the records in its own way, by
// name; whether the proof holds is asked of the same checker, which has a brute force of its own
// beside it.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "clearing/certificate.h"
#include "clearing/round.h"
#include "core/hash.h"
#include "ledger/naive_ledger_testing.h"

namespace commune::ledger::testing {
namespace {

// Who, and which task, as the instance names them.
using Name = std::pair<std::string, std::string>;
using Names = std::set<Name>;

core::Digest hash_of(const std::string& label, std::initializer_list<core::ByteView> parts) {
  core::Bytes bytes(label.begin(), label.end());
  bytes.push_back(0);
  for (const auto part : parts) bytes.insert(bytes.end(), part.begin(), part.end());
  return core::sha256(bytes);
}

bool same_round(const model::WillingId& willing, const model::RoundId& round) {
  return willing.hex().starts_with(round.hex());
}

bool overlap(const model::TaskDraft& a, const model::TaskDraft& b) {
  return std::max(a.start.seconds, b.start.seconds) < std::min(a.end.seconds, b.end.seconds);
}

std::uint32_t staying(const model::Task& task, bool trainees) {
  std::uint32_t count = 0;
  for (const auto& place : task.places) {
    count += place.trainee == trainees && !place.seeking_swap ? 1U : 0U;
  }
  return count;
}

bool may_be_shared(const model::Task& task, const model::Round& round, std::int64_t now) {
  const std::int64_t start = task.draft.start.seconds;
  return task.status == model::TaskStatus::open && start != 0 && start > now &&
         start >= round.from.seconds && start < round.until.seconds &&
         staying(task, false) + task.guests < task.draft.people_max;
}

bool is_invited(const model::Task& task, const model::WillingId& willing, std::int64_t now) {
  return std::ranges::any_of(task.invited, [&](const auto& invited) {
    return invited.willing == willing && invited.until.seconds >= now;
  });
}

bool let_it_lapse(const model::Task& task, const model::WillingId& willing, std::int64_t now) {
  return std::ranges::any_of(task.invited, [&](const auto& invited) {
    return invited.willing == willing && invited.until.seconds < now;
  });
}

// Twelve hours, or the round's hour where that is later; but three hours are left before it begins,
// or as much again where there are less than six.
std::int64_t last_answer(const model::Round& round, std::int64_t start, std::int64_t now) {
  constexpr std::int64_t hour = 3'600;
  const std::int64_t late = start - now < 6 * hour ? now + (start - now) / 2 : start - 3 * hour;
  return std::min(late, std::max(now + 12 * hour, round.confirm_by.seconds));
}

clearing::Task task_to_share(const model::Task& task, std::uint32_t extra, std::uint32_t sector) {
  const auto& draft = task.draft;
  const std::uint32_t coming = staying(task, false) + task.guests;
  const std::uint32_t learning = staying(task, true);
  clearing::Task made;
  made.id = task.task.hex();
  made.sector = sector;
  made.begin_minute = draft.start.seconds / 60;
  made.end_minute = draft.end.seconds / 60 + (draft.end.seconds % 60 != 0 ? 1 : 0);
  made.minutes = draft.minutes;
  made.people_min = draft.people_min > coming ? draft.people_min - coming : 0;
  for (std::uint32_t people = draft.people_min; people < draft.people_min + extra; ++people)
    made.reserves += people >= coming && people < draft.people_max ? 1U : 0U;
  made.people_max = draft.people_max - coming;
  made.trainees_max = draft.trainees_max > learning ? draft.trainees_max - learning : 0;
  const std::uint32_t haste = draft.urgency == model::Urgency::urgent ? 3U
                              : draft.urgency == model::Urgency::soon ? 2U
                                                                      : 1U;
  made.weight = draft.importance * draft.importance * haste + 1;
  made.has_teacher = staying(task, false) > 0;
  for (const auto& skill : draft.certificates) made.required.push_back(skill.text());
  return made;
}

std::optional<clearing::Assignment> assign(const clearing::Round& round, const Names& names) {
  clearing::Assignment assignment;
  std::size_t found = 0;
  for (const auto& choice : round.choices()) {
    const bool has = names.contains({round.instance().participants[choice.participant].id,
                                     round.instance().tasks[choice.task].id});
    assignment.push_back(has ? 1 : 0);
    found += has ? 1 : 0;
  }
  if (found != names.size()) return std::nullopt;
  return assignment;
}

using Prices = NaivePrices;

clearing::Certificate in_order_of(const clearing::Round& round, Prices& prices) {
  clearing::Certificate certificate;
  const clearing::Instance& instance = round.instance();
  for (const auto& task : instance.tasks) {
    certificate.place_prices.push_back(prices.of_task[task.id].first);
    certificate.trainee_prices.push_back(prices.of_task[task.id].second);
  }
  for (const auto& person : instance.participants) {
    auto& rooms = certificate.room_prices.emplace_back();
    for (const auto& room : person.rooms) {
      rooms.push_back(prices.of_room[{person.id, instance.sectors[room.sector]}]);
    }
  }
  return certificate;
}

bool has_task(const clearing::Instance& instance, const model::TaskId& id) {
  return std::ranges::any_of(instance.tasks, [&](const auto& task) { return task.id == id.hex(); });
}

bool has_room(const clearing::Instance& instance, const std::string& who,
              const std::string& sector) {
  for (const auto& person : instance.participants) {
    for (const auto& room : person.rooms) {
      if (person.id == who && instance.sectors[room.sector] == sector) return true;
    }
  }
  return false;
}

model::ClearedPerson cleared_person(const clearing::Instance& instance, std::uint32_t index,
                                    const Names& given, Prices& prices) {
  const auto& person = instance.participants[index];
  model::ClearedPerson cleared;
  cleared.participant = *model::PublicKey::parse(person.id);
  cleared.places_max = person.places_max;
  cleared.minutes_max = static_cast<std::uint32_t>(person.minutes_max);
  for (const auto& room : person.rooms) {
    const std::string& sector = instance.sectors[room.sector];
    cleared.rooms.push_back({*model::SectorId::parse(sector),
                             static_cast<std::uint32_t>(room.minutes),
                             prices.of_room[{person.id, sector}]});
  }
  for (const auto& offer : instance.offers) {
    if (offer.participant != index) continue;
    const auto& task = instance.tasks[offer.task].id;
    cleared.offers.push_back({*model::TaskId::parse(task), offer.willingness,
                              offer.role == clearing::Role::trainee,
                              given.contains({person.id, task})});
  }
  return cleared;
}

model::ClearedTask cleared_task(const clearing::Task& task, const model::TaskDraft& draft,
                                Prices& prices) {
  model::ClearedTask cleared;
  cleared.task = *model::TaskId::parse(task.id);
  cleared.sector = draft.sector;
  cleared.begin = draft.start;
  cleared.end = draft.end;
  cleared.minutes = draft.minutes;
  cleared.people_min = task.people_min;
  cleared.people_max = task.people_max;
  cleared.reserves = task.reserves;
  cleared.trainees_max = task.trainees_max;
  cleared.weight = task.weight;
  cleared.has_teacher = task.has_teacher;
  cleared.required = draft.certificates;
  cleared.place_price = prices.of_task[task.id].first;
  cleared.trainee_price = prices.of_task[task.id].second;
  return cleared;
}

model::ClearedLevels levels_of(const clearing::Levels& levels) {
  return {levels.coverage, levels.burden, levels.willingness};
}

}  // namespace

std::map<model::WillingId, model::Willing> NaiveLedger::words_of(const model::RoundId& round) {
  std::map<model::WillingId, model::Willing> words;
  for (const auto* word : all_of<model::Willing>()) {
    if (same_round(word->willing, round)) words[word->willing] = *word;
  }
  return words;
}

// One person of a round, less what they have accepted; nothing where nothing may still come true.
bool NaiveLedger::add_person(const model::Willing& word,
                             const std::map<model::TaskId, std::uint32_t>& tasks,
                             clearing::Instance& instance) {
  clearing::Participant person;
  person.id = word.participant.hex();
  std::vector<model::TaskId> kept;
  for (const auto& id : word.kept) {
    if (look_for<model::Task>(id)->status != model::TaskStatus::cancelled) kept.push_back(id);
  }
  person.places_max = word.places_max - static_cast<std::uint32_t>(kept.size());
  std::int64_t minutes = word.minutes_max;
  for (const auto& id : kept) minutes -= look_for<model::Task>(id)->draft.minutes;
  person.minutes_max = std::max<std::int64_t>(minutes, 0);
  for (const auto& room : word.rooms) {
    std::int64_t left = room.minutes;
    for (const auto& id : kept) {
      const auto& draft = look_for<model::Task>(id)->draft;
      if (draft.sector == room.sector) left -= draft.minutes;
    }
    const auto sector = std::ranges::find(instance.sectors, room.sector.text());
    person.rooms.push_back({static_cast<std::uint32_t>(sector - instance.sectors.begin()),
                            std::max<std::int64_t>(left, 0)});
  }
  const auto index = static_cast<std::uint32_t>(instance.participants.size());
  const std::size_t before = instance.offers.size();
  for (const auto& offer : word.offers) {
    if (!tasks.contains(offer.task)) continue;
    const auto& task = instance.tasks[tasks.at(offer.task)];
    bool is_free = !offer.trainee || task.trainees_max > 0;
    is_free = is_free && !let_it_lapse(*look_for<model::Task>(offer.task), word.willing, now_);
    for (const auto& id : kept) {
      is_free = is_free && !overlap(look_for<model::Task>(id)->draft,
                                    look_for<model::Task>(offer.task)->draft);
    }
    if (!is_free) continue;
    instance.offers.push_back(
        {index, tasks.at(offer.task), offer.weight,
         offer.trainee ? clearing::Role::trainee : clearing::Role::experienced});
    if (offer.trainee) continue;
    person.certificates.insert(person.certificates.end(), task.required.begin(),
                               task.required.end());
  }
  if (instance.offers.size() == before) return false;
  instance.participants.push_back(person);
  return true;
}

// Straight from the sentences of the schema: every offer that may still come true.
clearing::Instance NaiveLedger::instance_of_round(const model::Round& round,
                                                  const std::vector<model::ExtraPlaces>& extra,
                                                  core::Digest& seed) {
  clearing::Instance instance;
  std::set<std::string> sectors;
  for (const auto* sector : all_of<model::Sector>()) sectors.insert(sector->sector.text());
  instance.sectors.assign(sectors.begin(), sectors.end());
  const auto words = words_of(round.round);
  std::map<model::TaskId, std::uint32_t> tasks;
  for (const auto& entry : words) {
    for (const auto& offer : entry.second.offers) {
      if (may_be_shared(*look_for<model::Task>(offer.task), round, now_)) tasks[offer.task] = 0;
    }
  }
  for (auto& entry : tasks) {
    const auto* task = look_for<model::Task>(entry.first);
    std::uint32_t more = 0;
    for (const auto& wanted : extra) more += wanted.task == task->task ? wanted.people : 0;
    const auto sector = std::ranges::find(instance.sectors, task->draft.sector.text());
    entry.second = static_cast<std::uint32_t>(instance.tasks.size());
    instance.tasks.push_back(
        task_to_share(*task, more, static_cast<std::uint32_t>(sector - instance.sectors.begin())));
  }
  core::Bytes keys;
  for (const auto& entry : words) {
    if (!add_person(entry.second, tasks, instance)) continue;
    const auto key = entry.second.participant.view();
    keys.insert(keys.end(), key.begin(), key.end());
  }
  seed = hash_of("commune/round-seed/v1", {chain_.view(), round.round.view(), keys});
  const auto number = hash_of("commune clearing seed", {core::as_bytes(seed.hex())});
  instance.seed = std::stoull(number.hex().substr(0, 16), nullptr, 16);
  std::int64_t needed = 0;
  for (const auto& task : instance.tasks) needed += task.minutes * task.people_min;
  const auto people = std::max<std::int64_t>(1, std::ssize(instance.participants));
  instance.even_minutes = (needed + people - 1) / people;
  return instance;
}

bool NaiveLedger::extra_makes_sense(const clearing::Instance& instance,
                                    const std::vector<model::ExtraPlaces>& extra) {
  for (std::size_t i = 0; i < extra.size(); ++i) {
    if (!has_task(instance, extra[i].task)) return false;
    if (i > 0 && extra[i].task <= extra[i - 1].task) return false;
    const auto& draft = look_for<model::Task>(extra[i].task)->draft;
    const auto wanted = draft.people_min + std::uint64_t{extra[i].people};
    if (extra[i].people == 0 || wanted > draft.people_max) return false;
  }
  return true;
}

model::Clearing NaiveLedger::recorded(const clearing::Instance& instance, const Names& given,
                                      NaivePrices& prices) {
  model::Clearing record;
  record.even_minutes = static_cast<std::uint32_t>(instance.even_minutes);
  for (const auto& task : instance.tasks) {
    const auto id = *model::TaskId::parse(task.id);
    record.tasks.push_back(cleared_task(task, look_for<model::Task>(id)->draft, prices));
  }
  for (std::uint32_t i = 0; i < instance.participants.size(); ++i) {
    record.people.push_back(cleared_person(instance, i, given, prices));
  }
  return record;
}

NaiveLedger::Answer NaiveLedger::obey(const model::ClearRound& command) {
  auto* round = look_for<model::Round>(command.round);
  if (round == nullptr) return Rejection::round_unknown;
  if (now_ <= round->closes_at.seconds) return Rejection::round_still_open;
  if (now_ >= round->until.seconds) return Rejection::round_over;
  if (command.revision != round->revision) return Rejection::clearing_stale;

  core::Digest seed;
  const clearing::Instance instance = instance_of_round(*round, command.extra, seed);
  if (!extra_makes_sense(instance, command.extra)) return Rejection::clearing_wrong;
  auto made = clearing::Round::make(instance);
  if (!made) return Rejection::clearing_wrong;

  const auto words = words_of(command.round);
  const auto name_of_word = [&](const model::WillingId& id) {
    return words.contains(id) ? words.at(id).participant.hex() : std::string("nobody");
  };
  Names given;
  for (const auto& place : command.given) {
    const bool is_new = given.insert({name_of_word(place.willing), place.task.hex()}).second;
    if (!is_new) return Rejection::clearing_wrong;
  }
  const auto assignment = assign(*made, given);
  if (!assignment) return Rejection::clearing_wrong;
  Prices prices;
  for (const auto& price : command.task_prices) {
    if (!has_task(instance, price.task)) return Rejection::clearing_wrong;
    prices.of_task[price.task.hex()] = {price.place, price.trainee};
  }
  for (const auto& price : command.room_prices) {
    const auto who = name_of_word(price.willing);
    if (!has_room(instance, who, price.sector.text())) return Rejection::clearing_wrong;
    prices.of_room[{who, price.sector.text()}] = price.price;
  }
  const auto verdict = clearing::check_certificate(*made, *assignment, in_order_of(*made, prices));
  if (!verdict) return Rejection::clearing_wrong;

  const Names invited = invited_now(*round, words);
  if (round->clearings > 0) {
    const auto before = clearing::evaluate(*made, who_stays(*made, words, invited));
    const auto gain = made->scale().pack(verdict->reached) - made->scale().pack(*before);
    if (gain < 0) return Rejection::clearing_worse;
    if (gain == 0 && !round->stale) return Rejection::clearing_stale;
  }

  model::Clearing record = recorded(instance, given, prices);
  record.round = command.round;
  record.number = round->clearings + 1;
  record.at = {now_};
  record.seed = seed;
  record.reached = levels_of(verdict->reached);
  record.bound = levels_of(verdict->bound);
  invite(*round, words, invited, given);
  ++round->clearings;
  ++round->revision;
  round->stale = false;
  if (auto* older = look_for<model::Clearing>(command.round)) {
    *older = record;
  } else {
    records_.emplace_back(record);
  }
  return std::nullopt;
}

NaiveLedger::Names NaiveLedger::invited_now(
    const model::Round& round, const std::map<model::WillingId, model::Willing>& words) {
  Names invited;
  for (const auto& [id, word] : words) {
    for (const auto& offer : word.offers) {
      const auto* task = look_for<model::Task>(offer.task);
      if (is_invited(*task, id, now_) && may_be_shared(*task, round, now_)) {
        invited.insert({word.participant.hex(), offer.task.hex()});
      }
    }
  }
  return invited;
}

// Of those who are invited, one after the other, whoever breaks no promise; trainees last.
clearing::Assignment NaiveLedger::who_stays(const clearing::Round& round,
                                            const std::map<model::WillingId, model::Willing>& words,
                                            const Names& invited) {
  clearing::Assignment assignment(round.choices().size(), 0);
  for (const bool trainee : {false, true}) {
    for (const auto& [id, word] : words) {
      for (const auto& offer : word.offers) {
        const Name name{word.participant.hex(), offer.task.hex()};
        if (offer.trainee != trainee || !invited.contains(name)) continue;
        const auto place = assign(round, {name});
        if (!place) continue;
        clearing::Assignment more = assignment;
        for (std::size_t k = 0; k < more.size(); ++k) more[k] = std::max(more[k], (*place)[k]);
        if (clearing::evaluate(round, more)) assignment = more;
      }
    }
  }
  return assignment;
}

// Whoever goes, goes; whoever comes, comes in the order of tasks and then of people.
void NaiveLedger::invite(const model::Round& round,
                         const std::map<model::WillingId, model::Willing>& words,
                         const Names& invited, const Names& given) {
  std::map<std::pair<model::TaskId, model::WillingId>, bool> coming;
  for (const auto& [id, word] : words) {
    for (const auto& offer : word.offers) {
      const Name name{word.participant.hex(), offer.task.hex()};
      auto& kept = look_for<model::Task>(offer.task)->invited;
      if (invited.contains(name) && !given.contains(name)) {
        std::erase_if(kept, [&](const auto& one) { return one.willing == id; });
      }
      if (given.contains(name) && !invited.contains(name)) {
        coming[{offer.task, id}] = offer.trainee;
      }
    }
  }
  for (const auto& [where, trainee] : coming) {
    auto* task = look_for<model::Task>(where.first);
    const core::Time until{last_answer(round, task->draft.start.seconds, now_)};
    task->invited.push_back({where.second, trainee, until});
  }
}

}  // namespace commune::ledger::testing

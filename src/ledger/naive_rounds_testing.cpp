// The naive ledger's rounds. A clearing is rebuilt from the records in its own
// way; whether its proof holds is asked of the same checker, which has a brute force of its own
// beside it.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "clearing/certificate.h"
#include "clearing/round.h"
#include "core/hash.h"
#include "ledger/naive_ledger_testing.h"

namespace commune::ledger::testing {
namespace {

using model::TaskStatus;

constexpr std::int64_t day = 86'400;

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

std::uint32_t crew_that_stays(const model::Task& task) {
  std::uint32_t count = 0;
  for (const auto& place : task.places) count += !place.trainee && !place.seeking_swap ? 1U : 0U;
  return count;
}

std::uint32_t learners_that_stay(const model::Task& task) {
  std::uint32_t count = 0;
  for (const auto& place : task.places) count += place.trainee && !place.seeking_swap ? 1U : 0U;
  return count;
}

void uninvite(model::Task& task, const model::WillingId& willing) {
  for (auto invited = task.invited.begin(); invited != task.invited.end(); ++invited) {
    if (invited->willing != willing) continue;
    task.invited.erase(invited);
    return;
  }
}

bool is_invited(const model::Task& task, const model::WillingId& willing) {
  for (const auto& invited : task.invited) {
    if (invited.willing == willing) return true;
  }
  return false;
}

void unoffer(model::Willing& word, const model::TaskId& task) {
  std::vector<model::Offer> left;
  for (const auto& offer : word.offers) {
    if (offer.task != task) left.push_back(offer);
  }
  word.offers = left;
}

bool may_be_shared(const model::Task& task, const model::Round& round, std::int64_t now) {
  const std::int64_t start = task.draft.start.seconds;
  return task.status == TaskStatus::open && start != 0 && start > now &&
         start >= round.from.seconds && start < round.until.seconds &&
         crew_that_stays(task) + task.guests < task.draft.people_max;
}

}  // namespace

model::WillingId NaiveLedger::my_word_in(const model::RoundId& round) const {
  const auto mark =
      hash_of("commune/willing/v1", {chain_.view(), round.view(), command_->key.view()});
  return *model::WillingId::parse(round.hex() + mark.hex().substr(0, 32));
}

void NaiveLedger::round_moves_on(model::Round& round, bool is_freed) {
  ++round.revision;
  if (is_freed) round.stale = true;
}

void NaiveLedger::share_again_around(const model::Task& task) {
  for (auto* round : all_of<model::Round>()) {
    const std::int64_t start = task.draft.start.seconds;
    const bool in_it = start >= round->from.seconds && start < round->until.seconds;
    if (in_it && round->clearings > 0 && round->confirm_by.seconds >= now_) {
      round_moves_on(*round, true);
    }
  }
}

void NaiveLedger::take_back_what_clashes(const model::Task& task) {
  for (auto* round : all_of<model::Round>()) {
    if (round->confirm_by.seconds < now_) continue;
    auto* word = look_for<model::Willing>(my_word_in(round->round));
    if (word == nullptr) continue;
    bool any = false;
    bool freed = false;
    for (const auto& offer : std::vector<model::Offer>(word->offers)) {
      auto* other = look_for<model::Task>(offer.task);
      const bool clashes = task.draft.start.seconds != 0 && overlap(task.draft, other->draft);
      if (offer.task != task.task && !clashes) continue;
      any = true;
      freed = freed || is_invited(*other, word->willing);
      uninvite(*other, word->willing);
      unoffer(*word, offer.task);
    }
    if (any) round_moves_on(*round, freed);
  }
}

NaiveLedger::Answer NaiveLedger::certificate_trouble(const model::TaskDraft& draft) {
  for (const auto& needed : draft.certificates) {
    bool held = false;
    const std::int64_t when = draft.end.seconds != 0 ? draft.end.seconds : now_;
    for (const auto& certificate : look_for<model::Member>(me_)->certificates) {
      const std::int64_t until = certificate.valid_until.seconds;
      held = held || (certificate.skill == needed && (until == 0 || until >= when));
    }
    if (!held) return Rejection::certificate_required;
  }
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::OpenRound& command) {
  bool somewhere = is_keeper();
  for (const auto* guild : all_of<model::Guild>()) {
    somewhere = somewhere || std::count(guild->members.begin(), guild->members.end(), me_) > 0;
  }
  if (!somewhere) return Rejection::not_in_guild;
  if (command.round == model::RoundId{}) return Rejection::round_unknown;
  if (look_for<model::Round>(command.round) != nullptr) return Rejection::round_exists;
  const std::int64_t from = command.from.seconds;
  const std::int64_t until = command.until.seconds;
  const std::int64_t closes = command.closes_at.seconds;
  const std::int64_t answers = command.confirm_by.seconds;
  if (now_ >= closes || closes > from || closes >= answers || answers > until || from >= until ||
      until - from > 31 * day || until - now_ > 92 * day) {
    return Rejection::round_times_contradictory;
  }
  for (const auto* other : all_of<model::Round>()) {
    if (std::max(from, other->from.seconds) < std::min(until, other->until.seconds)) {
      return Rejection::round_overlaps;
    }
  }
  model::Round round;
  round.round = command.round;
  round.from = command.from;
  round.until = command.until;
  round.closes_at = command.closes_at;
  round.confirm_by = command.confirm_by;
  round.weekly = command.weekly;
  round.revision = 1;
  records_.emplace_back(round);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::offer_trouble(const model::Round& round,
                                               const model::Offer& offer) {
  const auto* task = look_for<model::Task>(offer.task);
  if (task == nullptr) return Rejection::task_unknown;
  const std::int64_t start = task->draft.start.seconds;
  if (task->status != TaskStatus::open || start < round.from.seconds ||
      start >= round.until.seconds) {
    return Rejection::offer_outside_round;
  }
  for (const auto& place : task->places) {
    if (place.nullifier == my_mark_on(offer.task)) return Rejection::already_on_task;
  }
  if (!offer.trainee) return certificate_trouble(task->draft);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::DeclareWilling& command) {
  auto* round = look_for<model::Round>(command.round);
  if (round == nullptr) return Rejection::round_unknown;
  if (now_ > round->closes_at.seconds) return Rejection::round_closed;
  const auto mine = my_word_in(command.round);
  if (command.participant == model::PublicKey{}) return Rejection::participant_taken;
  for (const auto* word : all_of<model::Willing>()) {
    if (same_round(word->willing, command.round) && word->willing != mine &&
        word->participant == command.participant) {
      return Rejection::participant_taken;
    }
  }
  bool fits = command.offers.size() <= 200 && command.minutes_max <= 3'600 &&
              command.places_max <= 30 && command.rooms.size() <= 8;
  for (std::size_t i = 0; i < command.offers.size(); ++i) {
    fits = fits && command.offers[i].weight > 0 && command.offers[i].weight <= 100 &&
           (i == 0 || command.offers[i - 1].task < command.offers[i].task);
  }
  for (std::size_t i = 0; i < command.rooms.size(); ++i) {
    fits = fits && command.rooms[i].minutes <= 3'600 &&
           (i == 0 || command.rooms[i - 1].sector < command.rooms[i].sector);
  }
  if (!fits) return Rejection::offers_out_of_range;
  for (const auto& room : command.rooms) {
    if (look_for<model::Sector>(room.sector) == nullptr) return Rejection::sector_unknown;
  }
  for (const auto& offer : command.offers) {
    if (const Answer trouble = offer_trouble(*round, offer)) return trouble;
  }
  round_moves_on(*round, false);
  if (look_for<model::Willing>(mine) == nullptr) {
    ++round->people;
    model::Willing fresh;
    fresh.willing = mine;
    records_.emplace_back(fresh);
  }
  auto* word = look_for<model::Willing>(mine);
  word->participant = command.participant;
  word->offers = command.offers;
  word->minutes_max = command.minutes_max;
  word->places_max = command.places_max;
  word->rooms = command.rooms;
  return std::nullopt;
}

// Straight from the sentences of the schema: every offer that may still come true.
clearing::Instance NaiveLedger::instance_of_round(const model::Round& round,
                                                  const std::vector<model::ExtraPlaces>& extra,
                                                  core::Digest& seed) {
  clearing::Instance instance;
  std::map<model::SectorId, std::uint32_t> sectors;
  for (const auto* sector : all_of<model::Sector>()) sectors[sector->sector] = 0;
  for (auto& entry : sectors) {
    entry.second = static_cast<std::uint32_t>(instance.sectors.size());
    instance.sectors.push_back(entry.first.text());
  }
  std::map<model::WillingId, const model::Willing*> words;
  for (const auto* word : all_of<model::Willing>()) {
    if (same_round(word->willing, round.round)) words[word->willing] = word;
  }
  std::map<model::TaskId, std::uint32_t> tasks;
  for (const auto& entry : words) {
    for (const auto& offer : entry.second->offers) {
      if (may_be_shared(*look_for<model::Task>(offer.task), round, now_)) tasks[offer.task] = 0;
    }
  }
  for (auto& entry : tasks) {
    const auto* task = look_for<model::Task>(entry.first);
    const auto& draft = task->draft;
    const std::uint32_t coming = crew_that_stays(*task) + task->guests;
    std::uint32_t wanted = draft.people_min;
    for (const auto& more : extra) {
      if (more.task == task->task) wanted = std::min(wanted + more.people, draft.people_max);
    }
    clearing::Task made;
    made.id = task->task.hex();
    made.sector = sectors.at(draft.sector);
    made.begin_minute = draft.start.seconds / 60;
    made.end_minute = draft.end.seconds / 60 + (draft.end.seconds % 60 != 0 ? 1 : 0);
    made.minutes = draft.minutes;
    made.people_min = wanted > coming ? wanted - coming : 0;
    made.people_max = draft.people_max - coming;
    const std::uint32_t learning = learners_that_stay(*task);
    made.trainees_max = draft.trainees_max > learning ? draft.trainees_max - learning : 0;
    made.weight = draft.importance * draft.importance *
                  (draft.urgency == model::Urgency::urgent ? 3U
                   : draft.urgency == model::Urgency::soon ? 2U
                                                           : 1U);
    made.has_teacher = crew_that_stays(*task) > 0;
    for (const auto& skill : draft.certificates) made.required.push_back(skill.text());
    entry.second = static_cast<std::uint32_t>(instance.tasks.size());
    instance.tasks.push_back(made);
  }
  core::Bytes keys;
  for (const auto& entry : words) {
    const model::Willing& word = *entry.second;
    clearing::Participant person;
    person.id = word.participant.hex();
    std::int64_t minutes = word.minutes_max;
    for (const auto& id : word.kept) minutes -= look_for<model::Task>(id)->draft.minutes;
    person.minutes_max = std::max<std::int64_t>(minutes, 0);
    person.places_max = word.places_max - static_cast<std::uint32_t>(word.kept.size());
    for (const auto& room : word.rooms) {
      std::int64_t left = room.minutes;
      for (const auto& id : word.kept) {
        const auto& draft = look_for<model::Task>(id)->draft;
        if (draft.sector == room.sector) left -= draft.minutes;
      }
      person.rooms.push_back({sectors.at(room.sector), std::max<std::int64_t>(left, 0)});
    }
    const auto index = static_cast<std::uint32_t>(instance.participants.size());
    bool offers_something = false;
    for (const auto& offer : word.offers) {
      if (!tasks.contains(offer.task)) continue;
      const auto& task = instance.tasks[tasks.at(offer.task)];
      bool free = !offer.trainee || task.trainees_max > 0;
      for (const auto& id : word.kept) {
        free = free &&
               !overlap(look_for<model::Task>(id)->draft, look_for<model::Task>(offer.task)->draft);
      }
      if (!free) continue;
      offers_something = true;
      instance.offers.push_back(
          {index, tasks.at(offer.task), offer.weight,
           offer.trainee ? clearing::Role::trainee : clearing::Role::experienced});
      if (!offer.trainee) {
        person.certificates.insert(person.certificates.end(), task.required.begin(),
                                   task.required.end());
      }
    }
    if (!offers_something) continue;
    instance.participants.push_back(person);
    keys.insert(keys.end(), word.participant.view().begin(), word.participant.view().end());
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

NaiveLedger::Answer NaiveLedger::obey(const model::ClearRound& command) {
  auto* round = look_for<model::Round>(command.round);
  if (round == nullptr) return Rejection::round_unknown;
  if (now_ <= round->closes_at.seconds) return Rejection::round_still_open;
  if (now_ > round->confirm_by.seconds) return Rejection::round_over;
  if (command.revision != round->revision) return Rejection::clearing_stale;

  core::Digest seed;
  const clearing::Instance instance = instance_of_round(*round, command.extra, seed);
  const auto is_task = [&](const model::TaskId& id) {
    for (const auto& task : instance.tasks) {
      if (task.id == id.hex()) return true;
    }
    return false;
  };
  for (std::size_t i = 0; i < command.extra.size(); ++i) {
    if (!is_task(command.extra[i].task)) return Rejection::clearing_wrong;
    const auto& draft = look_for<model::Task>(command.extra[i].task)->draft;
    if (command.extra[i].people == 0 ||
        draft.people_min + std::uint64_t{command.extra[i].people} > draft.people_max ||
        (i > 0 && command.extra[i].task <= command.extra[i - 1].task)) {
      return Rejection::clearing_wrong;
    }
  }
  auto made = clearing::Round::make(instance);
  if (!made) return Rejection::clearing_wrong;

  // Everything by name: who, which task.
  using Name = std::pair<std::string, std::string>;
  const auto assign = [&](const std::set<Name>& names) -> std::optional<clearing::Assignment> {
    clearing::Assignment assignment;
    std::size_t found = 0;
    for (const auto& choice : made->choices()) {
      const bool has = names.contains({made->instance().participants[choice.participant].id,
                                       made->instance().tasks[choice.task].id});
      assignment.push_back(has ? 1 : 0);
      found += has ? 1 : 0;
    }
    if (found != names.size()) return std::nullopt;
    return assignment;
  };
  const auto name_of_word = [&](const model::WillingId& id) -> std::string {
    const auto* word = look_for<model::Willing>(id);
    return word == nullptr || !same_round(id, command.round) ? "nobody" : word->participant.hex();
  };
  std::set<Name> given;
  for (const auto& place : command.given) {
    if (!given.insert({name_of_word(place.willing), place.task.hex()}).second) {
      return Rejection::clearing_wrong;
    }
  }
  const auto assignment = assign(given);
  if (!assignment) return Rejection::clearing_wrong;

  clearing::Certificate prices;
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> of_task;
  for (const auto& price : command.task_prices) {
    if (!is_task(price.task)) return Rejection::clearing_wrong;
    of_task[price.task.hex()] = {price.place, price.trainee};
  }
  for (const auto& task : made->instance().tasks) {
    prices.place_prices.push_back(of_task[task.id].first);
    prices.trainee_prices.push_back(of_task[task.id].second);
  }
  std::map<Name, std::int64_t> of_room;
  for (const auto& price : command.room_prices) {
    bool known = false;
    for (const auto& person : instance.participants) {
      for (const auto& room : person.rooms) {
        known = known || (person.id == name_of_word(price.willing) &&
                          instance.sectors[room.sector] == price.sector.text());
      }
    }
    if (!known) return Rejection::clearing_wrong;
    of_room[{name_of_word(price.willing), price.sector.text()}] = price.price;
  }
  for (const auto& person : made->instance().participants) {
    auto& rooms = prices.room_prices.emplace_back();
    for (const auto& room : person.rooms) {
      rooms.push_back(of_room[{person.id, instance.sectors[room.sector]}]);
    }
  }
  const auto verdict = clearing::check_certificate(*made, *assignment, prices);
  if (!verdict) return Rejection::clearing_wrong;

  std::set<Name> invited;
  for (const auto* word : all_of<model::Willing>()) {
    if (!same_round(word->willing, command.round)) continue;
    for (const auto& offer : word->offers) {
      const auto* task = look_for<model::Task>(offer.task);
      if (is_invited(*task, word->willing) && may_be_shared(*task, *round, now_)) {
        invited.insert({word->participant.hex(), offer.task.hex()});
      }
    }
  }
  if (round->clearings > 0) {
    const auto staying = assign(invited);
    if (staying) {
      const auto before = clearing::evaluate(*made, *staying);
      if (before) {
        const auto gain = made->scale().pack(verdict->reached) - made->scale().pack(*before);
        if (gain < 0) return Rejection::clearing_worse;
        if (gain == 0 && !round->stale) return Rejection::clearing_stale;
      }
    }
  }

  model::Clearing record;
  record.round = command.round;
  record.number = round->clearings + 1;
  record.at = {now_};
  record.seed = seed;
  record.even_minutes = static_cast<std::uint32_t>(instance.even_minutes);
  record.reached = {verdict->reached.coverage, verdict->reached.burden,
                    verdict->reached.willingness};
  record.bound = {verdict->bound.coverage, verdict->bound.burden, verdict->bound.willingness};
  for (const auto& task : instance.tasks) {
    const auto id = *model::TaskId::parse(task.id);
    const auto& draft = look_for<model::Task>(id)->draft;
    model::ClearedTask cleared;
    cleared.task = id;
    cleared.sector = draft.sector;
    cleared.begin = draft.start;
    cleared.end = draft.end;
    cleared.minutes = draft.minutes;
    cleared.people_min = task.people_min;
    cleared.people_max = task.people_max;
    cleared.trainees_max = task.trainees_max;
    cleared.weight = task.weight;
    cleared.has_teacher = task.has_teacher;
    cleared.required = draft.certificates;
    cleared.place_price = of_task[task.id].first;
    cleared.trainee_price = of_task[task.id].second;
    record.tasks.push_back(cleared);
  }
  for (std::size_t i = 0; i < instance.participants.size(); ++i) {
    const auto& person = instance.participants[i];
    model::ClearedPerson cleared;
    cleared.participant = *model::PublicKey::parse(person.id);
    cleared.places_max = person.places_max;
    cleared.minutes_max = static_cast<std::uint32_t>(person.minutes_max);
    for (const auto& room : person.rooms) {
      const std::string& sector = instance.sectors[room.sector];
      cleared.rooms.push_back({*model::SectorId::parse(sector),
                               static_cast<std::uint32_t>(room.minutes),
                               of_room[{person.id, sector}]});
    }
    for (const auto& offer : instance.offers) {
      if (offer.participant != i) continue;
      const auto& task = instance.tasks[offer.task].id;
      cleared.offers.push_back({*model::TaskId::parse(task), offer.willingness,
                                offer.role == clearing::Role::trainee,
                                given.contains({person.id, task})});
    }
    record.people.push_back(cleared);
  }

  // Whoever goes, goes; whoever comes, comes in the order of tasks and then of people.
  std::map<std::pair<model::TaskId, model::WillingId>, bool> coming;
  for (const auto* word : all_of<model::Willing>()) {
    if (!same_round(word->willing, command.round)) continue;
    for (const auto& offer : word->offers) {
      const Name name{word->participant.hex(), offer.task.hex()};
      if (invited.contains(name) && !given.contains(name)) {
        uninvite(*look_for<model::Task>(offer.task), word->willing);
      }
      if (given.contains(name) && !invited.contains(name)) {
        coming[{offer.task, word->willing}] = offer.trainee;
      }
    }
  }
  for (const auto& [where, trainee] : coming) {
    look_for<model::Task>(where.first)
        ->invited.push_back({where.second, trainee, round->confirm_by});
  }
  ++round->clearings;
  ++round->revision;
  round->stale = false;
  if (auto* before = look_for<model::Clearing>(command.round)) {
    *before = record;
  } else {
    records_.emplace_back(record);
  }
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::invitation_trouble(const model::RoundId& id,
                                                    const model::TaskId& task_id) {
  const auto* round = look_for<model::Round>(id);
  if (round == nullptr) return Rejection::round_unknown;
  if (now_ > round->confirm_by.seconds) return Rejection::round_over;
  const auto* task = look_for<model::Task>(task_id);
  if (task == nullptr) return Rejection::task_unknown;
  if (!is_invited(*task, my_word_in(id))) return Rejection::not_invited;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::AcceptPlace& command) {
  if (const Answer trouble = invitation_trouble(command.round, command.task)) return trouble;
  auto* task = look_for<model::Task>(command.task);
  if (task->status == TaskStatus::cancelled) return Rejection::task_cancelled;
  if (task->draft.end.seconds <= now_) return Rejection::task_over;
  if (command.participant == model::PublicKey{}) return Rejection::already_on_task;
  for (const auto& place : task->places) {
    if (place.participant == command.participant) return Rejection::already_on_task;
  }
  const auto mine = my_word_in(command.round);
  bool trainee = false;
  for (const auto& invited : task->invited) {
    if (invited.willing == mine) trainee = invited.trainee;
  }
  if (trainee && learners_that_stay(*task) >= task->draft.trainees_max) {
    return Rejection::trainee_places_full;
  }
  if (!trainee && crew_that_stays(*task) + task->guests >= task->draft.people_max) {
    return Rejection::task_full;
  }
  if (!trainee) {
    if (const Answer trouble = certificate_trouble(task->draft)) return trouble;
  }
  uninvite(*task, mine);
  auto* word = look_for<model::Willing>(mine);
  unoffer(*word, command.task);
  word->kept.push_back(command.task);
  std::sort(word->kept.begin(), word->kept.end());
  insert_place(*task, command.participant, trainee, command.show_name);
  round_moves_on(*look_for<model::Round>(command.round), false);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::DeclinePlace& command) {
  if (const Answer trouble = invitation_trouble(command.round, command.task)) return trouble;
  const auto mine = my_word_in(command.round);
  uninvite(*look_for<model::Task>(command.task), mine);
  unoffer(*look_for<model::Willing>(mine), command.task);
  round_moves_on(*look_for<model::Round>(command.round), true);
  return std::nullopt;
}

}  // namespace commune::ledger::testing

#include "ledger/round_instance.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "clearing/crew.h"
#include "core/hash.h"
#include "ledger/rules.h"

namespace commune::ledger {
namespace {

using TaskIndex = std::map<model::TaskId, std::uint32_t>;

std::uint32_t sector_index(const State& state, const model::SectorId& sector) {
  const auto found = state.sectors().lower_bound(sector);
  return static_cast<std::uint32_t>(std::distance(state.sectors().begin(), found));
}

// What one place fewer than the minimum means: 2 to 28, more than a reserve.
std::uint32_t weight_of(const model::TaskDraft& draft) {
  return 1 + draft.importance * draft.importance * (1 + static_cast<std::uint32_t>(draft.urgency));
}

std::uint32_t people_coming(const model::Task& task) { return regular_places(task) + task.guests; }

clearing::Task clearing_task_of(const State& state, const model::Task& task, std::uint32_t extra) {
  const model::TaskDraft& draft = task.draft;
  const std::uint32_t coming = people_coming(task);
  const std::uint32_t staffed = std::max(draft.people_min, coming);
  const std::uint32_t wanted = std::min(draft.people_min + extra, draft.people_max);
  const std::uint32_t learning = trainee_places(task);
  clearing::Task made;
  made.id = task.task.hex();
  made.sector = sector_index(state, draft.sector);
  made.begin_minute = draft.start.seconds / 60;
  made.end_minute = (draft.end.seconds + 59) / 60;
  made.minutes = draft.minutes;
  made.people_min = staffed - coming;
  made.reserves = wanted - std::min(wanted, staffed);
  made.people_max = draft.people_max - coming;
  made.trainees_max = draft.trainees_max - std::min(draft.trainees_max, learning);
  made.weight = weight_of(draft);
  made.has_teacher = regular_places(task) > 0;
  for (const model::SkillId& skill : draft.certificates) made.required.push_back(skill.text());
  return made;
}

bool is_to_be_shared(const model::Task& task, const model::Round& round, core::Time now) {
  return task.status == model::TaskStatus::open && task.draft.start.is_set() &&
         task.draft.start > now && task.draft.start >= round.from &&
         task.draft.start < round.until && people_coming(task) < task.draft.people_max;
}

bool clash(const model::TaskDraft& one, const model::TaskDraft& other) {
  return one.start < other.end && other.start < one.end;
}

// What a person has accepted; a task that was called off binds nobody.
template <class Visit>
void for_each_kept(const State& state, const model::Willing& willing, Visit&& visit) {
  for (const model::TaskId& id : willing.kept) {
    const model::Task& task = *state.tasks().find(id);
    if (task.status != model::TaskStatus::cancelled) visit(task.draft);
  }
}

// One person's limits, less what they have accepted.
clearing::Participant participant_of(const State& state, const model::Willing& willing) {
  clearing::Participant person;
  person.id = willing.participant.hex();
  person.places_max = willing.places_max;
  std::int64_t minutes = willing.minutes_max;
  std::map<model::SectorId, std::int64_t> spent;
  for_each_kept(state, willing, [&](const model::TaskDraft& draft) {
    if (person.places_max > 0) --person.places_max;
    minutes -= draft.minutes;
    spent[draft.sector] += draft.minutes;
  });
  person.minutes_max = std::max<std::int64_t>(minutes, 0);
  for (const model::SectorRoom& room : willing.rooms) {
    person.rooms.push_back({sector_index(state, room.sector),
                            std::max<std::int64_t>(room.minutes - spent[room.sector], 0)});
  }
  return person;
}

bool clashes_with_kept(const State& state, const model::Willing& willing,
                       const model::TaskDraft& draft) {
  bool clashes = false;
  for_each_kept(state, willing,
                [&](const model::TaskDraft& kept) { clashes = clashes || clash(kept, draft); });
  return clashes;
}

const model::Invited* find_invited(const model::Task& task, const model::WillingId& willing) {
  const auto found = std::ranges::find(task.invited, willing, &model::Invited::willing);
  return found == task.invited.end() ? nullptr : &*found;
}

template <class Visit>
void for_each_willing(const State& state, const model::RoundId& round, Visit&& visit) {
  for (auto row = state.willing().lower_bound(model::first_willing_of(round));
       row != state.willing().end() && model::round_of(row->first) == round; ++row) {
    visit(row->second.record);
  }
}

// The tasks that somebody offered for and that may be shared out, in order.
TaskIndex tasks_of(const State& state, const model::Round& round, core::Time now) {
  TaskIndex tasks;
  for_each_willing(state, round.round, [&](const model::Willing& willing) {
    for (const model::Offer& offer : willing.offers) {
      if (is_to_be_shared(*state.tasks().find(offer.task), round, now))
        tasks.emplace(offer.task, 0);
    }
  });
  std::uint32_t index = 0;
  for (auto& entry : tasks) entry.second = index++;
  return tasks;
}

// Chosen by nobody: it depends on everybody who takes part.
core::Digest seed_of(const State& state, const model::Round& round,
                     const std::vector<model::Willing>& people) {
  core::Bytes keys;
  for (const model::Willing& willing : people) {
    keys.insert(keys.end(), willing.participant.view().begin(), willing.participant.view().end());
  }
  return core::labelled_hash("commune/round-seed/v1",
                             {state.commune().chain.view(), round.round.view(), keys});
}

void add_offers(const State& state, const TaskIndex& tasks, const model::Willing& willing,
                core::Time now, RoundInstance& built) {
  clearing::Participant person = participant_of(state, willing);
  const auto index = static_cast<std::uint32_t>(built.people.size());
  std::vector<clearing::Offer> offers;
  for (const model::Offer& offer : willing.offers) {
    const auto found = tasks.find(offer.task);
    if (found == tasks.end()) continue;
    const clearing::Task& task = built.instance.tasks[found->second];
    const model::Invited* asked = find_invited(built.tasks[found->second], willing.willing);
    if (asked != nullptr && asked->until < now) continue;
    if (clashes_with_kept(state, willing, built.tasks[found->second].draft)) continue;
    if (offer.trainee && task.trainees_max == 0) continue;
    offers.push_back({index, found->second, offer.weight,
                      offer.trainee ? clearing::Role::trainee : clearing::Role::experienced});
    if (offer.trainee) continue;
    for (const std::string& skill : task.required) {  // was checked when it was offered
      if (std::ranges::find(person.certificates, skill) == person.certificates.end()) {
        person.certificates.push_back(skill);
      }
    }
  }
  if (offers.empty()) return;
  built.people.push_back(willing);
  built.instance.participants.push_back(std::move(person));
  built.instance.offers.insert(built.instance.offers.end(), offers.begin(), offers.end());
}

std::unexpected<core::Error> wrong(std::string what) {
  return core::fail(core::ErrorCode::invalid, std::move(what));
}

// Where the ids of an instance have gone in a round.
template <class Noun>
std::map<std::string, std::uint32_t> positions(const std::vector<Noun>& nouns) {
  std::map<std::string, std::uint32_t> found;
  for (std::uint32_t i = 0; i < nouns.size(); ++i) found.emplace(nouns[i].id, i);
  return found;
}

std::optional<std::size_t> find_person(const RoundInstance& built, const model::WillingId& id) {
  const auto found = std::ranges::lower_bound(built.people, id, {}, &model::Willing::willing);
  if (found == built.people.end() || found->willing != id) return std::nullopt;
  return static_cast<std::size_t>(found - built.people.begin());
}

std::optional<std::size_t> find_task(const RoundInstance& built, const model::TaskId& id) {
  const auto found = std::ranges::lower_bound(built.tasks, id, {}, &model::Task::task);
  if (found == built.tasks.end() || found->task != id) return std::nullopt;
  return static_cast<std::size_t>(found - built.tasks.begin());
}

// The offer that a place was given for, among the choices of a round.
class PlaceFinder {
 public:
  PlaceFinder(const RoundInstance& built, const clearing::Round& round)
      : built_(built),
        round_(round),
        task_at_(positions(round.instance().tasks)),
        person_at_(positions(round.instance().participants)) {}

  [[nodiscard]] std::optional<std::uint32_t> find(const model::Given& place) const {
    const auto task = find_task(built_, place.task);
    const auto person = find_person(built_, place.willing);
    if (!task || !person) return std::nullopt;
    const std::uint32_t at = person_at_.at(built_.instance.participants[*person].id);
    const std::uint32_t wanted = task_at_.at(built_.instance.tasks[*task].id);
    const auto choices = round_.choices_of(at);
    const auto choice = std::ranges::find(choices, wanted, &clearing::Choice::task);
    if (choice == choices.end()) return std::nullopt;
    return static_cast<std::uint32_t>(round_.first_choice(at)) +
           static_cast<std::uint32_t>(choice - choices.begin());
  }

 private:
  const RoundInstance& built_;
  const clearing::Round& round_;
  std::map<std::string, std::uint32_t> task_at_;
  std::map<std::string, std::uint32_t> person_at_;
};

core::Result<void> check_extra(const RoundInstance& built,
                               const std::vector<model::ExtraPlaces>& extra) {
  for (std::size_t i = 0; i < extra.size(); ++i) {
    const auto task = find_task(built, extra[i].task);
    if (!task || (i > 0 && !(extra[i - 1].task < extra[i].task))) {
      return wrong("extra people for a task that is not shared out, or twice");
    }
    const model::TaskDraft& draft = built.tasks[*task].draft;
    if (extra[i].people < 1 || extra[i].people > draft.people_max - draft.people_min) {
      return wrong("more extra people than the task has places");
    }
  }
  return {};
}

core::Result<clearing::Certificate> certificate_of(const RoundInstance& built,
                                                   const clearing::Round& round,
                                                   const model::ClearRound& command) {
  const auto task_at = positions(round.instance().tasks);
  const auto person_at = positions(round.instance().participants);
  clearing::Certificate certificate;
  certificate.place_prices.resize(built.tasks.size(), 0);
  certificate.trainee_prices.resize(built.tasks.size(), 0);
  certificate.room_prices.resize(built.people.size());
  for (std::size_t i = 0; i < built.people.size(); ++i) {
    certificate.room_prices[i].resize(round.people()[i].rooms.size(), 0);
  }
  for (const model::TaskPrice& price : command.task_prices) {
    const auto task = find_task(built, price.task);
    if (!task) return wrong("a price for a task that is not shared out");
    const std::uint32_t at = task_at.at(built.instance.tasks[*task].id);
    certificate.place_prices[at] = price.place;
    certificate.trainee_prices[at] = price.trainee;
  }
  for (const model::RoomPrice& price : command.room_prices) {
    const auto person = find_person(built, price.willing);
    if (!person) return wrong("a price for somebody who is not in the round");
    const auto& rooms = built.people[*person].rooms;
    const auto room = std::ranges::find(rooms, price.sector, &model::SectorRoom::sector);
    if (room == rooms.end()) return wrong("a price for a sector without a baseline");
    const std::uint32_t at = person_at.at(built.instance.participants[*person].id);
    certificate.room_prices[at][static_cast<std::size_t>(room - rooms.begin())] = price.price;
  }
  return certificate;
}

model::ClearedLevels levels_of(const clearing::Levels& levels) {
  return {levels.coverage, levels.burden, levels.willingness};
}

}  // namespace

RoundInstance instance_of(const State& state, const model::Round& round,
                          const std::vector<model::ExtraPlaces>& extra, core::Time now) {
  RoundInstance built;
  for (const auto& [id, row] : state.sectors()) built.instance.sectors.push_back(id.text());
  const TaskIndex tasks = tasks_of(state, round, now);
  for (const auto& entry : tasks) {
    const auto more = std::ranges::find(extra, entry.first, &model::ExtraPlaces::task);
    const model::Task& task = *state.tasks().find(entry.first);
    built.tasks.push_back(task);
    built.instance.tasks.push_back(
        clearing_task_of(state, task, more == extra.end() ? 0 : more->people));
  }
  for_each_willing(state, round.round, [&](const model::Willing& willing) {
    add_offers(state, tasks, willing, now, built);
  });
  built.seed = seed_of(state, round, built.people);
  built.instance.seed = clearing::seed_of(built.seed.hex());
  built.instance.even_minutes =
      clearing::even_share_minutes(built.instance.tasks, built.people.size());
  return built;
}

std::vector<model::Given> invited_in(const State& state, const model::Round& round,
                                     core::Time now) {
  std::vector<model::Given> given;
  for_each_willing(state, round.round, [&](const model::Willing& willing) {
    for (const model::Offer& offer : willing.offers) {
      const model::Task& task = *state.tasks().find(offer.task);
      if (!is_to_be_shared(task, round, now)) continue;
      const model::Invited* asked = find_invited(task, willing.willing);
      if (asked != nullptr && asked->until >= now) given.push_back({willing.willing, offer.task});
    }
  });
  return given;
}

core::Result<clearing::Assignment> assignment_of(const RoundInstance& built,
                                                 const clearing::Round& round,
                                                 const std::vector<model::Given>& given) {
  const PlaceFinder places(built, round);
  clearing::Assignment assignment(round.choices().size(), 0);
  for (const model::Given& place : given) {
    const auto choice = places.find(place);
    if (!choice) return wrong("a place that was not offered for in this round");
    if (assignment[*choice] != 0) return wrong("a place that is given twice");
    assignment[*choice] = 1;
  }
  return assignment;
}

clearing::Assignment staying_of(const RoundInstance& built, const clearing::Round& round,
                                const std::vector<model::Given>& invited) {
  const PlaceFinder places(built, round);
  clearing::Crew crew(round);
  // Trainees last: whether somebody is there to learn from is known then.
  for (const clearing::Role role : {clearing::Role::experienced, clearing::Role::trainee}) {
    for (const model::Given& place : invited) {
      const auto choice = places.find(place);
      if (!choice || round.choices()[*choice].role != role) continue;
      const std::uint32_t task = round.choices()[*choice].task;
      const bool is_alone = role == clearing::Role::trainee && crew.people(task) == 0 &&
                            !round.instance().tasks[task].has_teacher;
      if (!is_alone && crew.fits(*choice) && crew.has_room(*choice)) crew.give(*choice);
    }
  }
  return crew.assignment();
}

model::ClearRound proposal_of(const RoundInstance& built, const clearing::Round& round,
                              const clearing::Assignment& assignment,
                              const clearing::Certificate& certificate) {
  const auto task_at = positions(round.instance().tasks);
  const auto person_at = positions(round.instance().participants);
  model::ClearRound command;
  for (std::size_t j = 0; j < built.tasks.size(); ++j) {
    const std::uint32_t at = task_at.at(built.instance.tasks[j].id);
    const model::TaskPrice price{
        built.tasks[j].task, certificate.place_prices.empty() ? 0 : certificate.place_prices[at],
        certificate.trainee_prices.empty() ? 0 : certificate.trainee_prices[at]};
    if (price.place != 0 || price.trainee != 0) command.task_prices.push_back(price);
  }
  std::map<std::string, std::size_t> task_of;
  for (std::size_t j = 0; j < built.tasks.size(); ++j) task_of[built.instance.tasks[j].id] = j;
  for (std::size_t i = 0; i < built.people.size(); ++i) {
    const std::uint32_t at = person_at.at(built.instance.participants[i].id);
    const auto choices = round.choices_of(at);
    for (std::size_t k = 0; k < choices.size(); ++k) {
      if (assignment[round.first_choice(at) + k] == 0) continue;
      const std::size_t task = task_of.at(round.instance().tasks[choices[k].task].id);
      command.given.push_back({built.people[i].willing, built.tasks[task].task});
    }
    const bool has_prices =
        !certificate.room_prices.empty() && !certificate.room_prices[at].empty();
    for (std::size_t r = 0; has_prices && r < built.people[i].rooms.size(); ++r) {
      const std::int64_t price = certificate.room_prices[at][r];
      if (price == 0) continue;
      command.room_prices.push_back(
          {built.people[i].willing, built.people[i].rooms[r].sector, price});
    }
  }
  return command;
}

core::Result<CheckedClearing> check_clearing(const State& state, const model::Round& round,
                                             const model::ClearRound& command, core::Time now) {
  RoundInstance built = instance_of(state, round, command.extra, now);
  TRY_VOID(check_extra(built, command.extra));
  clearing::Round made = TRY(clearing::Round::make(built.instance));
  clearing::Assignment assignment = TRY(assignment_of(built, made, command.given));
  clearing::Certificate certificate = TRY(certificate_of(built, made, command));
  const clearing::Verdict verdict = TRY(clearing::check_certificate(made, assignment, certificate));
  return CheckedClearing{std::move(built), std::move(made), std::move(assignment),
                         std::move(certificate), verdict};
}

model::Clearing clearing_record_of(const CheckedClearing& checked) {
  const clearing::Instance& instance = checked.built.instance;
  const auto task_at = positions(checked.round.instance().tasks);
  const auto person_at = positions(checked.round.instance().participants);
  model::Clearing record{.seed = checked.built.seed,
                         .even_minutes = static_cast<std::uint32_t>(instance.even_minutes),
                         .reached = levels_of(checked.verdict.reached),
                         .bound = levels_of(checked.verdict.bound)};
  for (std::size_t j = 0; j < instance.tasks.size(); ++j) {
    const clearing::Task& task = instance.tasks[j];
    const model::TaskDraft& draft = checked.built.tasks[j].draft;
    const std::uint32_t at = task_at.at(task.id);
    record.tasks.push_back({.task = checked.built.tasks[j].task,
                            .sector = draft.sector,
                            .begin = draft.start,
                            .end = draft.end,
                            .minutes = draft.minutes,
                            .people_min = task.people_min,
                            .people_max = task.people_max,
                            .trainees_max = task.trainees_max,
                            .weight = task.weight,
                            .has_teacher = task.has_teacher,
                            .required = draft.certificates,
                            .place_price = checked.certificate.place_prices[at],
                            .trainee_price = checked.certificate.trainee_prices[at],
                            .reserves = task.reserves});
  }
  for (std::size_t i = 0; i < instance.participants.size(); ++i) {
    const clearing::Participant& person = instance.participants[i];
    const std::uint32_t at = person_at.at(person.id);
    model::ClearedPerson cleared{.participant = checked.built.people[i].participant,
                                 .places_max = person.places_max,
                                 .minutes_max = static_cast<std::uint32_t>(person.minutes_max)};
    for (std::size_t r = 0; r < person.rooms.size(); ++r) {
      cleared.rooms.push_back({checked.built.people[i].rooms[r].sector,
                               static_cast<std::uint32_t>(person.rooms[r].minutes),
                               checked.certificate.room_prices[at][r]});
    }
    record.people.push_back(std::move(cleared));
  }
  for (const clearing::Offer& offer : instance.offers) {
    const std::uint32_t person = person_at.at(instance.participants[offer.participant].id);
    const std::uint32_t task = task_at.at(instance.tasks[offer.task].id);
    const auto choices = checked.round.choices_of(person);
    const auto choice = std::ranges::find(choices, task, &clearing::Choice::task);
    const auto index =
        checked.round.first_choice(person) + static_cast<std::size_t>(choice - choices.begin());
    record.people[offer.participant].offers.push_back(
        {checked.built.tasks[offer.task].task, offer.willingness,
         offer.role == clearing::Role::trainee, checked.assignment[index] != 0});
  }
  return record;
}

}  // namespace commune::ledger

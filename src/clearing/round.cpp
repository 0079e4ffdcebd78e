#include "clearing/round.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/hash.h"
#include "core/random.h"

namespace commune::clearing {
namespace {

std::unexpected<core::Error> wrong(std::string_view kind, std::string_view id,
                                   std::string_view what) {
  return core::fail(core::ErrorCode::invalid, fmt::format("{} \"{}\": {}", kind, id, what));
}

core::Result<void> check_task(const Task& task, const Instance& instance) {
  const auto is_wrong = [&task](std::string_view what) { return wrong("task", task.id, what); };
  if (task.sector >= instance.sectors.size()) return is_wrong("its sector is not in the list");
  if (task.begin_minute < 0 || task.end_minute > minute_max)
    return is_wrong("its time is out of range");
  if (task.is_timed() && task.end_minute <= task.begin_minute)
    return is_wrong("ends before it begins");
  if (task.minutes < 1 || task.minutes > task_minutes_max)
    return is_wrong("a place is no work, or over a month of it");
  if (task.people_max < 1) return is_wrong("nobody may come: people_max is 0");
  if (task.people_min > task.people_max) return is_wrong("needs more people than may come");
  if (task.reserves > task.people_max - task.people_min)
    return is_wrong("has more reserves than places beyond its minimum");
  if (task.people_max > 1'000'000 || task.trainees_max > 1'000'000)
    return is_wrong("over a million people");
  if (task.weight < 1 || task.weight > task_weight_max)
    return is_wrong("its weight is not from 1 to 100");
  return {};
}

core::Result<void> check_participant(const Participant& person, const Instance& instance) {
  const auto is_wrong = [&person](std::string_view what) {
    return wrong("participant", person.id, what);
  };
  if (person.minutes_max < 0) return is_wrong("has less than no time");
  if (person.minutes_max / instance.unit_minutes > load_max) {
    return is_wrong(fmt::format("offers more than {} units of work", load_max));
  }
  if (person.rooms.size() > rooms_max) {
    return is_wrong(fmt::format("names over {} sectors", rooms_max));
  }
  std::set<std::uint32_t> seen;
  for (const SectorRoom& room : person.rooms) {
    if (room.sector >= instance.sectors.size())
      return is_wrong("names a sector that is not in the list");
    if (room.minutes < 0) return is_wrong("has less than no room in a sector");
    if (!seen.insert(room.sector).second) return is_wrong("names a sector twice");
  }
  return {};
}

core::Result<void> check_offer(const Offer& offer, const Instance& instance) {
  if (offer.participant >= instance.participants.size() || offer.task >= instance.tasks.size()) {
    return core::fail(core::ErrorCode::invalid, "an offer names nobody or no task");
  }
  const Participant& person = instance.participants[offer.participant];
  const Task& task = instance.tasks[offer.task];
  const auto is_wrong = [&](std::string_view what) {
    return wrong("participant", person.id, fmt::format("offer for \"{}\": {}", task.id, what));
  };
  if (offer.willingness < 1 || offer.willingness > willingness_max) {
    return is_wrong("willingness is not from 1 to 100");
  }
  if (offer.role == Role::trainee) {
    return task.trainees_max > 0 ? core::Result<void>{} : is_wrong("there is no trainee's place");
  }
  for (const std::string& needed : task.required) {
    if (std::ranges::find(person.certificates, needed) == person.certificates.end()) {
      return is_wrong(fmt::format("it requires the certificate \"{}\"", needed));
    }
  }
  return {};
}

template <class Noun>
core::Result<void> check_ids(std::string_view kind, const std::vector<Noun>& nouns) {
  std::set<std::string_view> seen;
  for (const Noun& noun : nouns) {
    if (noun.id.empty()) return wrong(kind, "", "has no id");
    if (!seen.insert(noun.id).second) return wrong(kind, noun.id, "is there twice");
  }
  return {};
}

core::Result<void> check(const Instance& instance) {
  if (instance.tasks.size() > round_tasks_max || instance.offers.size() > round_offers_max ||
      instance.participants.size() > round_participants_max) {
    return core::fail(core::ErrorCode::too_large, "the round has too many tasks, people or offers");
  }
  if (instance.unit_minutes < 1 || instance.unit_minutes > task_minutes_max) {
    return core::fail(core::ErrorCode::invalid, "unit_minutes is not from 1 minute to a month");
  }
  if (instance.even_minutes < 0)
    return core::fail(core::ErrorCode::invalid, "even_minutes is negative");
  TRY_VOID(check_ids("task", instance.tasks));
  TRY_VOID(check_ids("participant", instance.participants));
  for (const Task& task : instance.tasks) TRY_VOID(check_task(task, instance));
  for (const Participant& person : instance.participants)
    TRY_VOID(check_participant(person, instance));
  for (const Offer& offer : instance.offers) TRY_VOID(check_offer(offer, instance));
  return {};
}

Choice make_choice(const Offer& offer, const Instance& instance) {
  const Task& task = instance.tasks[offer.task];
  const auto& rooms = instance.participants[offer.participant].rooms;
  const auto room = std::ranges::find(rooms, task.sector, &SectorRoom::sector);
  Choice choice;
  choice.begin_minute = task.begin_minute;
  choice.end_minute = task.is_timed() ? task.end_minute : INT64_MAX;
  choice.participant = offer.participant;
  choice.task = offer.task;
  choice.load = static_cast<std::uint16_t>((task.minutes + instance.unit_minutes - 1) /
                                           instance.unit_minutes);
  choice.willingness = static_cast<std::int16_t>(offer.willingness);
  choice.room =
      room == rooms.end() ? std::int16_t{-1} : static_cast<std::int16_t>(room - rooms.begin());
  choice.role = offer.role;
  return choice;
}

// Where everything goes: sorted by id, then shuffled by the seed (Fisher and Yates).
template <class Noun>
std::vector<std::uint32_t> shuffle(std::vector<Noun>& nouns, core::Random& random) {
  std::vector<std::uint32_t> order(nouns.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {},
                    [&](std::uint32_t index) -> const std::string& { return nouns[index].id; });
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[static_cast<std::size_t>(random.below(i))]);
  }
  std::vector<Noun> shuffled;
  shuffled.reserve(nouns.size());
  std::vector<std::uint32_t> moved_to(nouns.size());
  for (const std::uint32_t index : order) {
    moved_to[index] = static_cast<std::uint32_t>(shuffled.size());
    shuffled.push_back(std::move(nouns[index]));
  }
  nouns = std::move(shuffled);
  return moved_to;
}

void put_in_seeded_order(Instance& instance) {
  core::Random random(instance.seed);
  const std::vector<std::uint32_t> tasks = shuffle(instance.tasks, random);
  const std::vector<std::uint32_t> people = shuffle(instance.participants, random);
  for (Offer& offer : instance.offers) {
    offer.task = tasks[offer.task];
    offer.participant = people[offer.participant];
  }
}

// Whether not even their two shortest places fit into what they offered.
bool holds_at_most_one(const Person& person, std::span<const Choice> choices) {
  std::int64_t shortest = INT32_MAX;
  std::int64_t second = INT32_MAX;
  for (const Choice& choice : choices) {
    second = std::min(second, std::max<std::int64_t>(shortest, choice.load));
    shortest = std::min<std::int64_t>(shortest, choice.load);
  }
  return person.places_max <= 1 || shortest + second > person.load_max;
}

// What one participant can carry at most: the places they named, as far as the time allows.
std::int64_t burden_bound_of(const Person& person, std::span<const Choice> choices,
                             std::int64_t even_load) {
  std::int64_t load = 0;
  for (const Choice& choice : choices) load += choice.load;
  load = std::min(load, person.load_max);
  std::int64_t bound = burden_of_excess(load - even_load);
  for (const std::int64_t room : person.rooms) bound += burden_of_excess(load - room);
  return bound;
}

// How large the table of their best places may become (bundle.cpp).
std::int64_t bundle_states(const Person& person, std::span<const Choice> choices) {
  std::int64_t load = 0;
  std::int64_t longest = 0;
  bool is_uniform = true;
  for (const Choice& choice : choices) {
    load += choice.load;
    longest = std::max<std::int64_t>(longest, choice.load);
    is_uniform = is_uniform && choice.load == choices.front().load;
  }
  const auto offers = std::ssize(choices);
  const std::int64_t places = std::min<std::int64_t>(person.places_max, offers);
  load = std::min({load, person.load_max, longest * places});
  const bool counts_places = !is_uniform && places < offers;
  return (offers + 1) * (load / person.load_step + 1) * (counts_places ? places + 1 : 1);
}

}  // namespace

std::uint64_t seed_of(std::string_view public_text) {
  const core::Digest digest =
      core::labelled_hash("commune clearing seed", {core::as_bytes(public_text)});
  std::uint64_t seed = 0;
  for (const std::uint8_t byte : digest.view().first(8)) seed = seed << 8U | byte;
  return seed;
}

std::int64_t even_share_minutes(const std::vector<Task>& tasks, std::size_t participants) {
  std::int64_t sum = 0;
  for (const Task& task : tasks) sum += task.minutes * task.people_min;
  const auto people = static_cast<std::int64_t>(std::max<std::size_t>(participants, 1));
  return (sum + people - 1) / people;
}

core::Result<Round> Round::make(Instance instance) {
  TRY_VOID(check(instance));
  put_in_seeded_order(instance);
  std::vector<Choice> choices;
  choices.reserve(instance.offers.size());
  for (const Offer& offer : instance.offers) choices.push_back(make_choice(offer, instance));
  std::ranges::sort(choices, {}, [](const Choice& choice) {
    return std::tuple(choice.participant, choice.end_minute, choice.begin_minute, choice.task);
  });
  std::vector<std::size_t> first(instance.participants.size() + 1, 0);
  for (const Choice& choice : choices) ++first[choice.participant + 1];
  for (std::size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];

  const std::int64_t even_load = instance.even_minutes / instance.unit_minutes;
  std::vector<Person> people(instance.participants.size());
  std::int64_t burden_bound = 0;
  std::int64_t willingness_bound = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const Participant& participant = instance.participants[i];
    people[i].load_max = participant.minutes_max / instance.unit_minutes;
    people[i].places_max = participant.places_max;
    for (const SectorRoom& room : participant.rooms) {
      people[i].rooms.push_back(room.minutes / instance.unit_minutes);
    }
    const std::span<const Choice> own =
        std::span(choices).subspan(first[i], first[i + 1] - first[i]);
    burden_bound += burden_bound_of(people[i], own, even_load);
    willingness_bound +=
        std::int64_t{willingness_max} *
        static_cast<std::int64_t>(std::min<std::size_t>(participant.places_max, own.size()));
    // Two offers for one task would stand side by side.
    const auto twice = std::ranges::adjacent_find(own, {}, &Choice::task);
    if (twice != own.end()) {
      return wrong("participant", participant.id,
                   fmt::format("offers twice for \"{}\"", instance.tasks[twice->task].id));
    }
    std::int64_t step = 0;
    for (const Choice& choice : own) step = std::gcd(step, std::int64_t{choice.load});
    people[i].holds_one = holds_at_most_one(people[i], own);
    people[i].load_step = std::max<std::int64_t>(step, 1);
    if (bundle_states(people[i], own) > bundle_states_max) {
      return core::fail(
          core::ErrorCode::too_large,
          fmt::format("participant \"{}\": too many offers of different length for so "
                      "many places and hours: set fewer places or hours at most",
                      participant.id));
    }
  }
  std::int64_t weight_bound = 1;
  for (const Task& task : instance.tasks)
    weight_bound = std::max<std::int64_t>(weight_bound, task.weight);
  const Scale scale = TRY(Scale::make(burden_bound, willingness_bound, weight_bound));
  Round round(std::move(instance), scale);
  round.even_load_ = even_load;
  round.choices_ = std::move(choices);
  round.first_choice_ = std::move(first);
  round.people_ = std::move(people);
  return round;
}

}  // namespace commune::clearing

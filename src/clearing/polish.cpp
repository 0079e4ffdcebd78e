#include "clearing/polish.h"

#include <algorithm>

#include "clearing/chains.h"

namespace commune::clearing {
namespace {

constexpr int passes_max = 6;

// How much less, packed, one participant's work weighs on one of their sector rooms for having
// `with` instead of `without`.
std::int64_t room_relief(const Crew& crew, std::uint32_t participant, std::int16_t room,
                         std::uint32_t without, std::uint32_t with) {
  const Round& round = crew.round();
  std::int64_t before = 0;
  for (const std::uint32_t place : crew.places_of(participant)) {
    if (round.choices()[place].room == room) before += round.choices()[place].load;
  }
  std::int64_t after = before;
  const auto load_in_room = [&](std::uint32_t place) {
    if (place == Crew::none || round.choices()[place].room != room) return 0;
    return int{round.choices()[place].load};
  };
  after += load_in_room(with) - load_in_room(without);
  const std::int64_t limit = round.people()[participant].rooms[static_cast<std::size_t>(room)];
  return round.room_burden(before, limit) - round.room_burden(after, limit);
}

// How much better off the participant is, packed, for having `with` instead of `without`, each a
// place or none. Coverage is the tasks' affair.
std::int64_t gain(const Crew& crew, std::uint32_t participant, std::uint32_t without,
                  std::uint32_t with) {
  const Round& round = crew.round();
  const std::int64_t before = crew.load(participant);
  std::int64_t after = before;
  std::int64_t value = 0;
  if (with != Crew::none) {
    after += round.choices()[with].load;
    value += round.choices()[with].willingness;
  }
  if (without != Crew::none) {
    after -= round.choices()[without].load;
    value -= round.choices()[without].willingness;
  }
  value += round.work_burden(before) - round.work_burden(after);
  const auto room_of = [&round](std::uint32_t place) {
    return place == Crew::none ? std::int16_t{-1} : round.choices()[place].room;
  };
  const std::int16_t joined = room_of(with);
  const std::int16_t left = room_of(without);
  if (joined >= 0) value += room_relief(crew, participant, joined, without, with);
  if (left >= 0 && left != joined) value += room_relief(crew, participant, left, without, with);
  return value;
}

bool may_leave(const Crew& crew, std::uint32_t place) {
  const Choice& choice = crew.round().choices()[place];
  if (choice.role == Role::trainee) return true;
  const bool is_teacher = crew.people(choice.task) == 1 && crew.trainees(choice.task) > 0 &&
                          !crew.round().instance().tasks[choice.task].has_teacher;
  const Task& task = crew.round().instance().tasks[choice.task];
  return crew.people(choice.task) > task.people_min + task.reserves && !is_teacher;
}

bool may_join(const Crew& crew, std::uint32_t offer) {
  const Choice& choice = crew.round().choices()[offer];
  return crew.has_room(offer) && (choice.role == Role::experienced || crew.people(choice.task) > 0);
}

// The participant's own offer for a task, or none.
std::uint32_t offer_for(const Round& round, std::uint32_t participant, std::uint32_t task,
                        Role role) {
  const std::span<const Choice> choices = round.choices_of(participant);
  const std::int64_t end_minute =
      round.instance().tasks[task].is_timed() ? round.instance().tasks[task].end_minute : INT64_MAX;
  auto at = std::ranges::lower_bound(choices, end_minute, {}, &Choice::end_minute);
  for (; at != choices.end() && at->end_minute == end_minute; ++at) {
    if (at->task != task || at->role != role) continue;
    return static_cast<std::uint32_t>(round.first_choice(participant) +
                                      static_cast<std::size_t>(at - choices.begin()));
  }
  return Crew::none;
}

// One participant and one offer: add it, or take it instead of a place that can do without them.
bool improve_alone(Crew& crew, std::uint32_t offer) {
  const std::uint32_t participant = crew.round().choices()[offer].participant;
  if (!may_join(crew, offer)) return false;
  if (crew.fits(offer) && gain(crew, participant, Crew::none, offer) > 0) {
    crew.give(offer);
    return true;
  }
  const std::vector<std::uint32_t> places = crew.places_of(participant);
  for (const std::uint32_t place : places) {
    if (!may_leave(crew, place) || !crew.fits(offer, place)) continue;
    if (gain(crew, participant, place, offer) <= 0) continue;
    crew.take_back(place);
    crew.give(offer);
    return true;
  }
  return false;
}

// Two people exchange places: this one goes to the offered task, whoever leaves it comes here.
bool improve_by_swap(Crew& crew, std::uint32_t offer) {
  const Round& round = crew.round();
  const Choice& wanted = round.choices()[offer];
  const std::vector<std::uint32_t> own = crew.places_of(wanted.participant);
  for (const std::uint32_t place : own) {
    const Choice& had = round.choices()[place];
    if (had.role != wanted.role || !crew.fits(offer, place)) continue;
    const std::int64_t own_gain = gain(crew, wanted.participant, place, offer);
    for (const std::uint32_t theirs : crew.given_in(wanted.task)) {
      if (round.choices()[theirs].role != wanted.role) continue;
      // Alike in length, only their liking changes: most swaps are ruled out by that at once.
      const bool is_alike = had.load == wanted.load &&
                            round.people()[round.choices()[theirs].participant].rooms.empty();
      const std::int64_t hope =
          static_cast<std::int64_t>(willingness_max) - round.choices()[theirs].willingness;
      if (is_alike && own_gain + hope <= 0) continue;
      const std::uint32_t other = round.choices()[theirs].participant;
      const std::uint32_t instead = offer_for(round, other, had.task, had.role);
      if (instead == Crew::none || crew.has(instead)) continue;
      if (own_gain + gain(crew, other, theirs, instead) <= 0 || !crew.fits(instead, theirs))
        continue;
      crew.take_back(place);
      crew.take_back(theirs);
      crew.give(offer);
      crew.give(instead);
      return true;
    }
  }
  return false;
}

// Somebody who has the place hands it to this one, on whom it weighs less or who likes it better.
bool improve_by_handing_over(Crew& crew, std::uint32_t offer) {
  const Round& round = crew.round();
  const Choice& wanted = round.choices()[offer];
  if (!crew.fits(offer)) return false;
  const std::int64_t own_gain = gain(crew, wanted.participant, Crew::none, offer);
  for (const std::uint32_t theirs : crew.given_in(wanted.task)) {
    const Choice& had = round.choices()[theirs];
    if (had.role != wanted.role) continue;
    if (own_gain + gain(crew, had.participant, theirs, Crew::none) <= 0) continue;
    crew.take_back(theirs);
    crew.give(offer);
    return true;
  }
  return false;
}

// Ends, since each is worth more than what was.
void hand_over_all(Crew& crew) {
  const auto offers = static_cast<std::uint32_t>(crew.round().choices().size());
  for (bool is_better = true; is_better;) {
    is_better = false;
    for (std::uint32_t offer = 0; offer < offers; ++offer) {
      if (!crew.has(offer)) is_better = improve_by_handing_over(crew, offer) || is_better;
    }
  }
}

// A trainee whose teacher is needed elsewhere goes home.
void send_lonely_trainees_home(Crew& crew) {
  for (std::uint32_t k = 0; k < crew.round().choices().size(); ++k) {
    const Choice& choice = crew.round().choices()[k];
    const bool is_alone =
        crew.people(choice.task) == 0 && !crew.round().instance().tasks[choice.task].has_teacher;
    if (is_alone && crew.has(k) && choice.role == Role::trainee) crew.take_back(k);
  }
}

}  // namespace

void staff(Crew& crew) {
  staff_all(crew);
  send_lonely_trainees_home(crew);
}

void polish(Crew& crew) {
  staff(crew);
  const auto offers = static_cast<std::uint32_t>(crew.round().choices().size());
  for (int pass = 0; pass < passes_max; ++pass) {
    bool is_better = false;
    for (std::uint32_t offer = 0; offer < offers; ++offer) {
      if (crew.has(offer)) continue;
      is_better = improve_alone(crew, offer) || improve_by_swap(crew, offer) ||
                  improve_by_handing_over(crew, offer) || is_better;
    }
    if (!is_better) break;
  }
  staff(crew);  // what was exchanged may have opened a way
  hand_over_all(crew);
}

}  // namespace commune::clearing

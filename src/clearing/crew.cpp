#include "clearing/crew.h"

#include <algorithm>

#include "core/check.h"

namespace commune::clearing {

Crew::Crew(const Round& round)
    : round_(round),
      assignment_(round.choices().size(), 0),
      is_withdrawn_(round.choices().size(), 0),
      people_(round.instance().tasks.size(), 0),
      trainees_(round.instance().tasks.size(), 0),
      loads_(round.people().size(), 0),
      places_(round.people().size()),
      given_(round.instance().tasks.size()),
      offers_(round.choices().size()),
      first_offer_(round.instance().tasks.size() + 1, 0) {
  for (const Choice& choice : round.choices()) ++first_offer_[choice.task + 1];
  for (std::size_t j = 1; j < first_offer_.size(); ++j) first_offer_[j] += first_offer_[j - 1];
  std::vector<std::size_t> next(first_offer_.begin(), first_offer_.end() - 1);
  for (std::uint32_t k = 0; k < round.choices().size(); ++k)
    offers_[next[round.choices()[k].task]++] = k;
}

Crew::Crew(const Round& round, const Assignment& assignment) : Crew(round) {
  for (std::uint32_t choice = 0; choice < assignment.size(); ++choice) {
    if (assignment[choice] != 0) give(choice);
  }
}

bool Crew::lacks_people(std::uint32_t task) const {
  return people_[task] < round_.instance().tasks[task].people_min;
}

std::uint32_t Crew::worth_of_next(std::uint32_t task) const {
  const Task& what = round_.instance().tasks[task];
  if (people_[task] < what.people_min) return what.weight;
  return people_[task] < what.people_min + what.reserves ? 1 : 0;
}

std::span<const std::uint32_t> Crew::offers_for(std::uint32_t task) const {
  return std::span(offers_).subspan(first_offer_[task],
                                    first_offer_[task + 1] - first_offer_[task]);
}

bool Crew::fits(std::uint32_t index, std::uint32_t without) const {
  if (is_withdrawn_[index] != 0) return false;
  const Choice& choice = round_.choices()[index];
  const Person& person = round_.people()[choice.participant];
  std::int64_t load = loads_[choice.participant] + choice.load;
  std::size_t places = places_[choice.participant].size() + 1;
  if (without != none) {
    load -= round_.choices()[without].load;
    --places;
  }
  if (places > person.places_max || load > person.load_max) return false;
  return std::ranges::none_of(places_[choice.participant], [&](std::uint32_t other) {
    return other != without && round_.choices()[other].clashes_with(choice);
  });
}

bool Crew::has_room(std::uint32_t index) const {
  const Choice& choice = round_.choices()[index];
  const Task& task = round_.instance().tasks[choice.task];
  return choice.role == Role::trainee ? trainees_[choice.task] < task.trainees_max
                                      : people_[choice.task] < task.people_max;
}

void Crew::give(std::uint32_t index) {
  DCHECK(!has(index) && fits(index));
  const Choice& choice = round_.choices()[index];
  assignment_[index] = 1;
  ++(choice.role == Role::trainee ? trainees_ : people_)[choice.task];
  loads_[choice.participant] += choice.load;
  places_[choice.participant].push_back(index);
  given_[choice.task].push_back(index);
}

void Crew::take_back(std::uint32_t index) {
  DCHECK(has(index));
  const Choice& choice = round_.choices()[index];
  assignment_[index] = 0;
  --(choice.role == Role::trainee ? trainees_ : people_)[choice.task];
  loads_[choice.participant] -= choice.load;
  std::erase(places_[choice.participant], index);
  std::erase(given_[choice.task], index);
}

void Crew::withdraw(std::uint32_t index) {
  if (has(index)) take_back(index);
  is_withdrawn_[index] = 1;
}

}  // namespace commune::clearing

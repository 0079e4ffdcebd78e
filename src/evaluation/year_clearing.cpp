#include "evaluation/year_clearing.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <span>
#include <utility>

#include "clearing/chains.h"
#include "clearing/clear.h"
#include "clearing/crew.h"
#include "core/check.h"
#include "evaluation/year_life.h"

namespace commune::evaluation {
namespace {

using clearing::Choice;
using clearing::Crew;
using clearing::Round;

constexpr double refusal_chance = 0.10;
constexpr double hand_back_chance = 0.07;
constexpr std::uint32_t month_weeks = 4;
constexpr std::uint32_t learner_willingness = 20;  // the app's "if it is needed"

// A round speaks of the week's tasks by their number.
std::uint32_t task_number(const Round& round, std::uint32_t task) {
  return static_cast<std::uint32_t>(std::stoul(round.instance().tasks[task].id));
}
std::uint32_t slot_number(const Round& round, std::uint32_t participant) {
  return static_cast<std::uint32_t>(std::stoul(round.instance().participants[participant].id));
}

// The life of one cleared round until its week begins.
class RoundLife {
 public:
  RoundLife(const Week& week, Crew& crew) : week_(week), crew_(crew), round_(crew.round()) {}

  // Those asked who refuse are replaced, and so on until nobody new refuses.
  void refuse() {
    std::set<std::uint32_t> answered;
    for (bool is_new = true; is_new;) {
      is_new = false;
      for (const std::uint32_t place : given()) {
        if (!answered.insert(place).second || !is_refused(place)) continue;
        crew_.withdraw(place);
        is_new = true;
      }
      if (is_new) clearing::staff_all(crew_);
    }
  }

  // Who would like to do more takes what is free and liked.
  void add_freely() {
    for (const std::uint32_t slot : shuffled_people(week_, 3)) {
      for (const std::uint32_t task : week_.wishes[slot].willing) {
        if (minutes_of(slot) >= week_.person(slot).wished_minutes) break;
        const std::uint32_t choice = choice_for(slot, task);
        if (choice == Crew::none || crew_.has(choice) || !crew_.fits(choice) ||
            !crew_.has_room(choice) || is_refused(choice))
          continue;
        crew_.give(choice);
      }
    }
  }

  // The same for trainee's places, which are on the board and recommended like others.
  void learn_freely() {
    for (const std::uint32_t slot : shuffled_people(week_, 4)) {
      for (const std::uint32_t task : week_.wishes[slot].to_learn) {
        if (minutes_of(slot) >= week_.person(slot).wished_minutes) break;
        const std::uint32_t choice = choice_for(slot, task);
        if (choice == Crew::none || crew_.has(choice) || !crew_.fits(choice) ||
            !crew_.has_room(choice) || crew_.people(round_.choices()[choice].task) == 0 ||
            is_refused(choice))
          continue;
        crew_.give(choice);
      }
    }
  }

  void ask_reserves() {
    const auto tasks = static_cast<std::uint32_t>(round_.instance().tasks.size());
    for (std::uint32_t task = 0; task < tasks; ++task) ask_the_others(task, Until::reserves);
  }

  void hand_back() {
    for (const std::uint32_t place : given()) {
      const Choice& choice = round_.choices()[place];
      const std::uint64_t key = week_.key(task_number(round_, choice.task));
      if (!crew_.has(place) ||
          draw(week_.world, Luck::hands_back, slot_number(round_, choice.participant), key) >=
              hand_back_chance)
        continue;
      crew_.withdraw(place);
    }
    const auto tasks = static_cast<std::uint32_t>(round_.instance().tasks.size());
    for (std::uint32_t task = 0; task < tasks; ++task) ask_the_others(task, Until::minimum);
  }

 private:
  enum class Until : std::uint8_t { minimum, reserves };

  // Whoever offered and is free is asked, the gladdest first; nobody is moved who has accepted.
  void ask_the_others(std::uint32_t task, Until until) {
    const std::span offers = crew_.offers_for(task);
    std::vector<std::uint32_t> choices(offers.begin(), offers.end());
    std::erase_if(choices, [&](std::uint32_t choice) {
      return round_.choices()[choice].role == clearing::Role::trainee;
    });
    std::ranges::stable_sort(choices, std::ranges::greater{}, [&](std::uint32_t choice) {
      return round_.choices()[choice].willingness;
    });
    for (const std::uint32_t choice : choices) {
      if (crew_.worth_of_next(task) == 0) return;
      if (until == Until::minimum && !crew_.lacks_people(task)) return;
      if (!crew_.has(choice) && crew_.fits(choice) && crew_.has_room(choice) && !is_refused(choice))
        crew_.give(choice);
    }
  }

  [[nodiscard]] std::vector<std::uint32_t> given() const {
    std::vector<std::uint32_t> places;
    for (std::uint32_t k = 0; k < round_.choices().size(); ++k) {
      if (crew_.has(k)) places.push_back(k);
    }
    return places;
  }

  [[nodiscard]] bool is_refused(std::uint32_t place) const {
    const Choice& choice = round_.choices()[place];
    const std::uint64_t key = week_.key(task_number(round_, choice.task));
    return draw(week_.world, Luck::refuses, slot_number(round_, choice.participant), key) <
           refusal_chance;
  }

  [[nodiscard]] std::uint32_t choice_for(std::uint32_t slot, std::uint32_t task) const {
    const std::uint32_t participant = participant_of(slot);
    const std::size_t first = round_.first_choice(participant);
    for (std::size_t k = first; k < first + round_.choices_of(participant).size(); ++k) {
      if (task_number(round_, round_.choices()[k].task) == task)
        return static_cast<std::uint32_t>(k);
    }
    return Crew::none;
  }

  [[nodiscard]] std::uint32_t participant_of(std::uint32_t slot) const {
    for (std::uint32_t i = 0; i < round_.people().size(); ++i) {
      if (slot_number(round_, i) == slot) return i;
    }
    CHECK(false);
  }

  [[nodiscard]] std::int64_t minutes_of(std::uint32_t slot) const {
    std::int64_t minutes = 0;
    for (const std::uint32_t place : crew_.places_of(participant_of(slot)))
      minutes += round_.instance().tasks[round_.choices()[place].task].minutes;
    return minutes;
  }

  const Week& week_;
  Crew& crew_;
  const Round& round_;
};

clearing::Instance make_instance(const Week& week) {
  clearing::Instance instance;
  instance.seed = week.world.seed ^ week.number;
  instance.sectors = week.world.sectors;
  for (std::uint32_t t = 0; t < week.tasks().size(); ++t) {
    const YearTask& task = week.tasks()[t];
    const YearKind& kind = week.world.kinds[task.kind];
    clearing::Task asked;
    asked.id = fmt::format("{}", t);
    asked.sector = kind.sector;
    asked.begin_minute = task.begin_minute;
    asked.end_minute = task.end_minute;
    asked.minutes = task.minutes;
    asked.people_min = task.is_planned() ? task.people_min : 0;
    asked.people_max = task.people_max;
    asked.trainees_max = kind.trainees_max;
    asked.weight = 1 + kind.importance * kind.importance;  // as the ledger weighs calm work
    instance.tasks.push_back(std::move(asked));
  }
  for (std::uint32_t slot = 0; slot < week.people(); ++slot) {
    const YearPerson& person = week.person(slot);
    clearing::Participant participant;
    participant.id = fmt::format("{}", slot);
    participant.places_max = person.places_max;
    // Work is counted in begun units: never more than was offered, sometimes a little less.
    participant.minutes_max = person.minutes_max / instance.unit_minutes * instance.unit_minutes;
    instance.participants.push_back(std::move(participant));
    const Wish& wish = week.wishes[slot];
    for (const std::uint32_t task : wish.willing) {
      if (!week.tasks()[task].is_planned()) continue;
      const auto willingness = static_cast<std::uint32_t>(std::lround(100 * wish.worth[task]));
      instance.offers.push_back(
          {slot, task, std::max(willingness, 1U), clearing::Role::experienced});
    }
    for (const std::uint32_t task : wish.to_learn)
      instance.offers.push_back({slot, task, learner_willingness, clearing::Role::trainee});
  }
  instance.even_minutes = clearing::even_share_minutes(instance.tasks, week.people());
  return instance;
}

// How many may do a kind of work: public, as certificates are.
std::uint64_t holders(const Week& week, std::uint32_t kind) {
  std::uint64_t count = 0;
  for (std::uint32_t slot = 0; slot < week.people(); ++slot)
    if (week.has_certificates(slot, kind)) ++count;
  return count;
}

}  // namespace

YearClearing::YearClearing(const YearWorld& world)
    : world_(world),
      growth_(world),
      no_shows_(world.kinds.size()),
      month_(world.kinds.size()),
      windows_(world.kinds.size()),
      accepted_(world.kinds.size()) {}

Week YearClearing::look_at(std::uint32_t number) {
  return evaluation::look_at(world_, number, growth_.learnt(number));
}

void YearClearing::learn(const Week& week, const Sheet& sheet) {
  growth_.learn(week, sheet);
  for (std::uint32_t task = 0; task < week.tasks().size(); ++task) {
    clearing::NoShows& seen = no_shows_[week.tasks()[task].kind];
    for (const std::uint32_t slot : sheet.people_in(task)) {
      ++seen.promised;
      seen.missed += will_miss(week, slot, task) ? 1U : 0U;
    }
  }
}

void YearClearing::offer_in_turn(const Week& week) {
  const YearWorld& world = week.world;
  for (std::uint32_t kind = 0; kind < world.kinds.size(); ++kind) {
    windows_[kind] = clearing::next_window(windows_[kind], month_[kind], holders(week, kind));
    month_[kind] = {};
    accepted_[kind].clear();
    for (std::uint32_t slot = 0; slot < week.people(); ++slot) {
      const YearPerson& person = week.person(slot);
      if (!week.has_certificates(slot, kind) || person.never[kind]) continue;
      const auto place = static_cast<std::uint64_t>(clearing::circle *
                                                    draw(world, Luck::place_in_turn, slot, kind));
      if (clearing::is_turn_of(windows_[kind], place) &&
          draw(world, Luck::turn, slot, kind, week.number) < person.turn_acceptance)
        accepted_[kind].push_back(slot);
    }
  }
}

void YearClearing::remember_shortages(const Week& week, const Sheet& sheet) {
  for (std::uint32_t t = 0; t < week.tasks().size(); ++t) {
    const YearTask& task = week.tasks()[t];
    if (!task.is_planned()) continue;
    month_[task.kind].places_needed += task.people_min;
    month_[task.kind].places_open +=
        task.people_min - std::min<std::size_t>(task.people_min, sheet.people_in(t).size());
  }
}

clearing::Instance YearClearing::asked_of(const Week& week) const {
  clearing::Instance instance = make_instance(week);
  for (std::uint32_t t = 0; t < week.tasks().size(); ++t) {
    const YearTask& task = week.tasks()[t];
    for (const std::uint32_t slot : accepted_[task.kind]) {
      if (task.is_planned() && week.can[slot][t] && week.wishes[slot].worth[t] == 0)
        instance.offers.push_back({slot, t, 1, clearing::Role::experienced});
    }
  }
  return instance;
}

void YearClearing::add_reserves(const Week& week, clearing::Instance& instance) const {
  for (std::uint32_t t = 0; t < week.tasks().size(); ++t) {
    clearing::Task& asked = instance.tasks[t];
    asked.reserves =
        clearing::reserves_for(asked.people_min, asked.people_max, no_shows_[week.tasks()[t].kind]);
  }
}

clearing::Assignment YearClearing::fill_minimum(const Week& week, const Round& round) {
  // The places are what counts here; the search for a tighter proof changes none of the figures.
  const auto begin = std::chrono::steady_clock::now();
  const clearing::Cleared cleared = clearing::clear_round(round, {.price_work_max = 0});
  seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  Crew crew(round, cleared.assignment);
  RoundLife(week, crew).refuse();
  return crew.assignment();
}

Sheet YearClearing::share(const Week& week) {
  if (week.number % month_weeks == 0) offer_in_turn(week);
  clearing::Instance instance = asked_of(week);
  const auto first = Round::make(instance);
  add_reserves(week, instance);
  const auto round = Round::make(std::move(instance));  // its choices stand in the same order
  CHECK(first.has_value() && round.has_value());
  Crew crew(*round, fill_minimum(week, *first));
  RoundLife life(week, crew);
  life.hand_back();
  life.learn_freely();
  life.add_freely();
  life.ask_reserves();
  Sheet sheet(week);
  for (std::uint32_t k = 0; k < round->choices().size(); ++k) {
    const Choice& choice = round->choices()[k];
    if (!crew.has(k)) continue;
    const std::uint32_t slot = slot_number(*round, choice.participant);
    const std::uint32_t task = task_number(*round, choice.task);
    if (choice.role == clearing::Role::experienced)
      sheet.put(slot, task);
    else if (crew.people(choice.task) > 0)  // not where their teachers called off
      sheet.put_trainee(slot, task);
  }
  remember_shortages(week, sheet);
  return sheet;
}

}  // namespace commune::evaluation

#include "evaluation/year_week.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/check.h"

namespace commune::evaluation {
namespace {

bool clashes_with_any(const Week& week, std::span<const std::uint32_t> held, std::uint32_t task) {
  return std::ranges::any_of(held, [&](std::uint32_t other) {
    return week.tasks()[other].clashes_with(week.tasks()[task]);
  });
}

// What they would take were they alone in the world: the best-liked until they have their hours.
double worth_of_best(const Week& week, std::size_t slot, const Wish& wish) {
  const YearPerson& person = week.person(slot);
  std::vector<std::uint32_t> held;
  std::int64_t minutes = 0;
  double worth = 0;
  for (const std::uint32_t task : wish.willing) {
    const std::int64_t more = week.tasks()[task].minutes;
    if (minutes >= person.wished_minutes || held.size() == person.places_max) break;
    if (minutes + more > person.minutes_max || clashes_with_any(week, held, task)) continue;
    held.push_back(task);
    minutes += more;
    worth += wish.worth[task];
  }
  return worth;
}

// What somebody likes as well as the least liked of what they are willing for.
void wish_to_learn(const Week& week, std::size_t slot, double least, Wish& wish) {
  std::vector<double> likings(week.tasks().size(), 0);
  for (std::uint32_t task = 0; task < week.tasks().size(); ++task) {
    if (!week.can_learn[slot][task] || week.person(slot).never[week.tasks()[task].kind]) continue;
    likings[task] = week.world.liking(slot, week.number, task);
    if (likings[task] >= least) wish.to_learn.push_back(task);
  }
  std::ranges::stable_sort(wish.to_learn, std::ranges::greater{},
                           [&](std::uint32_t task) { return likings[task]; });
}

Wish wish_of(const Week& week, std::size_t slot) {
  const YearPerson& person = week.person(slot);
  std::vector<double> likings(week.tasks().size(), 0);
  std::vector<std::uint32_t> able;
  for (std::uint32_t task = 0; task < likings.size(); ++task) {
    if (!week.can[slot][task]) continue;
    likings[task] = week.world.liking(slot, week.number, task);
    able.push_back(task);
  }
  std::ranges::stable_sort(able, std::ranges::greater{},
                           [&](std::uint32_t task) { return likings[task]; });
  Wish wish;
  wish.worth.assign(week.tasks().size(), 0);
  const auto count = static_cast<double>(able.size());
  const auto willing = static_cast<std::size_t>(std::ceil(person.willing_share * count));
  for (std::size_t rank = 0; rank < willing; ++rank) {
    const std::uint32_t task = able[rank];
    if (person.never[week.tasks()[task].kind]) continue;
    wish.willing.push_back(task);
    wish.worth[task] = 1 - static_cast<double>(rank) / count;
  }
  wish.whole = worth_of_best(week, slot, wish);
  if (!wish.willing.empty()) wish_to_learn(week, slot, likings[wish.willing.back()], wish);
  return wish;
}

// A trainee's place is for whoever lacks the certificates.
bool is_to_learn(const Week& week, std::size_t slot, const YearTask& task) {
  const YearKind& kind = week.world.kinds[task.kind];
  return kind.trainees_max > 0 && task.is_planned() && !week.has_certificates(slot, task.kind) &&
         week.person(slot).would_learn[task.kind];
}

}  // namespace

Week look_at(const YearWorld& world, std::uint32_t number, std::span<const Certificates> learnt) {
  Week week{.world = world,
            .number = number,
            .certificates = {},
            .can = {},
            .can_learn = {},
            .wishes = {}};
  for (std::size_t slot = 0; slot < week.people(); ++slot) {
    week.certificates.push_back(week.person(slot).certificates);
    if (!learnt.empty()) week.certificates.back() |= learnt[slot];
    std::vector<bool> can;
    std::vector<bool> can_learn;
    for (const YearTask& task : week.tasks()) {
      const bool is_free = world.is_free(slot, number, task);
      can.push_back(is_free && week.has_certificates(slot, task.kind));
      can_learn.push_back(is_free && is_to_learn(week, slot, task));
    }
    week.can.push_back(std::move(can));
    week.can_learn.push_back(std::move(can_learn));
    week.wishes.push_back(wish_of(week, slot));
  }
  return week;
}

bool Sheet::has_room_for(std::uint32_t slot, std::uint32_t task) const {
  const YearPerson& person = week_.person(slot);
  if (tasks_[slot].size() >= person.places_max) return false;
  if (minutes_[slot] + week_.tasks()[task].minutes > person.minutes_max) return false;
  return !clashes(slot, task);
}

bool Sheet::clashes(std::uint32_t slot, std::uint32_t task) const {
  return std::ranges::find(tasks_[slot], task) != tasks_[slot].end() ||
         clashes_with_any(week_, tasks_[slot], task);
}

bool Sheet::fits(std::uint32_t slot, std::uint32_t task) const {
  return week_.can[slot][task] && people_and_neighbours_in(task) < week_.tasks()[task].people_max &&
         has_room_for(slot, task);
}

bool Sheet::fits_trainee(std::uint32_t slot, std::uint32_t task) const {
  const YearKind& kind = week_.world.kinds[week_.tasks()[task].kind];
  return week_.can_learn[slot][task] && trainees_[task].size() < kind.trainees_max &&
         has_room_for(slot, task);
}

void Sheet::book(std::uint32_t slot, std::uint32_t task) {
  tasks_[slot].push_back(task);
  minutes_[slot] += week_.tasks()[task].minutes;
}

void Sheet::put(std::uint32_t slot, std::uint32_t task) {
  people_[task].push_back(slot);
  book(slot, task);
}

void Sheet::put_trainee(std::uint32_t slot, std::uint32_t task) {
  trainees_[task].push_back(slot);
  book(slot, task);
}

void Sheet::remove(std::uint32_t slot, std::uint32_t task) {
  CHECK(std::erase(people_[task], slot) == 1);
  std::erase(tasks_[slot], task);
  minutes_[slot] -= week_.tasks()[task].minutes;
}

std::uint64_t count_violations(const Week& week, const Sheet& sheet) {
  std::uint64_t violations = 0;
  for (std::uint32_t slot = 0; slot < week.people(); ++slot) {
    const YearPerson& person = week.person(slot);
    const std::vector<std::uint32_t>& held = sheet.tasks_of(slot);
    std::int64_t minutes = 0;
    for (std::size_t i = 0; i < held.size(); ++i) {
      const YearTask& task = week.tasks()[held[i]];
      minutes += task.minutes;
      const bool is_one_too_many = i >= person.places_max || minutes > person.minutes_max;
      const bool is_clash = std::ranges::any_of(
          held.begin(), held.begin() + static_cast<std::ptrdiff_t>(i), [&](std::uint32_t other) {
            return other == held[i] || week.tasks()[other].clashes_with(task);
          });
      const bool is_trainee = std::ranges::count(sheet.trainees_in(held[i]), slot) > 0;
      const bool is_certified = is_trainee || week.has_certificates(slot, task.kind);
      const bool is_outside = !week.world.is_free(slot, week.number, task) || !is_certified;
      if (is_one_too_many || is_clash || is_outside) ++violations;
    }
  }
  return violations;
}

std::vector<std::uint32_t> shuffled_people(const Week& week, std::uint64_t purpose) {
  std::vector<std::uint32_t> order(week.people());
  std::iota(order.begin(), order.end(), 0U);
  core::Random random(week.world.seed ^ (purpose << 32U) ^ week.number);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  return order;
}

}  // namespace commune::evaluation

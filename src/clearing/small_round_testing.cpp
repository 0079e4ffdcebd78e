#include "clearing/small_round_testing.h"

#include <fmt/format.h>

#include <algorithm>

namespace commune::clearing::testing {

Instance make_small_instance(core::Random& random, const SmallRoundOptions& options) {
  Instance instance;
  instance.seed = random.next();
  instance.unit_minutes = 30;
  instance.even_minutes = 30 * random.between(0, 4);
  instance.sectors = {"food", "care"};
  for (std::size_t j = 0; j < options.tasks; ++j) {
    Task task;
    task.id = fmt::format("task {}", j);
    task.sector = static_cast<std::uint32_t>(random.below(2));
    task.minutes = options.has_lengths ? 30 * random.between(1, 4) : 60;
    if (options.has_clashes) {
      task.begin_minute = 60 + 30 * random.between(0, 8);
      task.end_minute = task.begin_minute + task.minutes;
    }
    task.people_min = static_cast<std::uint32_t>(random.below(3));
    task.people_max = std::max(task.people_min, 1U) + static_cast<std::uint32_t>(random.below(2));
    task.reserves = static_cast<std::uint32_t>(random.below(task.people_max - task.people_min + 1));
    task.trainees_max = options.has_trainees ? static_cast<std::uint32_t>(random.below(2)) : 0;
    task.has_teacher = options.has_trainees && random.chance(1, 6);
    task.weight = static_cast<std::uint32_t>(random.between(1, 3));
    instance.tasks.push_back(task);
  }
  for (std::size_t i = 0; i < options.participants; ++i) {
    Participant person;
    person.id = fmt::format("person {}", i);
    person.places_max = static_cast<std::uint32_t>(random.between(0, 3));
    person.minutes_max = 30 * random.between(2, 10);
    if (options.has_rooms && random.chance(1, 2))
      person.rooms.push_back({0, 30 * random.between(0, 3)});
    if (options.has_rooms && random.chance(1, 2))
      person.rooms.push_back({1, 30 * random.between(0, 3)});
    instance.participants.push_back(person);
  }
  for (std::uint32_t i = 0; i < options.participants; ++i) {
    for (std::uint32_t j = 0; j < options.tasks; ++j) {
      if (instance.offers.size() == options.offers_max || random.chance(1, 3)) continue;
      const bool learns = instance.tasks[j].trainees_max > 0 && random.chance(1, 3);
      instance.offers.push_back({i, j, static_cast<std::uint32_t>(random.between(1, 100)),
                                 learns ? Role::trainee : Role::experienced});
    }
  }
  return instance;
}

Int128 best_by_trying_all(const Round& round) {
  const std::size_t offers = round.choices().size();
  Int128 best = 0;
  Assignment assignment(offers, 0);
  for (std::uint64_t subset = 0; subset < std::uint64_t{1} << offers; ++subset) {
    for (std::size_t k = 0; k < offers; ++k) assignment[k] = (subset >> k & 1U) != 0 ? 1 : 0;
    if (const auto levels = evaluate(round, assignment))
      best = std::max(best, round.scale().pack(*levels));
  }
  return best;
}

}  // namespace commune::clearing::testing

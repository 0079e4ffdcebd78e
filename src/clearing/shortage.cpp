#include "clearing/shortage.h"

#include <algorithm>
#include <set>

namespace commune::clearing {
namespace {

// All tasks from which somebody would have to be drawn to staff `start`, if anybody could.
std::vector<std::uint32_t> cut_from(const Crew& crew, std::uint32_t start) {
  const Round& round = crew.round();
  std::vector<std::uint32_t> reached{start};
  std::set<std::uint32_t> seen{start};
  for (std::size_t next = 0; next < reached.size(); ++next) {
    for (const std::uint32_t offer : crew.offers_for(reached[next])) {
      const Choice& choice = round.choices()[offer];
      if (crew.has(offer) || choice.role == Role::trainee) continue;
      for (const std::uint32_t place : crew.places_of(choice.participant)) {
        const std::uint32_t task = round.choices()[place].task;
        if (crew.fits(offer, place) && seen.insert(task).second) reached.push_back(task);
      }
    }
  }
  return {seen.begin(), seen.end()};
}

Shortage describe(const Crew& crew, std::vector<std::uint32_t> tasks) {
  const Instance& instance = crew.round().instance();
  Shortage shortage;
  std::set<std::uint32_t> people;
  shortage.required = instance.tasks[tasks.front()].required;
  for (const std::uint32_t task : tasks) {
    const Task& needs = instance.tasks[task];
    shortage.places_needed += needs.people_min;
    shortage.places_covered += std::min(crew.people(task), needs.people_min);
    std::erase_if(shortage.required, [&needs](const std::string& certificate) {
      return std::ranges::find(needs.required, certificate) == needs.required.end();
    });
    for (const std::uint32_t offer : crew.offers_for(task)) {
      const Choice& choice = crew.round().choices()[offer];
      if (choice.role == Role::experienced) people.insert(choice.participant);
    }
  }
  shortage.people_offering = static_cast<std::uint32_t>(people.size());
  std::ranges::stable_partition(tasks, [&](std::uint32_t task) { return crew.lacks_people(task); });
  shortage.tasks = std::move(tasks);
  return shortage;
}

}  // namespace

std::vector<Shortage> find_shortages(const Crew& crew) {
  std::vector<Shortage> shortages;
  std::set<std::vector<std::uint32_t>> said;
  const auto tasks = static_cast<std::uint32_t>(crew.round().instance().tasks.size());
  for (std::uint32_t task = 0; task < tasks; ++task) {
    if (!crew.lacks_people(task)) continue;
    std::vector<std::uint32_t> cut = cut_from(crew, task);
    if (said.insert(cut).second) shortages.push_back(describe(crew, std::move(cut)));
  }
  return shortages;
}

}  // namespace commune::clearing

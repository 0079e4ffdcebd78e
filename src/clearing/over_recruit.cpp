#include "clearing/over_recruit.h"

#include <algorithm>

#include "core/check.h"

namespace commune::clearing {
namespace {

constexpr std::uint32_t permille = 1000;
constexpr std::uint32_t no_show_permille_max = 900;

}  // namespace

std::uint32_t no_show_permille(const NoShows& seen) {
  constexpr std::uint64_t count_max = std::uint64_t{1} << 40U;
  const std::uint64_t promised = std::min(seen.promised, count_max);
  const std::uint64_t missed = std::min(seen.missed, promised);
  const std::uint64_t rate = (missed + 1) * permille / (promised + 10);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(rate, no_show_permille_max));
}

std::uint64_t shortfall_chance(std::uint32_t asked, std::uint32_t needed,
                               std::uint32_t no_show_permille) {
  if (needed == 0) return 0;
  const std::uint64_t missing = chance_one * std::min(no_show_permille, permille) / permille;
  const std::uint64_t coming = chance_one - missing;
  std::vector<std::uint64_t> come(needed, 0);  // chance that exactly so many come, below `needed`
  come[0] = chance_one;
  for (std::uint32_t person = 0; person < asked; ++person) {
    for (std::uint32_t k = needed; k-- > 0;) {
      const std::uint64_t before = k > 0 ? come[k - 1] : 0;
      come[k] = (come[k] * missing + before * coming) >> 32U;
    }
  }
  std::uint64_t sum = 0;
  for (const std::uint64_t chance : come) sum += chance;
  return sum;
}

std::uint32_t people_to_recruit(const Recruiting& recruiting) {
  CHECK(recruiting.people_min <= recruiting.people_max);
  const std::uint64_t allowed =
      chance_one * std::min(recruiting.shortfall_permille, permille) / permille;
  std::uint32_t people = recruiting.people_min;
  while (people < recruiting.people_max &&
         shortfall_chance(people, recruiting.people_min, recruiting.no_show_permille) > allowed)
    ++people;
  return people;
}

std::uint32_t reserve_weight(const Recruiting& recruiting, std::uint32_t people) {
  if (people <= recruiting.people_min) return 1;
  const std::uint64_t coming = permille - std::min(recruiting.no_show_permille, permille);
  std::uint64_t gain = 0;  // of the expected number there, in permille of chance_one
  for (std::uint32_t asked = recruiting.people_min; asked < people; ++asked)
    gain += coming * shortfall_chance(asked, recruiting.people_min, recruiting.no_show_permille);
  const std::uint64_t whole = permille * chance_one * (people - recruiting.people_min);
  const std::uint64_t tenths = (10 * gain + whole / 2) / whole;
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(tenths, 1, reserve_weight_max));
}

std::string reserve_id(const std::string& task_id) { return task_id + " (reserve)"; }

void add_reserves(Instance& instance, std::span<const Wanted> wanted) {
  CHECK(wanted.size() == instance.tasks.size());
  constexpr std::uint32_t none = UINT32_MAX;
  std::vector<std::uint32_t> reserves(wanted.size(), none);
  for (std::size_t j = 0; j < wanted.size(); ++j) {
    Task& task = instance.tasks[j];
    // The task itself keeps its minimum, and one place at least.
    const std::uint32_t kept = std::max(task.people_min, 1U);
    if (!task.is_timed() || wanted[j].people <= kept) continue;
    Task reserve = task;
    reserve.id = reserve_id(task.id);
    reserve.people_min = wanted[j].people - kept;
    reserve.people_max = reserve.people_min;
    reserve.trainees_max = 0;
    reserve.weight = wanted[j].reserve_weight;
    task.people_max =
        task.people_max > wanted[j].people ? task.people_max - reserve.people_max : kept;
    reserves[j] = static_cast<std::uint32_t>(instance.tasks.size());
    instance.tasks.push_back(std::move(reserve));
  }
  const std::size_t offers = instance.offers.size();
  for (std::size_t k = 0; k < offers; ++k) {
    Offer offer = instance.offers[k];
    if (reserves[offer.task] == none || offer.role == Role::trainee) continue;
    offer.task = reserves[offer.task];
    instance.offers.push_back(offer);
  }
}

}  // namespace commune::clearing

#include "clearing/swap.h"

#include <tuple>

#include "core/check.h"

namespace commune::clearing {
namespace {

class SwapSearch {
 public:
  SwapSearch(const Crew& crew, std::uint32_t place)
      : crew_(crew), round_(crew.round()), place_(place) {}

  std::optional<Swap> run() {
    for (const std::uint32_t offer : crew_.offers_for(of(place_).task)) {
      const Choice& choice = of(offer);
      if (crew_.has(offer) || choice.role != of(place_).role || same_person(offer, place_))
        continue;
      if (crew_.fits(offer)) consider(1, {place_, offer, Crew::none, Crew::none});
      for (const std::uint32_t dropped : crew_.places_of(choice.participant)) {
        if (of(dropped).task != choice.task && crew_.fits(offer, dropped)) replace(offer, dropped);
      }
    }
    return best_;
  }

 private:
  [[nodiscard]] const Choice& of(std::uint32_t choice) const { return round_.choices()[choice]; }
  [[nodiscard]] bool same_person(std::uint32_t a, std::uint32_t b) const {
    return of(a).participant == of(b).participant;
  }

  // Whether a task does well without the place.
  [[nodiscard]] bool is_spare(std::uint32_t place) const {
    const Choice& choice = of(place);
    if (choice.role == Role::trainee) return true;
    const Task& task = round_.instance().tasks[choice.task];
    const std::uint32_t people = crew_.people(choice.task);
    return people > task.people_min && (people > 1 || crew_.trainees(choice.task) == 0);
  }

  void replace(std::uint32_t offer, std::uint32_t dropped) {
    if (is_spare(dropped)) return consider(1, {place_, offer, dropped, Crew::none});
    for (const std::uint32_t fills : crew_.offers_for(of(dropped).task)) {
      if (crew_.has(fills) || of(fills).role != of(dropped).role || same_person(fills, offer))
        continue;
      const bool is_exchange = same_person(fills, place_);
      if (crew_.fits(fills, is_exchange ? place_ : Crew::none))
        consider(is_exchange ? 1 : 2, {place_, offer, dropped, fills});
    }
  }

  // `asked`: people other than who leaves whose week changes.
  void consider(int asked, const Swap& swap) {
    const int glad =
        of(swap.takes).willingness + (swap.fills == Crew::none ? 0 : of(swap.fills).willingness);
    const auto key = std::tuple(asked, swap.dropped != Crew::none, -glad, swap.takes, swap.fills);
    if (best_ && key >= best_key_) return;
    best_ = swap;
    best_key_ = key;
  }

  const Crew& crew_;
  const Round& round_;
  std::uint32_t place_;
  std::optional<Swap> best_;
  std::tuple<int, bool, int, std::uint32_t, std::uint32_t> best_key_;
};

}  // namespace

std::optional<Swap> find_swap(const Crew& crew, std::uint32_t place) {
  CHECK(crew.has(place));
  return SwapSearch(crew, place).run();
}

void make_swap(Crew& crew, const Swap& swap) {
  crew.withdraw(swap.leaves);
  if (swap.dropped != Crew::none) crew.take_back(swap.dropped);
  crew.give(swap.takes);
  if (swap.fills != Crew::none) crew.give(swap.fills);
}

}  // namespace commune::clearing

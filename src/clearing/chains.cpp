#include "clearing/chains.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace commune::clearing {
namespace {

class ChainSearch {
 public:
  explicit ChainSearch(Crew& crew)
      : crew_(crew), links_(crew.round().instance().tasks.size()), is_closed_(links_.size(), 0) {}

  bool run(std::uint32_t start) {
    for (const std::uint32_t task : queue_) links_[task] = Link{};
    queue_.assign(1, start);
    links_[start].is_reached = true;
    for (std::size_t next = 0; next < queue_.size(); ++next) {
      if (search_from(queue_[next])) return true;
    }
    if (leave_a_lighter_one_short(start)) return true;
    for (const std::uint32_t task : queue_) is_closed_[task] = 1;
    return false;
  }

 private:
  // How a task came to need a replacement: `given` is the place that its person takes instead.
  struct Link {
    bool is_reached = false;
    std::uint32_t given = Crew::none;
    std::uint32_t dropped = Crew::none;
  };

  bool search_from(std::uint32_t task) {
    for (const std::uint32_t offer : crew_.offers_for(task)) {
      if (crew_.has(offer) || crew_.round().choices()[offer].role == Role::trainee) continue;
      if (crew_.fits(offer)) {
        if (apply(task, offer, Crew::none)) return true;
        continue;
      }
      const auto& places = crew_.places_of(crew_.round().choices()[offer].participant);
      for (const std::uint32_t place : places) {
        if (!crew_.fits(offer, place)) continue;
        const Choice& dropped = crew_.round().choices()[place];
        const Task& from = crew_.round().instance().tasks[dropped.task];
        const bool is_spare =
            dropped.role == Role::trainee || crew_.people(dropped.task) > from.people_min;
        if (is_spare && apply(task, offer, place)) return true;
        if (is_spare || links_[dropped.task].is_reached || is_closed_[dropped.task] != 0) continue;
        links_[dropped.task] = {true, offer, place};
        queue_.push_back(dropped.task);
      }
    }
    return false;
  }

  // Carries the chain out from its far end. A person who stands in it twice may make it impossible:
  // then everything is put back.
  bool apply(std::uint32_t task, std::uint32_t offer, std::uint32_t dropped) {
    std::vector<std::pair<std::uint32_t, bool>> done;  // place, and whether it was given
    const auto exchange = [&](std::uint32_t give, std::uint32_t drop) {
      if (drop != Crew::none) {
        if (!crew_.has(drop)) return false;
        crew_.take_back(drop);
        done.emplace_back(drop, false);
      }
      if (give == Crew::none) return true;
      if (crew_.has(give) || !crew_.fits(give)) return false;
      crew_.give(give);
      done.emplace_back(give, true);
      return true;
    };
    bool is_good = exchange(offer, dropped);
    for (std::uint32_t at = task; is_good && links_[at].given != Crew::none;) {
      const Link link = links_[at];
      is_good = exchange(link.given, link.dropped);
      at = crew_.round().choices()[link.given].task;
    }
    if (is_good) return true;
    for (auto step = done.rbegin(); step != done.rend(); ++step) {
      if (step->second)
        crew_.take_back(step->first);
      else
        crew_.give(step->first);
    }
    return false;
  }

  bool leave_a_lighter_one_short(std::uint32_t start) {
    const auto& tasks = crew_.round().instance().tasks;
    std::ranges::stable_sort(queue_, {}, [&](std::uint32_t task) { return tasks[task].weight; });
    for (const std::uint32_t task : queue_) {
      if (tasks[task].weight >= tasks[start].weight) return false;
      if (apply(task, Crew::none, Crew::none)) return true;
    }
    return false;
  }

  Crew& crew_;
  std::vector<Link> links_;
  std::vector<std::uint8_t> is_closed_;  // searched in vain: no chain leads out of it
  std::vector<std::uint32_t> queue_;
};

void add_reserves(Crew& crew, std::uint32_t task) {
  const auto& choices = crew.round().choices();
  const std::span<const std::uint32_t> offers = crew.offers_for(task);
  std::vector<std::uint32_t> free(offers.begin(), offers.end());
  std::erase_if(free, [&](std::uint32_t offer) {
    return choices[offer].role == Role::trainee || crew.has(offer) || !crew.fits(offer);
  });
  std::ranges::stable_sort(free, std::ranges::greater{},
                           [&](std::uint32_t offer) { return choices[offer].willingness; });
  for (const std::uint32_t offer : free) {
    if (crew.lacks_people(task) || crew.worth_of_next(task) == 0) return;
    crew.give(offer);
  }
}

}  // namespace

bool staff_one_more(Crew& crew, std::uint32_t task) { return ChainSearch(crew).run(task); }

void staff_all(Crew& crew) {
  const auto& tasks = crew.round().instance().tasks;
  std::vector<std::uint32_t> order(tasks.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](std::uint32_t j) { return tasks[j].weight; });
  ChainSearch search(crew);
  for (const std::uint32_t task : order) {
    while (crew.lacks_people(task) && search.run(task)) {
    }
  }
  for (std::uint32_t task = 0; task < tasks.size(); ++task) {
    if (tasks[task].reserves > 0) add_reserves(crew, task);
  }
}

}  // namespace commune::clearing

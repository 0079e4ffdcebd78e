#include "evaluation/simulated_interactions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numbers>
#include <numeric>
#include <utility>

namespace commune::evaluation {
namespace {

constexpr std::uint32_t sectors = 6;
constexpr std::uint32_t kinds_a_sector = 5;
constexpr std::uint32_t hour_blocks = 8;
constexpr std::uint32_t places = 12;
constexpr std::uint32_t tasks = 480;

struct SimulatedTask {
  std::uint32_t sector = 0;
  std::uint32_t kind = 0;
  std::uint32_t hours = 0;
  std::uint32_t place = 0;
  double popularity = 0;
};

// In (0, 1).
double draw_uniform(core::Random& random) {
  return (static_cast<double>(random.next() >> 11U) + 0.5) * 0x1p-53;
}

// Box and Muller, 1958.
double draw_normal(core::Random& random, double deviation) {
  const double radius = std::sqrt(-2 * std::log(draw_uniform(random)));
  return deviation * radius * std::cos(2 * std::numbers::pi * draw_uniform(random));
}

double draw_gumbel(core::Random& random) { return -std::log(-std::log(draw_uniform(random))); }

std::uint32_t draw_below(core::Random& random, std::uint32_t bound) {
  return static_cast<std::uint32_t>(random.below(bound));
}

template <std::size_t count>
std::array<double, count> draw_tastes(core::Random& random, double deviation) {
  std::array<double, count> tastes{};
  for (double& taste : tastes) taste = draw_normal(random, deviation);
  return tastes;
}

// The indices of the `count` greatest, in random order.
std::vector<std::uint32_t> best_liked(const std::vector<double>& likings, std::size_t count,
                                      core::Random& random) {
  std::vector<std::uint32_t> order(likings.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&likings](std::uint32_t i) { return likings[i]; });
  order.resize(std::min(count, order.size()));
  for (std::size_t left = order.size(); left > 1; --left)
    std::swap(order[left - 1], order[random.below(left)]);
  return order;
}

// RFC 4180.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char letter : text)
    result += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return result + "\"";
}

}  // namespace

std::string simulate_tastes(const SimulatedPeople& simulated) {
  core::Random random(simulated.seed);
  std::vector<SimulatedTask> all;
  for (std::uint32_t i = 0; i < tasks; ++i) {
    const std::uint32_t sector = draw_below(random, sectors);
    all.push_back({.sector = sector,
                   .kind = sector * kinds_a_sector + draw_below(random, kinds_a_sector),
                   .hours = draw_below(random, hour_blocks),
                   .place = draw_below(random, places),
                   .popularity = draw_normal(random, 0.7)});
  }
  std::string csv =
      "user,item,value,time,user_interest,item_sector,item_kind,item_hours,item_place\n";
  for (std::uint32_t person = 0; person < simulated.people; ++person) {
    const auto by_sector = draw_tastes<sectors>(random, 1);
    const auto by_kind = draw_tastes<std::size_t{sectors} * kinds_a_sector>(random, 1);
    const auto by_hours = draw_tastes<hour_blocks>(random, 1);
    const auto by_place = draw_tastes<places>(random, 0.5);
    std::vector<double> likings;
    likings.reserve(all.size());
    for (const SimulatedTask& task : all) {
      likings.push_back(task.popularity + by_sector[task.sector] + by_kind[task.kind] +
                        by_hours[task.hours] + by_place[task.place] + draw_gumbel(random));
    }
    const auto best = std::ranges::max_element(by_sector) - by_sector.begin();
    const std::int64_t interest = random.chance(7, 10) ? best : random.between(0, sectors - 1);
    const auto count = static_cast<std::size_t>(random.between(8, 40));
    std::int64_t time = 0;
    for (const std::uint32_t i : best_liked(likings, count, random)) {
      fmt::format_to(std::back_inserter(csv), "p{},t{},1,{},{},{},{},{},{}\n", person, i, ++time,
                     interest, all[i].sector, all[i].kind, all[i].hours, all[i].place);
    }
  }
  return csv;
}

std::string simulate_willing(const std::vector<exchange::ImportedShift>& shifts, Camp camp,
                             const SimulatedPeople& simulated) {
  core::Random random(simulated.seed);
  const std::vector<double> attractiveness = fit_attractiveness(camp, random);
  camp.shifts_taken.assign(simulated.people, 0);
  const Likings likings(camp, attractiveness, random);
  std::string csv = "user,item,value,time,item_role,item_venue,item_hours,item_day\n";
  for (std::uint32_t person = 0; person < simulated.people; ++person) {
    std::vector<double> of_person;
    of_person.reserve(shifts.size());
    for (std::size_t shift = 0; shift < shifts.size(); ++shift)
      of_person.push_back(likings.of(person, shift));
    std::int64_t time = 0;
    for (const std::uint32_t i : best_liked(of_person, shifts.size() / 20, random)) {
      const calendar::LocalParts begins = calendar::parts_of(shifts[i].start_local);
      fmt::format_to(std::back_inserter(csv), "p{},s{},1,{},{},{},{},{}\n", person, i, ++time,
                     quoted(shifts[i].role), quoted(shifts[i].venue), begins.hour / 3 * 3,
                     calendar::to_date_text(shifts[i].start_local));
    }
  }
  return csv;
}

}  // namespace commune::evaluation

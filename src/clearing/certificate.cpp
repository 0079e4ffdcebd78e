#include "clearing/certificate.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "clearing/bundle.h"
#include "core/check.h"

namespace commune::clearing {
namespace {

std::unexpected<core::Error> refused(std::string what) {
  return core::fail(core::ErrorCode::invalid, std::move(what));
}

// How many come to each task.
struct Turnout {
  std::vector<std::uint32_t> people;
  std::vector<std::uint32_t> trainees;
};

// One participant's places: limits kept, burden summed, counted for their tasks.
core::Result<void> evaluate_person(const Round& round, const Assignment& assignment,
                                   std::size_t participant, Levels& levels, Turnout& turnout) {
  const Instance& instance = round.instance();
  const std::string& name = instance.participants[participant].id;
  const Person& person = round.people()[participant];
  const std::span<const Choice> choices = round.choices_of(participant);
  const std::size_t first = round.first_choice(participant);
  std::vector<std::int64_t> room_loads(person.rooms.size(), 0);
  std::int64_t load = 0;
  std::uint32_t places = 0;
  const Choice* previous = nullptr;
  for (std::size_t k = 0; k < choices.size(); ++k) {
    if (assignment[first + k] == 0) continue;
    const Choice& choice = choices[k];
    // In the order of their ends, neighbours clash first.
    if (previous != nullptr && choice.clashes_with(*previous)) {
      return refused(fmt::format("participant \"{}\": \"{}\" and \"{}\" clash", name,
                                 instance.tasks[previous->task].id,
                                 instance.tasks[choice.task].id));
    }
    if (choice.is_timed()) previous = &choice;
    load += choice.load;
    ++places;
    ++(choice.role == Role::trainee ? turnout.trainees : turnout.people)[choice.task];
    if (choice.room >= 0) room_loads[static_cast<std::size_t>(choice.room)] += choice.load;
    levels.willingness += choice.willingness;
  }
  if (places > person.places_max) {
    return refused(fmt::format("participant \"{}\": {} places, {} were offered", name, places,
                               person.places_max));
  }
  if (load > person.load_max) {
    return refused(fmt::format("participant \"{}\": more work than was offered", name));
  }
  levels.burden += burden_of_excess(load - round.even_load());
  for (std::size_t r = 0; r < room_loads.size(); ++r) {
    levels.burden += burden_of_excess(room_loads[r] - person.rooms[r]);
  }
  return {};
}

bool is_in_range(const std::vector<std::int64_t>& prices) {
  return std::ranges::all_of(prices, [](std::int64_t price) {
    return price >= -2 * packed_place_max && price <= 2 * packed_place_max;
  });
}

core::Result<void> check_shape(const Round& round, const Certificate& certificate) {
  const Instance& instance = round.instance();
  const auto has_shape = [](const auto& prices, std::size_t size) {
    return prices.empty() || prices.size() == size;
  };
  bool is_good = has_shape(certificate.place_prices, instance.tasks.size()) &&
                 has_shape(certificate.trainee_prices, instance.tasks.size()) &&
                 has_shape(certificate.room_prices, instance.participants.size()) &&
                 is_in_range(certificate.place_prices) && is_in_range(certificate.trainee_prices);
  for (std::size_t i = 0; is_good && i < certificate.room_prices.size(); ++i) {
    is_good = has_shape(certificate.room_prices[i], round.people()[i].rooms.size()) &&
              is_in_range(certificate.room_prices[i]);
  }
  if (is_good) return {};
  return core::fail(
      core::ErrorCode::malformed,
      "the certificate has not one price for each task and each sector's room, or one "
      "that is out of range");
}

// What one participant could earn with all they offered fits into 64 bits with room for sums.
constexpr std::int64_t profits_max = std::int64_t{1} << 61U;

std::int64_t at_or_zero(const std::vector<std::int64_t>& prices, std::size_t index) {
  return prices.empty() ? 0 : prices[index];
}

// The most that one task gains when every place costs `price` (negative: it pays).
Int128 task_gain(const Task& task, std::int64_t place_price, std::int64_t trainee_price,
                 std::int64_t coverage_unit) {
  const Int128 needed = Int128{coverage_unit} * task.weight + place_price;
  const Int128 minimum = std::max<Int128>(needed, 0) * task.people_min;
  const Int128 reserve = std::max<Int128>(Int128{coverage_unit} + place_price, 0) * task.reserves;
  const Int128 beyond = std::max<Int128>(place_price, 0) *
                        (Int128{task.people_max} - task.people_min - task.reserves);
  return minimum + reserve + beyond + std::max<Int128>(trainee_price, 0) * task.trainees_max;
}

// The most that a room's price earns over what work in it weighs, over all loads up to
// `load_bound`.
Int128 room_gain(const Round& round, const Person& person, std::size_t room, std::int64_t price,
                 std::int64_t load_bound) {
  Int128 best = 0;
  for (std::int64_t steps = 1; steps * person.load_step <= load_bound; ++steps) {
    const Int128 gain =
        Int128{price} * steps - round.room_burden(steps * person.load_step, person.rooms[room]);
    if (gain < best) break;  // concave: it only falls from here
    best = gain;
  }
  return best;
}

// What all a participant's rooms earn at best; nobody does more in one than they offered in it.
Int128 rooms_gain(const Round& round, std::size_t participant,
                  const std::vector<std::int64_t>& prices) {
  const Person& person = round.people()[participant];
  if (person.holds_one || prices.empty()) return 0;
  std::vector<std::int64_t> offered(person.rooms.size(), 0);
  std::int64_t longest = 0;
  for (const Choice& choice : round.choices_of(participant)) {
    longest = std::max<std::int64_t>(longest, choice.load);
    if (choice.room >= 0) offered[static_cast<std::size_t>(choice.room)] += choice.load;
  }
  const std::int64_t most = std::min(person.load_max, longest * person.places_max);
  Int128 gain = 0;
  for (std::size_t r = 0; r < prices.size(); ++r) {
    gain += room_gain(round, person, r, prices[r], std::min(offered[r], most));
  }
  return gain;
}

}  // namespace

core::Result<Levels> evaluate(const Round& round, const Assignment& assignment) {
  if (assignment.size() != round.choices().size()) {
    return core::fail(core::ErrorCode::malformed, "the result is not one of this round");
  }
  const std::vector<Task>& tasks = round.instance().tasks;
  Levels levels;
  Turnout turnout{std::vector<std::uint32_t>(tasks.size(), 0),
                  std::vector<std::uint32_t>(tasks.size(), 0)};
  for (std::size_t i = 0; i < round.people().size(); ++i) {
    TRY_VOID(evaluate_person(round, assignment, i, levels, turnout));
  }
  const auto& [people, trainees] = turnout;
  for (std::size_t j = 0; j < tasks.size(); ++j) {
    const Task& task = tasks[j];
    if (people[j] > task.people_max) {
      return refused(fmt::format("task \"{}\": {} people, at most {} may come", task.id, people[j],
                                 task.people_max));
    }
    if (trainees[j] > task.trainees_max) {
      return refused(fmt::format("task \"{}\": {} trainees for {} places", task.id, trainees[j],
                                 task.trainees_max));
    }
    if (trainees[j] > 0 && people[j] == 0 && !task.has_teacher) {
      return refused(fmt::format("task \"{}\": a trainee with nobody to learn from", task.id));
    }
    const std::uint32_t least = std::min(people[j], task.people_min);
    levels.coverage +=
        std::int64_t{task.weight} * least + std::min(people[j] - least, task.reserves);
  }
  return levels;
}

std::int64_t profit_of(const Round& round, const Certificate& certificate, const Choice& choice) {
  const auto& prices =
      choice.role == Role::trainee ? certificate.trainee_prices : certificate.place_prices;
  const std::int64_t wage = choice.willingness - at_or_zero(prices, choice.task);
  if (choice.room < 0) return std::max<std::int64_t>(wage, 0);
  Int128 profit = wage;
  const Person& person = round.people()[choice.participant];
  if (person.holds_one) {
    profit -= round.room_burden(choice.load, person.rooms[static_cast<std::size_t>(choice.room)]);
  } else if (!certificate.room_prices.empty()) {
    const auto& rooms = certificate.room_prices[choice.participant];
    const std::int64_t steps = choice.load / person.load_step;
    profit -= Int128{at_or_zero(rooms, static_cast<std::size_t>(choice.room))} * steps;
  }
  // What earns nothing is never chosen: how little it earns does not matter.
  return static_cast<std::int64_t>(std::clamp<Int128>(profit, 0, profits_max));
}

Int128 bound_without_people(const Round& round, const Certificate& certificate) {
  const std::vector<Task>& tasks = round.instance().tasks;
  Int128 bound = 0;
  for (std::size_t j = 0; j < tasks.size(); ++j) {
    bound += task_gain(tasks[j], at_or_zero(certificate.place_prices, j),
                       at_or_zero(certificate.trainee_prices, j), round.scale().coverage_unit());
  }
  for (std::size_t i = 0; i < certificate.room_prices.size(); ++i) {
    bound += rooms_gain(round, i, certificate.room_prices[i]);
  }
  return bound;
}

core::Result<Int128> bound_of(const Round& round, const Certificate& certificate) {
  TRY_VOID(check_shape(round, certificate));
  Int128 bound = bound_without_people(round, certificate);
  BundleFinder finder(round);
  std::vector<std::int64_t> profits;
  for (std::size_t i = 0; i < round.people().size(); ++i) {
    profits.clear();
    Int128 profit_sum = 0;
    for (const Choice& choice : round.choices_of(i)) {
      profits.push_back(profit_of(round, certificate, choice));
      profit_sum += profits.back();
    }
    if (profit_sum >= profits_max) {
      return core::fail(core::ErrorCode::malformed, "the certificate's prices are out of range");
    }
    bound += finder.best(i, profits);
  }
  return bound;
}

core::Result<Verdict> check_certificate(const Round& round, const Assignment& assignment,
                                        const Certificate& certificate) {
  const Levels reached = TRY(evaluate(round, assignment));
  const Int128 bound = TRY(bound_of(round, certificate));
  const Int128 gap = bound - round.scale().pack(reached);
  CHECK(gap >= 0);  // weak duality: nothing that can be handed in makes it fail
  const Levels bound_levels = TRY(round.scale().unpack(bound));
  return Verdict{reached, bound_levels, gap};
}

}  // namespace commune::clearing

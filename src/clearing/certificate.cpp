#include "clearing/certificate.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "clearing/bundle.h"
#include "core/check.h"

namespace commune::clearing {
namespace {

// What an assignment reaches, counted person by person and then task by task.
class Evaluation {
 public:
  Evaluation(const Round& round, const Assignment& assignment)
      : round_(round),
        assignment_(assignment),
        people_(round.instance().tasks.size()),
        trainees_(people_.size()) {}

  // One participant's places: limits kept, burden summed, counted for their tasks.
  core::Result<void> add_person(std::size_t participant) {
    const Person& person = round_.people()[participant];
    const std::span<const Choice> choices = round_.choices_of(participant);
    const std::size_t first = round_.first_choice(participant);
    room_loads_.assign(person.rooms.size(), 0);
    std::int64_t load = 0;
    std::uint32_t places = 0;
    const Choice* previous = nullptr;
    for (std::size_t k = 0; k < choices.size(); ++k) {
      if (assignment_[first + k] == 0) continue;
      const Choice& choice = choices[k];
      // In the order of their ends, neighbours clash first.
      if (previous != nullptr && choice.clashes_with(*previous)) {
        const std::vector<Task>& tasks = round_.instance().tasks;
        return refused(participant, fmt::format("\"{}\" and \"{}\" clash", tasks[previous->task].id,
                                                tasks[choice.task].id));
      }
      if (choice.is_timed()) previous = &choice;
      load += choice.load;
      ++places;
      ++(choice.role == Role::trainee ? trainees_ : people_)[choice.task];
      if (choice.room >= 0) room_loads_[static_cast<std::size_t>(choice.room)] += choice.load;
      levels_.willingness += choice.willingness;
    }
    if (places > person.places_max) {
      return refused(participant,
                     fmt::format("{} places, {} were offered", places, person.places_max));
    }
    if (load > person.load_max) return refused(participant, "more work than was offered");
    levels_.burden += burden_of_excess(load - round_.even_load());
    for (std::size_t r = 0; r < room_loads_.size(); ++r) {
      levels_.burden += burden_of_excess(room_loads_[r] - person.rooms[r]);
    }
    return {};
  }

  // After all people.
  core::Result<void> add_task(std::size_t index) {
    const Task& task = round_.instance().tasks[index];
    const std::uint32_t people = people_[index];
    const std::uint32_t trainees = trainees_[index];
    const auto wrong = [&task](std::string_view what) {
      return core::fail(core::ErrorCode::invalid, fmt::format("task \"{}\": {}", task.id, what));
    };
    if (people > task.people_max)
      return wrong(fmt::format("{} people, at most {} may come", people, task.people_max));
    if (trainees > task.trainees_max)
      return wrong(fmt::format("{} trainees for {} places", trainees, task.trainees_max));
    if (trainees > 0 && people == 0 && !task.has_teacher)
      return wrong("a trainee with nobody to learn from");
    const std::uint32_t least = std::min(people, task.people_min);
    levels_.coverage += std::int64_t{task.weight} * least + std::min(people - least, task.reserves);
    return {};
  }

  void ask_ahead(const Choice& choice) const { __builtin_prefetch(&people_[choice.task]); }
  [[nodiscard]] const Levels& levels() const { return levels_; }

 private:
  [[nodiscard]] std::unexpected<core::Error> refused(std::size_t participant,
                                                     std::string_view what) const {
    return core::fail(core::ErrorCode::invalid,
                      fmt::format("participant \"{}\": {}",
                                  round_.instance().participants[participant].id, what));
  }

  const Round& round_;
  const Assignment& assignment_;
  std::vector<std::uint32_t> people_;    // by task
  std::vector<std::uint32_t> trainees_;  // by task
  std::vector<std::int64_t> room_loads_;
  Levels levels_;
};

core::Result<void> check_size(const Round& round, const Assignment& assignment) {
  if (assignment.size() == round.choices().size()) return {};
  return core::fail(core::ErrorCode::malformed, "the result is not one of this round");
}

bool is_in_range(const std::vector<std::int64_t>& prices) {
  return std::ranges::all_of(prices, [](std::int64_t price) {
    return price >= -2 * packed_place_max && price <= 2 * packed_place_max;
  });
}

bool has_shape(const auto& prices, std::size_t size) {
  return prices.empty() || prices.size() == size;
}

std::unexpected<core::Error> misshapen() {
  return core::fail(core::ErrorCode::malformed,
                    "the certificate has not one price for each task and each sector's room, or "
                    "one that is out of range");
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

// In a large round what is known of a task has left the core's cache when the next offer asks for
// it. Asked for so many offers before, it is there.
constexpr std::size_t offers_ahead = 64;

core::Result<void> check_task_prices(const Round& round, const Certificate& certificate) {
  const std::size_t tasks = round.instance().tasks.size();
  const bool is_good =
      has_shape(certificate.place_prices, tasks) && has_shape(certificate.trainee_prices, tasks) &&
      has_shape(certificate.room_prices, round.people().size()) &&
      is_in_range(certificate.place_prices) && is_in_range(certificate.trainee_prices);
  return is_good ? core::Result<void>{} : misshapen();
}

// What prices bound, counted person by person and task by task.
class Bounding {
 public:
  Bounding(const Round& round, const Certificate& certificate)
      : round_(round), certificate_(certificate), finder_(round) {}

  core::Result<void> add_person(std::size_t participant) {
    if (!certificate_.room_prices.empty()) {
      const std::vector<std::int64_t>& prices = certificate_.room_prices[participant];
      if (!has_shape(prices, round_.people()[participant].rooms.size()) || !is_in_range(prices))
        return misshapen();
      bound_ += rooms_gain(round_, participant, prices);
    }
    if (find_profits(round_, certificate_, participant, profits_) >= profits_max)
      return core::fail(core::ErrorCode::malformed, "the certificate's prices are out of range");
    bound_ += finder_.best(participant, profits_);
    return {};
  }

  void add_task(std::size_t task) {
    bound_ +=
        task_gain(round_.instance().tasks[task], at_or_zero(certificate_.place_prices, task),
                  at_or_zero(certificate_.trainee_prices, task), round_.scale().coverage_unit());
  }

  void ask_ahead(const Choice& choice) const {
    const std::vector<std::int64_t>& prices = certificate_.place_prices;
    if (choice.task < prices.size()) __builtin_prefetch(&prices[choice.task]);
  }

  [[nodiscard]] Int128 bound() const { return bound_; }

 private:
  const Round& round_;
  const Certificate& certificate_;
  BundleFinder finder_;
  std::vector<std::int64_t> profits_;
  Int128 bound_ = 0;
};

}  // namespace

core::Result<Levels> evaluate(const Round& round, const Assignment& assignment) {
  TRY_VOID(check_size(round, assignment));
  Evaluation evaluation(round, assignment);
  for (std::size_t i = 0; i < round.people().size(); ++i) TRY_VOID(evaluation.add_person(i));
  for (std::size_t j = 0; j < round.instance().tasks.size(); ++j) TRY_VOID(evaluation.add_task(j));
  return evaluation.levels();
}

Int128 find_profits(const Round& round, const Certificate& certificate, std::size_t participant,
                    std::vector<std::int64_t>& profits) {
  const std::span<const Choice> choices = round.choices_of(participant);
  profits.resize(choices.size());
  Int128 sum = 0;
  for (std::size_t k = 0; k < choices.size(); ++k) {
    profits[k] = profit_of(round, certificate, choices[k]);
    sum += profits[k];
  }
  return sum;
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
  TRY_VOID(check_task_prices(round, certificate));
  Bounding bounding(round, certificate);
  for (std::size_t i = 0; i < round.people().size(); ++i) TRY_VOID(bounding.add_person(i));
  for (std::size_t j = 0; j < round.instance().tasks.size(); ++j) bounding.add_task(j);
  return bounding.bound();
}

// Side by side, since most of the time goes into reading the offers: each is looked at once.
core::Result<Verdict> check_certificate(const Round& round, const Assignment& assignment,
                                        const Certificate& certificate) {
  TRY_VOID(check_size(round, assignment));
  Evaluation evaluation(round, assignment);
  Bounding bounding(round, certificate);
  const std::vector<Choice>& choices = round.choices();
  const auto ask_ahead = [&](std::size_t index) {
    if (index >= choices.size()) return;
    bounding.ask_ahead(choices[index]);
    if (assignment[index] != 0) evaluation.ask_ahead(choices[index]);
  };
  // What is wrong with the prices is said where nothing is wrong with the places.
  core::Result<void> prices = check_task_prices(round, certificate);
  for (std::size_t i = 0; i < round.people().size(); ++i) {
    for (std::size_t k = round.first_choice(i); k < round.first_choice(i + 1); ++k)
      ask_ahead(k + offers_ahead);
    if (prices) prices = bounding.add_person(i);
    TRY_VOID(evaluation.add_person(i));
  }
  for (std::size_t j = 0; j < round.instance().tasks.size(); ++j) {
    if (prices) bounding.add_task(j);
    TRY_VOID(evaluation.add_task(j));
  }
  TRY_VOID(std::move(prices));
  const Levels& reached = evaluation.levels();
  const Int128 gap = bounding.bound() - round.scale().pack(reached);
  CHECK(gap >= 0);  // weak duality: nothing that can be handed in makes it fail
  const Levels bound_levels = TRY(round.scale().unpack(bounding.bound()));
  return Verdict{reached, bound_levels, gap};
}

}  // namespace commune::clearing

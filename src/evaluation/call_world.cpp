#include "evaluation/call_world.h"

#include <algorithm>
#include <cmath>

namespace commune::evaluation {
namespace {

constexpr std::size_t adults = 90;
constexpr std::uint32_t guild_count = 12;
constexpr std::uint64_t calls_a_day = 2;
constexpr double answer_delay_minutes = 15;
constexpr double deaf_hours = 72;
constexpr double half_way_minutes = 30;

double uniform(core::Random& random) {
  return static_cast<double>(random.next() >> 11U) / static_cast<double>(std::uint64_t{1} << 53U);
}

// At least 1; the mean of a geometric number of steps.
std::int64_t draw_geometric(core::Random& random, double mean) {
  return 1 + static_cast<std::int64_t>(std::log1p(-uniform(random)) / std::log1p(-1 / mean));
}

CallPerson make_person(core::Random& random, bool is_neighbour) {
  CallPerson person;
  person.is_neighbour = is_neighbour;
  const std::uint64_t participation = random.below(4);
  person.readiness = participation == 0 ? 2 : participation == 3 ? 0.25 : 1;
  if (is_neighbour) person.readiness /= 2;
  person.guilds[0] = static_cast<std::uint32_t>(random.below(guild_count));
  person.guilds[1] = static_cast<std::uint32_t>(
      (person.guilds[0] + random.between(1, guild_count - 1)) % guild_count);
  person.minutes_away =
      static_cast<std::uint32_t>(is_neighbour ? random.between(15, 40) : random.between(2, 8));
  for (bool& hours : person.own_hours) hours = random.chance(3, 5);
  person.is_certified = random.chance(1, 10);
  const std::uint64_t budget = random.below(4);
  person.budget = budget == 0   ? recommend::PingBudget{1, 2}
                  : budget == 3 ? recommend::PingBudget{2, 5}
                                : recommend::PingBudget{1, 3};
  person.lets_urgent_through = random.chance(1, 3);
  return person;
}

UrgentCall make_call(core::Random& random, std::int64_t day) {
  UrgentCall call;
  call.raised_minute = day * day_minutes + random.between(6 * 60, 21 * 60);
  const bool is_urgent = random.chance(1, 2);
  call.urgency = is_urgent ? model::Urgency::urgent : model::Urgency::soon;
  call.needed_minute =
      call.raised_minute + (is_urgent ? random.between(60, 180) : random.between(6 * 60, 24 * 60));
  call.guild = static_cast<std::uint32_t>(random.below(guild_count));
  call.kind = call.guild;
  const std::uint64_t places = random.below(10);
  call.places = places < 4 ? 1 : places < 7 ? 2 : places < 9 ? 3 : 4;
  call.needs_certificate = random.chance(1, 4);
  return call;
}

}  // namespace

CallPerson make_neighbour(core::Random& random) { return make_person(random, true); }

CallWorld make_call_world(std::uint64_t seed, std::int64_t weeks) {
  core::Random random(seed);
  CallWorld world;
  world.seed = random.next();
  for (std::size_t i = 0; i < adults + neighbour_count; ++i)
    world.people.push_back(make_person(random, i >= adults));
  for (std::int64_t day = 0; day < 7 * weeks; ++day) {
    // Two chances of each hour that counts: a day has two calls on average.
    constexpr std::uint64_t hours = 15;
    for (std::uint64_t hour = 0; hour < hours; ++hour) {
      if (random.chance(calls_a_day, hours)) world.calls.push_back(make_call(random, day));
    }
  }
  std::ranges::stable_sort(world.calls, {}, &UrgentCall::raised_minute);
  return world;
}

bool is_awake(std::int64_t minute) {
  const std::int64_t of_day = minute % day_minutes;
  return of_day >= wakes_minute && of_day < sleeps_minute;
}

std::size_t part_of_day(std::int64_t minute) {
  const std::int64_t hour = minute % day_minutes / 60;
  return hour < 12 ? 0 : hour < 17 ? 1 : 2;
}

bool is_in_guild(const CallPerson& person, const UrgentCall& call) {
  return std::ranges::find(person.guilds, call.guild) != person.guilds.end();
}

bool may_answer(const CallPerson& person, const UrgentCall& call) {
  return !call.needs_certificate || person.is_certified;
}

double readiness_for(const CallPerson& person, const UrgentCall& call, std::int64_t minute) {
  double readiness = person.readiness;
  readiness *= half_way_minutes / (half_way_minutes + person.minutes_away);
  if (is_in_guild(person, call)) readiness *= 1.5;
  if (!person.own_hours[part_of_day(minute)]) readiness *= 0.25;
  return readiness;
}

PingLuck luck_of(std::uint64_t seed, std::uint64_t person, std::uint64_t call) {
  core::Random random(seed ^ (person << 32U) ^ call);
  PingLuck luck;
  luck.answer = uniform(random);
  luck.delay_minutes = draw_geometric(random, answer_delay_minutes);
  luck.deaf_minutes = 60 * draw_geometric(random, deaf_hours);
  return luck;
}

}  // namespace commune::evaluation

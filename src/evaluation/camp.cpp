#include "evaluation/camp.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "exchange/json_reader.h"

namespace commune::evaluation {
namespace {

constexpr double role_taste_scale = 1.5;
constexpr double shift_taste_scale = 1.0;
constexpr int fit_rounds = 60;
constexpr int fast_rounds = 20;
constexpr int camps_per_round = 4;

// Uniform in (0, 1), never an end.
double draw_uniform(core::Random& random) {
  return (static_cast<double>(random.next() >> 11U) + 0.5) * 0x1p-53;
}

double draw_gumbel(core::Random& random, double scale) {
  return -scale * std::log(-std::log(draw_uniform(random)));
}

bool clash(const CampShift& a, const CampShift& b) {
  return a.begin_minute < b.end_minute && b.begin_minute < a.end_minute;
}

// Takes the best-liked shifts that have room and do not clash.
std::vector<std::uint32_t> take_shifts(const Camp& camp, const Likings& likings,
                                       std::uint32_t volunteer,
                                       const std::vector<std::uint32_t>& people) {
  std::vector<std::pair<double, std::uint32_t>> wanted;
  for (std::uint32_t s = 0; s < camp.shifts.size(); ++s) {
    const CampShift& shift = camp.shifts[s];
    if (people[s] < std::max(shift.people_max, shift.signed_up))
      wanted.emplace_back(likings.of(volunteer, s), s);
  }
  std::ranges::make_heap(wanted);
  std::vector<std::uint32_t> taken;
  for (auto end = wanted.end();
       end != wanted.begin() && taken.size() < camp.shifts_taken[volunteer];) {
    std::ranges::pop_heap(wanted.begin(), end);
    const std::uint32_t best = (--end)->second;
    const bool is_free = std::ranges::none_of(
        taken, [&](std::uint32_t other) { return clash(camp.shifts[best], camp.shifts[other]); });
    if (is_free) taken.push_back(best);
  }
  return taken;
}

}  // namespace

core::Result<std::vector<std::uint32_t>> parse_volunteers(std::string_view text,
                                                          std::string_view file) {
  const nlohmann::json document =
      TRY(exchange::parse_json(text, file, exchange::shift_file_size_max));
  const auto object =
      TRY(exchange::JsonObject::open(document, std::string{file}, {"shift_histogram"}));
  std::vector<std::uint32_t> taken;
  for (const auto& [key, people] : TRY(object.object("shift_histogram"))->items()) {
    std::uint32_t shifts = 0;
    const auto [end, code] = std::from_chars(key.data(), key.data() + key.size(), shifts);
    const bool is_good = code == std::errc{} && end == key.data() + key.size() &&
                         shifts <= exchange::shifts_max && people.is_number_unsigned() &&
                         people.get<std::uint64_t>() <= volunteers_max;
    if (!is_good)
      return object.wrong("shift_histogram", fmt::format("\"{}\" is not shifts and people", key));
    if (shifts > 0) taken.insert(taken.end(), people.get<std::size_t>(), shifts);
    if (taken.size() > volunteers_max) {
      return core::fail(core::ErrorCode::too_large,
                        fmt::format("{}: more than {} volunteers", file, volunteers_max));
    }
  }
  if (taken.empty()) return object.wrong("shift_histogram", "names nobody who took a shift");
  std::ranges::sort(taken);
  return taken;
}

std::uint64_t Camp::places_min() const {
  std::uint64_t sum = 0;
  for (const CampShift& shift : shifts) sum += shift.people_min;
  return sum;
}

double Camp::real_coverage() const {
  std::uint64_t covered = 0;
  for (const CampShift& shift : shifts) covered += std::min(shift.signed_up, shift.people_min);
  return static_cast<double>(covered) /
         static_cast<double>(std::max<std::uint64_t>(places_min(), 1));
}

Camp make_camp(const std::vector<exchange::ImportedShift>& shifts,
               std::vector<std::uint32_t> shifts_taken) {
  Camp camp;
  camp.shifts_taken = std::move(shifts_taken);
  std::map<std::string, std::uint32_t> roles;
  for (const exchange::ImportedShift& shift : shifts) {
    const auto role =
        roles.emplace(shift.role, static_cast<std::uint32_t>(roles.size())).first->second;
    const std::int64_t begin = shift.start_local.seconds / 60;
    const std::int64_t end = std::max(shift.end_local.seconds / 60, begin + 1);
    camp.shifts.push_back({role, begin, end, shift.people_min,
                           std::max({shift.people_max, shift.people_min, 1U}), shift.signed_up});
  }
  camp.roles = static_cast<std::uint32_t>(roles.size());
  return camp;
}

Likings::Likings(const Camp& camp, const std::vector<double>& attractiveness, core::Random& random)
    : shifts_(camp.shifts.size()) {
  values_.reserve(camp.shifts_taken.size() * shifts_);
  std::vector<double> role_taste(camp.roles);
  for (std::size_t volunteer = 0; volunteer < camp.shifts_taken.size(); ++volunteer) {
    for (double& taste : role_taste) taste = draw_gumbel(random, role_taste_scale);
    for (std::size_t s = 0; s < shifts_; ++s) {
      values_.push_back(attractiveness[s] + role_taste[camp.shifts[s].role] +
                        draw_gumbel(random, shift_taste_scale));
    }
  }
}

FreeChoice choose_freely(const Camp& camp, const Likings& likings, core::Random& random) {
  FreeChoice result;
  result.people.assign(camp.shifts.size(), 0);
  result.hours.assign(camp.shifts_taken.size(), 0);
  std::vector<std::uint32_t> order(camp.shifts_taken.size());
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  std::size_t places = 0;
  for (const std::uint32_t volunteer : order) {
    for (const std::uint32_t s : take_shifts(camp, likings, volunteer, result.people)) {
      const CampShift& shift = camp.shifts[s];
      ++result.people[s];
      ++places;
      result.hours[volunteer] += static_cast<double>(shift.end_minute - shift.begin_minute) / 60;
      result.liking_mean += likings.of(volunteer, s);
    }
  }
  result.liking_mean /= static_cast<double>(std::max<std::size_t>(places, 1));
  return result;
}

std::vector<double> fit_attractiveness(const Camp& camp, core::Random& random) {
  std::vector<double> attractiveness(camp.shifts.size(), 0);
  for (int round = 0; round < fit_rounds; ++round) {
    std::vector<double> people(camp.shifts.size(), 0);
    for (int i = 0; i < camps_per_round; ++i) {
      const Likings likings(camp, attractiveness, random);
      const FreeChoice choice = choose_freely(camp, likings, random);
      for (std::size_t s = 0; s < people.size(); ++s) people[s] += choice.people[s];
    }
    const double step = round < fast_rounds ? 0.7 : 0.3;
    for (std::size_t s = 0; s < people.size(); ++s) {
      attractiveness[s] +=
          step * std::log((camp.shifts[s].signed_up + 0.5) / (people[s] / camps_per_round + 0.5));
    }
  }
  return attractiveness;
}

}  // namespace commune::evaluation

// How the volunteers of a camp choose shifts: a fixed model, documented in docs/evaluations.md and
// not tuned to please. A person's liking of a shift = attractiveness of the shift + taste for its
// role (Gumbel, scale 1.5) + taste for the shift (Gumbel, scale 1). Attractiveness is fitted so
// that free choice, people coming in random order and taking the shifts they like best that still
// have room and do not clash, as many as each took in reality, signs up on average as many for each
// shift as in reality.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/random.h"
#include "exchange/emf_shifts.h"

namespace commune::evaluation {

inline constexpr std::uint32_t volunteers_max = 20'000;

// Volunteer.json: {"shift_histogram": {"0": 280, "1": 193, ...}}. One entry for each volunteer who
// took a shift, how many they took, ascending. Errors name the file.
[[nodiscard]] core::Result<std::vector<std::uint32_t>> parse_volunteers(std::string_view json,
                                                                        std::string_view file);

struct CampShift {
  std::uint32_t role = 0;  // index
  std::int64_t begin_minute = 0;
  std::int64_t end_minute = 0;  // after the beginning
  std::uint32_t people_min = 0;
  std::uint32_t people_max = 0;  // not below people_min
  std::uint32_t signed_up = 0;
};

struct Camp {
  std::vector<CampShift> shifts;
  std::vector<std::uint32_t> shifts_taken;  // by volunteer
  std::uint32_t roles = 0;

  [[nodiscard]] std::uint64_t places_min() const;
  // Share of minimum places that were covered in reality.
  [[nodiscard]] double real_coverage() const;
};

[[nodiscard]] Camp make_camp(const std::vector<exchange::ImportedShift>& shifts,
                             std::vector<std::uint32_t> shifts_taken);

// Who likes what how much: `of(volunteer, shift)`.
class Likings {
 public:
  Likings(const Camp& camp, const std::vector<double>& attractiveness, core::Random& random);
  [[nodiscard]] double of(std::size_t volunteer, std::size_t shift) const {
    return values_[volunteer * shifts_ + shift];
  }

 private:
  std::size_t shifts_;
  std::vector<double> values_;
};

struct FreeChoice {
  std::vector<std::uint32_t> people;  // by shift
  std::vector<double> hours;          // by volunteer
  double liking_mean = 0;             // of the places taken
};

[[nodiscard]] FreeChoice choose_freely(const Camp& camp, const Likings& likings,
                                       core::Random& random);

// One number for each shift. Stochastic approximation (Robbins and Monro, 1951): 60 rounds of 4
// simulated camps each, the logarithm of real over simulated sign-ups (each + 1/2) as the
// direction.
[[nodiscard]] std::vector<double> fit_attractiveness(const Camp& camp, core::Random& random);

}  // namespace commune::evaluation

// An assignment in the making: who has which places, kept so that one place can be given, taken or
// exchanged at once, and never one that clashes or is more than was offered.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "clearing/round.h"

namespace commune::clearing {

class Crew {
 public:
  explicit Crew(const Round& round);
  // An assignment that keeps all limits.
  Crew(const Round& round, const Assignment& assignment);

  [[nodiscard]] const Round& round() const { return round_; }
  [[nodiscard]] const Assignment& assignment() const { return assignment_; }
  [[nodiscard]] bool has(std::uint32_t choice) const { return assignment_[choice] != 0; }
  [[nodiscard]] std::uint32_t people(std::uint32_t task) const { return people_[task]; }
  [[nodiscard]] std::uint32_t trainees(std::uint32_t task) const { return trainees_[task]; }
  [[nodiscard]] bool lacks_people(std::uint32_t task) const;
  // What one more person would add to the coverage.
  [[nodiscard]] std::uint32_t worth_of_next(std::uint32_t task) const;
  [[nodiscard]] std::int64_t load(std::uint32_t participant) const { return loads_[participant]; }
  // Positions in `round().choices()` of a participant's places, and of a task's offers.
  [[nodiscard]] const std::vector<std::uint32_t>& places_of(std::uint32_t participant) const {
    return places_[participant];
  }
  [[nodiscard]] std::span<const std::uint32_t> offers_for(std::uint32_t task) const;
  // The offers for a task that were given their place.
  [[nodiscard]] const std::vector<std::uint32_t>& given_in(std::uint32_t task) const {
    return given_[task];
  }

  // Whether the participant could take the place, were they rid of `without` (or `none`).
  static constexpr std::uint32_t none = UINT32_MAX;
  [[nodiscard]] bool fits(std::uint32_t choice, std::uint32_t without = none) const;
  // Whether the task has a free place of that kind.
  [[nodiscard]] bool has_room(std::uint32_t choice) const;

  void give(std::uint32_t choice);
  void take_back(std::uint32_t choice);
  // The participant changed their mind: the place is free, and no longer offered.
  void withdraw(std::uint32_t choice);

 private:
  const Round& round_;
  Assignment assignment_;
  std::vector<std::uint8_t> is_withdrawn_;
  std::vector<std::uint32_t> people_;
  std::vector<std::uint32_t> trainees_;
  std::vector<std::int64_t> loads_;
  std::vector<std::vector<std::uint32_t>> places_;
  std::vector<std::vector<std::uint32_t>> given_;
  std::vector<std::uint32_t> offers_;
  std::vector<std::size_t> first_offer_;
};

}  // namespace commune::clearing

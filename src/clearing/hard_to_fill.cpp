#include "clearing/hard_to_fill.h"

#include <algorithm>

namespace commune::clearing {
namespace {

constexpr std::uint64_t open_in_ten = 1;
constexpr std::uint64_t weeks_of_month = 4;
constexpr std::uint64_t offers_min = 2;
constexpr std::uint64_t count_max = std::uint64_t{1} << 32U;

}  // namespace

bool is_hard_to_fill(const MonthOfWork& month) {
  return 10 * std::min(month.places_open, count_max) >
         open_in_ten * std::min(month.places_needed, count_max);
}

TurnWindow next_window(const TurnWindow& before, const MonthOfWork& last, std::uint64_t people) {
  if (!is_hard_to_fill(last) || people == 0) return {before.end, before.end};
  const std::uint64_t offers =
      std::max(std::min(last.places_needed, count_max) / weeks_of_month, offers_min);
  return {before.end, before.end + std::min(circle, (offers * circle + people - 1) / people)};
}

bool is_turn_of(const TurnWindow& window, std::uint64_t place) {
  const std::uint64_t from_begin = (place + circle - window.begin % circle) % circle;
  return from_begin < window.end - window.begin;
}

}  // namespace commune::clearing

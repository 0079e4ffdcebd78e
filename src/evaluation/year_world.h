// A year of a commune before anybody shares it out: its people, what there is to do in each week,
// who likes what, and every draw of luck. A fixed model, documented in docs/evaluations.md and not
// tuned to please. Minutes count from the Monday on which the year begins, on the commune's wall.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/random.h"
#include "evaluation/call_world.h"
#include "exchange/commune_folder.h"

namespace commune::evaluation {

inline constexpr std::size_t week_parts = 21;  // morning, afternoon, evening of seven days
inline constexpr std::size_t certificates_max = 64;
using Certificates = std::bitset<certificates_max>;

struct YearKind {
  std::string id;
  std::uint32_t guild = 0;
  std::uint32_t sector = 0;
  std::uint32_t importance = 1;
  double attraction = 0;
  double no_show = 0;
  Certificates required;
  std::uint32_t trainees_max = 0;
};

struct YearTask {
  std::uint32_t kind = 0;
  std::int64_t begin_minute = 0;  // both 0: any time in its week
  std::int64_t end_minute = 0;
  std::int64_t minutes = 0;
  std::uint32_t people_min = 0;
  std::uint32_t people_max = 0;
  std::int64_t known_minute = 0;  // when it turned up; 0 for work that was planned
  [[nodiscard]] bool is_timed() const { return end_minute != 0; }
  [[nodiscard]] bool is_planned() const { return known_minute == 0; }
  [[nodiscard]] bool clashes_with(const YearTask& other) const {
    return is_timed() && other.is_timed() && begin_minute < other.end_minute &&
           other.begin_minute < end_minute;
  }
};

struct YearPerson {
  Certificates certificates;
  std::int64_t wished_minutes = 0;  // a week
  std::int64_t minutes_max = 0;
  std::uint32_t places_max = 0;
  double willing_share = 0;
  double turn_acceptance = 0;  // of an offer in turn
  std::array<bool, week_parts> open{};
  std::vector<double> kind_taste;      // with what guild and interests add
  std::array<double, 6> part_taste{};  // part of the day, by working day and weekend
  std::vector<bool> never;             // by kind
  std::vector<bool> would_learn;       // by kind: of their guild, or what they wish to learn
};

// A slot of the commune: somebody, and who comes after them in the year.
struct Membership {
  std::uint32_t from_week = 0;
  std::uint32_t joined_week = 0;
  YearPerson person;
};

struct YearWorld {
  std::uint64_t seed = 0;
  std::vector<std::string> sectors;
  std::vector<std::int64_t> baseline_minutes;  // a week, of the whole commune, by sector
  std::vector<YearKind> kinds;
  std::vector<std::vector<Membership>> members;  // ascending by week
  std::vector<CallPerson> callers;               // the same people as devices know them
  std::vector<CallPerson> neighbours;            // adults of communes nearby
  std::vector<std::vector<YearTask>> weeks;
  std::uint32_t storm_week = 0;

  [[nodiscard]] const YearPerson& person(std::size_t slot, std::uint32_t week) const;
  // The week in which whoever has the slot then joined.
  [[nodiscard]] std::uint32_t joined_week(std::size_t slot, std::uint32_t week) const;
  // Whether the task lies in a part of the week that the person has for work.
  [[nodiscard]] bool is_free(std::size_t slot, std::uint32_t week, const YearTask& task) const;
  [[nodiscard]] double liking(std::size_t slot, std::uint32_t week, std::size_t task) const;
};

// What may happen to one person at one task; each has a draw of its own.
enum class Luck : std::uint8_t {
  busy,
  refuses,
  hands_back,
  misses,
  tells,
  taste,
  turn,
  hours,
  place_in_turn
};
// Uniform in [0, 1), the same however the year is shared out.
[[nodiscard]] double draw(const YearWorld& world, Luck luck, std::uint64_t a, std::uint64_t b,
                          std::uint64_t c = 0);
// Chance that nobody comes to a place of the kind in that week.
[[nodiscard]] double no_show_chance(const YearWorld& world, std::uint32_t kind, std::uint32_t week);

inline constexpr std::uint32_t year_weeks_max = 260;

// Places that nobody comes to: stretched to 10 to 40 % by kind, or as the folder says.
enum class NoShowLevel : std::uint8_t { stretched, folder };

struct YearWorldOptions {
  std::uint64_t seed = 1;
  std::uint32_t weeks = 52;  // 1 to year_weeks_max
  NoShowLevel no_shows = NoShowLevel::stretched;
};

// invalid: a folder without people, work or history; too many certificates.
[[nodiscard]] core::Result<YearWorld> make_year_world(const exchange::CommuneFolder& folder,
                                                      const YearWorldOptions& options);

}  // namespace commune::evaluation

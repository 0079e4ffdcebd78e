// The hours of a week as they pass: what planned work lacks in its last hours, who says that they
// cannot come, who is not there. What is missing becomes urgent calls, decided by the devices of
// the commune and answered by people who listen or do not (live_calls.h): the commune's own, and
// after them those of communes nearby, whose devices keep most of their pings for calls at home.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "evaluation/live_calls.h"
#include "evaluation/year_week.h"

namespace commune::evaluation {

// Somebody down for a task who will not come.
struct Missing {
  std::uint32_t slot = 0;
  bool tells = false;
  std::int64_t at_minute = 0;  // when it is known
};
using MissingByTask = std::vector<std::vector<Missing>>;

// Who was missing without a word is replaced by nobody who comes later than this.
inline constexpr std::int64_t late_minutes = 20;

class YearCalls final : private CallHost {
 public:
  // How far calls may go.
  enum class Reach : std::uint8_t { commune, neighbours };
  YearCalls(const YearWorld& world, Reach reach);

  // Takes those who will not come off the sheet when it is known, and puts on it who comes instead.
  void live(const Week& week, Sheet& sheet, const MissingByTask& missing);

  [[nodiscard]] std::uint64_t calls() const { return calls_; }
  [[nodiscard]] std::uint64_t filled() const { return filled_; }
  [[nodiscard]] std::uint64_t filled_by_neighbours() const { return filled_by_neighbours_; }
  // Of the commune's own people, and of those nearby.
  [[nodiscard]] std::uint64_t pings() const;
  [[nodiscard]] std::uint64_t pings_of_neighbours() const;
  [[nodiscard]] std::uint64_t pings_above_budget() const;
  // Neighbours stand after the commune's own people.
  [[nodiscard]] const CallDevices& devices() const { return live_.devices(); }

 private:
  // Something that is to be looked at when its minute has come.
  struct Moment {
    enum class What : std::uint8_t { shortage, told, begins } what{};
    std::uint32_t task = 0;
    std::uint32_t slot = 0;  // of whoever told
  };
  // The week that is lived just now.
  struct Now {
    const Week& week;
    Sheet& sheet;
    const MissingByTask& missing;
    std::vector<core::Time> short_since;  // by task; not set: enough are coming
  };

  void happen(std::size_t moment, std::int64_t minute) override;
  [[nodiscard]] bool may_come(std::uint64_t call, std::size_t person) const override;
  void hear_yes(std::uint64_t call, std::size_t person, std::int64_t minute,
                bool has_place) override;

  void plan(Moment moment, std::int64_t minute);
  // As everybody knows it just now.
  [[nodiscard]] recommend::CallFacts facts_of(std::uint32_t task) const;
  [[nodiscard]] bool is_short(std::uint32_t task) const;
  [[nodiscard]] bool has_certificates(std::uint32_t task, std::size_t person) const;
  // Looks whether the task is a call, now or later.
  void look_at(std::uint32_t task, std::int64_t minute);
  void see_who_is_there(std::uint32_t task);
  void raise(std::uint64_t call, const recommend::CallSpan& span, std::uint32_t coming,
             std::int64_t minute);

  const YearWorld& world_;
  std::vector<CallPerson> people_;
  LiveCalls live_;
  std::vector<Moment> moments_;  // by number
  Now* now_ = nullptr;
  std::uint64_t calls_ = 0;
  std::uint64_t filled_ = 0;
  std::uint64_t filled_by_neighbours_ = 0;
};

}  // namespace commune::evaluation

// Sums of work by sector, guild and day, kept up to date task by task, so that a year costs as
// little as a week. A sum is always over everybody: what one place adds cannot be asked for, and
// nothing here knows a member or a participant.
#pragma once

#include <cstdint>
#include <map>

#include "calendar/zone.h"
#include "core/time.h"
#include "model/task.h"

namespace commune::gateway {

// Minutes and places of some tasks together.
struct Work {
  std::int64_t planned_minutes = 0;    // people_min x minutes
  std::int64_t done_minutes = 0;       // places done or confirmed, guests beside them, records
  std::int64_t confirmed_minutes = 0;  // the part that a second person confirmed
  std::int64_t places_min = 0;         // people asked for at least, by open tasks
  std::int64_t places_covered = 0;     // of them, those who come

  Work& operator+=(const Work& other);
  Work& operator-=(const Work& other);
  friend bool operator==(const Work&, const Work&) = default;
};

// What one task adds. Nothing once it is cancelled.
[[nodiscard]] Work work_of(const model::Task& task);

// The instant that decides to which day a task belongs: its start; for open-ended work the day it
// is wanted by, else the day it was posted.
[[nodiscard]] core::Time counted_at(const model::Task& task);

class WorkSums {
 public:
  explicit WorkSums(calendar::Zone zone) : zone_(std::move(zone)) {}

  // To be remembered by the caller, so that exactly this is taken away when the task changes.
  struct Share {
    std::int64_t day = 0;
    model::SectorId sector;
    model::GuildId guild;
    Work work;
  };

  [[nodiscard]] Share share_of(const model::Task& task) const;
  void add(const Share& share);
  void remove(const Share& share);

  [[nodiscard]] Work of_sector(const model::SectorId& sector, core::Time from, core::Time to) const;
  [[nodiscard]] Work of_guild(const model::GuildId& guild, core::Time from, core::Time to) const;

  [[nodiscard]] const calendar::Zone& zone() const { return zone_; }

 private:
  using Days = std::map<std::int64_t, Work>;  // by the wall's day since 1970-01-01

  [[nodiscard]] Work sum(const Days& days, core::Time from, core::Time to) const;
  [[nodiscard]] std::int64_t day_of(core::Time time) const;

  calendar::Zone zone_;
  std::map<model::SectorId, Days> by_sector_;
  std::map<model::GuildId, Days> by_guild_;
};

}  // namespace commune::gateway

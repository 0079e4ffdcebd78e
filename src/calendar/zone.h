// A time zone by its IANA name, from the machine's own zone files: wall time to instants and back,
// with daylight saving. Two wall times need a decision, and RFC 5545 section 3.3.5 makes it:
// one that a clock skips is read with the offset before the gap (01:30 becomes 02:30), and one
// that a clock shows twice means the first. The outcome says which of the three it was.
// Not for the ledger: zone files differ between machines, so instants enter it ready-made.
#pragma once

#include <string>
#include <string_view>

#include "calendar/local_time.h"
#include "core/error.h"
#include "core/time.h"

namespace date {
class time_zone;  // NOLINT(readability-identifier-naming): not ours
}

namespace commune::calendar {

enum class WallKind { unique, skipped, repeated };

struct Moment {
  core::Time time;
  WallKind kind = WallKind::unique;
};

class Zone {
 public:
  // "Europe/London". Unknown names: not_found, with the nearest spelling where letters only
  // differ in case.
  [[nodiscard]] static core::Result<Zone> open(std::string_view name);

  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] Moment resolve(LocalTime local) const;
  [[nodiscard]] core::Time time_of(LocalTime local) const { return resolve(local).time; }
  [[nodiscard]] bool is_in_gap(LocalTime local) const {
    return resolve(local).kind == WallKind::skipped;
  }

  // What the wall shows at an instant. Always defined.
  [[nodiscard]] LocalTime local_of(core::Time time) const;
  // Seconds to add to UTC at an instant: 3600 in a British summer.
  [[nodiscard]] core::Seconds offset_at(core::Time time) const;

  // The first instant of the wall's day: midnight, or the end of a gap that swallows it.
  [[nodiscard]] core::Time start_of_day(LocalTime local) const;

  // The same through text.
  [[nodiscard]] core::Result<Moment> parse(std::string_view local_text) const;
  [[nodiscard]] std::string text_at(core::Time time) const { return to_text(local_of(time)); }

 private:
  Zone(std::string name, const date::time_zone* zone) : name_(std::move(name)), zone_(zone) {}

  std::string name_;
  const date::time_zone* zone_;  // owned by the zone library for the life of the program
};

}  // namespace commune::calendar

#include "calendar/zone.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "core/check.h"

namespace commune::calendar {
namespace {

// The zone files list changes up to 2037. Later years repeat the calendar after 400 years and,
// within a century, after 28; a rule such as "last Sunday in March" repeats with it.
constexpr int listed_year_max = 2037;
constexpr std::int64_t day_seconds = 86400;

std::int64_t first_day_of(int year) {
  return date::local_days{date::year{year} / 1 / 1}.time_since_epoch().count();
}

// Seconds to take off a time in a year beyond the list, so that it falls into a year with the same
// weekdays and the same length; 0 within the list.
std::int64_t fold(std::int64_t seconds) {
  const int year = parts_of({seconds}).year;
  if (year <= listed_year_max) return 0;
  const auto shape = [](int y) {
    return std::pair{date::year{y}.is_leap(), (first_day_of(y) % 7 + 7) % 7};
  };
  for (int twin = listed_year_max; twin > listed_year_max - 28; --twin) {
    if (shape(twin) == shape(year)) return (first_day_of(year) - first_day_of(twin)) * day_seconds;
  }
  CHECK(false);
  return 0;
}

std::string lowered(std::string_view text) {
  std::string result{text};
  std::ranges::transform(result, result.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return result;
}

std::string unknown_zone(std::string_view name) {
  constexpr std::size_t shown_max = 60;
  const std::string shown{name.substr(0, shown_max)};
  for (const date::time_zone& zone : date::get_tzdb().zones) {
    if (lowered(zone.name()) != lowered(name)) continue;
    return fmt::format("there is no time zone \"{}\"; did you mean \"{}\"?", shown, zone.name());
  }
  return fmt::format("there is no time zone \"{}\"; use an IANA name such as \"Europe/London\"",
                     shown);
}

}  // namespace

core::Result<Zone> Zone::open(std::string_view name) {
  try {
    const date::time_zone* zone = date::locate_zone(std::string{name});
    (void)zone->get_info(date::sys_seconds{});  // reads the zone's file now, not at first use
    return Zone{std::string{name}, zone};
  } catch (const std::runtime_error&) {
    try {
      return core::fail(core::ErrorCode::not_found, unknown_zone(name));
    } catch (const std::runtime_error& error) {
      return core::fail(core::ErrorCode::not_found,
                        fmt::format("cannot read this machine's time zones: {}", error.what()));
    }
  }
}

Moment Zone::resolve(LocalTime local) const {
  const std::int64_t shift = fold(local.seconds);
  const date::local_seconds wall{std::chrono::seconds{local.seconds - shift}};
  const date::local_info info = zone_->get_info(wall);
  const std::int64_t offset = info.first.offset.count();
  switch (info.result) {
    case date::local_info::unique: return {{local.seconds - offset}, WallKind::unique};
    case date::local_info::nonexistent: return {{local.seconds - offset}, WallKind::skipped};
    case date::local_info::ambiguous: return {{local.seconds - offset}, WallKind::repeated};
  }
  CHECK(false);
  return {};
}

core::Seconds Zone::offset_at(core::Time time) const {
  const std::int64_t folded = time.seconds - fold(time.seconds);
  return {zone_->get_info(date::sys_seconds{std::chrono::seconds{folded}}).offset.count()};
}

LocalTime Zone::local_of(core::Time time) const { return {time.seconds + offset_at(time).count}; }

core::Time Zone::start_of_day(LocalTime local) const {
  LocalParts parts = parts_of(local);
  parts.hour = parts.minute = parts.second = 0;
  const auto midnight = make_local(parts);
  CHECK(midnight.has_value());
  const std::int64_t shift = fold(midnight->seconds);
  const auto info =
      zone_->get_info(date::local_seconds{std::chrono::seconds{midnight->seconds - shift}});
  if (info.result == date::local_info::nonexistent) {
    return {info.first.end.time_since_epoch().count() + shift};
  }
  return {midnight->seconds - info.first.offset.count()};
}

core::Result<Moment> Zone::parse(std::string_view local_text) const {
  return resolve(TRY(parse_local(local_text)));
}

}  // namespace commune::calendar

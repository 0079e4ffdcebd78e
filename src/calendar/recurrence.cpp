#include "calendar/recurrence.h"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <utility>
#include <variant>

#include "calendar/recurrence_rule.h"
#include "calendar/rule_days.h"

namespace commune::calendar {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int64_t day_seconds = 86'400;

std::unexpected<core::Error> never() {
  return core::fail(core::ErrorCode::invalid,
                    "recurrence rule: nothing ever happens under it from the first time on");
}

// Gives the rule's days their hour and instant, and ends where COUNT or UNTIL say.
class Walk {
 public:
  static core::Result<Walk> open(std::string_view rule_text, std::string_view first_local,
                                 const Zone& zone) {
    RecurrenceRule rule = TRY(parse_rule(rule_text));
    const LocalTime first = TRY(parse_local(first_local));
    if (parts_of(first).year > recurrence_year_max) {
      return core::fail(core::ErrorCode::invalid,
                        fmt::format("the first time {} lies after the year {}", first_local,
                                    recurrence_year_max));
    }
    return Walk{std::move(rule), first, zone};
  }

  // Nothing when the rule is over.
  std::optional<Occurrence> next() {
    if (count_left_ && *count_left_ == 0) return std::nullopt;
    const auto day = days_.next();
    if (!day) return std::nullopt;
    const LocalTime local{day->time_since_epoch().count() * day_seconds + second_of_day_};
    const Moment moment = zone_->resolve(local);
    if (is_past_end(local, moment.time)) return std::nullopt;
    if (count_left_) --*count_left_;
    return Occurrence{.local = local, .start = moment.time, .kind = moment.kind};
  }

 private:
  Walk(RecurrenceRule rule, LocalTime first, const Zone& zone)
      : zone_(&zone),
        count_left_(rule.count),
        until_(rule.until),
        second_of_day_(first.seconds % day_seconds),
        days_(std::move(rule), sys_days{days{first.seconds / day_seconds}}, recurrence_year_max) {}

  [[nodiscard]] bool is_past_end(LocalTime local, core::Time start) const {
    if (const auto* until = std::get_if<UntilDate>(&until_))
      return local >= until->day + core::days(1);
    if (const auto* until = std::get_if<UntilLocal>(&until_)) return local > until->time;
    if (const auto* until = std::get_if<UntilInstant>(&until_)) return start > until->time;
    return false;
  }

  const Zone* zone_;
  std::optional<int> count_left_;
  Until until_;
  std::int64_t second_of_day_;
  RuleDays days_;
};

}  // namespace

core::Result<std::vector<Occurrence>> expand(std::string_view rule, std::string_view first_local,
                                             const Zone& zone, core::Time from, core::Time to,
                                             std::size_t limit) {
  Walk walk = TRY(Walk::open(rule, first_local, zone));
  std::vector<Occurrence> found;
  auto occurrence = walk.next();
  if (!occurrence) return never();
  while (occurrence && found.size() < limit && occurrence->start < to) {
    if (occurrence->start >= from) found.push_back(*occurrence);
    occurrence = walk.next();
  }
  return found;
}

core::Result<void> check_recurrence(std::string_view rule, std::string_view first_local,
                                    const Zone& zone) {
  Walk walk = TRY(Walk::open(rule, first_local, zone));
  if (!walk.next()) return never();
  return {};
}

}  // namespace commune::calendar

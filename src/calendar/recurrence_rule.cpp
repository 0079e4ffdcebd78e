#include "calendar/recurrence_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/check.h"

namespace commune::calendar {
namespace {

using Parts = std::map<std::string, std::string, std::less<>>;

std::unexpected<core::Error> wrong(std::string message) {
  return core::fail(core::ErrorCode::invalid, "recurrence rule: " + std::move(message));
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  for (;;) {
    const std::size_t end = text.find(separator);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

// Digits with an optional sign, nothing else, at most four digits.
std::optional<int> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.starts_with('+') || text.size() > 5) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

enum class Sign { positive, either };

struct ListPart {
  std::string_view name;
  int max;
  Sign sign;
  std::vector<int> RecurrenceRule::* list;
};

constexpr std::array<ListPart, 5> list_parts{{
    {"BYMONTH", 12, Sign::positive, &RecurrenceRule::months},
    {"BYMONTHDAY", 31, Sign::either, &RecurrenceRule::month_days},
    {"BYYEARDAY", 366, Sign::either, &RecurrenceRule::year_days},
    {"BYWEEKNO", 53, Sign::either, &RecurrenceRule::week_numbers},
    {"BYSETPOS", 366, Sign::either, &RecurrenceRule::set_positions},
}};

std::optional<unsigned> find_weekday(std::string_view text) {
  constexpr std::array<std::string_view, 7> names{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<unsigned>(found - names.begin());
}

core::Result<Parts> parse_parts(std::string_view text) {
  Parts parts;
  for (const std::string_view piece : split(text, ';')) {
    const std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos) {
      return wrong(fmt::format("\"{}\" is not of the form NAME=VALUE", piece));
    }
    const std::string_view name = piece.substr(0, equals);
    const std::string_view value = piece.substr(equals + 1);
    if (value.empty()) return wrong(fmt::format("{} has no value", name));
    if (!parts.emplace(name, value).second)
      return wrong(fmt::format("{} stands there twice", name));
  }
  return parts;
}

core::Result<Frequency> parse_frequency(const Parts& parts) {
  const auto found = parts.find("FREQ");
  if (found == parts.end()) return wrong("FREQ is missing, for example FREQ=WEEKLY");
  const std::string& value = found->second;
  if (value == "DAILY") return Frequency::daily;
  if (value == "WEEKLY") return Frequency::weekly;
  if (value == "MONTHLY") return Frequency::monthly;
  if (value == "YEARLY") return Frequency::yearly;
  if (value == "HOURLY" || value == "MINUTELY" || value == "SECONDLY") {
    return wrong(fmt::format("FREQ={} comes round too often; DAILY is the finest", value));
  }
  return wrong(fmt::format("FREQ={} is none of DAILY, WEEKLY, MONTHLY, YEARLY", value));
}

core::Result<void> check_known(const Parts& parts) {
  static const std::set<std::string_view> known{"FREQ",     "INTERVAL", "COUNT",      "UNTIL",
                                                "BYDAY",    "BYMONTH",  "BYMONTHDAY", "BYYEARDAY",
                                                "BYWEEKNO", "BYSETPOS", "WKST"};
  for (const auto& [name, value] : parts) {
    if (known.contains(name)) continue;
    if (name == "BYHOUR" || name == "BYMINUTE" || name == "BYSECOND") {
      return wrong(fmt::format("{} is not used here: the hour is that of the first time", name));
    }
    return wrong(fmt::format("{} is not a part that is understood here", name));
  }
  return {};
}

core::Result<int> parse_bounded(std::string_view name, std::string_view text, int max) {
  const auto value = parse_number(text);
  if (!value || *value < 1 || *value > max) {
    return wrong(fmt::format("{}={} is not a number from 1 to {}", name, text, max));
  }
  return *value;
}

core::Result<void> check_list_size(std::string_view name,
                                   const std::vector<std::string_view>& list) {
  if (list.size() > rule_list_max) {
    return wrong(fmt::format("{} lists {} values, at most {} are allowed", name, list.size(),
                             rule_list_max));
  }
  return {};
}

core::Result<std::vector<int>> parse_list(const ListPart& part, std::string_view text) {
  const auto pieces = split(text, ',');
  TRY_VOID(check_list_size(part.name, pieces));
  std::vector<int> values;
  for (const std::string_view piece : pieces) {
    const auto value = parse_number(piece);
    const int low = part.sign == Sign::either ? -part.max : 1;
    if (!value || *value == 0 || *value < low || *value > part.max) {
      return wrong(fmt::format("{} holds \"{}\", which is not a number from {} to {}{}", part.name,
                               piece, low, part.max, low < 0 ? " without 0" : ""));
    }
    if (std::ranges::find(values, *value) != values.end()) {
      return wrong(fmt::format("{} lists {} twice", part.name, *value));
    }
    values.push_back(*value);
  }
  return values;
}

// "MO", "1MO", "-1FR".
core::Result<NumberedDay> parse_day(std::string_view text, Frequency frequency,
                                    const Parts& parts) {
  const std::size_t ordinal_size = text.size() < 2 ? 0 : text.size() - 2;
  const auto weekday = find_weekday(text.substr(ordinal_size));
  if (!weekday) {
    return wrong(fmt::format("BYDAY holds \"{}\", which is no day such as MO, 1MO or -1FR", text));
  }
  if (ordinal_size == 0) return NumberedDay{0, *weekday};
  const int ordinal = parse_number(text.substr(0, ordinal_size)).value_or(0);
  const int max = frequency == Frequency::monthly ? 5 : 53;
  if (ordinal == 0 || ordinal < -max || ordinal > max) {
    return wrong(fmt::format("BYDAY holds \"{}\": its number is not from -{} to {} without 0", text,
                             max, max));
  }
  const bool may_count = frequency == Frequency::monthly || frequency == Frequency::yearly;
  if (!may_count || parts.contains("BYWEEKNO")) {
    return wrong(fmt::format(
        "BYDAY holds \"{}\", and numbered days need MONTHLY, or YEARLY without BYWEEKNO", text));
  }
  return NumberedDay{ordinal, *weekday};
}

core::Result<std::vector<NumberedDay>> parse_days(std::string_view text, Frequency frequency,
                                                  const Parts& parts) {
  const auto pieces = split(text, ',');
  TRY_VOID(check_list_size("BYDAY", pieces));
  std::vector<NumberedDay> values;
  for (const std::string_view piece : pieces) {
    const NumberedDay day = TRY(parse_day(piece, frequency, parts));
    if (std::ranges::find(values, day) != values.end()) {
      return wrong(fmt::format("BYDAY lists {} twice", piece));
    }
    values.push_back(day);
  }
  return values;
}

// RFC 5545 section 3.3.10: which BY parts go with which frequency.
core::Result<void> check_fit(const Parts& parts, Frequency frequency) {
  const auto has = [&](std::string_view name) { return parts.contains(name); };
  if (has("BYWEEKNO") && frequency != Frequency::yearly) return wrong("BYWEEKNO needs FREQ=YEARLY");
  if (has("BYYEARDAY") && frequency != Frequency::yearly)
    return wrong("BYYEARDAY needs FREQ=YEARLY");
  if (has("BYMONTHDAY") && frequency == Frequency::weekly) {
    return wrong("BYMONTHDAY does not go with FREQ=WEEKLY");
  }
  const bool chooses =
      has("BYDAY") || has("BYMONTH") || has("BYMONTHDAY") || has("BYYEARDAY") || has("BYWEEKNO");
  if (has("BYSETPOS") && !chooses) return wrong("BYSETPOS needs another BY part to choose from");
  if (has("COUNT") && has("UNTIL")) return wrong("COUNT and UNTIL exclude each other");
  return {};
}

core::Result<Until> parse_until(std::string_view text) {
  const auto bad = [&] {
    return wrong(
        fmt::format("UNTIL={} is not a date or time such as 20261231 or 20261231T180000Z", text));
  };
  if (text.size() != 8 && text.size() != 15 && text.size() != 16) return bad();
  if (text.size() > 8 && text[8] != 'T') return bad();
  if (text.size() == 16 && text[15] != 'Z') return bad();
  const auto number = [&](std::size_t at, std::size_t size) -> std::optional<unsigned> {
    const std::string_view piece = text.substr(at, size);
    if (!std::ranges::all_of(piece, [](char c) { return c >= '0' && c <= '9'; }))
      return std::nullopt;
    return static_cast<unsigned>(*parse_number(piece));
  };
  const auto year = number(0, 4);
  const auto month = number(4, 2);
  const auto day = number(6, 2);
  if (!year || !month || !day) return bad();
  LocalParts parts{.year = static_cast<int>(*year), .month = *month, .day = *day};
  if (text.size() > 8) {
    const auto hour = number(9, 2);
    const auto minute = number(11, 2);
    const auto second = number(13, 2);
    if (!hour || !minute || !second) return bad();
    parts.hour = *hour;
    parts.minute = *minute;
    parts.second = *second;
  }
  const auto local = make_local(parts);
  if (!local) return wrong(fmt::format("UNTIL={}: {}", text, local.error().message));
  if (text.size() == 8) return UntilDate{*local};
  if (text.size() == 15) return UntilLocal{*local};
  return UntilInstant{{local->seconds}};
}

core::Result<std::string> checked_text(std::string_view text) {
  if (text.empty()) return wrong("it is empty; for example FREQ=WEEKLY;BYDAY=MO");
  if (text.size() > rule_size_max) {
    return core::fail(
        core::ErrorCode::too_large,
        fmt::format("recurrence rule: {} characters are more than {}", text.size(), rule_size_max));
  }
  std::string upper{text};
  for (char& letter : upper) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    const bool plain = (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
    if (!plain && std::string_view{";=,+-:"}.find(letter) == std::string_view::npos) {
      return wrong("it holds a character that no rule has, such as a space");
    }
  }
  if (upper.starts_with("RRULE:")) return wrong("leave out \"RRULE:\" and begin with FREQ");
  return upper;
}

}  // namespace

core::Result<RecurrenceRule> parse_rule(std::string_view text) {
  const std::string upper = TRY(checked_text(text));
  const Parts parts = TRY(parse_parts(upper));
  TRY_VOID(check_known(parts));
  RecurrenceRule rule;
  rule.frequency = TRY(parse_frequency(parts));
  TRY_VOID(check_fit(parts, rule.frequency));
  for (const ListPart& part : list_parts) {
    const auto found = parts.find(part.name);
    if (found != parts.end()) rule.*part.list = TRY(parse_list(part, found->second));
  }
  if (const auto found = parts.find("BYDAY"); found != parts.end()) {
    rule.week_days = TRY(parse_days(found->second, rule.frequency, parts));
  }
  if (const auto found = parts.find("INTERVAL"); found != parts.end()) {
    rule.interval = TRY(parse_bounded("INTERVAL", found->second, rule_interval_max));
  }
  if (const auto found = parts.find("WKST"); found != parts.end()) {
    const auto weekday = find_weekday(found->second);
    if (!weekday) return wrong(fmt::format("WKST={} is no day such as MO", found->second));
    rule.week_start = *weekday;
  }
  if (const auto found = parts.find("COUNT"); found != parts.end()) {
    rule.count = TRY(parse_bounded("COUNT", found->second, rule_count_max));
  }
  if (const auto found = parts.find("UNTIL"); found != parts.end()) {
    rule.until = TRY(parse_until(found->second));
  }
  return rule;
}

}  // namespace commune::calendar

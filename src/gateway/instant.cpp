#include "gateway/instant.h"

#include <array>

#include "calendar/local_time.h"

namespace commune::gateway {

void append_instant(std::string& text, core::Time time) {
  // The wall's calendar of a clock that shows UTC.
  const calendar::LocalParts parts = calendar::parts_of({time.seconds});
  const auto append = [&](unsigned value, int width) {
    for (unsigned unit = width == 4 ? 1000U : 10U; unit > 0; unit /= 10) {
      text += static_cast<char>('0' + value / unit % 10);
    }
  };
  append(static_cast<unsigned>(parts.year), 4);
  text += '-';
  append(parts.month, 2);
  text += '-';
  append(parts.day, 2);
  text += 'T';
  append(parts.hour, 2);
  text += ':';
  append(parts.minute, 2);
  text += ':';
  append(parts.second, 2);
  text += 'Z';
}

std::optional<core::Time> parse_instant(std::string_view text) {
  if (text.size() < 20 || text.back() != 'Z' || text[16] != ':') return std::nullopt;
  const auto minute = calendar::parse_local(text.substr(0, 16));
  if (!minute) return std::nullopt;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!digit(text[17]) || !digit(text[18])) return std::nullopt;
  const int seconds = (text[17] - '0') * 10 + (text[18] - '0');
  if (seconds > 59) return std::nullopt;
  const std::string_view fraction = text.substr(19, text.size() - 20);
  if (!fraction.empty()) {
    if (fraction.front() != '.' || fraction.size() < 2 || fraction.size() > 10) return std::nullopt;
    for (const char c : fraction.substr(1)) {
      if (!digit(c)) return std::nullopt;
    }
  }
  const core::Time time{minute->seconds + seconds};
  if (time.seconds < 0 || time.seconds > core::time_seconds_max) return std::nullopt;
  return time;
}

}  // namespace commune::gateway

#include "calendar/ics.h"

#include <libical/ical.h>

#include <cstdlib>
#include <memory>
#include <string_view>

#include "calendar/local_time.h"
#include "core/check.h"

namespace commune::calendar {
namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
struct FreeText {
  void operator()(char* text) const { std::free(text); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

// Bytes of the character that begins the text, 0 where it is not well-formed UTF-8 (RFC 3629).
std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool beyond = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
  return overlong || beyond ? 0 : size;
}

std::string cleaned(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    const auto lead = static_cast<unsigned char>(text[0]);
    if (size == 0) {
      result += "\xEF\xBF\xBD";
    } else if (size > 1 || lead == '\n' || lead == '\t' || (lead >= 0x20 && lead != 0x7F)) {
      result += text.substr(0, size);
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return result;
}

// Names and places stand on one line; a reader may drop what comes after a line break.
std::string one_line(std::string_view text) {
  std::string result = cleaned(text);
  for (char& letter : result) {
    if (letter == '\n' || letter == '\t') letter = ' ';
  }
  return result;
}

icaltimetype utc_time(core::Time time) {
  const LocalParts parts = parts_of({time.seconds});
  icaltimetype result = icaltime_null_time();
  result.year = parts.year;
  result.month = static_cast<int>(parts.month);
  result.day = static_cast<int>(parts.day);
  result.hour = static_cast<int>(parts.hour);
  result.minute = static_cast<int>(parts.minute);
  result.second = static_cast<int>(parts.second);
  result.zone = icaltimezone_get_utc_timezone();
  return result;
}

void add(icalcomponent* component, icalproperty* property) {
  CHECK(property != nullptr);
  icalcomponent_add_property(component, property);
}

void add_extension(icalcomponent* component, const char* name, const std::string& text) {
  icalproperty* property = icalproperty_new_x(text.c_str());
  CHECK(property != nullptr);
  icalproperty_set_x_name(property, name);
  add(component, property);
}

icalproperty_status ical_status(IcsStatus status) {
  switch (status) {
    case IcsStatus::confirmed: return ICAL_STATUS_CONFIRMED;
    case IcsStatus::tentative: return ICAL_STATUS_TENTATIVE;
    case IcsStatus::cancelled: return ICAL_STATUS_CANCELLED;
  }
  CHECK(false);
  return ICAL_STATUS_NONE;
}

icalcomponent* make_event(const IcsEvent& event) {
  CHECK(!event.uid.empty() && event.start <= event.end);
  icalcomponent* component = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  CHECK(component != nullptr);
  add(component, icalproperty_new_uid(one_line(event.uid).c_str()));
  add(component, icalproperty_new_sequence(static_cast<int>(event.sequence)));
  add(component, icalproperty_new_dtstamp(utc_time(event.stamp)));
  add(component, icalproperty_new_lastmodified(utc_time(event.stamp)));
  add(component, icalproperty_new_dtstart(utc_time(event.start)));
  if (event.start < event.end) add(component, icalproperty_new_dtend(utc_time(event.end)));
  add(component, icalproperty_new_summary(one_line(event.summary).c_str()));
  if (!event.description.empty()) {
    add(component, icalproperty_new_description(cleaned(event.description).c_str()));
  }
  if (!event.location.empty()) {
    add(component, icalproperty_new_location(one_line(event.location).c_str()));
  }
  if (!event.category.empty()) {
    add(component, icalproperty_new_categories(one_line(event.category).c_str()));
  }
  add(component, icalproperty_new_status(ical_status(event.status)));
  return component;
}

}  // namespace

std::string encode_ics(const IcsCalendar& calendar) {
  const Component root{icalcomponent_new(ICAL_VCALENDAR_COMPONENT)};
  CHECK(root != nullptr);
  add(root.get(), icalproperty_new_version("2.0"));
  add(root.get(), icalproperty_new_prodid("-//Commune//Commune//EN"));
  add(root.get(), icalproperty_new_method(ICAL_METHOD_PUBLISH));
  if (!calendar.name.empty()) {
    const std::string name = one_line(calendar.name);
    add(root.get(), icalproperty_new_name(name.c_str()));  // RFC 7986, and what older readers know
    add_extension(root.get(), "X-WR-CALNAME", name);
  }
  if (!calendar.zone.empty()) add_extension(root.get(), "X-WR-TIMEZONE", one_line(calendar.zone));
  for (const IcsEvent& event : calendar.events) {
    icalcomponent_add_component(root.get(), make_event(event));
  }
  const std::unique_ptr<char, FreeText> text{icalcomponent_as_ical_string_r(root.get())};
  CHECK(text != nullptr);
  return text.get();
}

}  // namespace commune::calendar

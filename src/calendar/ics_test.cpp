#include "calendar/ics.h"

#include <gtest/gtest.h>
#include <libical/ical.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace commune::calendar {
namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

IcsEvent dinner() {
  return {.uid = "0123@riverbend",
          .sequence = 2,
          .stamp = {1'774'000'000},
          .start = {1'774'803'600},
          .end = {1'774'810'800},
          .summary = "Dinner; soup, bread",
          .description = "Bring a knife.\nBack door \\ garden side.",
          .location = "Common house",
          .category = "Food"};
}

TEST(Ics, writes_a_calendar_that_reads_as_the_standard_says) {
  EXPECT_EQ(encode_ics({.name = "Kitchen, hall", .zone = "Europe/London", .events = {dinner()}}),
            "BEGIN:VCALENDAR\r\n"
            "VERSION:2.0\r\n"
            "PRODID:-//Commune//Commune//EN\r\n"
            "METHOD:PUBLISH\r\n"
            "NAME:Kitchen\\, hall\r\n"
            "X-WR-CALNAME:Kitchen, hall\r\n"
            "X-WR-TIMEZONE:Europe/London\r\n"
            "BEGIN:VEVENT\r\n"
            "UID:0123@riverbend\r\n"
            "SEQUENCE:2\r\n"
            "DTSTAMP:20260320T094640Z\r\n"
            "LAST-MODIFIED:20260320T094640Z\r\n"
            "DTSTART:20260329T170000Z\r\n"
            "DTEND:20260329T190000Z\r\n"
            "SUMMARY:Dinner\\; soup\\, bread\r\n"
            "DESCRIPTION:Bring a knife.\\nBack door \\\\ garden side.\r\n"
            "LOCATION:Common house\r\n"
            "CATEGORIES:Food\r\n"
            "STATUS:CONFIRMED\r\n"
            "END:VEVENT\r\n"
            "END:VCALENDAR\r\n");
}

TEST(Ics, says_when_something_is_cancelled_or_has_no_length) {
  IcsEvent event = dinner();
  event.status = IcsStatus::cancelled;
  event.end = event.start;
  const std::string text = encode_ics({.name = "", .zone = "", .events = {event}});
  EXPECT_NE(text.find("STATUS:CANCELLED\r\n"), std::string::npos);
  EXPECT_EQ(text.find("DTEND"), std::string::npos);
  EXPECT_EQ(text.find("X-WR"), std::string::npos);
}

TEST(Ics, is_a_calendar_even_without_events) {
  const std::string text = encode_ics({.name = "Quiet", .zone = "UTC", .events = {}});
  const Component parsed{icalparser_parse_string(text.c_str())};
  ASSERT_TRUE(parsed);
  EXPECT_EQ(icalcomponent_count_components(parsed.get(), ICAL_VEVENT_COMPONENT), 0);
}

TEST(Ics, drops_control_characters_and_mends_broken_utf8) {
  IcsEvent event = dinner();
  event.summary = std::string{
      "a\x01"
      "b\x7f"
      "c\xff"
      "d\xed\xa0\x80"
      "e\nf",
      13};
  const std::string text = encode_ics({.name = "", .zone = "", .events = {event}});
  EXPECT_NE(text.find("SUMMARY:abc\xEF\xBF\xBD"
                      "d\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
                      "e f\r\n"),
            std::string::npos)
      << text;
}

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }

void check_lines(const std::string& text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = text.find("\r\n", begin);
    RC_ASSERT(end != std::string::npos);
    RC_ASSERT(end - begin <= 75U);
    const std::size_t first = text[begin] == ' ' ? begin + 1 : begin;
    if (first < end) RC_ASSERT(!is_continuation(text[first]));
    RC_ASSERT(text.substr(begin, end - begin).find_first_of("\r\n") == std::string::npos);
    begin = end + 2;
  }
}

// Texts of many scripts, with everything that the format escapes.
rc::Gen<std::string> any_text() {
  const auto piece =
      rc::gen::element<std::string>("a", "Z", " ", ";", ",", "\\", "\n", "\"", ":", "é", "ß", "日",
                                    "本", "🌱", "\\n", "ا", "  ", "n");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const auto& part : pieces) text += part;
                        return text;
                      });
}

RC_GTEST_PROP(Ics, every_text_comes_back_through_another_reader, ()) {
  IcsEvent event = dinner();
  // White space at the ends of a text is lost by this reader.
  event.description = "x" + *any_text() + *any_text() + "x";
  event.summary = "x" + *any_text() + "x";
  std::ranges::replace(event.summary, '\n', ' ');
  event.start = {*rc::gen::inRange<std::int64_t>(0, 4'000'000'000)};
  event.end = event.start + core::Seconds{*rc::gen::inRange<std::int64_t>(1, 100'000)};
  event.sequence = *rc::gen::inRange(0U, 100'000U);
  const std::string text = encode_ics({.name = event.summary, .zone = "UTC", .events = {event}});
  check_lines(text);

  const Component parsed{icalparser_parse_string(text.c_str())};
  RC_ASSERT(static_cast<bool>(parsed));
  RC_ASSERT(icalcomponent_count_errors(parsed.get()) == 0);
  icalcomponent* read = icalcomponent_get_first_component(parsed.get(), ICAL_VEVENT_COMPONENT);
  RC_ASSERT(static_cast<bool>(read));
  RC_ASSERT(std::string{icalcomponent_get_summary(read)} == event.summary);
  RC_ASSERT(std::string{icalcomponent_get_description(read)} == event.description);
  RC_ASSERT(icalcomponent_get_sequence(read) == static_cast<int>(event.sequence));
  RC_ASSERT(icaltime_as_timet(icalcomponent_get_dtstart(read)) == event.start.seconds);
  RC_ASSERT(icaltime_as_timet(icalcomponent_get_dtend(read)) == event.end.seconds);
}

}  // namespace
}  // namespace commune::calendar

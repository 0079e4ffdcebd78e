#include "exchange/emf_shifts.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace commune::exchange {
namespace {

std::string shift(std::string_view changed = "", std::string_view value = "") {
  std::string text = "{";
  const std::pair<std::string, std::string> fields[] = {
      {"end", "\"2022-06-02 08:00:00\""}, {"max_needed", "3"}, {"min_needed", "2"},
      {"role", "\"Kitchen Helper\""},     {"signed_up", "1"},  {"start", "\"2022-06-02 05:45:00\""},
      {"venue", "\"Volunteer Kitchen\""}};
  for (const auto& [name, usual] : fields) {
    if (name == changed && value.empty()) continue;
    const std::string shown = name == changed ? std::string{value} : usual;
    text += (text.size() > 1 ? ",\"" : "\"") + name + "\":" + shown;
  }
  return text + "}";
}

std::string error_of(const std::string& json) {
  const auto shifts = parse_shifts(json, "Shift.json");
  return shifts ? "no error" : shifts.error().message;
}

TEST(EmfShifts, reads_every_field_and_ignores_others) {
  const auto shifts =
      parse_shifts("[" + shift().substr(0, shift().size() - 1) + ",\"x\":[1]}]", "f");
  ASSERT_TRUE(shifts) << shifts.error().message;
  EXPECT_EQ((*shifts)[0], (ImportedShift{.role = "Kitchen Helper",
                                         .venue = "Volunteer Kitchen",
                                         .start_local = *calendar::parse_local("2022-06-02T05:45"),
                                         .end_local = *calendar::parse_local("2022-06-02T08:00"),
                                         .people_min = 2,
                                         .people_max = 3,
                                         .signed_up = 1}));
  EXPECT_TRUE(parse_shifts("[]", "f")->empty());
}

TEST(EmfShifts, tolerates_the_quirks_of_other_years) {
  const auto read = [](std::string_view field, std::string_view value) {
    const auto shifts = parse_shifts("[" + shift(field, value) + "]", "f");
    EXPECT_TRUE(shifts) << shifts.error().message;
    return shifts->at(0);
  };
  EXPECT_EQ(read("min_needed", "9").people_min, 9U);
  EXPECT_EQ(read("signed_up", "9").signed_up, 9U);
  EXPECT_EQ(read("max_needed", "0").people_max, 0U);
  EXPECT_EQ(read("min_needed", "0").people_min, 0U);
  EXPECT_EQ(read("venue", "\"\"").venue, "");
  const ImportedShift moment = read("end", "\"2022-06-02 05:45:00\"");
  EXPECT_EQ(moment.start_local, moment.end_local);
  EXPECT_EQ(to_text(read("end", "\"2022-06-02 01:00:00\"").end_local), "2022-06-03T01:00");
  EXPECT_EQ(to_text(read("end", "\"2022-06-03T01:00:00\"").end_local), "2022-06-03T01:00");
}

TEST(EmfShifts, says_which_shift_and_what_is_wrong) {
  const struct {
    const char* field;
    const char* value;
    const char* message;
  } cases[] = {
      {"end", "", "end is missing"},
      {"role", "", "role is missing"},
      {"role", "\"\"", "role is empty"},
      {"role", "7", "role is not a text"},
      {"start", "\"2022-06-02\"", "start \"2022-06-02\" is not a time like 2022-06-02 05:45:00"},
      {"start", "\"2022-06-31 05:45:00\"", "start is wrong: there is no 2022-06-31"},
      {"start", "\"2022-06-02 05:45:30\"",
       "start \"2022-06-02 05:45:30\" is not a time like 2022-06-02 05:45:00"},
      {"end", "\"2022-06-01 05:00:00\"", "end lies a day or more before the start"},
      {"end", "\"2022-07-02 05:00:00\"", "end lies more than 14 days after the start"},
      {"max_needed", "", "max_needed is missing"},
      {"max_needed", "2.5", "max_needed is not a whole number"},
      {"max_needed", "\"2\"", "max_needed is not a whole number"},
      {"min_needed", "-1", "min_needed is not a number from 0 to 10000"},
      {"signed_up", "4294967297", "signed_up is not a number from 0 to 10000"},
  };
  for (const auto& [field, value, message] : cases) {
    EXPECT_EQ(error_of("[" + shift() + "," + shift(field, value) + "]"),
              std::string{"Shift.json: shift 2: "} + message);
  }
  EXPECT_EQ(error_of("[" + shift("venue", "\"" + std::string(81, 'x') + "\"") + "]"),
            "Shift.json: shift 1: venue is longer than 80 bytes");
  EXPECT_EQ(error_of("[" + shift("role", "\"a\\u0000b\"") + "]"),
            "Shift.json: shift 1: role holds a zero character");
  EXPECT_EQ(error_of("[3]"), "Shift.json: shift 1: is not an object");
}

TEST(EmfShifts, refuses_what_is_no_list_of_shifts) {
  EXPECT_EQ(error_of("{}"), "Shift.json: is not a list of shifts");
  EXPECT_EQ(error_of("[\n{\n\"a\": }]"), "Shift.json:3: is not JSON");
  EXPECT_EQ(error_of("[{\"end\":3E9999}]"), "Shift.json: holds a number that is too large");
  EXPECT_EQ(error_of(""), "Shift.json:1: is not JSON");
  EXPECT_EQ(error_of(std::string(1000, '[')), "Shift.json: is nested too deeply");
  EXPECT_EQ(error_of(std::string(shift_file_size_max + 1, ' ')),
            "Shift.json: is larger than 16 MiB");
  std::string many = "[0";
  for (std::size_t i = 0; i < shifts_max; ++i) many += ",0";
  EXPECT_EQ(error_of(many + "]"), "Shift.json: holds more than 20000 shifts");
}

TEST(EmfShifts, reads_the_591_shifts_of_the_real_file) {
  const std::filesystem::path path =
      std::filesystem::path{COMMUNE_SOURCE_DIR} / "../shared/data/emf-2022/Shift.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not on this machine";
  std::ifstream file{path};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  const auto shifts = parse_shifts(text, "Shift.json");
  ASSERT_TRUE(shifts) << shifts.error().message;
  std::uint32_t places_min = 0;
  std::uint32_t places_max = 0;
  std::uint32_t signed_up = 0;
  std::set<std::string> roles;
  std::set<std::string> venues;
  for (const ImportedShift& one : *shifts) {
    places_min += one.people_min;
    places_max += one.people_max;
    signed_up += one.signed_up;
    roles.insert(one.role);
    venues.insert(one.venue);
  }
  EXPECT_EQ(shifts->size(), 591U);
  EXPECT_EQ(places_min, 740U);
  EXPECT_EQ(places_max, 1372U);
  EXPECT_EQ(signed_up, 697U);
  EXPECT_EQ(roles.size(), 24U);
  EXPECT_EQ(venues.size(), 18U);
}

}  // namespace
}  // namespace commune::exchange

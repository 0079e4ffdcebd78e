#include "exchange/csv_tasks.h"

#include <gtest/gtest.h>

#include <string>

#include "exchange/csv_reader.h"

namespace commune::exchange {
namespace {

std::string error_of(std::string_view csv) {
  const auto tasks = parse_tasks(csv, "tasks.csv");
  return tasks ? "no error" : tasks.error().message;
}

TEST(CsvTasks, reads_every_column) {
  const auto tasks = parse_tasks(
      "\xEF\xBB\xBFtitle,guild,sector,start,end,minutes,people_min,people_max,trainees_max,venue,"
      "why,"
      "details,certificates,skills_helpful,skills_taught,importance,urgency,effort,gathering\r\n"
      "\"Dinner, big\",kitchen,food,2026-03-29 18:00,2026-03-29T20:30,120,2,5,1,Big kitchen,"
      "\"We eat \"\"together\"\"\",\"Bring:\nan apron\",kitchen-lead,cooking; "
      "baking,baking,3,urgent,"
      "heavy,yes\r\n",
      "tasks.csv");
  ASSERT_TRUE(tasks) << tasks.error().message;
  ASSERT_EQ(tasks->size(), 1U);
  const ImportedTask& task = tasks->front();
  EXPECT_EQ(task.line, 2U);
  EXPECT_EQ(task.draft.title, "Dinner, big");
  EXPECT_EQ(task.draft.guild.text(), "kitchen");
  EXPECT_EQ(task.draft.sector.text(), "food");
  EXPECT_EQ(to_text(*task.start), "2026-03-29T18:00");
  EXPECT_EQ(to_text(*task.end), "2026-03-29T20:30");
  EXPECT_EQ(task.draft.minutes, 120U);
  EXPECT_EQ(task.draft.people_min, 2U);
  EXPECT_EQ(task.draft.people_max, 5U);
  EXPECT_EQ(task.draft.trainees_max, 1U);
  EXPECT_EQ(task.venue, "Big kitchen");
  EXPECT_EQ(task.draft.why, "We eat \"together\"");
  EXPECT_EQ(task.draft.details, "Bring:\nan apron");
  EXPECT_EQ(task.draft.certificates.size(), 1U);
  EXPECT_EQ(task.draft.skills_helpful.size(), 2U);
  EXPECT_EQ(task.draft.skills_helpful[1].text(), "baking");
  EXPECT_EQ(task.draft.importance, 3U);
  EXPECT_EQ(task.draft.urgency, model::Urgency::urgent);
  EXPECT_EQ(task.draft.effort, model::Effort::heavy);
  EXPECT_TRUE(task.draft.gathering);
}

TEST(CsvTasks, fills_in_what_is_left_out) {
  const auto tasks = parse_tasks(
      "guild,title,minutes,people_min,due\n\nkitchen,Shelves,90,,\nkitchen,Jam,60,3,2026-03-29\n",
      "f");
  ASSERT_TRUE(tasks) << tasks.error().message;
  EXPECT_EQ((*tasks)[0].line, 3U);
  EXPECT_EQ((*tasks)[0].draft.people_min, 1U);
  EXPECT_EQ((*tasks)[0].draft.people_max, 1U);
  EXPECT_EQ((*tasks)[0].draft.importance, 2U);
  EXPECT_FALSE((*tasks)[0].start || (*tasks)[0].due);
  EXPECT_EQ((*tasks)[1].draft.people_max, 3U);
  EXPECT_EQ(to_text(*(*tasks)[1].due), "2026-03-29T00:00");
  EXPECT_TRUE(parse_tasks("title,guild\n", "f")->empty());
}

TEST(CsvTasks, works_the_crew_out_from_the_table) {
  const auto tasks = parse_tasks(
      "guild,title,minutes,people_max,diners,diners_per_person\n"
      "kitchen,Lunch,60,,60,25\nkitchen,Feast,60,4,300,25\nkitchen,Who knows,60,4,,25\n",
      "f");
  ASSERT_TRUE(tasks) << tasks.error().message;
  EXPECT_EQ((*tasks)[0].draft.people_min, 3U);
  EXPECT_EQ((*tasks)[0].draft.people_max, 3U);
  EXPECT_EQ((*tasks)[0].draft.diners, 60U);
  EXPECT_EQ((*tasks)[1].draft.people_min, 4U);
  EXPECT_EQ((*tasks)[2].draft.people_min, 1U);
  EXPECT_EQ(error_of("title,guild,minutes,diners\nSoup,kitchen,60,40\n"),
            "tasks.csv:2: diners_per_person: is missing beside diners");
}

TEST(CsvTasks, names_file_line_column_and_what_is_wrong) {
  const std::string head =
      "title,guild,start,end,minutes,people_min,people_max,importance,urgency\n";
  const std::string good = "Soup,kitchen,2026-03-29T18:00,2026-03-29T19:00,,,,,\n";
  const struct {
    std::string row;
    const char* message;
  } cases[] = {
      {",kitchen,,,60,,,,", "title: is empty"},
      {"Soup,,,,60,,,,", "guild: is empty"},
      {"Soup,The Kitchen,,,60,,,,",
       "guild: \"The Kitchen\" is no id: 1 to 40 of a-z, 0-9 and hyphens"},
      {"Soup,kitchen,tomorrow,,60,,,,",
       "start: \"tomorrow\" is not a local time like 2026-03-29T18:00"},
      {"Soup,kitchen,2026-02-30T18:00,,60,,,,", "start: there is no 2026-02-30"},
      {"Soup,kitchen,2026-02-20T18:00,,60,,,,", "end: is missing beside a start"},
      {"Soup,kitchen,,2026-02-20T18:00,60,,,,", "start: is missing beside an end"},
      {"Soup,kitchen,2026-02-20T18:00,2026-02-20T18:00,60,,,,",
       "end: does not come after the start"},
      {"Soup,kitchen,,,,,,,", "minutes: is missing, and there is no start either"},
      {"Soup,kitchen,,,0,,,,", "minutes: \"0\" is not a number from 1 to 1440"},
      {"Soup,kitchen,,,9x,,,,", "minutes: \"9x\" is not a number from 1 to 1440"},
      {"Soup,kitchen,,,60,,many,,", "people_max: \"many\" is not a number from 1 to 500"},
      {"Soup,kitchen,,,60,5,4,,", "people_min: 5 is more than people_max, 4"},
      {"Soup,kitchen,,,60,,,4,", "importance: \"4\" is not a number from 1 to 3"},
      {"Soup,kitchen,,,60,,,,now", "urgency: \"now\" is none of calm, soon, urgent"},
      {"Soup,kitchen,,,60", "has 5 fields, the header has 9"},
      {std::string(121, 'x') + ",kitchen,,,60,,,,", "title: is longer than 120 bytes"},
      {"\xff,kitchen,,,60,,,,", "title: is not UTF-8 text"},
  };
  for (const auto& [row, message] : cases) {
    EXPECT_EQ(error_of(head + good + row + "\n" + good), std::string{"tasks.csv:3: "} + message);
  }
}

TEST(CsvTasks, checks_lists_words_and_dates_that_exclude_each_other) {
  EXPECT_EQ(error_of("title,guild,minutes,skills_taught\nSoup,kitchen,60,bread Baking\n"),
            "tasks.csv:2: skills_taught: \"Baking\" is no id: 1 to 40 of a-z, 0-9 and hyphens");
  EXPECT_EQ(
      error_of("title,guild,minutes,skills_helpful\nSoup,kitchen,60,a b c d e f g h i j k l m\n"),
      "tasks.csv:2: skills_helpful: lists more than 12 skills");
  EXPECT_EQ(error_of("title,guild,minutes,gathering\nSoup,kitchen,60,maybe\n"),
            "tasks.csv:2: gathering: \"maybe\" is none of yes, no, true, false");
  EXPECT_EQ(error_of("title,guild,start,end,due\nSoup,kitchen,2026-03-29 18:00,2026-03-29 19:00,"
                     "2026-03-30\n"),
            "tasks.csv:2: due: is for tasks without a start");
}

TEST(CsvTasks, needs_a_header_that_it_knows) {
  EXPECT_EQ(error_of(""), "tasks.csv:1: is empty; the first row names the columns");
  EXPECT_EQ(error_of("title,guild,colour\n"), "tasks.csv:1: there is no column \"colour\"");
  EXPECT_EQ(error_of("title,guild,title\n"), "tasks.csv:1: the column title stands there twice");
  EXPECT_EQ(error_of("title\n"), "tasks.csv:1: the column guild is missing");
}

TEST(CsvReader, counts_lines_through_quoted_fields_and_blank_lines) {
  const auto rows = read_csv("a,b\r\n\r\n\"one\ntwo\",2\r\nlast,3", "f");
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ((*rows)[1].line, 3U);
  EXPECT_EQ((*rows)[1].fields, (std::vector<std::string>{"one\ntwo", "2"}));
  EXPECT_EQ((*rows)[2].line, 5U);
  EXPECT_TRUE(read_csv("", "f")->empty());
  EXPECT_EQ(read_csv("a,b\rc,d\r\re,f", "f")->back().line, 4U) << "lines of old spreadsheets";
}

TEST(CsvReader, refuses_broken_quotes_zero_bytes_and_too_much) {
  const auto error = [](std::string_view text) {
    const auto rows = read_csv(text, "f");
    return rows ? "no error" : rows.error().message;
  };
  EXPECT_EQ(error("a,b\nc,\"d"), "f:2: the file ends inside a quoted field");
  EXPECT_TRUE(error("a,b\n\"c\"d,e\n").starts_with("f:2: a quote stands where none may"));
  EXPECT_TRUE(error("a,b\nc\"d,e\n").starts_with("f:2: a quote stands where none may"));
  EXPECT_EQ(error(std::string_view{"a\0b", 3}), "f:1: holds a zero byte; is this a CSV file?");
  EXPECT_EQ(error(std::string(csv_size_max + 1, 'a')), "f: is larger than 16 MiB");
  EXPECT_EQ(error(std::string(80, ',')), "f:1: more than 64 columns");
  std::string many;
  for (std::size_t i = 0; i < csv_rows_max + 2; ++i) many += "a\n";
  EXPECT_EQ(error(many), "f:20001: more than 20000 rows");
}

}  // namespace
}  // namespace commune::exchange

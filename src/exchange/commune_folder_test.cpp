#include "exchange/commune_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "exchange/yaml_reader.h"

namespace commune::exchange {
namespace {

// A whole commune, as small as it may be.
FolderFiles small() {
  return {
      {"commune.yaml",
       "name: Small\nzone: Europe/London\ndemo: true\nadults: 3\n"
       "sectors:\n  - {id: food, name: Food, baseline_hours: 20}\n"},
      {"venues.yaml", "venues:\n  - {id: hall, name: Hall, x_m: -3, y_m: 4}\n"},
      {"guilds.yaml", "guilds:\n  - {id: kitchen, name: Kitchen, sector: food}\n"},
      {"skills.yaml",
       "skills:\n  - {id: cooking, name: Cooking, sector: food}\n"
       "  - {id: lead, name: Leading, certified_by: kitchen}\n"},
      {"people.yaml",
       "people:\n  - id: ada\n    name: Ada\n    age: 40\n    guilds: [kitchen]\n"
       "    stewards_of: [kitchen]\n    certificates: [lead]\n    interests: [cooking]\n"
       "    participation: active\n"},
      {"jobs.yaml",
       "jobs:\n  - id: soup\n    guild: kitchen\n    title: Soup\n    venue: hall\n"
       "    people_min: 1\n    people_max: 3\n    certificates: [lead]\n"
       "    when:\n      - {rule: \"FREQ=DAILY\", start: \"18:00\", minutes: 60}\n"
       "    crew: {diners: 50, per_person: 25}\n"
       "unasked:\n  - {guild: kitchen, title: Mopped, minutes: 20}\n"},
      {"history.yaml",
       "weeks: 8\nahead_weeks: 4\nseed: 1\nno_show_percent: {settled: 10, soup: 20}\n"
       "fill: {usual: 80, kitchen: 70}\nconfirm_percent: 80\nfeedback_percent: 40\n"
       "hand_back_percent: 5\nnotes: [\"Good.\"]\n"},
  };
}

std::string errors_of(const FolderFiles& files) {
  const auto folder = parse_commune_folder(files, "f");
  return folder ? "no error" : folder.error().message;
}

// The small commune with one piece of one file replaced.
std::string errors_with(const std::string& file, const std::string& piece,
                        const std::string& other) {
  FolderFiles files = small();
  std::string& text = files.at(file);
  const std::size_t at = text.find(piece);
  EXPECT_NE(at, std::string::npos) << piece;
  text.replace(at, piece.size(), other);
  return errors_of(files);
}

TEST(CommuneFolder, reads_a_whole_commune) {
  const auto folder = parse_commune_folder(small(), "f");
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_EQ(folder->zone, "Europe/London");
  EXPECT_EQ(folder->venues[0].x_m, -3);
  EXPECT_EQ(folder->people[0].participation, Participation::active);
  EXPECT_EQ(folder->jobs[0].draft.diners, 50U);
  EXPECT_EQ(folder->jobs[0].draft.people_min, 2U) << "50 diners, 25 for each";
  EXPECT_EQ(folder->jobs[0].when[0].start, "18:00");
  EXPECT_EQ(folder->unasked.size(), 1U);
  EXPECT_EQ(folder->history->fill.at("kitchen"), 70U);
}

TEST(CommuneFolder, needs_only_a_name_a_zone_sectors_and_guilds) {
  FolderFiles files = small();
  for (const char* name :
       {"venues.yaml", "skills.yaml", "people.yaml", "jobs.yaml", "history.yaml"}) {
    files.erase(name);
  }
  const auto folder = parse_commune_folder(files, "f");
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_TRUE(folder->people.empty());
  EXPECT_FALSE(folder->history);
  files.erase("guilds.yaml");
  EXPECT_EQ(errors_of(files), "f/guilds.yaml: is missing");
}

TEST(CommuneFolder, names_file_line_key_and_what_is_wrong) {
  const struct {
    const char* file;
    const char* piece;
    const char* other;
    const char* error;
  } cases[] = {
      {"commune.yaml", "name: Small\n", "", "f/commune.yaml:1: name: is missing"},
      {"commune.yaml", "Europe/London", "Atlantis",
       "f/commune.yaml:2: zone: there is no time zone \"Atlantis\"; use an IANA name such as "
       "\"Europe/London\""},
      {"commune.yaml", "demo: true", "demo: perhaps",
       "f/commune.yaml:3: demo: must be true or false"},
      {"commune.yaml", "adults: 3", "adults: some",
       "f/commune.yaml:4: adults: \"some\" must be a whole number from 1 to 1000000"},
      {"commune.yaml", "adults: 3", "adults: 3\nadults: 4",
       "f/commune.yaml:5: adults: stands twice"},
      {"commune.yaml", "adults: 3", "adults: 3\ncolour: red",
       "f/commune.yaml:5: colour: is not a known key"},
      {"commune.yaml", "sectors:\n  - {", "sectors: {",
       "f/commune.yaml:5: sectors: must be a list"},
      {"commune.yaml", "{id: food, name: Food, baseline_hours: 20}", "food",
       "f/commune.yaml:6: must be \"key: value\" pairs"},
      {"venues.yaml", "x_m: -3", "x_m: 100001",
       "f/venues.yaml:2: x_m: \"100001\" must be a whole number from -100000 to 100000"},
      {"venues.yaml", "id: hall", "id: The Hall",
       "f/venues.yaml:2: id: \"The Hall\" must be 1 to 40 of a-z, 0-9 and hyphens"},
      {"guilds.yaml", "sector: food", "sector: fun",
       "f/guilds.yaml:2: sector: \"fun\" is not defined"},
      {"guilds.yaml", "name: Kitchen", "name: [a, b]", "f/guilds.yaml:2: name: must be a text"},
      {"skills.yaml", "id: lead", "id: cooking", "f/skills.yaml:3: id: stands twice"},
      {"skills.yaml", "certified_by: kitchen", "certified_by: cellar",
       "f/skills.yaml:3: certified_by: \"cellar\" is not defined"},
      {"people.yaml", "age: 40", "age: 3",
       "f/people.yaml:4: age: \"3\" must be a whole number from 14 to 130"},
      {"people.yaml", "guilds: [kitchen]\n", "guilds: []\n",
       "f/people.yaml:6: stewards_of: is not a member of \"kitchen\""},
      {"people.yaml", "guilds: [kitchen]\n", "guilds: kitchen\n",
       "f/people.yaml:5: guilds: must be a list"},
      {"people.yaml", "interests: [cooking]", "interests: [[cooking]]",
       "f/people.yaml:8: interests: must be a list of texts"},
      {"people.yaml", "certificates: [lead]", "certificates: [cooking]",
       "f/people.yaml:7: certificates: \"cooking\" is not defined"},
      {"people.yaml", "participation: active", "participation: often",
       "f/people.yaml:9: participation: \"often\" must be one of active, selective, rare"},
      {"jobs.yaml", "venue: hall", "venue: moon", "f/jobs.yaml:5: venue: \"moon\" is not defined"},
      {"jobs.yaml", "people_max: 3", "people_max: 1",
       "f/jobs.yaml:7: people_max: is below the minimum"},
      {"jobs.yaml", "start: \"18:00\"", "start: \"six\"",
       "f/jobs.yaml:10: start: \"six\" must be a time of day like 18:00"},
      {"jobs.yaml", "FREQ=DAILY", "FREQ=HOURLY",
       "f/jobs.yaml:10: rule: recurrence rule: FREQ=HOURLY comes round too often; DAILY is the "
       "finest"},
      {"jobs.yaml", "FREQ=DAILY", "freq=daily",
       "f/jobs.yaml:10: rule: must begin with FREQ= and have no small letters"},
      {"jobs.yaml", "per_person: 25", "per_head: 25",
       "f/jobs.yaml:11: per_person: is missing\nf/jobs.yaml:11: per_head: is not a known key"},
      {"history.yaml", "soup: 20", "bread: 20",
       "f/history.yaml:4: bread: is neither a kind of job nor a guild"},
      {"history.yaml", "usual: 80", "kitchens: 80",
       "f/history.yaml:5: usual: is missing\n"
       "f/history.yaml:5: kitchens: is neither a kind of job nor a guild"},
      {"history.yaml", "fill: {usual: 80, kitchen: 70}", "fill: lots",
       "f/history.yaml:5: must be \"key: value\" pairs"},
  };
  for (const auto& [file, piece, other, error] : cases) {
    // What follows from the first problem may come behind it.
    EXPECT_EQ(errors_with(file, piece, other).substr(0, std::string_view{error}.size()), error);
  }
}

TEST(CommuneFolder, limits_texts_lists_and_files) {
  EXPECT_EQ(errors_with("jobs.yaml", "title: Soup", "title: " + std::string(121, 'x')),
            "f/jobs.yaml:4: title: is longer than 120 bytes");
  std::string many = "certificates: [lead";
  for (int i = 0; i < 12; ++i) many += ", lead";
  EXPECT_EQ(errors_with("jobs.yaml", "certificates: [lead", many),
            "f/jobs.yaml:8: certificates: lists more than 12 skills");
  EXPECT_EQ(errors_with("history.yaml", "Good.", std::string(1001, 'x')),
            "f/history.yaml:9: notes: a text is longer than 1000 bytes");
  FolderFiles files = small();
  files["jobs.yaml"] = std::string(yaml_size_max + 1, ' ');
  EXPECT_EQ(errors_of(files), "f/jobs.yaml: more than 4194304 bytes");
}

TEST(CommuneFolder, tells_up_to_twenty_problems_at_once) {
  FolderFiles files = small();
  std::string& text = files["venues.yaml"];
  text = "venues:\n";
  for (int i = 0; i < 25; ++i) text += "  - {id: v" + std::to_string(i) + ", name: V, x_m: 0}\n";
  files["jobs.yaml"] = "jobs: []\n";
  const std::string errors = errors_of(files);
  EXPECT_EQ(std::ranges::count(errors, '\n'), 20);
  EXPECT_TRUE(errors.starts_with("f/venues.yaml:2: y_m: is missing\nf/venues.yaml:3: "));
  EXPECT_TRUE(errors.ends_with("\nand 6 more")) << errors;
}

TEST(CommuneFolder, refuses_what_is_no_yaml) {
  FolderFiles files = small();
  files["jobs.yaml"] = "jobs:\n  - {id: [}\n";
  EXPECT_TRUE(errors_of(files).starts_with("f/jobs.yaml:2:")) << errors_of(files);
  files["jobs.yaml"] = "just text";
  EXPECT_EQ(errors_of(files), "f/jobs.yaml: must be \"key: value\" lines");
  files["jobs.yaml"] = "";
  EXPECT_EQ(errors_of(files), "f/jobs.yaml: must be \"key: value\" lines");
  files["jobs.yaml"] = "jobs: \"\xff\"\n";
  EXPECT_EQ(errors_of(files), "f/jobs.yaml: is not UTF-8 text");
  files["jobs.yaml"] = "jobs: " + std::string(5000, '[');
  EXPECT_TRUE(errors_of(files).starts_with("f/jobs.yaml:1:")) << errors_of(files);
}

TEST(CommuneFolder, is_read_from_disk_and_must_be_there) {
  EXPECT_EQ(read_commune_folder("/no/such/folder").error().message,
            "/no/such/folder is not a folder");
  const auto path =
      std::filesystem::temp_directory_path() / ("commune-folder-" + std::to_string(getpid()));
  std::filesystem::create_directories(path);
  for (const auto& [name, text] : small()) std::ofstream{path / name} << text;
  EXPECT_TRUE(read_commune_folder(path));
  std::filesystem::remove(path / "commune.yaml");
  std::filesystem::create_directory(path / "commune.yaml");
  EXPECT_EQ(read_commune_folder(path).error().message,
            (path / "commune.yaml").string() + ": cannot be read");
  std::filesystem::remove_all(path);
}

}  // namespace
}  // namespace commune::exchange

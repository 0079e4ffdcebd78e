// The example commune exported and read back by strangers' means: every line against its schema, by
// a validator of this test's own, and every calendar by libical.
#include "exchange/export.h"

#include <gtest/gtest.h>
#include <libical/ical.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>

#include "core/hash.h"
#include "exchange/commune_folder.h"
#include "exchange/demo_history.h"
#include "exchange/record_json.h"
#include "ledger/apply.h"
#include "ledger/founding.h"
#include "trust/verify.h"
#include "wire/envelope_codec.h"
#include "wire/record_codec.h"

namespace commune::exchange {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr core::Time now{1'795'000'000};

class Export : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::temp_directory_path() / ("commune-export-" + std::to_string(getpid()) + "-" +
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override {
    fs::permissions(folder_, fs::perms::owner_all);
    fs::remove_all(folder_);
  }

  fs::path folder_;
};

// Riverbend after its first eight weeks.
const ledger::State& riverbend() {
  static const ledger::State state = [] {
    const auto folder = read_commune_folder(COMMUNE_SOURCE_DIR "/communes/riverbend");
    const auto founded = make_demo_commune(*folder, trust::SigningKey{trust::Seed{7}}, now).value();
    const auto chain = wire::chain_id_of(founded.genesis);
    auto made = ledger::found(founded.genesis, chain).value();
    for (const PastBlock& block : founded.past) {
      for (const core::Bytes& bytes : block.commands) {
        const auto envelope = wire::parse_envelope(wire::parse_signed_envelope(bytes)->envelope);
        const model::VerifiedCommand command{.id = core::sha256(bytes),
                                             .credential = envelope->credential,
                                             .key = envelope->key,
                                             .expires_at = envelope->expires_at,
                                             .command = envelope->command};
        EXPECT_TRUE(ledger::apply(made, command, block.time));
      }
    }
    return made;
  }();
  return state;
}

std::string read(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>{file}, {}};
}

bool has_type(const json& value, const std::string& type) {
  if (type == "null") return value.is_null();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "boolean") return value.is_boolean();
  if (type == "array") return value.is_array();
  return type == "object" && value.is_object();
}

// The part of JSON Schema that the schemas use. Empty where the value is valid.
std::string fault(const json& schema, const json& value, const std::string& path) {
  const json types = schema["type"].is_array() ? schema["type"] : json::array({schema["type"]});
  bool fits = false;
  for (const json& type : types) fits = fits || has_type(value, type.get<std::string>());
  if (!fits) return path + " has another type";
  if (schema.contains("enum")) {
    const auto& words = schema["enum"];
    if (std::find(words.begin(), words.end(), value) == words.end())
      return path + " is no such word";
  }
  if (schema.contains("pattern") && value.is_string()) {
    if (!std::regex_match(value.get<std::string>(),
                          std::regex(schema["pattern"].get<std::string>()))) {
      return path + " does not match its pattern";
    }
  }
  if (schema.contains("minimum") && value < schema["minimum"])
    return path + " is below the minimum";
  if (value.is_array()) {
    for (const json& item : value) {
      if (auto found = fault(schema["items"], item, path + "[]"); !found.empty()) return found;
    }
  }
  if (!value.is_object()) return "";
  for (const json& name : schema["required"]) {
    if (!value.contains(name)) return path + " lacks " + name.get<std::string>();
  }
  for (const auto& [name, field] : value.items()) {
    if (!schema["properties"].contains(name)) return path + " has " + name;
    auto found = fault(schema["properties"][name], field, path + "." + name);
    if (!found.empty()) return found;
  }
  return "";
}

TEST_F(Export, writes_every_record_and_each_line_fits_its_schema) {
  const fs::path out = folder_ / "out";
  const auto exported = export_commune(riverbend(), {123}, now, out);
  ASSERT_TRUE(exported) << exported.error().message;
  std::size_t lines = 0;
  for (const char* kind :
       {"commune", "sectors", "venues", "skills", "guilds", "members", "invitations", "templates",
        "series", "tasks", "rounds", "willing", "clearings", "devices", "alerts"}) {
    const json schema = json::parse(read(out / "schema" / (std::string{kind} + ".schema.json")));
    EXPECT_EQ(schema["title"], kind);
    std::ifstream file{out / (std::string{kind} + ".jsonl")};
    for (std::string line; std::getline(file, line); ++lines) {
      // A regular expression each for thousands of ids takes its time: every 25th is enough.
      if (lines % 25 != 0) continue;
      EXPECT_EQ(fault(schema, json::parse(line), kind), "") << line;
    }
  }
  EXPECT_EQ(lines, exported->records);
  EXPECT_GT(exported->records, 2000U);
  EXPECT_FALSE(fs::exists(folder_ / "out.partial"));
  EXPECT_NE(read(out / "README.md").find("as it stood at block 123 on 2026-11-18"),
            std::string::npos);
}

TEST_F(Export, writes_a_calendar_of_every_guild) {
  const auto exported = export_commune(riverbend(), {1}, now, folder_ / "out/");
  ASSERT_TRUE(exported) << exported.error().message;
  EXPECT_EQ(exported->calendars, riverbend().guilds().size());
  int events = 0;
  for (const auto& [id, row] : riverbend().guilds()) {
    const std::string text = read(folder_ / "out/ics" / (id.text() + ".ics"));
    const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> parsed{
        icalparser_parse_string(text.c_str()), &icalcomponent_free};
    ASSERT_TRUE(parsed) << id.text();
    EXPECT_EQ(icalcomponent_count_errors(parsed.get()), 0);
    events += icalcomponent_count_components(parsed.get(), ICAL_VEVENT_COMPONENT);
  }
  int timed = 0;
  for (const auto& [id, row] : riverbend().tasks()) {
    const bool asked = row.record.status != model::TaskStatus::recorded;
    timed += asked && row.record.draft.start.is_set() ? 1 : 0;
  }
  EXPECT_EQ(events, timed);
}

TEST_F(Export, says_nothing_that_adds_up_what_one_person_did) {
  const std::string schema = schema_of(model::Member{}).dump();
  for (const char* word : {"hours", "minutes", "tasks", "done"}) {
    EXPECT_EQ(schema.find(word), std::string::npos) << word;
  }
}

TEST_F(Export, never_writes_over_what_is_there) {
  const fs::path out = folder_ / "out";
  fs::create_directories(out);
  const auto exported = export_commune(riverbend(), {1}, now, out);
  ASSERT_FALSE(exported);
  EXPECT_EQ(exported.error().code, core::ErrorCode::conflict);
  EXPECT_EQ(exported.error().message,
            out.string() + " is there already; name a folder that is not");
}

TEST_F(Export, leaves_nothing_behind_when_the_disk_refuses) {
  const auto exported = export_commune(riverbend(), {1}, now, "/proc/commune-export");
  ASSERT_FALSE(exported);
  EXPECT_TRUE(exported.error().message.starts_with("cannot write /proc/commune-export.partial: "));
}

TEST(RecordJson, writes_times_ids_and_words) {
  EXPECT_EQ(json_of(core::Time{}), nullptr);
  EXPECT_EQ(json_of(core::Time{1'795'000'000}), "2026-11-18T11:06:40Z");
  EXPECT_EQ(json_of(model::TaskId{}), nullptr);
  EXPECT_EQ(json_of(model::SectorId{}), nullptr);
  EXPECT_EQ(json_of(model::Effort::heavy), "heavy");
  EXPECT_EQ(json_of(model::TaskStatus::recorded), "recorded");
  model::Certificate certificate{.skill = *model::SkillId::parse("van"), .valid_until = {}};
  EXPECT_EQ(json_of(certificate).dump(), R"({"skill":"van","valid_until":null})");
  EXPECT_EQ(schema_of(certificate)["required"].dump(), R"(["skill","valid_until"])");
}

}  // namespace
}  // namespace commune::exchange

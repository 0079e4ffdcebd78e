// A folder that describes a commune as data (communes/riverbend is the example): what `commune init
// --from FOLDER` reads. Plain structs; knows no ledger and no clock. Every error names file and
// line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "model/commune.h"
#include "model/task.h"

namespace commune::exchange {

enum class Participation { active, selective, rare };

struct FolderPerson {
  std::string id;  // slug; names the person's public demo key
  std::string name;
  std::uint32_t age = 0;
  std::string about;
  std::vector<model::GuildId> guilds;
  std::vector<model::GuildId> stewards_of;
  std::vector<model::SkillId> certificates;
  std::vector<model::SkillId> interests;
  std::vector<model::SkillId> aspirations;
  std::string availability;  // "mornings, weekends" or "any"
  Participation participation = Participation::selective;
};

// When a kind of job is asked for: a rule on wall time.
struct FolderTimes {
  std::string rule;   // RFC 5545, for example "FREQ=WEEKLY;BYDAY=MO,WE"
  std::string start;  // "18:00"
  std::uint32_t minutes = 0;
};

struct FolderOpenEnded {
  std::uint32_t minutes = 0;
  std::uint32_t every_days = 0;
};

struct FolderJob {
  model::TemplateId id;
  model::TaskDraft draft;  // without times; diners as a rule
  std::vector<FolderTimes> when;
  std::optional<FolderOpenEnded> open_ended;
};

struct FolderUnasked {
  model::GuildId guild;
  std::string title;
  std::uint32_t minutes = 0;
};

// How the demo's past was lived; percentages 0 to 100. A kind of job wins over its guild, and a
// guild over the default ("settled" and "usual").
struct FolderHistory {
  std::uint32_t weeks = 0;
  std::uint32_t ahead_weeks = 0;
  std::uint64_t seed = 0;
  std::map<std::string, std::uint32_t> no_show_percent;
  std::map<std::string, std::uint32_t> fill;
  std::uint32_t confirm_percent = 0;
  std::uint32_t feedback_percent = 0;
  std::uint32_t hand_back_percent = 0;
  // What guilds do to dated work once it is posted, in percent of the tasks.
  std::uint32_t change_percent = 0;
  std::uint32_t cancel_percent = 0;
  std::uint32_t guests_percent = 0;
  std::vector<std::string> change_reasons;  // one at least where the percentage is not 0
  std::vector<std::string> cancel_reasons;
  std::vector<model::TemplateId> urgent;  // has turned up in the last hour
  std::vector<std::string> notes;
};

struct CommuneFolder {
  std::string name;
  std::string zone;
  bool demo = false;
  std::uint32_t adults = 0;
  std::uint32_t children = 0;
  std::string about;
  std::vector<model::Sector> sectors;
  std::vector<model::Venue> venues;
  std::vector<model::Skill> skills;
  std::vector<model::Guild> guilds;
  std::vector<FolderPerson> people;  // those with a key of their own
  std::vector<FolderJob> jobs;
  std::vector<FolderUnasked> unasked;
  std::optional<FolderHistory> history;
};

// The text of each file, by name ("jobs.yaml").
using FolderFiles = std::map<std::string, std::string, std::less<>>;

// Checks files that were read already. `folder` stands before their names in errors. commune.yaml
// and guilds.yaml are needed; a commune without people, work or history of its own leaves the
// others out.
[[nodiscard]] core::Result<CommuneFolder> parse_commune_folder(const FolderFiles& files,
                                                               const std::string& folder);

// Reads and checks a folder. Errors: not_found (a file), malformed or invalid (up to 20 problems,
// each with file and line, one per line of the message).
[[nodiscard]] core::Result<CommuneFolder> read_commune_folder(const std::filesystem::path& folder);

}  // namespace commune::exchange

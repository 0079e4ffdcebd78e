#include "exchange/commune_folder.h"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include "exchange/yaml_reader.h"
#include "model/limits.h"

namespace commune::exchange {
namespace {

// Reads the files one after the other; what a file names must stand in one read before it.
class FolderReader {
 public:
  explicit FolderReader(std::filesystem::path folder) : folder_path_(std::move(folder)) {}

  core::Result<CommuneFolder> read() {
    TRY_VOID(with_file("commune.yaml", [this](YamlMap& file) { commune(file); }));
    TRY_VOID(with_file("venues.yaml", [this](YamlMap& file) { venues(file); }));
    TRY_VOID(with_file("guilds.yaml", [this](YamlMap& file) { guilds(file); }));
    TRY_VOID(with_file("skills.yaml", [this](YamlMap& file) { skills(file); }));
    TRY_VOID(with_file("people.yaml", [this](YamlMap& file) { people(file); }));
    TRY_VOID(with_file("jobs.yaml", [this](YamlMap& file) { jobs(file); }));
    if (std::filesystem::exists(folder_path_ / "history.yaml")) {
      TRY_VOID(with_file("history.yaml", [this](YamlMap& file) { history(file); }));
    }
    if (!problems_.empty()) return std::unexpected(problems_.error());
    return std::move(folder_);
  }

 private:
  core::Result<void> with_file(const char* name, const std::function<void(YamlMap&)>& read_file) {
    const auto path = folder_path_ / name;
    const YAML::Node node = TRY(load_yaml(path));
    YamlMap file(node, path.string(), problems_);
    read_file(file);
    file.finish();
    return {};
  }

  // Reports an id that stands twice in its file.
  template <class Id>
  void check_once(std::set<Id>& known, const Id& id, YamlMap& item) {
    if (!known.insert(id).second) item.problem("id", "stands twice");
  }

  template <class Id>
  void check_known(const std::set<Id>& known, const Id& id, YamlMap& item, std::string_view key) {
    if (!id.empty() && !known.contains(id)) {
      item.problem(key, fmt::format("\"{}\" is not defined", id.text()));
    }
  }

  template <class Id>
  void check_known(const std::set<Id>& known, const std::vector<Id>& ids, YamlMap& item,
                   std::string_view key) {
    for (const Id& id : ids) check_known(known, id, item, key);
  }

  void commune(YamlMap& file) {
    folder_.name = file.text("name");
    folder_.zone = file.text("zone");
    folder_.demo = file.optional_flag("demo");
    folder_.adults = file.number("adults", 1, 1'000'000);
    folder_.children = file.optional_number("children", 0, 0, 1'000'000);
    folder_.about = file.optional_text("about");
    for (YamlMap& item : file.maps("sectors")) {
      model::Sector sector{
          .sector = item.slug<model::SectorId>("id"),
          .name = item.text("name"),
          .baseline_hours = item.number("baseline_hours", 0, model::baseline_hours_max),
          .about = item.optional_text("about")};
      check_once(sectors_, sector.sector, item);
      item.finish();
      folder_.sectors.push_back(std::move(sector));
    }
  }

  void venues(YamlMap& file) {
    for (YamlMap& item : file.maps("venues")) {
      model::Venue venue{.venue = item.slug<model::VenueId>("id"),
                         .name = item.text("name"),
                         .x_m = item.signed_number("x_m", -model::metres_max, model::metres_max),
                         .y_m = item.signed_number("y_m", -model::metres_max, model::metres_max)};
      static_cast<void>(item.optional_text("about"));  // for whoever reads the file
      check_once(venues_, venue.venue, item);
      item.finish();
      folder_.venues.push_back(std::move(venue));
    }
  }

  void guilds(YamlMap& file) {
    for (YamlMap& item : file.maps("guilds")) {
      model::Guild guild{.guild = item.slug<model::GuildId>("id"),
                         .name = item.text("name"),
                         .sector = item.slug<model::SectorId>("sector"),
                         .about = item.optional_text("about")};
      check_once(guilds_, guild.guild, item);
      check_known(sectors_, guild.sector, item, "sector");
      item.finish();
      folder_.guilds.push_back(std::move(guild));
    }
  }

  void skills(YamlMap& file) {
    for (YamlMap& item : file.maps("skills")) {
      model::Skill skill{.skill = item.slug<model::SkillId>("id"),
                         .name = item.text("name"),
                         .sector = item.optional_slug<model::SectorId>("sector"),
                         .certified_by = item.optional_slug<model::GuildId>("certified_by")};
      check_once(skills_, skill.skill, item);
      check_known(sectors_, skill.sector, item, "sector");
      check_known(guilds_, skill.certified_by, item, "certified_by");
      item.finish();
      if (!skill.certified_by.empty()) certificates_.insert(skill.skill);
      folder_.skills.push_back(std::move(skill));
    }
  }

  void people(YamlMap& file) {
    std::set<model::TemplateId> ids;  // only to see that none stands twice
    for (YamlMap& item : file.maps("people")) {
      FolderPerson person;
      const auto id = item.slug<model::TemplateId>("id");
      check_once(ids, id, item);
      person.id = id.text();
      person.name = item.text("name");
      person.age = item.number("age", 14, 130);
      person.about = item.optional_text("about");
      person.guilds = item.slugs<model::GuildId>("guilds");
      person.stewards_of = item.slugs<model::GuildId>("stewards_of");
      person.certificates = item.slugs<model::SkillId>("certificates");
      person.interests = item.slugs<model::SkillId>("interests");
      person.aspirations = item.slugs<model::SkillId>("aspirations");
      person.availability = item.optional_text("availability");
      person.participation = static_cast<Participation>(
          item.word("participation", {"active", "selective", "rare"}, 1));
      check_known(guilds_, person.guilds, item, "guilds");
      check_known(certificates_, person.certificates, item, "certificates");
      check_known(skills_, person.interests, item, "interests");
      check_known(skills_, person.aspirations, item, "aspirations");
      for (const auto& guild : person.stewards_of) {
        if (std::ranges::find(person.guilds, guild) == person.guilds.end()) {
          item.problem("stewards_of", fmt::format("is not a member of \"{}\"", guild.text()));
        }
      }
      item.finish();
      folder_.people.push_back(std::move(person));
    }
    for (YamlMap& child : file.maps("children")) {  // they come along; they have no keys
      static_cast<void>(child.text("id"));
      static_cast<void>(child.text("name"));
      static_cast<void>(child.number("age", 0, 20));
      child.finish();
    }
  }

  model::TaskDraft draft(YamlMap& item) {
    model::TaskDraft draft{
        .guild = item.slug<model::GuildId>("guild"),
        .sector = item.optional_slug<model::SectorId>("sector"),
        .title = item.text("title"),
        .why = item.optional_text("why"),
        .details = item.optional_text("details"),
        .venue = item.optional_slug<model::VenueId>("venue"),
        .people_min = item.number("people_min", 1, model::people_max),
        .people_max = item.number("people_max", 1, model::people_max),
        .trainees_max = item.optional_number("trainees_max", 0, 0, model::trainees_max),
        .certificates = item.slugs<model::SkillId>("certificates"),
        .skills_helpful = item.slugs<model::SkillId>("skills_helpful"),
        .skills_taught = item.slugs<model::SkillId>("skills_taught"),
        .importance = item.optional_number("importance", 2, 1, model::importance_max),
        .urgency = static_cast<model::Urgency>(item.word("urgency", {"calm", "soon", "urgent"}, 0)),
        .effort = static_cast<model::Effort>(item.word("effort", {"light", "medium", "heavy"}, 0)),
        .gathering = item.optional_flag("gathering")};
    check_known(guilds_, draft.guild, item, "guild");
    check_known(sectors_, draft.sector, item, "sector");
    check_known(venues_, draft.venue, item, "venue");
    check_known(certificates_, draft.certificates, item, "certificates");
    check_known(skills_, draft.skills_helpful, item, "skills_helpful");
    check_known(skills_, draft.skills_taught, item, "skills_taught");
    return draft;
  }

  void jobs(YamlMap& file) {
    std::set<model::TemplateId> ids;
    for (YamlMap& item : file.maps("jobs")) {
      FolderJob job{.id = item.slug<model::TemplateId>("id"),
                    .draft = draft(item),
                    .when = {},
                    .open_ended = {}};
      check_once(ids, job.id, item);
      if (const YAML::Node node = item.node("crew")) {
        YamlMap crew(node, file_name("jobs.yaml"), problems_);
        const auto diners = crew.number("diners", 1, 10'000);
        const auto per_person = crew.number("per_person", 1, 10'000);
        job.draft.people_min = (diners + per_person - 1) / per_person;
        crew.finish();
      }
      if (const YAML::Node node = item.node("open_ended")) {
        YamlMap open(node, file_name("jobs.yaml"), problems_);
        job.open_ended = FolderOpenEnded{.minutes = open.number("minutes", 1, model::minutes_max),
                                         .every_days = open.number("every_days", 1, 366)};
        open.finish();
      }
      if (item.node("when")) {
        for (YamlMap& when : item.maps("when")) {
          job.when.push_back({.rule = when.text("rule"),
                              .start = when.text("start"),
                              .minutes = when.number("minutes", 1, model::minutes_max)});
          when.finish();
        }
      }
      if (job.draft.people_min > job.draft.people_max) {
        item.problem("people_max", "is below the minimum");
      }
      item.finish();
      folder_.jobs.push_back(std::move(job));
    }
    for (YamlMap& item : file.maps("unasked")) {
      FolderUnasked work{.guild = item.slug<model::GuildId>("guild"),
                         .title = item.text("title"),
                         .minutes = item.number("minutes", 1, model::minutes_max)};
      check_known(guilds_, work.guild, item, "guild");
      item.finish();
      folder_.unasked.push_back(std::move(work));
    }
  }

  std::map<std::string, std::uint32_t> percentages(YamlMap& file, const char* key) {
    std::map<std::string, std::uint32_t> table;
    const YAML::Node node = file.node(key);
    YamlMap map(node, file_name("history.yaml"), problems_);
    if (!node.IsMap()) return table;
    for (const auto& pair : node) {
      table[pair.first.Scalar()] = map.number(pair.first.Scalar(), 0, 100);
    }
    return table;
  }

  void history(YamlMap& file) {
    FolderHistory history;
    history.weeks = file.number("weeks", 0, 104);
    history.ahead_weeks = file.number("ahead_weeks", 1, 12);
    history.seed = file.number("seed", 0, UINT32_MAX);
    history.no_show_percent = percentages(file, "no_show_percent");
    history.fill = percentages(file, "fill");
    history.confirm_percent = file.number("confirm_percent", 0, 100);
    history.feedback_percent = file.number("feedback_percent", 0, 100);
    history.hand_back_percent = file.number("hand_back_percent", 0, 100);
    history.notes = file.texts("notes");
    folder_.history = std::move(history);
  }

  [[nodiscard]] std::string file_name(const char* name) const {
    return (folder_path_ / name).string();
  }

  std::filesystem::path folder_path_;
  Problems problems_;
  CommuneFolder folder_;
  std::set<model::SectorId> sectors_;
  std::set<model::VenueId> venues_;
  std::set<model::GuildId> guilds_;
  std::set<model::SkillId> skills_;
  std::set<model::SkillId> certificates_;
};

}  // namespace

core::Result<CommuneFolder> read_commune_folder(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) {
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("{} is not a folder", folder.string()));
  }
  return FolderReader(folder).read();
}

}  // namespace commune::exchange

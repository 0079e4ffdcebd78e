#include "exchange/commune_folder.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "calendar/recurrence.h"
#include "calendar/zone.h"
#include "clearing/crew_size.h"
#include "exchange/yaml_reader.h"
#include "model/limits.h"

namespace commune::exchange {
namespace {

constexpr const char* file_names[] = {"commune.yaml", "venues.yaml", "guilds.yaml", "skills.yaml",
                                      "people.yaml",  "jobs.yaml",   "history.yaml"};

// Reads the files one after the other; what a file names must stand in one read before it.
class FolderReader {
 public:
  FolderReader(const FolderFiles& files, std::string folder)
      : files_(files), folder_path_(std::move(folder)) {}

  core::Result<CommuneFolder> read() {
    TRY_VOID(with_file("commune.yaml", Need::required, [this](YamlMap& file) { commune(file); }));
    TRY_VOID(with_file("venues.yaml", Need::optional, [this](YamlMap& file) { venues(file); }));
    TRY_VOID(with_file("guilds.yaml", Need::required, [this](YamlMap& file) { guilds(file); }));
    TRY_VOID(with_file("skills.yaml", Need::optional, [this](YamlMap& file) { skills(file); }));
    TRY_VOID(with_file("people.yaml", Need::optional, [this](YamlMap& file) { people(file); }));
    TRY_VOID(with_file("jobs.yaml", Need::optional, [this](YamlMap& file) { jobs(file); }));
    TRY_VOID(with_file("history.yaml", Need::optional, [this](YamlMap& file) { history(file); }));
    if (!problems_.empty()) return std::unexpected(problems_.error());
    return std::move(folder_);
  }

 private:
  enum class Need { required, optional };

  core::Result<void> with_file(const char* name, Need need,
                               const std::function<void(YamlMap&)>& read_file) {
    const auto text = files_.find(name);
    if (text == files_.end()) {
      if (need == Need::optional) return {};
      return core::fail(core::ErrorCode::not_found, fmt::format("{}: is missing", file_name(name)));
    }
    const YAML::Node node = TRY(parse_yaml(text->second, file_name(name)));
    try {
      YamlMap file(node, file_name(name), problems_);
      read_file(file);
      file.finish();
    } catch (const YAML::Exception& error) {
      return core::fail(core::ErrorCode::malformed,
                        fmt::format("{}:{}: {}", file_name(name), error.mark.line + 1, error.msg));
    }
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
    folder_.name = file.text("name", model::name_size_max);
    folder_.zone = file.text("zone", model::zone_size_max);
    if (auto zone = calendar::Zone::open(folder_.zone)) {
      zone_ = *std::move(zone);
    } else if (!folder_.zone.empty()) {
      file.problem("zone", zone.error().message);
    }
    folder_.demo = file.optional_flag("demo");
    folder_.adults = file.number("adults", 1, 1'000'000);
    folder_.children = file.optional_number("children", 0, 0, 1'000'000);
    folder_.about = file.optional_text("about");
    for (YamlMap& item : file.maps("sectors")) {
      model::Sector sector{
          .sector = item.slug<model::SectorId>("id"),
          .name = item.text("name", model::name_size_max),
          .baseline_hours = item.number("baseline_hours", 0, model::baseline_hours_max),
          .about = item.optional_text("about", model::about_size_max)};
      check_once(sectors_, sector.sector, item);
      item.finish();
      folder_.sectors.push_back(std::move(sector));
    }
  }

  void venues(YamlMap& file) {
    for (YamlMap& item : file.maps("venues")) {
      model::Venue venue{.venue = item.slug<model::VenueId>("id"),
                         .name = item.text("name", model::name_size_max),
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
                         .name = item.text("name", model::name_size_max),
                         .sector = item.slug<model::SectorId>("sector"),
                         .about = item.optional_text("about", model::about_size_max)};
      check_once(guilds_, guild.guild, item);
      check_known(sectors_, guild.sector, item, "sector");
      item.finish();
      folder_.guilds.push_back(std::move(guild));
    }
  }

  void skills(YamlMap& file) {
    for (YamlMap& item : file.maps("skills")) {
      model::Skill skill{.skill = item.slug<model::SkillId>("id"),
                         .name = item.text("name", model::name_size_max),
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
      person.name = item.text("name", model::name_size_max);
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
    for (YamlMap& child : file.optional_maps("children")) {  // they come along; they have no keys
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
        .title = item.text("title", model::title_size_max),
        .why = item.optional_text("why", model::why_size_max),
        .details = item.optional_text("details", model::details_size_max),
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
    check_skill_count(item, "certificates", draft.certificates);
    check_skill_count(item, "skills_helpful", draft.skills_helpful);
    check_skill_count(item, "skills_taught", draft.skills_taught);
    return draft;
  }

  FolderTimes times(YamlMap& when) {
    FolderTimes times{.rule = when.text("rule", model::rule_size_max),
                      .start = when.text("start"),
                      .minutes = when.number("minutes", 1, model::minutes_max)};
    when.finish();
    if (times.rule.empty() || times.start.empty()) return times;
    // The ledger takes rules in their usual writing alone.
    const bool usual =
        times.rule.starts_with("FREQ=") &&
        std::ranges::none_of(times.rule, [](char c) { return c >= 'a' && c <= 'z'; });
    if (!usual) when.problem("rule", "must begin with FREQ= and have no small letters");
    const std::string first = "2026-01-01T" + times.start;
    if (!calendar::parse_local(first)) {
      when.problem("start", fmt::format("\"{}\" must be a time of day like 18:00", times.start));
    } else if (zone_ && usual) {
      const auto checked = calendar::check_recurrence(times.rule, first, *zone_);
      if (!checked) when.problem("rule", checked.error().message);
    }
    return times;
  }

  void check_skill_count(YamlMap& item, std::string_view key,
                         const std::vector<model::SkillId>& skills) const {
    if (skills.size() <= model::skills_per_list_max) return;
    item.problem(key, fmt::format("lists more than {} skills", model::skills_per_list_max));
  }

  void jobs(YamlMap& file) {
    for (YamlMap& item : file.maps("jobs")) {
      FolderJob job{.id = item.slug<model::TemplateId>("id"),
                    .draft = draft(item),
                    .when = {},
                    .open_ended = {}};
      check_once(jobs_, job.id, item);
      if (const YAML::Node node = item.node("crew")) {
        YamlMap crew(node, file_name("jobs.yaml"), problems_);
        job.draft.diners = crew.number("diners", 1, model::diners_max);
        job.draft.diners_per_person = crew.number("per_person", 1, model::diners_max);
        job.draft.people_min = clearing::people_for(job.draft.diners, job.draft.diners_per_person);
        crew.finish();
      }
      if (const YAML::Node node = item.node("open_ended")) {
        YamlMap open(node, file_name("jobs.yaml"), problems_);
        job.open_ended = FolderOpenEnded{.minutes = open.number("minutes", 1, model::minutes_max),
                                         .every_days = open.number("every_days", 1, 366)};
        open.finish();
      }
      for (YamlMap& when : item.optional_maps("when")) job.when.push_back(times(when));
      if (job.draft.people_min > job.draft.people_max) {
        item.problem("people_max", "is below the minimum");
      }
      item.finish();
      folder_.jobs.push_back(std::move(job));
    }
    for (YamlMap& item : file.optional_maps("unasked")) {
      FolderUnasked work{.guild = item.slug<model::GuildId>("guild"),
                         .title = item.text("title", model::title_size_max),
                         .minutes = item.number("minutes", 1, model::minutes_max)};
      check_known(guilds_, work.guild, item, "guild");
      item.finish();
      folder_.unasked.push_back(std::move(work));
    }
  }

  // Percentages by kind of job or guild, and one for all others under `usual`.
  std::map<std::string, std::uint32_t> percentages(YamlMap& file, const char* key,
                                                   const char* usual) {
    std::map<std::string, std::uint32_t> table;
    YamlMap map(file.node(key), file_name("history.yaml"), problems_);
    static_cast<void>(map.number(usual, 0, 100));
    for (const std::string& name : map.keys()) {
      table[name] = map.number(name, 0, 100);
      const auto job = model::TemplateId::parse(name);
      const auto guild = model::GuildId::parse(name);
      const bool known =
          name == usual || (job && jobs_.contains(*job)) || (guild && guilds_.contains(*guild));
      if (!known) map.problem(name, "is neither a kind of job nor a guild");
    }
    map.finish();
    return table;
  }

  static std::vector<std::string> said(YamlMap& file, const char* key, std::size_t size_max) {
    auto texts = file.texts(key);
    for (const std::string& text : texts) {
      if (text.size() <= size_max) continue;
      file.problem(key, fmt::format("a text is longer than {} bytes", size_max));
    }
    return texts;
  }

  void history(YamlMap& file) {
    FolderHistory history;
    history.weeks = file.number("weeks", 0, 104);
    history.ahead_weeks = file.number("ahead_weeks", 1, 12);
    history.seed = file.number("seed", 0, UINT32_MAX);
    history.no_show_percent = percentages(file, "no_show_percent", "settled");
    history.fill = percentages(file, "fill", "usual");
    history.confirm_percent = file.number("confirm_percent", 0, 100);
    history.feedback_percent = file.number("feedback_percent", 0, 100);
    history.hand_back_percent = file.number("hand_back_percent", 0, 100);
    history.change_percent = file.optional_number("change_percent", 0, 0, 100);
    history.cancel_percent = file.optional_number("cancel_percent", 0, 0, 100);
    history.guests_percent = file.optional_number("guests_percent", 0, 0, 100);
    history.change_reasons = said(file, "change_reasons", model::reason_size_max);
    history.cancel_reasons = said(file, "cancel_reasons", model::reason_size_max);
    if (history.change_percent > 0 && history.change_reasons.empty()) {
      file.problem("change_reasons", "is empty, but change_percent is not 0");
    }
    if (history.cancel_percent > 0 && history.cancel_reasons.empty()) {
      file.problem("cancel_reasons", "is empty, but cancel_percent is not 0");
    }
    for (const std::string& name : file.texts("urgent")) {
      const auto job = model::TemplateId::parse(name);
      if (job && jobs_.contains(*job)) {
        history.urgent.push_back(*job);
      } else {
        file.problem("urgent", fmt::format("\"{}\" is not a kind of job", name));
      }
    }
    history.notes = said(file, "notes", model::note_size_max);
    folder_.history = std::move(history);
  }

  [[nodiscard]] std::string file_name(const char* name) const {
    return (std::filesystem::path{folder_path_} / name).string();
  }

  const FolderFiles& files_;
  std::string folder_path_;
  Problems problems_;
  std::optional<calendar::Zone> zone_;
  CommuneFolder folder_;
  std::set<model::SectorId> sectors_;
  std::set<model::VenueId> venues_;
  std::set<model::GuildId> guilds_;
  std::set<model::SkillId> skills_;
  std::set<model::SkillId> certificates_;
  std::set<model::TemplateId> jobs_;
};

core::Result<std::string> read_text(const std::filesystem::path& path) {
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  if (!file || file.bad() || !std::filesystem::is_regular_file(path, ignored)) {
    return core::fail(core::ErrorCode::not_found, fmt::format("{}: cannot be read", path.string()));
  }
  return std::move(content).str();
}

}  // namespace

core::Result<CommuneFolder> parse_commune_folder(const FolderFiles& files,
                                                 const std::string& folder) {
  return FolderReader(files, folder).read();
}

core::Result<CommuneFolder> read_commune_folder(const std::filesystem::path& folder) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) {
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("{} is not a folder", folder.string()));
  }
  FolderFiles files;
  for (const char* name : file_names) {
    if (!std::filesystem::exists(folder / name, ignored)) continue;
    files[name] = TRY(read_text(folder / name));
  }
  return parse_commune_folder(files, folder.string());
}

}  // namespace commune::exchange

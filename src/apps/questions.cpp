#include "apps/questions.h"

#include <fmt/core.h>

#include <charconv>
#include <filesystem>
#include <functional>
#include <istream>
#include <ostream>
#include <sstream>
#include <string_view>
#include <vector>

#include "calendar/zone.h"
#include "core/slug.h"
#include "model/limits.h"

namespace commune::apps {
namespace {

using core::ErrorCode;
using core::Result;

struct DefaultSector {
  std::string_view id;
  std::string_view name;
  std::uint32_t hours;
  std::string skills;  // the first words that people say of themselves; any member adds others
};

// Hours a year and person (mission B1).
// What these are called in other languages: web/src/core/i18n/first-words.
const DefaultSector default_sectors[] = {
    {"food", "Food", 20,
     "Cooking, Cooking for many, Baking, Gardening, Growing vegetables, Preserving, "
     "Keeping animals, Keeping bees, Shopping and storing"},
    {"healthcare", "Healthcare", 20,
     "First aid, Nursing, Caring for the elderly, Listening, Massage, Herbs and remedies, "
     "Driving people"},
    {"education", "Education", 20,
     "Being with children, Teaching, Helping with homework, Reading aloud, Languages, "
     "Explaining a craft"},
    {"maintenance", "Maintenance", 20,
     "Carpentry, Plumbing, Electrics, Painting walls, Masonry, Mending clothes, "
     "Mending bicycles, Cleaning, Cutting firewood, Computers and networks"},
    {"governance", "Governance", 20,
     "Leading a meeting, Taking minutes, Bookkeeping, Settling disputes, Planning, Writing"},
    {"arts", "Arts, culture and invention", 50,
     "Making music, Singing, Acting, Dancing, Drawing and painting, Photography, Pottery, "
     "Telling stories, Inventing"},
};

// The machine's own zone, as /etc/localtime points to it.
std::string zone_of_machine() {
  std::error_code error;
  const auto target = std::filesystem::read_symlink("/etc/localtime", error).string();
  const auto at = target.find("zoneinfo/");
  return error || at == std::string::npos ? "Etc/UTC" : target.substr(at + 9);
}

std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) {
    const auto first = part.find_first_not_of(' ');
    if (first == std::string::npos) continue;
    parts.push_back(part.substr(first, part.find_last_not_of(' ') - first + 1));
  }
  return parts;
}

void add_first_skills(exchange::CommuneFolder& folder, const DefaultSector& sector) {
  for (const std::string& name : split_at_commas(sector.skills)) {
    folder.skills.push_back({.skill = *model::SkillId::parse(core::slug_from(name)),
                             .name = name,
                             .sector = *model::SectorId::parse(sector.id)});
  }
}

class Interview {
 public:
  Interview(std::istream& in, std::ostream& out, bool is_terminal)
      : in_(in), out_(out), is_terminal_(is_terminal) {}

  // Asks until `accept` takes the answer; an empty answer means `fallback`.
  Result<void> ask(std::string_view question, const std::string& fallback,
                   const std::function<Result<void>(const std::string&)>& accept) {
    if (!is_terminal_) return accept(fallback);
    for (;;) {
      out_ << question;
      if (!fallback.empty()) out_ << " [" << fallback << "]";
      out_ << ": " << std::flush;
      std::string answer;
      if (!std::getline(in_, answer)) {
        return core::fail(ErrorCode::invalid, "the questions ended before they were answered");
      }
      const auto accepted = accept(answer.empty() ? fallback : answer);
      if (accepted) return {};
      out_ << "  " << accepted.error().message << "\n";
    }
  }

 private:
  std::istream& in_;
  std::ostream& out_;
  bool is_terminal_;
};

Result<void> set_name(exchange::CommuneFolder& folder, const std::string& answer) {
  if (answer.empty() || answer.size() > model::name_size_max) {
    return core::fail(ErrorCode::invalid, "A commune has a name of at most 80 letters (--name).");
  }
  folder.name = answer;
  return {};
}

Result<void> set_zone(exchange::CommuneFolder& folder, const std::string& answer) {
  static_cast<void>(TRY(calendar::Zone::open(answer)));
  folder.zone = answer;
  return {};
}

Result<void> set_number(std::uint32_t& number, const std::string& answer, std::uint32_t max) {
  std::uint32_t value = 0;
  const char* end = answer.data() + answer.size();
  const auto parsed = std::from_chars(answer.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end || value > max) {
    return core::fail(ErrorCode::invalid, fmt::format("A whole number up to {}, please.", max));
  }
  number = value;
  return {};
}

// "Kitchen = food, Garden = food": the sector of each guild after the equals sign.
Result<void> set_guilds(exchange::CommuneFolder& folder, const std::string& answer) {
  folder.guilds.clear();
  for (const std::string& part : split_at_commas(answer)) {
    const auto at = part.find('=');
    const std::string name =
        part.substr(0, part.find_last_not_of(' ', at == std::string::npos ? at : at - 1) + 1);
    const auto sector = model::SectorId::parse(
        at == std::string::npos ? "" : part.substr(part.find_first_not_of(' ', at + 1)));
    bool known = false;
    for (const auto& each : folder.sectors) known = known || (sector && each.sector == *sector);
    const auto id = model::GuildId::parse(core::slug_from(name));
    if (!known || !id || name.empty()) {
      return core::fail(
          ErrorCode::invalid,
          fmt::format("\"{}\": write each guild as Name = sector, with a sector from above.",
                      part));
    }
    for (const auto& each : folder.guilds) {
      if (each.guild == *id)
        return core::fail(ErrorCode::invalid, fmt::format("\"{}\" stands twice.", name));
    }
    folder.guilds.push_back({.guild = *id, .name = name, .sector = *sector});
  }
  return {};
}

}  // namespace

Result<exchange::CommuneFolder> ask_for_commune(const std::string& name, const std::string& zone,
                                                std::istream& in, std::ostream& out,
                                                bool is_terminal) {
  exchange::CommuneFolder folder;
  Interview interview(in, out, is_terminal);
  const auto ask_unless = [&](const std::string& flag, std::string_view question,
                              const std::string& fallback, const auto& accept) -> Result<void> {
    return flag.empty() ? interview.ask(question, fallback, accept) : accept(flag);
  };
  TRY_VOID(ask_unless(name, "What is the commune called", "",
                      [&](const std::string& answer) { return set_name(folder, answer); }));
  TRY_VOID(ask_unless(zone, "In which time zone does it live", zone_of_machine(),
                      [&](const std::string& answer) { return set_zone(folder, answer); }));
  TRY_VOID(interview.ask(
      "How many adults will share the work, roughly", "30",
      [&](const std::string& answer) { return set_number(folder.adults, answer, 1'000'000); }));
  if (is_terminal) out << "Hours a year that each gives, by sector; a benchmark and no quota:\n";
  for (const DefaultSector& each : default_sectors) {
    model::Sector sector{.sector = *model::SectorId::parse(each.id),
                         .name = std::string(each.name)};
    TRY_VOID(interview.ask(fmt::format("  {} ({})", each.name, each.id), std::to_string(each.hours),
                           [&](const std::string& answer) {
                             return set_number(sector.baseline_hours, answer,
                                               model::baseline_hours_max);
                           }));
    folder.sectors.push_back(std::move(sector));
    add_first_skills(folder, each);
  }
  TRY_VOID(interview.ask("The first guilds, each with its sector",
                         "Kitchen = food, Garden = food, Buildings = maintenance",
                         [&](const std::string& answer) { return set_guilds(folder, answer); }));
  return folder;
}

}  // namespace commune::apps

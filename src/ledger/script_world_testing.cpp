#include "ledger/script_world_testing.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <sstream>

#include "core/check.h"
#include "ledger/commune_testing.h"

namespace commune::ledger::testing {
namespace {

using model::GuildId;
using model::SectorId;
using model::SkillId;
using model::TemplateId;
using model::VenueId;

std::string words_of(const std::string& value) {
  const auto star = value.find('*');
  if (star != std::string::npos) {
    return std::string(std::stoul(value.substr(star + 1)), value.front());
  }
  std::string text = value == "none" ? "" : value;
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::vector<SkillId> skills_of(const std::string& list) {
  std::vector<SkillId> skills;
  std::istringstream stream(list);
  for (std::string name; std::getline(stream, name, ',');) {
    const auto star = name.find('*');
    const std::size_t count = star == std::string::npos ? 1 : std::stoul(name.substr(star + 1));
    skills.insert(skills.end(), count, slug<SkillId>(name.substr(0, star)));
  }
  return skills;
}

template <class Id>
Id named(Line& line, std::size_t index) {
  const std::string word = line.word(index);
  return word == "none" ? Id{} : slug<Id>(word);
}

model::TaskDraft undated_draft(Line& line) {
  model::TaskDraft draft{.guild = slug<GuildId>(line.option("guild", "kitchen")),
                         .sector = slug<SectorId>(line.option("sector")),
                         .title = line.text("title", "A_task"),
                         .why = line.text("why"),
                         .details = line.text("details"),
                         .venue = slug<VenueId>(line.option("venue")),
                         .kind = slug<TemplateId>(line.option("kind")),
                         .start = line.time("start"),
                         .end = line.time("end"),
                         .due = line.time("due"),
                         .minutes = line.number("minutes", 0)};
  const std::string people = line.option("people", "1-2");
  draft.people_min = static_cast<std::uint32_t>(std::stoul(people));
  draft.people_max = static_cast<std::uint32_t>(std::stoul(people.substr(people.find('-') + 1)));
  draft.trainees_max = line.number("trainees", 0);
  draft.diners = line.number("diners", 0);
  draft.diners_per_person = line.number("diners_each", 0);
  draft.certificates = skills_of(line.option("certificates"));
  draft.skills_helpful = skills_of(line.option("helpful"));
  draft.skills_taught = skills_of(line.option("taught"));
  draft.importance = line.number("importance", 2);
  if (line.has("urgent")) draft.urgency = model::Urgency::urgent;
  return draft;
}

model::TaskDraft dated_draft(Line& line) {
  model::TaskDraft draft = undated_draft(line);
  if (line.has("open")) return draft;
  draft.start = line.time("start", "1d");
  draft.end = line.time("end", "1d2h");
  return draft;
}

using Maker = std::function<model::Command(Line&)>;

model::MemberId member_at(Line& line, std::size_t index) {
  return model::member_id_of(key_of(line.word(index)));
}

std::map<std::string, Maker> people_and_guilds() {
  return {
      {"create_invitation",
       [](Line& line) -> model::Command {
         const auto name = line.word(0);
         return model::CreateInvitation{
             name == "none" ? model::PublicKey{} : invitation_key_of(name),
             line.time("until", "30d"), line.number("uses", 5)};
       }},
      {"revoke_invitation",
       [](Line& line) { return model::RevokeInvitation{invitation_key_of(line.word(0))}; }},
      {"join",
       [](Line& line) {
         return model::Join{line.text("name", line.actor()),
                            invitation_key_of(line.option("with", "founders")),
                            {}};
       }},
      {"rename_member", [](Line& line) { return model::RenameMember{line.text("name")}; }},
      {"leave_commune", [](Line&) { return model::LeaveCommune{}; }},
      {"found_guild",
       [](Line& line) {
         return model::FoundGuild{named<GuildId>(line, 0), line.text("name", "A_guild"),
                                  slug<SectorId>(line.option("sector", "food")),
                                  line.text("about")};
       }},
      {"change_guild",
       [](Line& line) {
         return model::ChangeGuild{named<GuildId>(line, 0), line.text("name", "A_guild"),
                                   line.text("about")};
       }},
      {"join_guild", [](Line& line) { return model::JoinGuild{named<GuildId>(line, 0)}; }},
      {"leave_guild", [](Line& line) { return model::LeaveGuild{named<GuildId>(line, 0)}; }},
      {"grant_stewardship",
       [](Line& line) {
         return model::GrantStewardship{named<GuildId>(line, 0), member_at(line, 1)};
       }},
      {"step_down", [](Line& line) { return model::StepDown{named<GuildId>(line, 0)}; }},
      {"put_skill",
       [](Line& line) {
         return model::PutSkill{named<SkillId>(line, 0), line.text("name", "A_skill"),
                                slug<SectorId>(line.option("sector")),
                                slug<GuildId>(line.option("by"))};
       }},
      {"grant_certificate",
       [](Line& line) {
         return model::GrantCertificate{named<SkillId>(line, 0), member_at(line, 1),
                                        line.time("until")};
       }},
      {"revoke_certificate",
       [](Line& line) {
         return model::RevokeCertificate{named<SkillId>(line, 0), member_at(line, 1)};
       }},
      {"put_venue",
       [](Line& line) {
         return model::PutVenue{named<VenueId>(line, 0), line.text("name", "A_place"),
                                std::stoi(line.option("x", "0")), std::stoi(line.option("y", "0"))};
       }},
  };
}

std::map<std::string, Maker> standing_work() {
  const auto first = "2026-01-05T18:00";
  return {
      {"put_template",
       [](Line& line) {
         return model::PutTemplate{named<TemplateId>(line, 0), undated_draft(line)};
       }},
      {"remove_template",
       [](Line& line) { return model::RemoveTemplate{named<TemplateId>(line, 0)}; }},
      {"post_series",
       [=](Line& line) {
         const auto name = line.word(0);
         return model::PostSeries{name == "none" ? model::SeriesId{} : series_of(name),
                                  undated_draft(line), line.option("first", first),
                                  line.option("rule", "FREQ=DAILY"), line.number("length", 120)};
       }},
      {"change_series",
       [=](Line& line) {
         return model::ChangeSeries{series_of(line.word(0)),
                                    line.number("revision", 1),
                                    undated_draft(line),
                                    line.option("first", first),
                                    line.option("rule", "FREQ=DAILY"),
                                    line.number("length", 120),
                                    line.text("reason", "a_reason")};
       }},
      {"end_series",
       [](Line& line) {
         return model::EndSeries{series_of(line.word(0)), line.text("reason", "a_reason")};
       }},
      {"post_occurrence",
       [](Line& line) {
         return model::PostOccurrence{series_of(line.word(0)), line.word(1),
                                      line.time("start", "4d18h"), line.time("end", "4d20h")};
       }},
  };
}

std::map<std::string, Maker> tasks() {
  return {
      {"post_task",
       [](Line& line) { return model::PostTask{task_named(line.word(0)), dated_draft(line)}; }},
      {"change_task",
       [](Line& line) {
         return model::ChangeTask{task_named(line.word(0)), line.number("revision", 1),
                                  dated_draft(line), line.text("reason", "a_reason")};
       }},
      {"cancel_task",
       [](Line& line) {
         return model::CancelTask{task_named(line.word(0)), line.text("reason", "a_reason")};
       }},
      {"record_unasked",
       [](Line& line) {
         return model::RecordUnasked{task_named(line.word(0)),
                                     slug<GuildId>(line.option("guild", "kitchen")),
                                     slug<SectorId>(line.option("sector")),
                                     line.text("title", "Swept_the_stairs"),
                                     line.time("start", "0m"),
                                     line.number("minutes", 20),
                                     line.number("people", 1),
                                     line.number("guests", 0)};
       }},
      {"set_guests",
       [](Line& line) {
         return model::SetGuests{task_named(line.word(0)),
                                 static_cast<std::uint32_t>(std::stoul(line.word(1)))};
       }},
      {"confirm_done", [](Line& line) { return model::ConfirmDone{task_named(line.word(0))}; }},
  };
}

std::map<std::string, Maker> places() {
  return {
      {"take_place",
       [](Line& line) -> model::Command {
         const auto task = task_named(line.word(0));
         const auto key = line.option("key", line.actor());
         return model::TakePlace{task,
                                 key == "none" ? model::PublicKey{} : participant_of(key, task),
                                 line.has("trainee"), line.has("shown")};
       }},
      {"hand_back", [](Line& line) { return model::HandBack{task_named(line.word(0))}; }},
      {"seek_swap",
       [](Line& line) { return model::SeekSwap{task_named(line.word(0)), !line.has("no")}; }},
      {"mark_done",
       [](Line& line) {
         return model::MarkDone{task_named(line.word(0)),
                                static_cast<std::uint32_t>(std::stoul(line.word(1)))};
       }},
      {"give_feedback",
       [](Line& line) {
         return model::GiveFeedback{
             task_named(line.word(0)), line.has("enjoyed"), line.has("hard"), line.has("too_long"),
             line.has("unsafe"),       line.has("learned"), line.text("note")};
       }},
      {"hide_name", [](Line& line) { return model::HideName{task_named(line.word(0))}; }},
  };
}

std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, mark);) parts.push_back(part);
  return parts;
}

std::uint32_t number_in(const std::vector<std::string>& parts, std::size_t index) {
  return static_cast<std::uint32_t>(std::stoul(parts.at(index)));
}

model::WillingId willing_named(const std::string& person, const model::RoundId& round) {
  return model::willing_id_of(test_chain(), round, key_of(person));
}

// declare_willing week dinner:80 soup:20:trainee minutes=240 places=2 rooms=food:60
model::Command declare_willing(Line& line) {
  model::DeclareWilling command;
  command.round = round_named(line.word(0));
  const auto key = line.option("key", line.actor());
  if (key != "none") command.participant = participant_of(key, task_of(command.round.hex()));
  for (std::size_t i = 1; !line.word(i).empty(); ++i) {
    const auto parts = split(line.word(i), ':');
    if (parts.size() < 2) continue;
    command.offers.push_back({task_named(parts[0]), number_in(parts, 1), parts.size() > 2});
  }
  if (!line.has("unsorted")) std::ranges::sort(command.offers, {}, &model::Offer::task);
  if (line.has("many")) command.offers.assign(201, {task_of("x"), 1, false});
  command.minutes_max = line.number("minutes", 600);
  command.places_max = line.number("places", 5);
  for (const auto& room : split(line.option("rooms"), ',')) {
    const auto parts = split(room, ':');
    command.rooms.push_back({slug<SectorId>(parts[0]), number_in(parts, 1)});
  }
  return command;
}

// clear_round week given=ana:dinner,ben:soup extra=dinner:1 prices=dinner:5:0
// room_prices=ana:food:3
model::Command clear_round(Line& line) {
  model::ClearRound command;
  command.round = round_named(line.word(0));
  command.revision = line.number("revision", 1);
  for (const auto& place : split(line.option("given"), ',')) {
    const auto parts = split(place, ':');
    command.given.push_back({willing_named(parts[0], command.round), task_named(parts[1])});
  }
  for (const auto& extra : split(line.option("extra"), ',')) {
    const auto parts = split(extra, ':');
    command.extra.push_back({task_named(parts[0]), number_in(parts, 1)});
  }
  for (const auto& price : split(line.option("prices"), ',')) {
    const auto parts = split(price, ':');
    command.task_prices.push_back(
        {task_named(parts[0]), std::stoll(parts.at(1)), std::stoll(parts.at(2))});
  }
  for (const auto& price : split(line.option("room_prices"), ',')) {
    const auto parts = split(price, ':');
    command.room_prices.push_back({willing_named(parts[0], command.round),
                                   slug<SectorId>(parts.at(1)), std::stoll(parts.at(2))});
  }
  return command;
}

std::map<std::string, Maker> rounds() {
  return {
      {"open_round",
       [](Line& line) {
         return model::OpenRound{round_named(line.word(0)),  line.time("from", "2d"),
                                 line.time("until", "9d"),   line.time("closes", "1d"),
                                 line.time("answers", "3d"), line.has("weekly")};
       }},
      {"declare_willing", declare_willing},
      {"clear_round", clear_round},
      {"accept_place",
       [](Line& line) -> model::Command {
         const auto task = task_named(line.word(1));
         const auto key = line.option("key", line.actor());
         return model::AcceptPlace{round_named(line.word(0)), task,
                                   key == "none" ? model::PublicKey{} : participant_of(key, task),
                                   line.has("shown")};
       }},
      {"decline_place",
       [](Line& line) {
         return model::DeclinePlace{round_named(line.word(0)), task_named(line.word(1))};
       }},
  };
}

std::map<std::string, Maker> alerts() {
  return {
      {"put_device",
       [](Line& line) -> model::Command {
         const auto name = line.word(0);
         return model::PutDevice{name == "none" ? model::PublicKey{} : key_of(name),
                                 line.text("name", "A_device"),
                                 slug<GuildId>(line.option("guild", "kitchen")),
                                 slug<TemplateId>(line.option("kind")),
                                 slug<VenueId>(line.option("venue")),
                                 line.has("trusted"),
                                 line.has("removed"),
                                 line.has("neighbour")   ? model::DeviceRole::neighbour
                                 : line.has("messenger") ? model::DeviceRole::messenger
                                                         : model::DeviceRole::sensor};
       }},
      {"relay_call",
       [](Line& line) {
         return model::RelayCall{alert_named(line.word(0)),
                                 line.text("text", "Pump_the_cellar_out"), line.time("start", "0m"),
                                 line.time("end", "2h"), line.number("people", 2)};
       }},
      {"adjust_call",
       [](Line& line) {
         return model::AdjustCall{alert_named(line.word(0)), line.number("people", 0),
                                  line.text("reason", "No_longer_needed")};
       }},
      {"set_visitors",
       [](Line& line) {
         return model::SetVisitors{task_named(line.word(0)), line.number("people", 0)};
       }},
      {"raise_alert",
       [](Line& line) {
         return model::RaiseAlert{alert_named(line.word(0)), slug<GuildId>(line.option("guild")),
                                  slug<TemplateId>(line.option("kind")),
                                  slug<VenueId>(line.option("venue")),
                                  line.text("text", "Water_on_the_floor")};
       }},
      {"confirm_alert", [](Line& line) { return model::ConfirmAlert{alert_named(line.word(0))}; }},
      {"dismiss_alert",
       [](Line& line) {
         return model::DismissAlert{alert_named(line.word(0)), line.text("reason", "a_reason")};
       }},
  };
}

}  // namespace

core::Seconds parse_span(std::string_view text) {
  std::int64_t sign = 1;
  if (text.starts_with('-')) {
    sign = -1;
    text.remove_prefix(1);
  }
  std::int64_t seconds = 0;
  std::int64_t number = 0;
  CHECK(!text.empty());
  for (const char letter : text) {
    if (letter >= '0' && letter <= '9') {
      number = number * 10 + (letter - '0');
      continue;
    }
    const std::string_view units = "smhd";
    static constexpr std::int64_t sizes[] = {1, 60, 3600, 86'400};
    const auto unit = units.find(letter);
    CHECK(unit != std::string_view::npos);
    seconds += number * sizes[unit];
    number = 0;
  }
  CHECK(number == 0);
  return {sign * seconds};
}

Line::Line(std::string_view text) {
  std::istringstream stream{std::string(text)};
  stream >> actor_ >> verb_;
  const auto at = actor_.find('@');
  if (at != std::string::npos) {
    credential_ = actor_.substr(at + 1);
    actor_.resize(at);
  }
  for (std::string word; stream >> word;) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) {
      words_.push_back(word);
    } else {
      options_[word.substr(0, equals)] = word.substr(equals + 1);
    }
  }
}

std::string Line::word(std::size_t index) {
  const std::string word = index < words_.size() ? words_[index] : "";
  asked_.push_back(word);
  return word;
}

bool Line::has(const std::string& flag) {
  asked_.push_back(flag);
  return std::ranges::find(words_, flag) != words_.end();
}

std::string Line::option(const std::string& name, std::string otherwise) {
  asked_.push_back(name);
  const auto found = options_.find(name);
  return found == options_.end() ? otherwise : found->second;
}

std::string Line::text(const std::string& name, std::string otherwise) {
  return words_of(option(name, std::move(otherwise)));
}

std::uint32_t Line::number(const std::string& name, std::uint32_t otherwise) {
  return static_cast<std::uint32_t>(std::stoul(option(name, std::to_string(otherwise))));
}

core::Time Line::time(const std::string& name, std::string otherwise) {
  const std::string text = option(name, std::move(otherwise));
  return text == "none" ? core::Time{} : founding_time + parse_span(text);
}

std::string Line::left_over() const {
  std::string words;
  const auto look_at = [&](const std::string& word) {
    if (std::ranges::find(asked_, word) == asked_.end()) words += " " + word;
  };
  for (const auto& word : words_) look_at(word);
  for (const auto& entry : options_) look_at(entry.first);
  return words;
}

model::TaskId task_named(const std::string& name) {
  const auto at = name.find('@');
  if (name == "none") return {};
  if (at == std::string::npos) return task_of(name);
  return model::occurrence_id_of(series_of(name.substr(0, at)), name.substr(at + 1));
}

model::RoundId round_named(const std::string& name) {
  return name == "none" ? model::RoundId{} : round_of_name(name);
}

model::AlertId alert_named(const std::string& name) {
  // The same bytes as the task that it becomes.
  return name == "none" ? model::AlertId{} : *model::AlertId::from(task_of(name).view());
}

model::Command command_of(Line& line) {
  static const std::map<std::string, Maker> makers = [] {
    auto all = people_and_guilds();
    all.merge(tasks());
    all.merge(standing_work());
    all.merge(places());
    all.merge(rounds());
    all.merge(alerts());
    return all;
  }();
  CHECK(makers.size() == model::command_kinds.size());
  const auto maker = makers.find(line.verb());
  CHECK(maker != makers.end());
  return maker->second(line);
}

}  // namespace commune::ledger::testing

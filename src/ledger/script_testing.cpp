#include "ledger/script_testing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <utility>

#include "core/check.h"
#include "ledger/apply.h"
#include "ledger/commune_testing.h"
#include "ledger/invariants.h"
#include "ledger/script_world_testing.h"

namespace commune::ledger::testing {
namespace {

using model::CredentialKind;

constexpr std::array<std::string_view, 7> people{"ana",  "ben",    "cleo",    "dora",
                                                 "nils", "keeper", "stranger"};

std::string trimmed(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::string result;
  for (std::string word; stream >> word;) result += (result.empty() ? "" : " ") + word;
  return result;
}

CredentialKind credential_of(const Line& line) {
  static const std::map<std::string, CredentialKind> names{
      {"member", CredentialKind::member},
      {"participant", CredentialKind::participant},
      {"keeper", CredentialKind::keeper},
      {"newcomer", CredentialKind::newcomer},
      {"device", CredentialKind::device}};
  if (!line.credential().empty()) return names.at(line.credential());
  if (line.actor() == "keeper") return CredentialKind::keeper;
  if (line.verb() == "join") return CredentialKind::newcomer;
  for (const auto* verb : {"hand_back", "seek_swap", "mark_done", "give_feedback", "hide_name"}) {
    if (line.verb() == verb) return CredentialKind::participant;
  }
  return CredentialKind::member;
}

class World {
 public:
  World() : state_(test_state()) {
    run(R"(
      ana  join                            | ok
      ben  join                            | ok
      cleo join                            | ok
      dora join                            | ok
      ana  join_guild kitchen              | ok
      ben  join_guild kitchen              | ok
      ana  grant_stewardship kitchen ana   | ok
      cleo join_guild garage               | ok
      cleo grant_stewardship garage cleo   | ok
    )");
  }

  void run(std::string_view script) {
    std::istringstream stream{std::string(script)};
    for (std::string line; std::getline(stream, line);) {
      line = line.substr(0, line.find('#'));
      const std::string words = trimmed(line);
      if (!words.empty()) run_line(words);
    }
    const auto broken = check_invariants(state_);
    EXPECT_TRUE(broken.empty()) << broken.front() << "\nat the end of" << script;
  }

  [[nodiscard]] State take() { return std::move(state_); }

 private:
  void run_line(const std::string& words) {
    if (words.starts_with("at ")) {
      const core::Time then = founding_time + parse_span(words.substr(3));
      CHECK(then >= now_);
      now_ = then;
      begin_block(state_, now_);
      return;
    }
    const auto bar = words.find('|');
    CHECK(bar != std::string::npos);
    const std::string expected = trimmed(std::string_view(words).substr(bar + 1));
    Line line(std::string_view(words).substr(0, bar));
    const std::string answer = line.actor() == "see" ? describe(line.verb()) : obey(line);
    EXPECT_EQ(answer, expected) << "in the line: " << words;
    EXPECT_EQ(line.left_over(), "") << "nobody understands this in: " << words;
  }

  std::string obey(Line& line) {
    model::VerifiedCommand command;
    command.command = command_of(line);
    command.credential = credential_of(line);
    command.key = key_of(line.actor());
    if (command.credential == CredentialKind::participant) {
      command.key = participant_of(line.actor(), task_named(line.word(0)));
    }
    command.expires_at = now_ + parse_span(line.option("expires", "1d"));
    command.id = id_from<core::Digest>("test/command", line.option("id", std::to_string(++count_)));
    const auto before = state_.digest();
    const Verdict foretold = ledger::check(state_, command, now_);
    const Outcome outcome = apply(state_, command, now_);
    EXPECT_EQ(foretold.has_value(), outcome.has_value()) << "check and apply differ";
    if (outcome) return "ok";
    EXPECT_EQ(foretold.error(), outcome.error());
    EXPECT_EQ(state_.digest(), before) << "a refused command changed the state";
    return std::string(name_of(outcome.error()));
  }

  // "ana, ben swap, cleo trainee done 45 + 2 guests", or the people of a guild with * for stewards.
  std::string describe(const std::string& name) {
    const auto guild_id = model::GuildId::parse(name);
    if (const auto* guild = guild_id ? state_.guilds().find(*guild_id) : nullptr) {
      return describe_guild(*guild);
    }
    if (const auto* round = state_.rounds().find(round_named(name))) return describe_round(*round);
    const auto* alert = state_.alerts().find(alert_named(name));
    if (alert != nullptr && alert->status != model::AlertStatus::confirmed) {
      return std::to_string(alert->reporters.size()) + " " + word_of(alert->status);
    }
    const auto* task = state_.tasks().find(task_named(name));
    return task == nullptr ? "nothing" : describe_task(*task);
  }

  static std::string word_of(model::AlertStatus status) {
    switch (status) {
      case model::AlertStatus::open: return "open";
      case model::AlertStatus::confirmed: return "confirmed";
      case model::AlertStatus::dismissed: return "dismissed";
      case model::AlertStatus::withdrawn: return "withdrawn";
    }
    return "";
  }

  static std::string describe_guild(const model::Guild& guild) {
    std::string text;
    for (const auto person : people) {
      const auto id = model::member_id_of(key_of(person));
      if (std::ranges::find(guild.members, id) == guild.members.end()) continue;
      const bool leads = std::ranges::find(guild.stewards, id) != guild.stewards.end();
      text += (text.empty() ? "" : " ") + std::string(person) + (leads ? "*" : "");
    }
    return text.empty() ? "nobody" : text;
  }

  // "3 people, shared out 2 times, stale".
  static std::string describe_round(const model::Round& round) {
    return std::to_string(round.people) + " people, shared out " + std::to_string(round.clearings) +
           " times" + (round.stale ? ", stale" : "");
  }

  // " kept for ana".
  static std::string describe_invited(const model::Task& task) {
    std::string text;
    for (const auto& invited : task.invited) {
      for (const auto person : people) {
        const auto round = model::round_of(invited.willing);
        if (model::willing_id_of(test_chain(), round, key_of(person)) != invited.willing) continue;
        text += " kept for " + std::string(person) + (invited.trainee ? " trainee" : "");
      }
    }
    return text;
  }

  static std::string describe_task(const model::Task& task) {
    std::string text;
    for (const auto& place : task.places) {
      const auto person = std::ranges::find_if(people, [&](std::string_view name) {
        return participant_of(name, task.task) == place.participant;
      });
      text += text.empty() ? "" : ", ";
      text += person == people.end() ? "somebody" : *person;
      if (place.trainee) text += " trainee";
      if (!place.shown.is_zero()) text += " shown";
      if (place.seeking_swap) text += " swap";
      if (place.status == model::PlaceStatus::done) text += " done";
      if (place.status == model::PlaceStatus::confirmed) text += " confirmed";
      if (place.minutes > 0) text += " " + std::to_string(place.minutes);
      if (place.feedback_given) text += " told";
    }
    if (text.empty()) text = "nobody";
    text += describe_invited(task);
    if (task.guests > 0) text += " + " + std::to_string(task.guests) + " guests";
    for (const auto& word : task.visitors)
      text += " + " + std::to_string(word.people) + " visitors";
    if (task.status == model::TaskStatus::cancelled) text = "cancelled: " + text;
    if (task.status == model::TaskStatus::recorded) text = "recorded: " + text;
    return text;
  }

  State state_;
  core::Time now_ = founding_time;
  int count_ = 0;
};

}  // namespace

State state_after(std::string_view script) {
  World world;
  world.run(script);
  return world.take();
}

void check(std::string_view script) { static_cast<void>(state_after(script)); }

}  // namespace commune::ledger::testing

// What the ledger keeps of a clearing, as the file that anybody can check.
#include "exchange/clearing_record.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exchange/clearing_file.h"
#include "ledger/apply.h"
#include "ledger/clearing_testing.h"
#include "ledger/commune_testing.h"

namespace commune::exchange {
namespace {

using ledger::testing::founding_time;
using ledger::testing::key_of;
using ledger::testing::task_of;

class Week {
 public:
  void obey(std::string_view who, model::Command body,
            model::CredentialKind kind = model::CredentialKind::member) {
    model::VerifiedCommand command;
    command.credential = kind;
    command.key = key_of(who);
    command.id = ledger::testing::id_from<core::Digest>("test/command", std::to_string(++count_));
    command.expires_at = now_ + core::days(1);
    command.command = std::move(body);
    const auto outcome = ledger::apply(state_, command, now_);
    ASSERT_TRUE(outcome.has_value()) << ledger::name_of(outcome.error());
  }

  void join(std::string_view who, std::string_view guild) {
    obey(who, model::Join{std::string(who), ledger::testing::invitation_key_of("founders"), {}},
         model::CredentialKind::newcomer);
    obey(who, model::JoinGuild{ledger::testing::slug<model::GuildId>(guild)});
  }

  void post(std::string_view name, core::Seconds start, std::uint32_t people_min,
            std::uint32_t people_max, std::vector<model::SkillId> certificates = {}) {
    model::TaskDraft draft{.guild = ledger::testing::slug<model::GuildId>("kitchen"),
                           .title = std::string(name),
                           .start = now_ + start,
                           .end = now_ + start + core::hours(2),
                           .people_min = people_min,
                           .people_max = people_max,
                           .trainees_max = 1,
                           .certificates = std::move(certificates),
                           .importance = 2};
    obey("ana", model::PostTask{task_of(name), draft});
  }

  void say(std::string_view who, std::vector<model::Offer> offers) {
    std::ranges::sort(offers, {}, &model::Offer::task);
    const auto care = ledger::testing::slug<model::SectorId>("care");
    const auto food = ledger::testing::slug<model::SectorId>("food");
    obey(who, model::DeclareWilling{week_,
                                    key_of(std::string(who) + " in the week"),
                                    offers,
                                    600,
                                    3,
                                    {{care, 30}, {food, 60}}});
  }

  model::Clearing share_out() {
    obey("ana", model::OpenRound{week_, now_ + core::days(2), now_ + core::days(9),
                                 now_ + core::days(1), now_ + core::days(3), false});
    say("dora", {{task_of("dinner"), 80, false}});
    say("ben", {{task_of("dinner"), 50, false}, {task_of("drive"), 40, false}});
    say("cleo", {{task_of("dinner"), 10, true}});
    now_ = now_ + core::days(1) + core::Seconds{1};
    obey("keeper", ledger::testing::clearing_of(state_, *state_.rounds().find(week_), now_),
         model::CredentialKind::keeper);
    return *state_.clearings().find(week_);
  }

 private:
  ledger::State state_ = ledger::testing::test_state();
  core::Time now_ = founding_time;
  model::RoundId week_ = ledger::testing::round_of_name("week");
  int count_ = 0;
};

model::Clearing cleared_week() {
  const auto driving = ledger::testing::slug<model::SkillId>("driving");
  Week week;
  week.join("ana", "kitchen");
  week.join("ben", "kitchen");
  week.join("cleo", "garage");
  week.join("dora", "kitchen");
  week.obey("cleo", model::GrantCertificate{driving, model::member_id_of(key_of("ben")), {}});
  week.post("dinner", core::days(4), 2, 3);
  week.post("drive", core::days(5), 2, 2, {driving});
  return week.share_out();
}

TEST(ClearingRecord, BecomesAFileThatChecks) {
  const model::Clearing record = cleared_week();
  const auto file = clearing_file_of(record);
  ASSERT_TRUE(file.has_value()) << file.error().message;
  const auto read = parse_clearing(file->dump(), "file");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  const auto verdict = check_clearing(*read);
  ASSERT_TRUE(verdict.has_value()) << verdict.error().message;
  EXPECT_EQ(verdict->reached.coverage, record.reached.coverage);
  EXPECT_EQ(verdict->reached.burden, record.reached.burden);
  EXPECT_EQ(verdict->reached.willingness, record.reached.willingness);
  EXPECT_EQ(verdict->bound.coverage, record.bound.coverage);
  EXPECT_EQ(file->at("shortages").size(), 1U) << file->at("shortages").dump();
  EXPECT_EQ(file->at("shortages")[0].at("requires"), nlohmann::json{"driving"});
}

TEST(ClearingRecord, IsTheSameRoundAsTheFileSays) {
  const model::Clearing record = cleared_week();
  const auto direct = rebuild_clearing(record);
  ASSERT_TRUE(direct.has_value()) << direct.error().message;
  const auto read = parse_clearing(clearing_file_of(record)->dump(), "file");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(direct->cleared.assignment, read->assignment);
  const auto text_of = [](const clearing::Round& round) {
    std::string text;
    for (const clearing::Task& task : round.instance().tasks)
      text += task.id + round.instance().sectors[task.sector] + " ";
    for (const clearing::Choice& choice : round.choices())
      text += std::to_string(choice.participant) + "-" + std::to_string(choice.task) + " ";
    return text;
  };
  EXPECT_EQ(text_of(direct->round), text_of(read->round));
}

TEST(ClearingRecord, ThatWasTamperedWithDoesNotCheck) {
  model::Clearing record = cleared_week();
  auto file = clearing_file_of(record).value();
  file["reached"]["willingness"] = file["reached"]["willingness"].get<int>() + 1;
  EXPECT_FALSE(check_clearing(*parse_clearing(file.dump(), "file")).has_value());
  for (model::ClearedPerson& person : record.people) person.minutes_max = 0;
  EXPECT_FALSE(clearing_file_of(record).has_value());
}

}  // namespace
}  // namespace commune::exchange

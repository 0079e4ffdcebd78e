// Plans carried out by the ledger itself: what a plan promises, no rule refuses.
#include "exchange/import_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <variant>

#include "ledger/apply.h"
#include "ledger/founding.h"

namespace commune::exchange {
namespace {

constexpr core::Time now{1'795'000'000};  // November 2026

const model::PublicKey& keeper() {
  static const model::PublicKey key = *model::PublicKey::parse(std::string(64, '7'));
  return key;
}

const calendar::Zone& london() {
  static const calendar::Zone zone = calendar::Zone::open("Europe/London").value();
  return zone;
}

ImportHome camp() {
  return {.guild = *model::GuildId::parse("camp"),
          .guild_name = "Camp",
          .sector = *model::SectorId::parse("food")};
}

ledger::State small_commune() {
  model::Genesis genesis;
  genesis.name = "Small";
  genesis.zone = "Europe/London";
  genesis.founded_at = {1'700'000'000};
  genesis.keeper = keeper();
  genesis.sectors = {{.sector = *model::SectorId::parse("food"), .name = "Food"}};
  genesis.guilds = {{.guild = *model::GuildId::parse("kitchen"),
                     .name = "Kitchen",
                     .sector = *model::SectorId::parse("food")}};
  genesis.venues = {{.venue = *model::VenueId::parse("car-park"), .name = "The green field"},
                    {.venue = *model::VenueId::parse("hall"), .name = "Big Hall"}};
  genesis.skills = {{.skill = *model::SkillId::parse("cooking"), .name = "Cooking"},
                    {.skill = *model::SkillId::parse("kitchen-lead"),
                     .name = "Leading",
                     .certified_by = *model::GuildId::parse("kitchen")}};
  return ledger::found(genesis, *model::ChainId::parse(std::string(64, '1'))).value();
}

void carry_out(ledger::State& state, const ImportPlan& plan) {
  std::uint8_t count = 0;
  for (std::size_t i = 0; i < plan.commands.size(); ++i) {
    std::array<std::uint8_t, 32> id{};
    id[0] = ++count;
    id[1] = static_cast<std::uint8_t>(i >> 8U);
    id[2] = static_cast<std::uint8_t>(i);
    const model::VerifiedCommand command{.id = core::Digest{id},
                                         .credential = model::CredentialKind::keeper,
                                         .key = keeper(),
                                         .expires_at = now + core::days(1),
                                         .command = plan.commands[i]};
    const auto outcome = ledger::apply(state, command, now);
    ASSERT_TRUE(outcome) << model::name_of(command.command) << ": "
                         << ledger::name_of(outcome.error());
  }
}

ImportedShift shift(std::string role, std::string venue, std::uint32_t min, std::uint32_t max,
                    std::uint32_t signed_up = 0) {
  return {.role = std::move(role),
          .venue = std::move(venue),
          .start_local = *calendar::parse_local("2022-06-02T05:45"),
          .end_local = *calendar::parse_local("2022-06-02T08:00"),
          .people_min = min,
          .people_max = max,
          .signed_up = signed_up};
}

const model::Task& task_titled(const ledger::State& state, std::string_view title) {
  for (const auto& [id, row] : state.tasks()) {
    if (row.record.draft.title == title) return row.record;
  }
  ADD_FAILURE() << "no task " << title;
  std::abort();
}

TEST(PlanShifts, posts_tasks_with_their_venues_and_kinds_of_job) {
  ledger::State state = small_commune();
  const auto plan =
      plan_shifts({shift("Parking", "Car Park", 2, 3, 1), shift("Parking", "big hall", 1, 1)},
                  state, london(), camp(), now);
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->tasks, 2U);
  EXPECT_EQ(plan->places_min, 3U);
  EXPECT_EQ(plan->places_max, 4U);
  EXPECT_EQ(plan->signed_up, 1U);
  EXPECT_EQ(plan->guilds_new, 1U);
  EXPECT_EQ(plan->venues_new, 1U) << "the hall is there, and car-park means another place";
  EXPECT_EQ(plan->templates_new, 1U);
  carry_out(state, *plan);
  EXPECT_EQ(state.tasks().size(), 2U);
  const model::Venue* made = state.venues().find(*model::VenueId::parse("car-park-2"));
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(made->name, "Car Park");
  for (const auto& [id, row] : state.tasks()) {
    EXPECT_EQ(row.record.draft.kind.text(), "camp-parking");
    EXPECT_EQ(row.record.draft.start, london().time_of(*calendar::parse_local("2022-06-02T05:45")));
    EXPECT_EQ(row.record.guests, row.record.draft.venue.text() == "hall" ? 0U : 1U);
  }
}

TEST(PlanShifts, makes_tasks_of_the_quirks) {
  ledger::State state = small_commune();
  ImportedShift moment = shift("Moment", "", 1, 1);
  moment.end_local = moment.start_local;
  const auto plan = plan_shifts({shift("Raised", "", 5, 2), shift("Nobody", "", 0, 0, 4),
                                 shift("Perhaps", "", 0, 2, 9), moment},
                                state, london(), camp(), now);
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->left_out, 1U);
  EXPECT_EQ(plan->posted, 3U);
  carry_out(state, *plan);
  EXPECT_EQ(task_titled(state, "Raised").draft.people_max, 5U);
  EXPECT_EQ(task_titled(state, "Perhaps").draft.people_min, 1U);
  EXPECT_EQ(task_titled(state, "Perhaps").guests, 9U);
  EXPECT_EQ(task_titled(state, "Moment").draft.minutes, 1U);
}

TEST(PlanShifts, posts_nothing_twice) {
  ledger::State state = small_commune();
  const std::vector<ImportedShift> shifts{shift("Bar", "Hall", 1, 2), shift("Bar", "Hall", 1, 2)};
  carry_out(state, *plan_shifts(shifts, state, london(), camp(), now));
  EXPECT_EQ(state.tasks().size(), 2U) << "two equal shifts are two";
  const auto again = plan_shifts(shifts, state, london(), camp(), now);
  EXPECT_TRUE(again->commands.empty());
  EXPECT_EQ(again->known, 2U);
  EXPECT_EQ(again->posted, 0U);
}

TEST(PlanShifts, refuses_what_the_ledger_would_refuse) {
  const ledger::State state = small_commune();
  ImportHome nowhere = camp();
  nowhere.sector = *model::SectorId::parse("nothing");
  EXPECT_EQ(plan_shifts({}, state, london(), nowhere, now).error().message,
            "there is no sector \"nothing\" for the guild \"camp\"");
  EXPECT_EQ(
      plan_shifts({shift("Many", "", 501, 501)}, state, london(), camp(), now).error().message,
      "shift 1: more than 500 people");
  EXPECT_EQ(
      plan_shifts({shift("Many", "", 1, 1, 501)}, state, london(), camp(), now).error().message,
      "shift 1: more than 500 people");
  const core::Time long_ago{1'500'000'000};
  EXPECT_EQ(
      plan_shifts({shift("Late", "", 1, 1)}, state, london(), camp(), long_ago).error().message,
      "shift 1: is more than three years ahead");
}

TEST(PlanShifts, brings_the_591_real_shifts_through_the_ledger) {
  const std::filesystem::path path =
      std::filesystem::path{COMMUNE_SOURCE_DIR} / "../shared/data/emf-2022/Shift.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not on this machine";
  std::ifstream file{path};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  ledger::State state = small_commune();
  const auto plan = plan_shifts(*parse_shifts(text, "Shift.json"), state, london(), camp(), now);
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->posted, 591U);
  EXPECT_EQ(plan->places_min, 740U);
  EXPECT_EQ(plan->templates_new, 24U);
  carry_out(state, *plan);
  EXPECT_EQ(state.tasks().size(), 591U);
}

std::string error_of(std::string_view header, std::string_view row) {
  const ledger::State state = small_commune();
  const std::string csv = std::string{header} + "\n" + std::string{row} + "\n";
  const auto plan = plan_tasks(*parse_tasks(csv, "t.csv"), state, london(), "t.csv", now);
  return plan ? "no error" : plan.error().message;
}

TEST(PlanTasks, posts_what_the_sheet_says_and_nothing_twice) {
  ledger::State state = small_commune();
  const auto tasks = parse_tasks(
      "title,guild,venue,start,end,minutes,due,certificates\n"
      "Soup,kitchen,Big Hall,2026-12-01 18:00,2026-12-01 20:00,90,,kitchen-lead\n"
      "Shelves,kitchen,hall,,,60,2026-12-24,\n",
      "t.csv");
  const auto plan = plan_tasks(*tasks, state, london(), "t.csv", now);
  ASSERT_TRUE(plan) << plan.error().message;
  carry_out(state, *plan);
  EXPECT_EQ(task_titled(state, "Soup").draft.venue.text(), "hall");
  EXPECT_EQ(task_titled(state, "Shelves").draft.due,
            london().time_of(*calendar::parse_local("2026-12-24T00:00")));
  const auto again = plan_tasks(*tasks, state, london(), "t.csv", now);
  EXPECT_EQ(again->known, 2U);
  EXPECT_TRUE(again->commands.empty());
}

TEST(PlanTasks, names_the_line_and_column_of_what_is_not_there) {
  const std::string_view head = "title,guild,minutes,sector,venue,skills_helpful,certificates";
  EXPECT_EQ(error_of(head, "Soup,cellar,60,,,,"), "t.csv:2: guild: there is no \"cellar\"");
  EXPECT_EQ(error_of(head, "Soup,kitchen,60,arts,,,"), "t.csv:2: sector: there is no \"arts\"");
  EXPECT_EQ(error_of(head, "Soup,kitchen,60,,Sauna,,"), "t.csv:2: venue: there is no \"Sauna\"");
  EXPECT_EQ(error_of(head, "Soup,kitchen,60,,,flying,"),
            "t.csv:2: skills_helpful: there is no \"flying\"");
  EXPECT_EQ(error_of(head, "Soup,kitchen,60,,,,cooking"),
            "t.csv:2: certificates: \"cooking\" is not one that a guild certifies");
}

TEST(PlanTasks, refuses_times_that_do_not_exist_or_do_not_fit) {
  const std::string_view head = "title,guild,start,end,minutes";
  EXPECT_EQ(
      error_of(head, "Soup,kitchen,2027-03-28 01:30,2027-03-28 03:00,"),
      "t.csv:2: start: 2027-03-28T01:30 does not exist in Europe/London: the clocks go forward "
      "then");
  EXPECT_EQ(error_of(head, "Soup,kitchen,2035-03-28 01:30,2035-03-28 03:00,"),
            "t.csv:2: end: is more than three years ahead");
  EXPECT_EQ(error_of(head, "Soup,kitchen,2026-12-01 18:00,2026-12-16 18:00,"),
            "t.csv:2: end: is more than 14 days after the start");
  EXPECT_EQ(error_of(head, "Soup,kitchen,2026-12-01 18:00,2026-12-01 19:00,90"),
            "t.csv:2: minutes: is more than the 60 of the task");
}

}  // namespace
}  // namespace commune::exchange

// The index against a naive walk over all tasks, while tasks come and change at random.
#include "gateway/board_index.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/random.h"
#include "gateway/folded_words.h"
#include "gateway/task_view.h"
#include "ledger/commune_testing.h"

namespace commune::gateway {
namespace {

using ledger::testing::founding_time;
using ledger::testing::slug;
using ledger::testing::task_of;

const std::vector<std::string> titles = {"Cook dinner",           "Wash up",
                                         "Repair the water pump", "Weed the garden",
                                         "Paint a mural",         "Water the seedlings"};

model::TaskDraft random_draft(core::Random& random) {
  model::TaskDraft draft;
  draft.guild = slug<model::GuildId>(random.chance(1, 2) ? "kitchen" : "garage");
  draft.sector = slug<model::SectorId>(random.chance(1, 2) ? "food" : "care");
  draft.title = titles[random.below(titles.size())];
  draft.why = random.chance(1, 3) ? "Because it leaks" : "";
  if (random.chance(1, 2)) draft.venue = slug<model::VenueId>("hall");
  if (random.chance(4, 5)) {
    draft.start = founding_time + core::hours(random.between(1, 400));
    draft.end = draft.start + core::hours(2);
  } else if (random.chance(1, 2)) {
    draft.due = founding_time + core::hours(random.between(1, 400));
  }
  draft.minutes = 120;
  draft.people_min = static_cast<std::uint32_t>(random.between(1, 2));
  draft.people_max = draft.people_min + static_cast<std::uint32_t>(random.below(2));
  if (random.chance(1, 3)) draft.certificates = {slug<model::SkillId>("driving")};
  if (random.chance(1, 3)) draft.skills_taught = {slug<model::SkillId>("cooking")};
  return draft;
}

model::Place random_place(core::Random& random, const model::TaskId& task) {
  return {.participant = ledger::testing::participant_of(std::to_string(random.next()), task),
          .nullifier = {},
          .trainee = random.chance(1, 6),
          .status = static_cast<model::PlaceStatus>(random.below(3)),
          .seeking_swap = random.chance(1, 8),
          .minutes = static_cast<std::uint32_t>(random.below(200)),
          .shown = {},
          .feedback_given = false};
}

bool naive_match(const ledger::State& state, const model::Task& task, const BoardQuery& query,
                 core::Time now) {
  const model::TaskDraft& draft = task.draft;
  if (!query.sector.empty() && draft.sector != query.sector) return false;
  if (!query.guild.empty() && draft.guild != query.guild) return false;
  if (!query.venue.empty() && draft.venue != query.venue) return false;
  if (!query.skill.empty()) {
    auto skills = draft.certificates;
    skills.insert(skills.end(), draft.skills_helpful.begin(), draft.skills_helpful.end());
    skills.insert(skills.end(), draft.skills_taught.begin(), draft.skills_taught.end());
    if (std::ranges::find(skills, query.skill) == skills.end()) return false;
  }
  if (draft.start.is_set()) {
    if (query.from && draft.start < *query.from) return false;
    if (query.to && draft.start >= *query.to) return false;
  } else if (query.from && draft.due.is_set() && draft.due < *query.from) {
    return false;
  }
  if (query.open) {
    const Crew crew = crew_of(task);
    const bool over = draft.end.is_set() && draft.end <= now;
    if (task.status != model::TaskStatus::open || over) return false;
    if (crew.free + crew.trainees_free == 0) return false;
  }
  std::string text = draft.title + " " + draft.why + " " + draft.details + " ";
  if (const auto* venue = state.venues().find(draft.venue)) text += venue->name + " ";
  if (const auto* guild = state.guilds().find(draft.guild)) text += guild->name;
  const auto words = folded_words(text);
  return std::ranges::all_of(query.words, [&](const std::string& wanted) {
    return std::ranges::any_of(words, [&](const auto& word) { return word.starts_with(wanted); });
  });
}

std::vector<model::TaskId> naive_find(const ledger::State& state, const BoardQuery& query,
                                      core::Time now) {
  std::vector<BoardKey> keys;
  for (const auto& [id, row] : state.tasks()) {
    if (!naive_match(state, row.record, query, now)) continue;
    const core::Time start = row.record.draft.start;
    keys.push_back({.start = start.is_set() ? start.seconds : open_ended_start, .task = id});
  }
  std::ranges::sort(keys);
  std::vector<model::TaskId> tasks;
  tasks.reserve(keys.size());
  for (const BoardKey& key : keys) tasks.push_back(key.task);
  return tasks;
}

BoardQuery random_query(core::Random& random) {
  BoardQuery query;
  if (random.chance(1, 3))
    query.sector = slug<model::SectorId>(random.chance(1, 2) ? "food" : "care");
  if (random.chance(1, 3)) query.guild = slug<model::GuildId>("kitchen");
  if (random.chance(1, 4))
    query.venue = slug<model::VenueId>(random.chance(3, 4) ? "hall" : "moon");
  if (random.chance(1, 4))
    query.skill = slug<model::SkillId>(random.chance(1, 2) ? "driving" : "cooking");
  if (random.chance(1, 3)) query.from = founding_time + core::hours(random.between(0, 400));
  if (random.chance(1, 3)) query.to = founding_time + core::hours(random.between(0, 400));
  if (random.chance(1, 3)) query.words = distinct_words({titles[random.below(titles.size())]});
  if (random.chance(1, 4)) query.words = distinct_words({"wa"});
  query.open = random.chance(1, 3);
  query.limit = 1 + random.below(40);
  return query;
}

// All pages of a query, one after another.
std::vector<model::TaskId> all_pages(const BoardIndex& index, BoardQuery query, core::Time now) {
  std::vector<model::TaskId> tasks;
  while (true) {
    const BoardPage page = index.find(query, now);
    for (const model::Task* task : page.tasks) tasks.push_back(task->task);
    EXPECT_LE(page.tasks.size(), query.limit);
    if (!page.next) {
      EXPECT_EQ(page.total, tasks.size());
      return tasks;
    }
    query.after = page.next;
  }
}

void change_at_random(ledger::State& state, BoardIndex& index, core::Random& random, int step) {
  const auto id = task_of(std::to_string(random.below(300)));
  if (!state.tasks().contains(id)) {
    model::Task task{.task = id, .draft = random_draft(random), .revision = 1};
    task.posted_at = founding_time + core::hours(step % 300);
    if (random.chance(1, 10)) task.status = model::TaskStatus::recorded;
    state.insert(std::move(task));
  } else {
    auto& task = state.edit<model::Task>(id);
    switch (random.below(4)) {
      case 0:
        task.draft = random_draft(random);
        ++task.revision;
        break;
      case 1: task.status = model::TaskStatus::cancelled; break;
      case 2: task.guests = static_cast<std::uint32_t>(random.below(3)); break;
      default: task.places.push_back(random_place(random, id)); break;
    }
  }
  index.update(state, id);
}

TEST(BoardIndex, FindsWhatANaiveWalkFindsWhileTheBoardChanges) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    core::Random random(seed);
    ledger::State state = ledger::testing::test_state();
    BoardIndex index(state, *calendar::Zone::open("Europe/Berlin"));
    const core::Time now = founding_time + core::hours(150);
    for (int step = 0; step < 600; ++step) {
      change_at_random(state, index, random, step);
      if (step % 4 != 0) continue;
      const BoardQuery query = random_query(random);
      ASSERT_EQ(all_pages(index, query, now), naive_find(state, query, now))
          << "seed=" << seed << " step=" << step;
    }
    const BoardIndex rebuilt(state, *calendar::Zone::open("Europe/Berlin"));
    EXPECT_EQ(all_pages(rebuilt, {}, now), all_pages(index, {}, now));
    for (const auto& [sector, row] : state.sectors()) {
      const core::Time from = founding_time - core::days(1);
      const core::Time to = founding_time + core::days(60);
      EXPECT_EQ(rebuilt.sums().of_sector(sector, from, to),
                index.sums().of_sector(sector, from, to));
    }
  }
}

TEST(BoardIndex, FollowsNewNamesOfVenuesAndGuilds) {
  ledger::State state = ledger::testing::test_state();
  model::Task task{.task = task_of("a"), .draft = {}, .revision = 1};
  task.draft.guild = slug<model::GuildId>("kitchen");
  task.draft.sector = slug<model::SectorId>("food");
  task.draft.venue = slug<model::VenueId>("hall");
  state.insert(task);
  BoardIndex index(state, *calendar::Zone::open("Europe/Berlin"));
  const auto count = [&](const char* words) {
    BoardQuery query;
    query.words = distinct_words({words});
    return index.find(query, founding_time).total;
  };
  EXPECT_EQ(count("hall"), 1U);
  EXPECT_EQ(count("kitchen"), 1U);
  state.edit<model::Venue>(slug<model::VenueId>("hall")).name = "Old barn";
  index.rename_venue(state, slug<model::VenueId>("hall"));
  state.edit<model::Guild>(slug<model::GuildId>("kitchen")).name = "Bakers";
  index.rename_guild(state, slug<model::GuildId>("kitchen"));
  EXPECT_EQ(count("hall"), 0U);
  EXPECT_EQ(count("barn bakers"), 1U);
}

// ------------------------------------------------------------------------------------------- work

TEST(WorkSums, CountPlannedDoneAndConfirmedWork) {
  model::Task task{.task = task_of("a"), .draft = {}, .revision = 1};
  task.draft.minutes = 60;
  task.draft.people_min = 3;
  task.draft.people_max = 4;
  EXPECT_EQ(work_of(task), (Work{.planned_minutes = 180, .places_min = 3}));
  task.guests = 1;
  task.places = {model::Place{.status = model::PlaceStatus::done, .minutes = 50},
                 model::Place{.status = model::PlaceStatus::confirmed, .minutes = 70},
                 model::Place{.status = model::PlaceStatus::taken}};
  EXPECT_EQ(work_of(task), (Work{.planned_minutes = 180,
                                 .done_minutes = 180,
                                 .confirmed_minutes = 130,
                                 .places_min = 3,
                                 .places_covered = 3}));
  task.status = model::TaskStatus::cancelled;
  EXPECT_EQ(work_of(task),
            (Work{.planned_minutes = 180, .done_minutes = 180, .confirmed_minutes = 130}))
      << "what was done before stays done, and nothing more is wanted";
  task = {.task = task_of("b"),
          .draft = task.draft,
          .status = model::TaskStatus::recorded,
          .revision = 1};
  EXPECT_EQ(work_of(task), (Work{.planned_minutes = 180, .done_minutes = 180}));
}

TEST(WorkSums, CutDaysAtTheWallsMidnight) {
  WorkSums sums(*calendar::Zone::open("Europe/Berlin"));
  model::Task task{.task = task_of("a"), .draft = {}, .revision = 1};
  task.draft.sector = slug<model::SectorId>("food");
  task.draft.guild = slug<model::GuildId>("kitchen");
  task.draft.minutes = 60;
  task.draft.people_min = 1;
  const calendar::Zone& zone = sums.zone();
  const auto instant = [&](const char* text) { return zone.parse(text)->time; };
  task.draft.start = instant("2026-03-29T23:30");  // the day the clocks change
  sums.add(sums.share_of(task));
  const auto day = [&](const char* from, const char* to) {
    return sums.of_sector(task.draft.sector, instant(from), instant(to)).planned_minutes;
  };
  EXPECT_EQ(day("2026-03-29T00:00", "2026-03-30T00:00"), 60);
  EXPECT_EQ(day("2026-03-30T00:00", "2026-03-31T00:00"), 0);
  EXPECT_EQ(
      sums.of_guild(task.draft.guild, instant("2026-03-29T00:00"), instant("2026-03-30T00:00"))
          .planned_minutes,
      60);
}

}  // namespace
}  // namespace commune::gateway

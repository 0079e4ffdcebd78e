// The board of a large commune: making its index at a start, asking it, and writing a page.
#include <benchmark/benchmark.h>

#include <array>

#include "core/random.h"
#include "gateway/board_index.h"
#include "gateway/json_writer.h"
#include "gateway/task_view.h"
#include "ledger/commune_testing.h"

namespace commune::gateway {
namespace {

constexpr core::Time founded = ledger::testing::founding_time;
constexpr std::int64_t task_count = 100'000;

model::SectorId sector(std::uint64_t number) {
  return *model::SectorId::parse("sector-" + std::to_string(number));
}
model::GuildId guild(std::uint64_t number) {
  return *model::GuildId::parse("guild-" + std::to_string(number));
}

// Six sectors, twenty guilds, a year of work; `kinds` texts that come round again.
ledger::State large_state(std::uint64_t kinds) {
  model::Genesis genesis = ledger::testing::test_genesis();
  genesis.templates.clear();
  genesis.skills.clear();
  for (std::uint64_t i = 0; i < 6; ++i) {
    genesis.sectors.push_back({.sector = sector(i), .name = "Sector"});
  }
  for (std::uint64_t i = 0; i < 20; ++i) {
    genesis.guilds.push_back({.guild = guild(i), .name = "Guild", .sector = sector(i % 6)});
  }
  ledger::State state = ledger::found(genesis, ledger::testing::test_chain()).value();
  core::Random random(7);
  for (std::int64_t i = 0; i < task_count; ++i) {
    std::array<std::uint8_t, 16> id{};
    for (auto& byte : id) byte = static_cast<std::uint8_t>(random.below(256));
    const std::uint64_t kind = random.below(kinds);
    model::Task task{.task = model::TaskId(id), .draft = {}, .revision = 1};
    task.draft.guild = guild(kind % 20);
    task.draft.sector = sector(kind % 6);
    task.draft.title = "Water pump number " + std::to_string(kind) + " wants oil";
    task.draft.why = "Because a dry pump stops, and then there is no water in the garden " +
                     std::to_string(kind * 7);
    task.draft.details =
        "Meet at the shed, take gloves and the small can, wipe the handle, close the lid.";
    task.draft.start = founded + core::minutes(random.between(0, 365 * 24 * 60));
    task.draft.end = task.draft.start + core::hours(2);
    task.draft.minutes = 120;
    task.draft.people_min = 2;
    task.draft.people_max = 4;
    task.places.resize(random.below(5));
    state.insert(std::move(task));
  }
  return state;
}

const ledger::State& state_of_kinds(std::int64_t kinds) {
  static const ledger::State few = large_state(90);
  static const ledger::State all = large_state(task_count);
  return kinds == 90 ? few : all;
}

void make_index(benchmark::State& bench) {
  const ledger::State& state = state_of_kinds(bench.range(0));
  const calendar::Zone zone = *calendar::Zone::open("Europe/Berlin");
  for (auto _ : bench) benchmark::DoNotOptimize(BoardIndex(state, zone).size());
}
BENCHMARK(make_index)
    ->Name("make_index_kinds")
    ->Arg(90)
    ->Arg(task_count)
    ->Unit(benchmark::kMillisecond);

void query(benchmark::State& bench, const BoardQuery& asked) {
  const ledger::State& state = state_of_kinds(90);
  static const BoardIndex index(state, *calendar::Zone::open("Europe/Berlin"));
  const core::Time now = founded + core::days(180);
  for (auto _ : bench) {
    const BoardPage page = index.find(asked, now);
    JsonWriter json(1U << 20U);
    json.begin_array();
    for (const model::Task* task : page.tasks) write_task(json, state, *task);
    benchmark::DoNotOptimize(json.end_array().take());
  }
}

BoardQuery open_tasks(std::size_t limit) {
  BoardQuery asked;
  asked.open = true;
  asked.limit = limit;
  return asked;
}

void query_open(benchmark::State& bench) { query(bench, open_tasks(100)); }
void query_open_500(benchmark::State& bench) { query(bench, open_tasks(500)); }
void query_sector(benchmark::State& bench) {
  BoardQuery asked = open_tasks(100);
  asked.sector = sector(2);
  query(bench, asked);
}
void query_words(benchmark::State& bench) {
  BoardQuery asked = open_tasks(100);
  asked.words = {"oil", "pump", "wat"};
  query(bench, asked);
}
BENCHMARK(query_open)->Unit(benchmark::kMillisecond);
BENCHMARK(query_open_500)->Unit(benchmark::kMillisecond);
BENCHMARK(query_sector)->Unit(benchmark::kMillisecond);
BENCHMARK(query_words)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace commune::gateway

// The ledger beside a naive second model: seeded random commands, the same answer to each of them,
// the same records and digest after every few blocks, and every invariant after every block.
//   COMMUNE_SEED=…                  replays one episode
//   COMMUNE_SIMULATION_EPISODES=…   runs longer
//   COMMUNE_SIMULATION_TALLY=1      prints how often each command ended how
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/canonical.h"
#include "core/random.h"
#include "ledger/apply.h"
#include "ledger/command_maker_testing.h"
#include "ledger/commune_testing.h"
#include "ledger/invariants.h"
#include "ledger/naive_ledger_testing.h"

namespace commune::ledger::testing {
namespace {

constexpr int episodes_usual = 25;
constexpr int commands_per_episode = 4'000;
constexpr int blocks_between_comparisons = 8;
static_assert(episodes_usual * commands_per_episode >= 100'000);

std::vector<model::Record> records_of(const State& state) {
  std::vector<model::Record> records;
  state.for_each_record([&](const auto& record) { records.emplace_back(record); });
  return records;
}

std::string_view name_of(const Verdict& verdict) {
  return verdict ? "ok" : ledger::name_of(verdict.error());
}

// How often each command ended how, over all episodes: a simulation that only gets refusals, or
// never a certain one, tests less than it seems.
using Tally = std::map<std::string_view, std::map<std::string_view, int>>;

class Episode {
 public:
  Episode(std::uint64_t seed, Tally& tally)
      : random_(seed),
        maker_(random_),
        tally_(tally),
        state_(test_state()),
        naive_(test_genesis(), test_chain()) {}

  void run() {
    for (int block = 1; done_ < commands_per_episode; ++block) {
      run_block();
      if (::testing::Test::HasFatalFailure()) return;
      if (block % blocks_between_comparisons == 0) compare();
      if (::testing::Test::HasFatalFailure()) return;
    }
    compare();
  }

 private:
  // Mostly minutes pass, sometimes a night, sometimes a holiday.
  void let_time_pass() {
    now_ = now_ + core::minutes(random_.between(0, 20));
    if (random_.chance(1, 12)) now_ = now_ + core::hours(random_.between(4, 30));
    if (random_.chance(1, 100)) now_ = now_ + core::days(random_.between(3, 40));
  }

  void run_block() {
    let_time_pass();
    begin_block(state_, now_);
    naive_.begin_block(now_);
    const auto size = random_.between(1, 30);
    for (std::int64_t i = 0; i < size; ++i) {
      run_command();
      if (::testing::Test::HasFatalFailure()) return;
    }
    const auto broken = check_invariants(state_);
    ASSERT_TRUE(broken.empty()) << broken.front();
  }

  void run_command() {
    const auto command = maker_.make(state_, now_);
    const Verdict foretold = check(state_, command, now_);
    const Outcome outcome = apply(state_, command, now_);
    const Verdict verdict = outcome ? Verdict{} : Verdict{std::unexpected(outcome.error())};
    const auto naive = naive_.apply(command, now_);
    const Verdict expected = naive ? Verdict{std::unexpected(*naive)} : Verdict{};
    ASSERT_EQ(name_of(verdict), name_of(expected))
        << "command " << done_ << ", " << model::name_of(command.command);
    ASSERT_EQ(name_of(foretold), name_of(verdict)) << "check and apply differ";
    ++tally_[model::name_of(command.command)][name_of(verdict)];
    ++done_;
  }

  void compare() {
    const auto records = records_of(state_);
    ASSERT_EQ(records.size(), naive_.records().size());
    for (std::size_t i = 0; i < records.size(); ++i) {
      ASSERT_TRUE(records[i] == naive_.records()[i])
          << std::visit([](const auto& record) { return model::record_key(record); }, records[i])
          << " differs after command " << done_;
    }
    std::set<SeenCommand> remembered;
    for (const auto& [expires_at, id] : naive_.remembered()) remembered.insert({expires_at, id});
    ASSERT_TRUE(remembered == state_.seen_commands());
    auto rebuilt = State::restore(naive_.records(), remembered);
    ASSERT_TRUE(rebuilt.has_value());
    ASSERT_EQ(state_.digest(), rebuilt->digest()) << "the digest is not the records'";
    State moved = std::move(state_);
    state_ = std::move(moved);
    ASSERT_EQ(state_.digest(), rebuilt->digest()) << "moving a state changed it";
  }

  core::Random random_;
  CommandMaker<core::Random> maker_;
  Tally& tally_;
  State state_;
  NaiveLedger naive_;
  core::Time now_ = founding_time;
  int done_ = 0;
};

std::string fates(const std::map<std::string_view, int>& ends) {
  std::string line;
  for (const auto& [end, count] : ends) {
    line += " " + std::string(end) + " " + std::to_string(count);
  }
  return line;
}

TEST(Simulation, TheLedgerAndItsNaiveTwinNeverDiffer) {
  const char* wanted = std::getenv("COMMUNE_SEED");
  const char* longer = std::getenv("COMMUNE_SIMULATION_EPISODES");
  const int episodes = wanted != nullptr   ? 1
                       : longer != nullptr ? std::atoi(longer)
                                           : episodes_usual;
  Tally tally;
  for (int episode = 0; episode < episodes; ++episode) {
    const std::uint64_t seed = wanted != nullptr ? std::strtoull(wanted, nullptr, 10)
                                                 : 20'260'101 + static_cast<std::uint64_t>(episode);
    SCOPED_TRACE("seed=" + std::to_string(seed) + "; replay: COMMUNE_SEED=" + std::to_string(seed) +
                 " test_ledger --gtest_filter=Simulation.*");
    Episode(seed, tally).run();
    if (HasFatalFailure()) return;
  }
  if (std::getenv("COMMUNE_SIMULATION_TALLY") != nullptr) {
    for (const auto& [name, ends] : tally) std::printf("%s:%s\n", name.data(), fates(ends).c_str());
  }
  if (episodes < episodes_usual) return;
  EXPECT_EQ(tally.size(), model::command_kinds.size()) << "a command was never tried";
  std::set<std::string_view> ends_seen;
  for (const auto& [name, ends] : tally) {
    EXPECT_GE(ends.contains("ok") ? ends.at("ok") : 0, 20) << name << fates(ends);
    for (const auto& entry : ends) ends_seen.insert(entry.first);
  }
  for (const auto& row : rejection_rows) {
    EXPECT_TRUE(ends_seen.contains(row.name)) << row.name << " never happened";
  }
}

}  // namespace
}  // namespace commune::ledger::testing

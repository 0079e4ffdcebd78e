// How fast the rules are without signatures: the commands of a normal week in a commune of a
// thousand, in blocks of a hundred. `apply` is the rules alone, `apply_and_digest` adds the digest
// after every block, as a node computes it.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/check.h"
#include "core/hash.h"
#include "ledger/apply.h"
#include "ledger/founding.h"

namespace commune::ledger {
namespace {

constexpr core::Time founded_at{1'800'000'000};
constexpr std::size_t people = 1000;
constexpr std::size_t tasks = 6000;
constexpr std::size_t places = 4;
constexpr std::size_t block_size = 100;

template <class Id>
Id id_of(std::string_view what, std::size_t number) {
  const auto digest = core::labelled_hash(what, {core::as_bytes(std::to_string(number))});
  return *Id::from(digest.view().first(Id::size));
}

class Week {
 public:
  Week() {
    for (std::size_t i = 0; i < people; ++i) {
      model::Join join{
          .name = "Person", .invitation_key = door(i / 50), .invitation_signature = {}};
      add(model::CredentialKind::newcomer, person(i), join);
      add(model::CredentialKind::member, person(i), model::JoinGuild{guild()});
    }
    preparation_ = std::exchange(commands_, {});
    for (std::size_t i = 0; i < tasks; ++i) live(i);
  }

  [[nodiscard]] State found() const {
    model::Genesis genesis;
    genesis.name = "Bench";
    genesis.zone = "Etc/UTC";
    genesis.founded_at = founded_at;
    genesis.keeper = id_of<model::PublicKey>("keeper", 0);
    genesis.sectors = {{*model::SectorId::parse("food"), "Food", 20, ""}};
    genesis.guilds = {{guild(), "Kitchen", *model::SectorId::parse("food"), "", {}, {}}};
    for (std::size_t i = 0; i < people / 50; ++i) {
      genesis.invitations.push_back({door(i), founded_at + core::days(80), 50, 0, false});
    }
    State state = ledger::found(genesis, id_of<model::ChainId>("chain", 0)).value();
    for (const auto& command : preparation_) CHECK(apply(state, command, founded_at).has_value());
    CHECK(!state.digest().is_zero());
    return state;
  }

  [[nodiscard]] const std::vector<model::VerifiedCommand>& commands() const { return commands_; }

 private:
  static model::GuildId guild() { return *model::GuildId::parse("kitchen"); }
  static model::PublicKey door(std::size_t i) { return id_of<model::PublicKey>("door", i); }
  static model::PublicKey person(std::size_t i) { return id_of<model::PublicKey>("person", i); }

  // Posted, taken, done, talked about and confirmed.
  void live(std::size_t number) {
    const std::size_t poster = number * 37 % people;
    model::TaskDraft draft;
    draft.guild = guild();
    draft.title = "Cook dinner for everybody";
    draft.why = "Because a warm meal brings us together.";
    draft.start = founded_at + core::hours(1);
    draft.end = founded_at + core::hours(3);
    draft.people_min = 2;
    draft.people_max = places;
    draft.importance = 2;
    const auto task = id_of<model::TaskId>("task", number);
    add(model::CredentialKind::member, person(poster), model::PostTask{task, draft});
    for (std::size_t i = 1; i <= places; ++i) {
      const auto own = id_of<model::PublicKey>("own", number * places + i);
      add(model::CredentialKind::member, person((poster + i) % people),
          model::TakePlace{task, own, false, true});
      add(model::CredentialKind::participant, own, model::MarkDone{task, 120});
    }
    add(model::CredentialKind::member, person(poster), model::ConfirmDone{task});
  }

  void add(model::CredentialKind credential, const model::PublicKey& key, model::Command command) {
    commands_.push_back({.id = core::sha256(core::as_bytes(std::to_string(count_++))),
                         .credential = credential,
                         .key = key,
                         .expires_at = founded_at + core::days(1),
                         .command = std::move(command)});
  }

  std::vector<model::VerifiedCommand> preparation_;
  std::vector<model::VerifiedCommand> commands_;
  std::size_t count_ = 0;
};

const Week& week() {
  static const Week instance;
  return instance;
}

template <bool with_digest>
void run(benchmark::State& bench) {
  const auto& commands = week().commands();
  for (auto _ : bench) {
    bench.PauseTiming();
    State state = week().found();
    bench.ResumeTiming();
    for (std::size_t i = 0; i < commands.size(); ++i) {
      if (i % block_size == 0) begin_block(state, founded_at);
      CHECK(apply(state, commands[i], founded_at).has_value());
      if (with_digest && (i + 1) % block_size == 0) benchmark::DoNotOptimize(state.digest());
    }
    bench.PauseTiming();
    {
      const State gone = std::move(state);
    }
    bench.ResumeTiming();
  }
  bench.SetItemsProcessed(bench.iterations() * static_cast<std::int64_t>(commands.size()));
}

void measure_apply(benchmark::State& state) { run<false>(state); }
BENCHMARK(measure_apply)->Name("apply")->Unit(benchmark::kMillisecond)->MinTime(3);

void measure_apply_and_digest(benchmark::State& state) { run<true>(state); }
BENCHMARK(measure_apply_and_digest)
    ->Name("apply_and_digest")
    ->Unit(benchmark::kMillisecond)
    ->MinTime(3);

}  // namespace
}  // namespace commune::ledger

// What verification and durability cost, each beside the raw limit of the machine in the same run:
// libsodium's bare Ed25519 verification on the same number of cores, and SQLite's own inserts with
// the same durability and group size.
#include <SQLiteCpp/SQLiteCpp.h>
#include <benchmark/benchmark.h>

#include <algorithm>
#include <filesystem>
#include <thread>
#include <vector>

#include "core/canonical.h"
#include "core/check.h"
#include "core/hash.h"
#include "ledger/apply.h"
#include "node/command_door.h"
#include "node/replay.h"
#include "node/workers.h"
#include "wire/envelope_codec.h"

// libsodium's own function, so that nothing of ours stands between it and the clock.
extern "C" int crypto_sign_verify_detached(const unsigned char* signature,
                                           const unsigned char* message, unsigned long long size,
                                           const unsigned char* key);

namespace commune::node {
namespace {

constexpr core::Time now{1'800'000'000};
constexpr std::size_t command_count = 8192;
constexpr std::size_t group_size = 64;

trust::Seed seed_of(std::string_view name) {
  trust::Seed seed{};
  std::ranges::copy(core::sha256(core::as_bytes(name)).view(), seed.begin());
  return seed;
}

// A commune with one member of one guild, and tasks that this member posts.
struct Work {
  core::Bytes genesis;
  model::ChainId chain;
  trust::SigningKey member{seed_of("member")};
  std::vector<core::Bytes> preparation;
  std::vector<core::Bytes> posts;

  Work() {
    const auto guild = *model::GuildId::parse("kitchen");
    const trust::SigningKey door(seed_of("door"));
    model::Genesis founding;
    founding.name = "Bench";
    founding.zone = "Etc/UTC";
    founding.founded_at = now;
    founding.keeper = trust::SigningKey(seed_of("keeper")).public_key();
    founding.sectors = {{*model::SectorId::parse("food"), "Food", 20, ""}};
    founding.guilds = {{guild, "Kitchen", *model::SectorId::parse("food"), "", {}, {}}};
    founding.invitations = {{door.public_key(), now + core::days(80), 50, 0, false}};
    genesis = core::encode_canonical(founding);
    chain = chain_of_genesis(genesis);
    const auto& key = member.public_key();
    preparation.push_back(
        sign(model::Join{"Ana", door.public_key(),
                         door.sign(trust::invitation_label, {chain.view(), key.view()})},
             model::CredentialKind::newcomer));
    preparation.push_back(sign(model::JoinGuild{guild}, model::CredentialKind::member));
    for (std::size_t i = 0; i < command_count; ++i) posts.push_back(sign_post(guild, i));
  }

  [[nodiscard]] core::Bytes sign(const model::Command& command, model::CredentialKind kind) const {
    return sign_command(command, {member, kind, chain}, now + core::days(1), make_nonce());
  }

  [[nodiscard]] core::Bytes sign_post(const model::GuildId& guild, std::size_t number) const {
    model::TaskDraft draft;
    draft.guild = guild;
    draft.title = "Cook dinner for everybody";
    draft.why = "Because a warm meal brings us together.";
    draft.start = now + core::days(1);
    draft.end = now + core::days(1) + core::hours(2);
    draft.people_min = 2;
    draft.people_max = 4;
    draft.importance = 2;
    const auto id = core::sha256(core::as_bytes(std::to_string(number)));
    return sign(model::PostTask{*model::TaskId::from(id.view().first(16)), draft},
                model::CredentialKind::member);
  }
};

const Work& work() {
  static const Work instance;
  return instance;
}

std::vector<model::VerifiedCommand> open_all(const std::vector<core::Bytes>& bytes,
                                             Workers& workers) {
  std::vector<model::VerifiedCommand> opened(bytes.size());
  workers.for_each_index(bytes.size(), [&](std::size_t i) {
    auto command = open_command(bytes[i], work().chain);
    CHECK(command.has_value());
    opened[i] = *std::move(command);
  });
  return opened;
}

void verify_and_apply(benchmark::State& state) {
  Workers workers(std::max(1U, std::thread::hardware_concurrency()));
  for (auto _ : state) {
    state.PauseTiming();
    Replay replay = Replay::found(work().genesis).value();
    replay.apply(replay.make_block(now, work().preparation), {},
                 open_all(work().preparation, workers));
    const model::Block block = replay.make_block(now, work().posts);
    state.ResumeTiming();
    const auto outcomes = replay.apply(block, {}, open_all(block.commands, workers));
    CHECK(std::ranges::all_of(outcomes, [](const auto& outcome) { return outcome.has_value(); }));
    state.PauseTiming();
    {
      const Replay gone = std::move(replay);
    }
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(command_count));
}
BENCHMARK(verify_and_apply)->UseRealTime()->Unit(benchmark::kMillisecond)->MinTime(3);

void bare_verify(benchmark::State& state) {
  Workers workers(std::max(1U, std::thread::hardware_concurrency()));
  std::vector<core::Bytes> messages;
  std::vector<model::Signature> signatures;
  for (const core::Bytes& bytes : work().posts) {
    const auto outer = wire::parse_signed_envelope(bytes).value();
    core::Bytes message(trust::envelope_label.begin(), trust::envelope_label.end());
    message.push_back(0);
    message.insert(message.end(), outer.envelope.begin(), outer.envelope.end());
    messages.push_back(std::move(message));
    signatures.push_back(outer.signature);
  }
  const auto* key = work().member.public_key().view().data();
  for (auto _ : state) {
    workers.for_each_index(messages.size(), [&](std::size_t i) {
      CHECK(crypto_sign_verify_detached(signatures[i].view().data(), messages[i].data(),
                                        messages[i].size(), key) == 0);
    });
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(command_count));
}
BENCHMARK(bare_verify)->UseRealTime()->Unit(benchmark::kMillisecond)->MinTime(3);

// The same bytes in transactions of as many rows as there are clients in bench/http.bench.mjs.
void sqlite_insert(benchmark::State& state) {
  const std::filesystem::path folder = "build/bench-data/sqlite";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  SQLite::Database database(folder / "raw.db", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec("CREATE TABLE commands(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
  SQLite::Statement insert(database, "INSERT INTO commands(bytes) VALUES(?)");
  std::size_t next = 0;
  for (auto _ : state) {
    SQLite::Transaction transaction(database);
    for (std::size_t i = 0; i < group_size; ++i, next = (next + 1) % command_count) {
      const core::Bytes& bytes = work().posts[next];
      insert.bindNoCopy(1, bytes.data(), static_cast<int>(bytes.size()));
      insert.exec();
      insert.reset();
    }
    transaction.commit();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(group_size));
  std::filesystem::remove_all(folder);
}
BENCHMARK(sqlite_insert)->UseRealTime()->Unit(benchmark::kMillisecond)->MinTime(3);

}  // namespace
}  // namespace commune::node

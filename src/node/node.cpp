#include "node/node.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

#include "calendar/zone.h"
#include "node/block_log.h"
#include "node/command_door.h"

namespace commune::node {
namespace {

using core::ErrorCode;

constexpr core::Seconds keeper_command_life = core::days(1);

std::size_t thread_count(const NodeOptions& options) {
  if (options.verify_threads > 0) return options.verify_threads;
  return std::max(1U, std::thread::hardware_concurrency());
}

bool touches(const BlockEvents& events, ledger::EventKind kind) {
  return std::ranges::count(events.events, kind, &ledger::Event::kind) > 0;
}

core::Result<void> require_own_key(const Replica& replica, const trust::SigningKey& key,
                                   const DataPaths& paths) {
  const auto expected =
      replica.query([](const ledger::State& state, const Tip&) { return state.commune().keeper; });
  if (key.public_key() == expected) return {};
  return core::fail(ErrorCode::corrupt, fmt::format("{} is not the key of this commune's keeper",
                                                    paths.keeper_key().string()));
}

}  // namespace

core::Result<std::unique_ptr<Node>> Node::open(const std::filesystem::path& root,
                                               const NodeOptions& options) {
  static const core::SystemClock system_clock;
  const core::Clock& clock = options.clock != nullptr ? *options.clock : system_clock;
  const auto begin = std::chrono::steady_clock::now();
  DataDirectory directory = TRY(DataDirectory::open(root));
  BlockLog log = TRY(BlockLog::open(directory.paths().database(), LogAccess::to_write));
  const KeeperSeed seed = TRY(read_keeper_seed(directory.paths()));
  auto workers = std::make_unique<Workers>(thread_count(options));
  auto replica = TRY(Replica::open(directory.paths(), std::move(log), *workers));
  TRY_VOID(require_own_key(*replica, trust::SigningKey(seed), directory.paths()));
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  const std::uint64_t replayed = replica->commands_replayed();
  auto node = std::unique_ptr<Node>(
      new Node(std::move(directory), std::move(replica), std::move(workers), seed, options, clock));
  const Tip tip = node->tip();
  spdlog::info("open at block {} in {:.3f} s, {} commands replayed", tip.height.value,
               taken.count(), replayed);
  if (tip.time > clock.now() + core::hours(1)) {
    spdlog::warn("this machine's clock is behind the commune's last block");
  }
  return node;
}

Node::Node(DataDirectory directory, std::unique_ptr<Replica> replica,
           std::unique_ptr<Workers> workers, const KeeperSeed& seed, const NodeOptions& options,
           const core::Clock& clock)
    : directory_(std::move(directory)),
      clock_(clock),
      snapshot_every_(options.snapshot_every),
      keeper_key_(seed),
      workers_(std::move(workers)),
      replica_(std::move(replica)),
      events_(tip().height),
      commands_since_snapshot_(replica_->commands_replayed()),
      snapshots_(std::make_unique<SnapshotWriter>(*replica_, directory_.paths().snapshots())),
      engine_(std::make_unique<SoloEngine>(
          *replica_, *workers_, clock_, options.limits,
          [this](BlockEvents events) { on_block(std::move(events)); })) {
  if (!options.run_keeper) return;
  const auto post = [this](const model::Command& command, Answer answer) {
    submit_as_keeper(command, std::move(answer));
  };
  keeper_ = std::make_unique<Keeper>(Keeper::Doors{[this] { return look_for_dates(); }, post});
  round_keeper_ = std::make_unique<RoundKeeper>(
      RoundKeeper::Doors{[this](const TriedRounds& tried) { return look_for_rounds(tried); },
                         [this] { return now(); }, post});
  // Not before both are there: what one of them posts is told to the other.
  keeper_->wake();
  round_keeper_->wake();
}

core::Result<calendar::Zone> Node::open_zone() const {
  return calendar::Zone::open(
      read([](const ledger::State& state) { return state.commune().zone; }));
}

core::Result<DuePostings> Node::look_for_dates() const {
  std::vector<model::Series> series;
  read([&](const ledger::State& state) {
    for (const auto& [id, row] : state.series()) series.push_back(row.record);
  });
  const auto zone = TRY(open_zone());
  DuePostings due = expand_all(series, zone, now());
  return read([&](const ledger::State& state) { return without_posted(std::move(due), state); });
}

DueRounds Node::look_for_rounds(const TriedRounds& tried) const {
  const auto zone = open_zone();
  if (!zone) {
    spdlog::error("rounds: {}", zone.error().message);
    return {};
  }
  const core::Time at = now();
  return read([&](const ledger::State& state) { return find_due_rounds(state, *zone, at, tried); });
}

Node::~Node() { stop(); }

void Node::submit(core::Bytes signed_envelope, Answer answer) {
  engine_->submit(std::move(signed_envelope), std::move(answer));
}

std::future<Outcome> Node::submit(core::Bytes signed_envelope) {
  auto promise = std::make_shared<std::promise<Outcome>>();
  auto future = promise->get_future();
  engine_->submit(std::move(signed_envelope),
                  [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
  return future;
}

void Node::submit_as_keeper(const model::Command& command, Answer answer) {
  const Signer signer{keeper_key_, model::CredentialKind::keeper, chain()};
  submit(sign_command(command, signer, now() + keeper_command_life, make_nonce()),
         std::move(answer));
}

void Node::stop() {
  if (stopped_.exchange(true)) return;
  if (keeper_) keeper_->stop();
  if (round_keeper_) round_keeper_->stop();
  engine_->stop();
  snapshots_->stop();
  if (const auto settled = replica_->settle(); !settled) {
    spdlog::warn("the log was not settled: {}", settled.error().message);
  }
}

void Node::on_block(BlockEvents events) {
  commands_since_snapshot_ += events.command_count;
  const bool series_changed = touches(events, ledger::EventKind::series_changed);
  const bool rounds_changed = touches(events, ledger::EventKind::round_changed) ||
                              touches(events, ledger::EventKind::round_cleared);
  events_.publish(std::move(events));
  if (commands_since_snapshot_ >= snapshot_every_) {
    commands_since_snapshot_ = 0;
    snapshots_->request();
  }
  if (series_changed && keeper_) keeper_->wake();
  if (rounds_changed && round_keeper_) round_keeper_->wake();
}

}  // namespace commune::node

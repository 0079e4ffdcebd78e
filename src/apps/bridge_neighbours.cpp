// `commune bridge neighbours`: carries urgent calls that have reached the neighbours to their
// nodes, and brings home how many come from there. One thread for each neighbour, so that one that
// is away holds up nobody. Each look compares what both nodes say (neighbour_plan.h); nothing is
// kept.
#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "apps/neighbour_door.h"
#include "apps/neighbour_plan.h"
#include "apps/node_door.h"
#include "apps/secret_file.h"
#include "apps/serving.h"
#include "apps/subcommand.h"
#include "exchange/neighbours_file.h"
#include "node/file.h"

namespace commune::apps {
namespace {

using std::chrono::seconds;

constexpr int look_seconds = 10;
constexpr int look_seconds_max = 600;
constexpr seconds wait_max{120};  // between two tries of a neighbour that is away

struct NeighbourFlags {
  std::string file;
  int every = look_seconds;
  bool once = false;
  NodeFlags node{.node = "http://127.0.0.1:8080", .authority = {}};
};

struct Way {
  exchange::Neighbour neighbour;
  gateway::http::HttpClient there;
  trust::SigningKey key;
  trust::SigningKey messenger;
};

// Files are looked for beside the one that names them.
core::Result<Way> open_way(const exchange::Neighbour& neighbour,
                           const std::filesystem::path& folder) {
  const auto beside = [&](const std::string& file) {
    return file.empty() ? std::string() : (folder / file).string();
  };
  auto there = TRY(node_client({neighbour.node, beside(neighbour.authority_file)}));
  trust::SigningKey key(TRY(read_secret_file(beside(neighbour.key_file))));
  trust::SigningKey messenger(TRY(read_secret_file(beside(neighbour.messenger_file))));
  return Way{neighbour, std::move(there), key, messenger};
}

core::Result<std::vector<Way>> open_ways(const std::filesystem::path& file) {
  const core::Bytes bytes = TRY(node::read_file(file));
  const auto neighbours =
      TRY(exchange::parse_neighbours(std::string(core::as_text(bytes)), file.string()));
  std::vector<Way> ways;
  for (const exchange::Neighbour& neighbour : neighbours) {
    auto way = open_way(neighbour, file.parent_path());
    if (!way) {
      return core::fail(way.error().code, fmt::format("{}: {}: {}", file.string(), neighbour.name,
                                                      way.error().message));
    }
    ways.push_back(*std::move(way));
  }
  return ways;
}

std::string described(const model::Command& command) {
  if (const auto* relay = std::get_if<model::RelayCall>(&command)) {
    return fmt::format("asked for {}: {}", relay->people, relay->text);
  }
  if (const auto* adjust = std::get_if<model::AdjustCall>(&command)) {
    return adjust->people == 0
               ? fmt::format("took back {}", adjust->alert.hex())
               : fmt::format("{} wanted for {}", adjust->people, adjust->alert.hex());
  }
  const auto& visitors = std::get<model::SetVisitors>(command);
  return fmt::format("{} come for {}", visitors.people, visitors.task.hex());
}

// Does what it can; the first refusal is told when everything else is done, and a node that has
// gone away ends it at once.
core::Result<void> carry_out(const Way& way, const gateway::http::HttpClient& client,
                             const trust::SigningKey& key, const NodeFacts& node,
                             const std::vector<model::Command>& commands) {
  core::Result<void> done;
  for (const model::Command& command : commands) {
    const auto answer = post_command(client, key, node, command);
    if (answer) {
      spdlog::info("{}: {}", way.neighbour.name, described(command));
      continue;
    }
    if (done) {
      done = core::fail(answer.error().code,
                        fmt::format("{}: {}", described(command), answer.error().message));
    }
    if (is_passing(answer.error().code)) break;
  }
  return done;
}

core::Result<void> look(const Way& way, const gateway::http::HttpClient& home) {
  const NodeFacts here = TRY(ask_node(home));
  const auto ours = TRY(read_outgoing(home, way.messenger, here));
  const NodeFacts there = TRY(ask_node(way.there));
  if (there.chain == here.chain) {
    return core::fail(core::ErrorCode::invalid, "this is our own commune, not a neighbour");
  }
  const auto theirs = TRY(read_brought(way.there, way.key, there));
  const NeighbourPlan plan = plan_calls(here.chain, ours, theirs, way.neighbour.taken_back);
  const auto asked = carry_out(way, way.there, way.key, there, plan.there);
  TRY_VOID(carry_out(way, home, way.messenger, here, plan.here));
  return asked;
}

// Until the end: a look every so often, less often while something is wrong.
class Carrier {
 public:
  Carrier(const gateway::http::HttpClient& home, seconds every) : home_(home), every_(every) {}

  void run(const Way& way) {
    auto wait = every_;
    std::string last;
    do {
      const auto done = look(way, home_);
      wait = done ? every_ : std::max(every_, std::min(2 * wait, wait_max));
      const std::string said = done ? "" : done.error().message;
      if (said != last && !said.empty()) spdlog::warn("{}: {}", way.neighbour.name, said);
      if (said != last && said.empty()) spdlog::info("{}: all is well again", way.neighbour.name);
      last = said;
    } while (!is_ended_within(wait));
  }

  void end() {
    const std::lock_guard lock(mutex_);
    is_ended_ = true;
    changed_.notify_all();
  }

 private:
  bool is_ended_within(seconds time) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, time, [this] { return is_ended_; });
  }

  const gateway::http::HttpClient& home_;
  const seconds every_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_ended_ = false;
};

core::Result<void> look_once(const std::vector<Way>& ways, const gateway::http::HttpClient& home) {
  core::Result<void> done;
  for (const Way& way : ways) {
    const auto looked = look(way, home);
    if (!looked && done) {
      done = core::fail(looked.error().code,
                        fmt::format("{}: {}", way.neighbour.name, looked.error().message));
    }
  }
  return done;
}

core::Result<void> carry(const NeighbourFlags& flags) {
  const std::vector<Way> ways = TRY(open_ways(flags.file));
  const gateway::http::HttpClient home = TRY(node_client(flags.node));
  spdlog::set_level(spdlog::level::info);
  if (flags.once) return look_once(ways, home);
  const sigset_t signals = block_end_signals();
  Carrier carrier(home, seconds(flags.every));
  std::vector<std::thread> threads;
  threads.reserve(ways.size());
  for (const Way& way : ways) threads.emplace_back([&] { carrier.run(way); });
  spdlog::info("carrying calls to {} neighbours", ways.size());
  wait_for_the_end(signals);
  carrier.end();
  for (std::thread& thread : threads) thread.join();
  return {};
}

}  // namespace

void add_neighbour_bridge(CLI::App& bridges) {
  const auto flags = std::make_shared<NeighbourFlags>();
  CLI::App* neighbours =
      bridges.add_subcommand("neighbours", "Carry urgent calls to neighbouring communes");
  neighbours->add_option("FILE", flags->file, "Who they are (docs/howto/hear-a-neighbour.md)")
      ->required();
  neighbours->add_option("--every", flags->every, "Seconds between two looks")
      ->check(CLI::Range(1, look_seconds_max))
      ->capture_default_str();
  neighbours->add_flag("--once", flags->once, "Look once at each of them, and end");
  add_node_options(*neighbours, flags->node);
  run_when_chosen(*neighbours, [flags] { return carry(*flags); });
}

}  // namespace commune::apps

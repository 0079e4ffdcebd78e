// The load generator of bench/*.bench.mjs. Prints one line of JSON for each measurement.
//
//   commune_load found DIR --people 10000 --tasks 100000   founds the commune that the rest runs on
//   commune_load post --port P --clients 64 --seconds 10   durable commands over HTTP
//   commune_load query --port P --rate 500 --seconds 10    board queries at a fixed rate
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/random.h"
#include "load/bench_commune.h"
#include "load/history.h"
#include "load/measure.h"
#include "node/founding.h"
#include "node/workers.h"

namespace commune::bench {
namespace {

struct Flags {
  std::string directory;
  std::size_t people = 64;
  std::size_t tasks = 0;
  std::uint16_t port = 8190;
  std::size_t clients = 64;
  double rate = 500;
  int seconds = 10;
  std::string prefix = "http";
};

constexpr std::int64_t quarter = 900;
constexpr core::Seconds age = core::days(57);

// The commune is found again by its number of people: its genesis depends on the day alone.
core::Time founding_time() {
  const core::Time now = core::SystemClock().now();
  return core::Time{now.seconds / 86400 * 86400} - age;
}

void print(const Flags& flags, std::string_view name, double value) {
  fmt::print("{{\"key\":\"{}/{}\",\"value\":{:.3f}}}\n", flags.prefix, name, value);
}

core::Result<void> found(const Flags& flags) {
  const BenchCommune commune(flags.people, founding_time());
  const core::Time now = core::SystemClock().now();
  auto history = make_history(commune, {.tasks = flags.tasks}, now);
  const std::size_t commands = history.size();
  const auto founded =
      TRY(node::found_commune(flags.directory, commune.founding(std::move(history))));
  fmt::print(stderr, "founded with {} commands, height {}\n", commands, founded.height.value);
  print(flags, "commands", static_cast<double>(commands));
  return {};
}

// Everybody posts tasks of their own, signed beforehand so that signing costs the node nothing.
Call make_post(const BenchCommune& commune, std::size_t client, std::size_t count) {
  auto bodies = std::make_shared<std::vector<core::Bytes>>();
  const core::Time now = core::SystemClock().now();
  core::Random random(static_cast<std::uint64_t>(now.seconds) * 1000 + client);
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = static_cast<std::size_t>(random.below(UINT32_MAX));
    const core::Time start{(now.seconds / quarter + 100) * quarter};
    const model::PostTask post{task_id_of(fmt::format("live {}", client), number),
                               draft_of(number, client, start)};
    bodies->push_back(commune.sign_as_member(post, client, now));
  }
  auto next = std::make_shared<std::size_t>(0);
  return [bodies, next](HttpClient& http) -> core::Result<void> {
    if (*next >= bodies->size()) {
      return core::fail(core::ErrorCode::invalid, "more commands were signed than there are");
    }
    const Answer answer = TRY(http.post("/api/v1/commands", (*bodies)[(*next)++]));
    if (answer.status == 200) return {};
    return core::fail(core::ErrorCode::invalid, answer.body);
  };
}

core::Result<void> post(const Flags& flags) {
  const BenchCommune commune(flags.people, founding_time());
  const std::size_t each = static_cast<std::size_t>(flags.seconds) * 15'000 / flags.clients;
  std::vector<Call> calls(flags.clients);
  node::Workers workers(2);
  workers.for_each_index(
      flags.clients, [&](std::size_t client) { calls[client] = make_post(commune, client, each); });
  const Measured measured =
      TRY(run_closed(flags.port, flags.clients, std::chrono::seconds(flags.seconds),
                     [&](std::size_t client) { return calls[client]; }));
  print(flags, "durable_per_s", static_cast<double>(measured.answered) / measured.seconds);
  print(flags, "durable_p50_ms", measured.percentile(0.50));
  print(flags, "durable_p99_ms", measured.percentile(0.99));
  return {};
}

std::string make_query(core::Random& random) {
  const core::Time today{core::SystemClock().now().seconds / 86400 * 86400};
  static constexpr std::array sectors{"food", "healthcare", "education", "maintenance"};
  static constexpr std::array words{"dinner", "garden", "pump", "bread", "weed", "clinic"};
  switch (random.below(6)) {
    case 0: return "/api/v1/tasks?open=true&limit=100";
    case 1:
      return fmt::format("/api/v1/tasks?open=true&sector={}&limit=100", sectors[random.below(4)]);
    case 2:
      return fmt::format("/api/v1/tasks?open=true&guild=guild-{}&limit=100", random.below(20));
    case 3: return fmt::format("/api/v1/tasks?open=true&q={}&limit=100", words[random.below(6)]);
    case 4: return fmt::format("/api/v1/tasks?open=true&venue=garden&limit=100");
    default: {
      const std::int64_t day = today.seconds / 86400 + static_cast<std::int64_t>(random.below(21));
      const auto days = std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(day)));
      const auto text =
          fmt::format("{:04}-{:02}-{:02}", static_cast<int>(days.year()),
                      static_cast<unsigned>(days.month()), static_cast<unsigned>(days.day()));
      return fmt::format("/api/v1/tasks?from={0}T00:00:00Z&to={0}T23:59:59Z&limit=100", text);
    }
  }
}

Call make_get(std::function<std::string()> path) {
  return [path = std::move(path)](HttpClient& http) -> core::Result<void> {
    const Answer answer = TRY(http.get(path()));
    if (answer.status == 200) return {};
    return core::fail(core::ErrorCode::invalid, answer.body);
  };
}

core::Result<void> query(const Flags& flags) {
  const std::chrono::seconds length(flags.seconds);
  const Measured health =
      TRY(run_open(flags.port, flags.clients, flags.rate, length, [](std::size_t) {
        return make_get([] { return std::string("/api/v1/health"); });
      }));
  const Measured board =
      TRY(run_open(flags.port, flags.clients, flags.rate, length, [](std::size_t client) {
        auto random = std::make_shared<core::Random>(client + 1);
        return make_get([random] { return make_query(*random); });
      }));
  print(flags, "health_p99_ms", health.percentile(0.99));
  print(flags, "board_p50_ms", board.percentile(0.50));
  print(flags, "board_p99_ms", board.percentile(0.99));
  print(flags, "board_per_s", static_cast<double>(board.answered) / board.seconds);
  return {};
}

int run(const std::function<core::Result<void>()>& action) {
  const auto done = action();
  if (done) return 0;
  fmt::print(stderr, "commune_load: {}\n", done.error().message);
  return 1;
}

}  // namespace

int main_of(int argument_count, char** arguments) {
  CLI::App program("Load for benchmarks", "commune_load");
  program.require_subcommand(1);
  Flags flags;
  CLI::App* found_command = program.add_subcommand("found", "Found a commune");
  found_command->add_option("DIR", flags.directory)->required();
  found_command->add_option("--tasks", flags.tasks);
  CLI::App* post_command = program.add_subcommand("post", "Durable commands");
  CLI::App* query_command = program.add_subcommand("query", "Board queries at a fixed rate");
  for (CLI::App* command : {found_command, post_command, query_command}) {
    command->add_option("--people", flags.people);
    command->add_option("--prefix", flags.prefix);
    command->add_option("--port", flags.port);
    command->add_option("--clients", flags.clients);
    command->add_option("--rate", flags.rate);
    command->add_option("--seconds", flags.seconds);
  }
  CLI11_PARSE(program, argument_count, arguments);
  if (found_command->parsed()) return run([&] { return found(flags); });
  if (post_command->parsed()) return run([&] { return post(flags); });
  return run([&] { return query(flags); });
}

}  // namespace commune::bench

int main(int argument_count, char** arguments) {
  return commune::bench::main_of(argument_count, arguments);
}

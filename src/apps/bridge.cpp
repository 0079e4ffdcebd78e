// `commune bridge mqtt`: turns what sensors publish at a broker into calls. One thread listens, one
// sends; between them is a queue, so that a node that is away costs no call. What the messages mean
// is said by a file (exchange/sensor_rules.h).
#include <fmt/core.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "apps/call_file.h"
#include "apps/call_queue.h"
#include "apps/mqtt.h"
#include "apps/node_door.h"
#include "apps/secret_file.h"
#include "apps/serving.h"
#include "apps/subcommand.h"
#include "core/time.h"
#include "exchange/sensor_rules.h"
#include "node/file.h"

namespace commune::apps {
namespace {

constexpr std::size_t calls_max = 1000;
constexpr std::size_t topics_max = 10'000;
constexpr std::chrono::milliseconds node_wait_min{1'000};
constexpr std::chrono::milliseconds node_wait_max{30'000};

struct BridgeFlags {
  std::string broker;
  std::string topics;
  std::string id = "commune-bridge";
  std::string user;
  std::string password_file;
  std::string authority;   // of the broker
  std::string queue_file;  // empty: calls wait in memory
  NodeFlags node{.node = "http://127.0.0.1:8080", .authority = {}};
};

struct Rules {
  std::vector<exchange::SensorRule> rules;
  std::map<std::string, trust::SigningKey> keys;  // by file, as written
};

// Keys are looked for beside the file that names them.
core::Result<Rules> read_rules(const std::filesystem::path& file) {
  const core::Bytes bytes = TRY(node::read_file(file));
  Rules read;
  read.rules = TRY(exchange::parse_sensor_rules(std::string(core::as_text(bytes)), file.string()));
  for (const exchange::SensorRule& rule : read.rules) {
    const auto key = read_secret_file(file.parent_path() / rule.key_file);
    if (!key) {
      return core::fail(key.error().code, fmt::format("{}:{}: key: {}", file.string(), rule.line,
                                                      key.error().message));
    }
    read.keys.try_emplace(rule.key_file, *key);
  }
  return read;
}

core::Result<MqttOptions> broker_options(const BridgeFlags& flags, const Rules& rules) {
  const bool has_port = !flags.broker.ends_with(']') && flags.broker.contains(':');
  const std::string port = flags.authority.empty() ? ":1883" : ":8883";
  const auto address = parse_address(has_port ? flags.broker : flags.broker + port);
  if (!address) {
    return core::fail(core::ErrorCode::malformed,
                      fmt::format("--broker wants HOST[:PORT], for example 127.0.0.1:1883, not "
                                  "\"{}\"",
                                  flags.broker));
  }
  MqttOptions options{.host = address->host,
                      .port = address->port,
                      .id = flags.id,
                      .user = flags.user,
                      .authority = flags.authority};
  if (!flags.password_file.empty()) {
    const core::Bytes bytes = TRY(node::read_file(flags.password_file));
    options.password = core::as_text(bytes);
    while (options.password.ends_with('\n')) options.password.pop_back();
  }
  for (const exchange::SensorRule& rule : rules.rules) options.filters.push_back(rule.topic);
  std::ranges::sort(options.filters);
  options.filters.erase(std::ranges::unique(options.filters).begin(), options.filters.end());
  return options;
}

void log_dropped(const std::optional<Call>& call) {
  if (call) spdlog::error("too many calls wait for the node; dropped: {}", call->text);
}

// What one message means under every rule that listens to its topic. Never fails.
void hear(const Rules& rules, CallQueue& queue, CallThrottle& throttle, const std::string& topic,
          std::string_view message) {
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const exchange::SensorRule& rule = rules.rules[i];
    if (!exchange::is_topic_under(rule.topic, topic)) continue;
    auto text = exchange::find_call(rule, topic, message);
    if (!text) {
      spdlog::warn("not understood, {}", text.error().message);
      continue;
    }
    if (!*text || !throttle.may_call(i, topic, rule.pause, core::SystemClock().now())) continue;
    spdlog::info("calling: {}", **text);
    log_dropped(queue.put(
        {.key_file = rule.key_file, .alert = make_alert_id(), .text = **std::move(text)}));
  }
}

// Delivers calls in order until the queue is closed. Waits for a node that is away, shows a
// certificate that has run out, or whose place something else has taken: only what the commune
// refuses in its own words is given up.
void send_calls(const gateway::http::HttpClient& client, const Rules& rules, CallQueue& queue) {
  auto wait = node_wait_min;
  while (const auto call = queue.first()) {
    const auto key = rules.keys.find(call->key_file);
    if (key == rules.keys.end()) {
      spdlog::error("no topic calls with {} any more: \"{}\"", call->key_file, call->text);
      queue.remove(call->alert);
      continue;
    }
    const auto receipt = raise_alert(client, key->second, call->alert, call->text);
    if (!receipt && is_passing(receipt.error().code)) {
      spdlog::warn("{}; next try in {} s", receipt.error().message, wait.count() / 1000);
      if (queue.is_closed_within(wait)) return;
      wait = std::min(2 * wait, node_wait_max);
      continue;
    }
    wait = node_wait_min;
    queue.remove(call->alert);
    if (receipt) {
      spdlog::info("delivered: alert {}", receipt->alert.hex());
    } else {
      spdlog::error("not taken by the commune, \"{}\": {}", call->text, receipt.error().message);
    }
  }
}

// Calls that waited when the last bridge ended, the newest where there are too many.
core::Result<std::deque<Call>> calls_from_before(const BridgeFlags& flags) {
  if (flags.queue_file.empty()) return std::deque<Call>{};
  std::deque<Call> calls = TRY(read_calls(flags.queue_file));
  while (calls.size() > calls_max) calls.pop_front();
  return calls;
}

CallQueue::Keep keep_in_file(const BridgeFlags& flags) {
  if (flags.queue_file.empty()) return {};
  return [file = flags.queue_file](const std::deque<Call>& calls) {
    const auto written = write_calls(file, calls);
    if (!written) spdlog::error("calls wait in memory only: {}", written.error().message);
  };
}

core::Result<void> bridge(const BridgeFlags& flags) {
  const Rules rules = TRY(read_rules(flags.topics));
  const MqttOptions broker = TRY(broker_options(flags, rules));
  const gateway::http::HttpClient client = TRY(node_client(flags.node));
  std::deque<Call> before = TRY(calls_from_before(flags));
  const sigset_t signals = block_end_signals();
  spdlog::set_level(spdlog::level::info);

  CallQueue queue(calls_max, std::move(before), keep_in_file(flags));
  CallThrottle throttle(topics_max);
  std::atomic<bool> ended = false;
  std::thread sender([&] { send_calls(client, rules, queue); });
  std::thread waiter([&] {
    wait_for_the_end(signals);
    ended = true;
  });
  const auto listened = listen_to_mqtt(
      broker,
      [&](const std::string& topic, std::string_view message) {
        hear(rules, queue, throttle, topic, message);
      },
      ended);
  if (!listened) ::kill(::getpid(), SIGTERM);  // for the one who waits for it
  waiter.join();
  queue.close();
  sender.join();
  if (queue.size() > 0) {
    spdlog::error("{} calls were not delivered{}", queue.size(),
                  flags.queue_file.empty() ? "" : "; they wait in " + flags.queue_file);
  }
  return listened;
}

}  // namespace

void add_bridge(CLI::App& program) {
  CLI::App* bridges =
      program.add_subcommand("bridge", "Carry calls in from sensors and out to neighbours");
  bridges->require_subcommand(1);
  const auto flags = std::make_shared<BridgeFlags>();
  CLI::App* mqtt = bridges->add_subcommand("mqtt", "Listen to a broker of MQTT");
  mqtt->add_option("--broker", flags->broker, "The broker, HOST[:PORT]")->required();
  mqtt->add_option("--topics", flags->topics,
                   "What to listen to and when to call (docs/howto/connect-a-sensor.md)")
      ->required();
  mqtt->add_option("--id", flags->id, "This bridge's own name at the broker")
      ->capture_default_str();
  mqtt->add_option("--user", flags->user, "The broker's user");
  mqtt->add_option("--password-file", flags->password_file,
                   "A file that holds the user's password");
  mqtt->add_option("--broker-ca", flags->authority,
                   "Speak TLS with the broker and trust this authority, a PEM file or a folder of "
                   "them such as /etc/ssl/certs");
  mqtt->add_option("--queue", flags->queue_file,
                   "A file for calls that wait for the node, also while the bridge is not running");
  add_node_options(*mqtt, flags->node);
  run_when_chosen(*mqtt, [flags] { return bridge(*flags); });
  add_neighbour_bridge(*bridges);
}

}  // namespace commune::apps

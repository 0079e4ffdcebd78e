// `commune serve DIR`: keeps a commune running and answers phones. Plain HTTP stays on this
// machine, because phones keep keys only for secure origins; for a network there is --tls.
#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "apps/demo_file.h"
#include "apps/learn_file.h"
#include "apps/serving.h"
#include "apps/subcommand.h"
#include "gateway/gateway.h"
#include "gateway/learning_courier.h"
#include "node/data_directory.h"
#include "node/node.h"
#include "push/vapid.h"
#include "trust/signature.h"

namespace commune::apps {
namespace {

struct ServeFlags {
  std::string directory;
  std::string http = "127.0.0.1:8080";
  int port = 0;
  std::vector<std::string> tls;
  std::string web;
  std::string push;
  bool push_local = false;
  std::string learn;
};

// Browsers subscribe for one key, so it follows from the keeper's, which a backup keeps. One seed
// in 2^32 is no key of the curve: then the next one is taken.
core::Result<gateway::PushOptions> push_options(const ServeFlags& flags,
                                                const node::KeeperSeed& keeper) {
  TRY_VOID(push::check_contact(flags.push));
  gateway::PushOptions options;
  options.contact = flags.push;
  options.reach = flags.push_local ? push::Reach::local_too : push::Reach::internet;
  std::string name = "push";
  do {
    options.seed = trust::derive_seed(keeper, core::as_bytes(name));
    name += '+';
  } while (!push::VapidKey::from(options.seed));
  return options;
}

// Kinds of job that people can be asked for, those with most tasks first.
std::vector<std::string> kinds_of_job(const ledger::State& state) {
  std::map<std::string, std::size_t> tasks;
  for (const auto& [id, row] : state.templates()) {
    if (!row.record.removed) tasks.emplace(id.text(), 0);
  }
  for (const auto& [id, row] : state.tasks()) {
    const auto found = tasks.find(row.record.draft.kind.text());
    if (found != tasks.end()) ++found->second;
  }
  std::vector<std::string> kinds;
  kinds.reserve(tasks.size());
  for (const auto& [name, count] : tasks) kinds.push_back(name);
  std::ranges::stable_sort(kinds, std::ranges::greater{},
                           [&](const std::string& name) { return tasks.at(name); });
  return kinds;
}

// What learns together, where --learn says so; both parts empty elsewhere.
struct LearningParts {
  std::unique_ptr<node::Learning> learning;
  std::unique_ptr<gateway::LearningCourier> courier;
};

core::Result<LearningParts> open_learning(const std::string& file, const node::Node& node,
                                          const node::KeeperSeed& keeper) {
  LearningParts parts;
  if (file.empty()) return parts;
  LearnFile read = TRY(read_learn_file(file));
  const auto kinds = [&node] {
    return node.read([](const ledger::State& state) { return kinds_of_job(state); });
  };
  parts.learning = TRY(node::Learning::open(node.paths().root, node.chain(), keeper,
                                            std::move(read.options), kinds, node.clock()));
  fmt::print("learning key {}\n", parts.learning->signing_key().public_key().hex());
  parts.courier =
      std::make_unique<gateway::LearningCourier>(*parts.learning, std::move(read.helpers));
  return parts;
}

core::Result<void> serve(const ServeFlags& flags) {
  Address address = TRY(parse_address(flags.http));
  if (flags.port > 0) address.port = static_cast<std::uint16_t>(flags.port);
  TRY_VOID(check_address(address, flags.tls));
  const sigset_t signals = block_end_signals();
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is a full disk, not an end
  spdlog::set_level(spdlog::level::info);

  const auto node = TRY(node::Node::open(flags.directory));
  const node::DataPaths paths{flags.directory};
  gateway::GatewayOptions options;
  options.http.address = address.host;
  options.http.port = address.port;
  if (!flags.tls.empty()) {
    options.http.tls = gateway::http::TlsFiles{.certificate = flags.tls[0], .key = flags.tls[1]};
  }
  options.web = web_folder(flags.web);
  options.demo_people = TRY(read_demo_people(paths));
  const node::KeeperSeed keeper = TRY(node::read_keeper_seed(paths));
  options.session_secret = trust::derive_seed(keeper, core::as_bytes("session"));
  if (!flags.push.empty()) options.push = TRY(push_options(flags, keeper));
  const LearningParts learning = TRY(open_learning(flags.learn, *node, keeper));
  options.learning = learning.learning.get();
  const auto gateway = TRY(gateway::Gateway::open(*node, std::move(options)));

  const std::string name =
      node->read([](const ledger::State& state) { return state.commune().name; });
  fmt::print("{} is at {}://{}:{}\n", name, flags.tls.empty() ? "http" : "https",
             host_in_link(address.host), gateway->port());
  std::fflush(stdout);
  wait_for_the_end(signals);
  gateway->stop();
  if (learning.courier) learning.courier->stop();
  node->stop();
  return {};
}

}  // namespace

void add_serve(CLI::App& program) {
  CLI::App* command = program.add_subcommand("serve", "Keep a commune running for its people");
  const auto flags = std::make_shared<ServeFlags>();
  command->add_option("DIR", flags->directory, "The commune's data directory")->required();
  command->add_option("--http", flags->http, "Where to listen, HOST:PORT")->capture_default_str();
  command->add_option("--port", flags->port, "The port alone; instead of the one in --http")
      ->check(CLI::Range(1, 65535));
  command->add_option("--tls", flags->tls, "Certificate chain and key, PEM files")
      ->expected(2)
      ->type_name("CERT KEY");
  command->add_option("--web", flags->web, "Folder of the built web app");
  CLI::Option* push = command->add_option(
      "--push", flags->push,
      "Wake phones whose app is closed for urgent calls, through their browsers' push services; "
      "whom those may ask: mailto:NAME@HOST or https://...");
  push->type_name("CONTACT");
  command
      ->add_flag("--push-local", flags->push_local,
                 "Also to push services in private networks, and over plain HTTP on this machine")
      ->needs(push);
  command->add_option(
      "--learn", flags->learn,
      "Learn from contributions without names, which nobody can read alone, as this file says "
      "(docs/howto/learn-together.md)");
  run_when_chosen(*command, [flags] { return serve(*flags); });
}

}  // namespace commune::apps

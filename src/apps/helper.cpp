// `commune helper new FOLDER` and `commune helper serve FOLDER --for KEY`: sums one share of each
// contribution to a commune's model, for a node that somebody else runs. It keeps no more than the
// round that is open; its key is its own.
#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "apps/secret_file.h"
#include "apps/serving.h"
#include "apps/subcommand.h"
#include "gateway/helper_api.h"
#include "gateway/http/server.h"
#include "node/file.h"
#include "node/helper_desk.h"

namespace commune::apps {
namespace {

struct HelperFlags {
  std::string folder;
  std::string node_key;
  std::string http = "127.0.0.1:8090";
  std::vector<std::string> tls;
  std::uint32_t devices_min = recommend::PrivacyTerms{}.devices_min;
};

std::filesystem::path key_file(const HelperFlags& flags) {
  return std::filesystem::path(flags.folder) / "helper.key";
}

core::Result<void> make_helper(const HelperFlags& flags) {
  TRY_VOID(node::make_folder(flags.folder, 0700));
  const trust::SealingKey key(TRY(make_secret_file(key_file(flags))));
  fmt::print("{}\n", key.public_key().hex());
  fmt::print(stderr,
             "This is the helper's public key: whoever runs the commune's node enters it in the "
             "file of commune serve --learn.\n");
  return {};
}

core::Result<void> serve_helper(const HelperFlags& flags) {
  const Address address = TRY(parse_address(flags.http));
  TRY_VOID(check_address(address, flags.tls));
  const auto node_key = model::PublicKey::parse(flags.node_key);
  if (!node_key) {
    return core::fail(core::ErrorCode::malformed,
                      "--for wants the 64 digits that commune serve --learn prints");
  }
  const trust::Seed secret = TRY(read_secret_file(key_file(flags)));
  const sigset_t signals = block_end_signals();
  spdlog::set_level(spdlog::level::info);
  const auto desk = TRY(node::HelperDesk::open(std::filesystem::path(flags.folder) / "helper.db",
                                               secret, flags.devices_min));
  gateway::HelperApi api(*desk, *node_key);
  gateway::http::Router router;
  api.add_routes(router);
  gateway::http::Options options;
  options.address = address.host;
  options.port = address.port;
  options.body_bytes_max = gateway::helper_body_bytes_max;
  if (!flags.tls.empty()) {
    options.tls = gateway::http::TlsFiles{.certificate = flags.tls[0], .key = flags.tls[1]};
  }
  auto server = TRY(gateway::http::Server::open(options, router));
  fmt::print("helper {} is at {}://{}:{}\n", desk->key().hex(),
             flags.tls.empty() ? "http" : "https", host_in_link(address.host), server.port());
  std::fflush(stdout);
  wait_for_the_end(signals);
  server.stop();
  return {};
}

}  // namespace

void add_helper(CLI::App& program) {
  CLI::App* helper =
      program.add_subcommand("helper", "Sum shares of contributions for another commune's node");
  helper->require_subcommand(1);
  const auto flags = std::make_shared<HelperFlags>();

  CLI::App* made = helper->add_subcommand("new", "Make a helper's key and print its public half");
  made->add_option("FOLDER", flags->folder, "The helper's own folder")->required();
  run_when_chosen(*made, [flags] { return make_helper(*flags); });

  CLI::App* served = helper->add_subcommand("serve", "Help a node");
  served->add_option("FOLDER", flags->folder, "The helper's own folder")->required();
  served->add_option("--for", flags->node_key, "The key of the node, as commune serve prints it")
      ->required();
  served->add_option("--http", flags->http, "Where to listen, HOST:PORT")->capture_default_str();
  served->add_option("--tls", flags->tls, "Certificate chain and key, PEM files")
      ->expected(2)
      ->type_name("CERT KEY");
  served
      ->add_option("--devices-min", flags->devices_min,
                   "Refuse rounds that would sum fewer contributions")
      ->check(CLI::Range(2, 1'000'000))
      ->capture_default_str();
  run_when_chosen(*served, [flags] { return serve_helper(*flags); });
}

}  // namespace commune::apps

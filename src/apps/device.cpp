// `commune device new FILE`, `device show FILE` and `device alert FILE`: a sensor's own key, and
// the call that it signs. `bridge.cpp` does the same for sensors that speak MQTT.
#include <fmt/core.h>

#include <memory>
#include <string>

#include "apps/node_door.h"
#include "apps/secret_file.h"
#include "apps/subcommand.h"

namespace commune::apps {
namespace {

struct DeviceFlags {
  std::string file;
  std::string text;
  NodeFlags node{.node = "http://127.0.0.1:8080", .authority = {}};
};

core::Result<void> make_key(const DeviceFlags& flags) {
  const trust::SigningKey key(TRY(make_secret_file(flags.file)));
  fmt::print("{}\n", key.public_key().hex());
  fmt::print(stderr,
             "This is the device's public key: enter it on the guild's page, under Sensors, "
             "buttons and neighbours.\n"
             "{} is its secret half: keep it on the device and nowhere else.\n",
             flags.file);
  return {};
}

core::Result<void> show_key(const DeviceFlags& flags) {
  fmt::print("{}\n", trust::SigningKey(TRY(read_secret_file(flags.file))).public_key().hex());
  return {};
}

core::Result<void> call(const DeviceFlags& flags) {
  const trust::SigningKey key(TRY(read_secret_file(flags.file)));
  const gateway::http::HttpClient client = TRY(node_client(flags.node));
  const model::AlertId alert = make_alert_id();
  const Receipt receipt = TRY(raise_alert(client, key, alert, flags.text));
  fmt::print("alert {} in block {}{}\n", receipt.alert.hex(), receipt.height,
             receipt.is_task          ? ": an urgent task now"
             : receipt.alert != alert ? ": known already, and counted"
                                      : ": the guild or a second voice confirms it");
  return {};
}

}  // namespace

void add_device(CLI::App& program) {
  CLI::App* device = program.add_subcommand("device", "A sensor's key, and calls that it signs");
  device->require_subcommand(1);
  const auto flags = std::make_shared<DeviceFlags>();

  CLI::App* made = device->add_subcommand("new", "Make a key and print its public half");
  made->add_option("FILE", flags->file, "Where the secret half is kept")->required();
  run_when_chosen(*made, [flags] { return make_key(*flags); });

  CLI::App* shown = device->add_subcommand("show", "Print the public half of a key");
  shown->add_option("FILE", flags->file, "The device's key")->required();
  run_when_chosen(*shown, [flags] { return show_key(*flags); });

  CLI::App* alert = device->add_subcommand("alert", "Call for help in the device's name");
  alert->add_option("FILE", flags->file, "The device's key")->required();
  alert->add_option("--text", flags->text, "What is wrong, for people")->required();
  add_node_options(*alert, flags->node);
  run_when_chosen(*alert, [flags] { return call(*flags); });
}

}  // namespace commune::apps

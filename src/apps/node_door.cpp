#include "apps/node_door.h"

#include <fmt/core.h>

#include <optional>

#include "apps/serving.h"
#include "core/big_endian.h"
#include "core/bytes.h"
#include "core/check.h"
#include "gateway/instant.h"
#include "ledger/rejection.h"
#include "model/alert_commands.h"
#include "model/command.h"
#include "node/command_door.h"

namespace commune::apps {
namespace {

using core::ErrorCode;
using gateway::http::ClientAnswer;
using gateway::http::HttpClient;
using nlohmann::json;

constexpr core::Seconds signature_life = core::minutes(10);

std::unexpected<core::Error> no_node(const HttpClient& client) {
  return core::fail(ErrorCode::malformed,
                    fmt::format("{}:{} does not answer as a commune's node does",
                                client.origin.host, client.origin.port));
}

std::string text_at(const json& body, const char* path) {
  const json::json_pointer place(path);
  return body.contains(place) && body.at(place).is_string() ? body.at(place).get<std::string>()
                                                            : std::string();
}

// What the node said instead of yes: its own sentence and code. What says none is no node: a proxy
// before it, perhaps.
std::unexpected<core::Error> refusal(const ClientAnswer& answer, const json& body) {
  const std::string sentence = text_at(body, "/error/message");
  const std::string code = text_at(body, "/error/code");
  const bool is_unable = answer.status == 429 || answer.status >= 500 || sentence.empty();
  const bool is_known = code == ledger::name_of(ledger::Rejection::alert_exists);
  return core::fail(is_unable  ? ErrorCode::unavailable
                    : is_known ? ErrorCode::conflict
                               : ErrorCode::invalid,
                    sentence.empty() ? fmt::format("the node answers {}", answer.status)
                                     : fmt::format("{} ({})", sentence, code));
}

core::Result<Receipt> read_receipt(const HttpClient& client, const json& body,
                                   const model::AlertId& alert) {
  const json::json_pointer height("/height");
  const json::json_pointer events("/events");
  if (!body.contains(height) || !body.at(height).is_number_integer() || !body.contains(events) ||
      !body.at(events).is_array()) {
    return no_node(client);
  }
  Receipt receipt{.height = body.at(height).get<std::int64_t>(), .alert = alert};
  for (const json& event : body.at(events)) {
    const std::string kind = text_at(event, "/kind");
    if (kind == "alert_changed") {
      receipt.alert = model::AlertId::parse(text_at(event, "/id")).value_or(alert);
    }
    receipt.is_task = receipt.is_task || kind == "task_posted";
  }
  return receipt;
}

}  // namespace

void add_node_options(CLI::App& command, NodeFlags& flags) {
  command
      .add_option("--node", flags.node, "The node: https://HOST[:PORT], or http:// on this machine")
      ->capture_default_str();
  command.add_option("--ca", flags.authority,
                     "The authority to trust, a PEM file (commune tls init makes one); by default "
                     "what the system trusts");
}

core::Result<HttpClient> node_client(const NodeFlags& flags) {
  auto origin = TRY(gateway::http::parse_origin(flags.node));
  HttpClient client{.origin = std::move(origin), .authority_file = flags.authority};
  if (!client.origin.is_secure && !is_loopback(client.origin.host)) {
    return core::fail(ErrorCode::invalid,
                      fmt::format("plain HTTP stays on this machine; reach {} with https://",
                                  client.origin.host));
  }
  return client;
}

model::AlertId make_alert_id() {
  const auto id = model::AlertId::from(node::make_nonce().view());
  CHECK(id.has_value());
  return *id;
}

core::Result<NodeFacts> ask_node(const HttpClient& client) {
  const ClientAnswer answer = TRY(client.get("/api/v1/commune"));
  const json body = json::parse(answer.body, nullptr, false);
  if (answer.status != 200) return refusal(answer, body);
  const auto chain = model::ChainId::parse(text_at(body, "/chain"));
  const auto now = gateway::parse_instant(text_at(body, "/now"));
  if (!chain || !now) return no_node(client);
  return NodeFacts{*chain, *now};
}

core::Result<json> post_command(const HttpClient& client, const trust::SigningKey& key,
                                const NodeFacts& node, const model::Command& command) {
  const node::Signer signer{
      .key = key, .credential = model::CredentialKind::device, .chain = node.chain};
  const core::Bytes signed_bytes =
      node::sign_command(command, signer, node.now + signature_life, node::make_nonce());
  const ClientAnswer answer =
      TRY(client.post("/api/v1/commands", "application/x-protobuf", signed_bytes));
  json body = json::parse(answer.body, nullptr, false);
  if (answer.status != 200) return refusal(answer, body);
  return body;
}

core::Result<json> read_device_calls(const HttpClient& client, const trust::SigningKey& key,
                                     const NodeFacts& node) {
  const auto stamp = core::big_endian(static_cast<std::uint64_t>(node.now.seconds));
  const json proof{{"device", key.public_key().hex()},
                   {"time", node.now.seconds},
                   {"signature", key.sign(trust::device_label, {node.chain.view(), stamp}).hex()}};
  const ClientAnswer answer =
      TRY(client.post("/api/v1/device/calls", "application/json", core::as_bytes(proof.dump())));
  json body = json::parse(answer.body, nullptr, false);
  if (answer.status != 200) return refusal(answer, body);
  return body;
}

core::Result<Receipt> raise_alert(const HttpClient& client, const trust::SigningKey& key,
                                  const model::AlertId& alert, const std::string& text) {
  const NodeFacts node = TRY(ask_node(client));
  const auto body = post_command(client, key, node,
                                 model::Command{model::RaiseAlert{.alert = alert, .text = text}});
  if (body) return read_receipt(client, *body, alert);
  if (body.error().code == ErrorCode::conflict) return Receipt{.alert = alert};
  return std::unexpected(body.error());
}

bool is_passing(ErrorCode code) {
  return code != ErrorCode::invalid && code != ErrorCode::conflict;
}

}  // namespace commune::apps

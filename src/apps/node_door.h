// What a device says to a node, signed with its key. The chain that it signs for and the time are
// asked of the node each time, so that nothing has to be kept beside the key and no two clocks need
// agree.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "core/error.h"
#include "core/time.h"
#include "gateway/http/client.h"
#include "model/command.h"
#include "model/ids.h"
#include "trust/signature.h"

namespace commune::apps {

struct NodeFlags {
  std::string node;       // https://HOST[:PORT], http on this machine only
  std::string authority;  // PEM; empty: what the system trusts
};

// --node and --ca.
void add_node_options(CLI::App& command, NodeFlags& flags);

// malformed: no such URL. invalid: plain HTTP to another machine.
[[nodiscard]] core::Result<gateway::http::HttpClient> node_client(const NodeFlags& flags);

struct NodeFacts {
  model::ChainId chain;
  core::Time now;
};
[[nodiscard]] core::Result<NodeFacts> ask_node(const gateway::http::HttpClient& client);

// Posts a command in the device's name; the answer as the API gives it. invalid: refused by the
// commune, in its own words; conflict: it knows this alert already. Every other code may pass:
// those of HttpClient, malformed for what is no node, and unavailable also for a node that is there
// and cannot do it now.
[[nodiscard]] core::Result<nlohmann::json> post_command(const gateway::http::HttpClient& client,
                                                        const trust::SigningKey& key,
                                                        const NodeFacts& node,
                                                        const model::Command& command);

// POST /device/calls; errors as of `post_command`.
[[nodiscard]] core::Result<nlohmann::json> read_device_calls(
    const gateway::http::HttpClient& client, const trust::SigningKey& key, const NodeFacts& node);

[[nodiscard]] model::AlertId make_alert_id();

struct Receipt {
  std::int64_t height = 0;  // of the block that holds it
  model::AlertId alert;     // the one that took it in, which may be an older one
  bool is_task = false;     // it became an urgent task just now
};

// Raises `alert`; to say the same id again is to be told that it is known, which is no error.
// Errors as of `post_command`.
[[nodiscard]] core::Result<Receipt> raise_alert(const gateway::http::HttpClient& client,
                                                const trust::SigningKey& key,
                                                const model::AlertId& alert,
                                                const std::string& text);

// Worth another try.
[[nodiscard]] bool is_passing(core::ErrorCode code);

}  // namespace commune::apps

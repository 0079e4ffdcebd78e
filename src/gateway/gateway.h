// The gateway of one commune: its JSON API, live stream and web app over HTTP. Holds no truth: what
// it keeps (an index of the board, texts for the stream) is made from the node and follows it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "gateway/demo_people.h"
#include "gateway/http/options.h"
#include "gateway/sessions.h"
#include "gateway/stream_hub.h"
#include "node/learning.h"
#include "node/node.h"
#include "push/endpoint.h"

namespace commune::gateway {

// How phones that sleep are woken by calls.
struct PushOptions {
  std::string contact;  // push::check_contact
  push::Reach reach = push::Reach::internet;
  SessionSecret seed{};  // of the key that browsers subscribe for and of what follows from it
};

struct GatewayOptions {
  http::Options http;
  std::filesystem::path web;            // the built web app; empty: only the API
  std::vector<DemoPerson> demo_people;  // of a demo commune
  SessionSecret session_secret{};       // the same at every start, known to nobody else
  StreamTimes stream;
  std::optional<PushOptions> push;     // nothing: nobody is woken
  node::Learning* learning = nullptr;  // null: off; outlives the gateway
};

class Gateway {
 public:
  // Listens from here on. Errors: in_use (the port), not_found (the web app, a file of TLS),
  // invalid, a storage error.
  [[nodiscard]] static core::Result<std::unique_ptr<Gateway>> open(node::Node& node,
                                                                   GatewayOptions options);
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;
  ~Gateway();  // stops

  [[nodiscard]] std::uint16_t port() const;

  // Answers what is in progress, closes streams, listens no more. Before the node stops.
  void stop();

 private:
  struct Parts;
  explicit Gateway(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace commune::gateway

// The part of the API by which a browser asks to be woken: the node's key, and its subscription.
// Without a sender (`commune serve` without --push) there is no key, and nothing is taken.
#pragma once

#include <functional>
#include <optional>

#include "gateway/http/message.h"
#include "gateway/http/router.h"
#include "gateway/push/sender.h"
#include "node/node.h"
#include "node/push_subscriptions.h"

namespace commune::gateway {

class PushRoutes {
 public:
  // Why a request may not read as a member, if so.
  using MayRead = std::function<std::optional<http::Response>(const http::Request&)>;

  // Both are null where no phones are woken.
  PushRoutes(node::Node& node, node::PushSubscriptions* subscriptions, PushSender* sender,
             MayRead refusal_to_read);

  // The routes must outlive the router.
  void add_to(http::Router& router);

 private:
  http::Response key() const;
  http::Response subscribe(const http::Request& request) const;
  http::Response unsubscribe(const http::Request& request) const;
  http::Response test(const http::Request& request) const;

  node::Node& node_;
  node::PushSubscriptions* const subscriptions_;
  PushSender* const sender_;
  const MayRead refusal_to_read_;
};

}  // namespace commune::gateway

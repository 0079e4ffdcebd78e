// The part of the API by which a browser asks to be woken: the node's key, and its subscription.
// Without a sender (`commune serve` without --push) there is no key, and nothing is taken.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "gateway/http/message.h"
#include "gateway/http/rate_limiter.h"
#include "gateway/http/router.h"
#include "gateway/push/sender.h"
#include "node/node.h"
#include "node/push_subscriptions.h"

namespace commune::gateway {

// Nobody knows whose a subscription is, so the room is shared: a few devices each. That nobody
// takes it all, each may add a few new ones a day; that is counted in memory and forgotten.
inline constexpr std::size_t push_browsers_per_member = 4;
inline constexpr std::size_t push_browsers_more = 64;
inline constexpr unsigned push_new_browsers_at_once = 8;  // then one a day
inline constexpr core::Seconds push_test_pause = core::minutes(1);

class PushRoutes {
 public:
  struct Readers {
    // Why a request may not read as a member, if so.
    std::function<std::optional<http::Response>(const http::Request&)> refusal;
    // Under which name its requests count together, where it may.
    std::function<std::string(const http::Request&)> name;
  };

  // Both are null where no phones are woken.
  PushRoutes(node::Node& node, node::PushSubscriptions* subscriptions, PushSender* sender,
             Readers readers);

  // The routes must outlive the router.
  void add_to(http::Router& router);

 private:
  http::Response key() const;
  http::Response subscribe(const http::Request& request);
  // Why a new browser is not kept now, if so.
  std::optional<http::Response> refusal_of_new(const http::Request& request, core::Time now);
  http::Response unsubscribe(const http::Request& request) const;
  http::Response test(const http::Request& request);
  [[nodiscard]] bool may_test(const push::SubscriptionId& id, core::Time now);

  node::Node& node_;
  node::PushSubscriptions* const subscriptions_;
  PushSender* const sender_;
  const Readers readers_;
  http::RateLimiter new_browsers_;
  std::mutex mutex_;
  std::map<push::SubscriptionId, core::Time> tested_;  // in the last push_test_pause
};

}  // namespace commune::gateway

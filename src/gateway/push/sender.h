// Brings messages to push services, on threads of its own: `send` returns at once, whatever the
// services do. Each browser's message is sealed when its turn comes (push/sealing.h); a browser
// that is gone is forgotten; a service that is not well is asked again later, not too often and not
// for long. The node needs none of it and notices nothing.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/time.h"
#include "gateway/http/client.h"
#include "gateway/push/queue.h"
#include "node/push_subscriptions.h"
#include "push/endpoint.h"
#include "push/vapid.h"

namespace commune::gateway {

inline constexpr std::size_t push_deliveries_max = 100'000;

class PushSender {
 public:
  // How a request leaves the house: `post_to_push_service`, or what a test puts there.
  using Post = std::function<core::Result<http::ClientAnswer>(
      const push::Endpoint&, core::ByteView body, const std::vector<http::Header>&)>;

  struct Options {
    std::string contact;  // push::check_contact
    push::Reach reach = push::Reach::internet;
    std::size_t threads = 8;  // a push service takes its time, and many phones hear one call
  };

  PushSender(node::PushSubscriptions& subscriptions, const push::VapidKey& key, Options options,
             const core::Clock& clock, Post post);
  PushSender(const PushSender&) = delete;
  PushSender& operator=(const PushSender&) = delete;
  ~PushSender();  // stops

  [[nodiscard]] std::string public_key() const { return key_.public_text(); }
  [[nodiscard]] push::Reach reach() const { return options_.reach; }

  // To every browser that is known, one and the same.
  void send(PushMessage message);
  // To one, for its owner to see whether it arrives. False: it is not known.
  [[nodiscard]] bool send_to(const push::SubscriptionId& id, PushMessage message);

  // What is on its way is finished or given up, at most one request's deadline later; what waits is
  // forgotten.
  void stop();

 private:
  void add(const std::vector<node::PushSubscriptions::Shared>& browsers, PushMessage message);
  void run();
  void deliver(Delivery delivery);
  void settle(Delivery delivery, const core::Result<http::ClientAnswer>& answer);
  [[nodiscard]] std::vector<http::Header> headers_of(const Delivery& delivery);
  [[nodiscard]] std::string authorization(const std::string& origin);

  struct Token {
    std::string text;
    core::Time made_at;
  };

  node::PushSubscriptions& subscriptions_;
  const push::VapidKey key_;
  const Options options_;
  const core::Clock& clock_;
  const Post post_;
  std::mutex mutex_;
  std::condition_variable wakeup_;
  bool stopping_ = false;
  PushQueue queue_{push_deliveries_max};
  std::map<std::string, Token> tokens_;  // by origin
  std::vector<std::thread> threads_;
};

// Over HTTPS with the system's certificates, only to addresses that `reach` allows.
[[nodiscard]] PushSender::Post post_to_push_service(push::Reach reach);

}  // namespace commune::gateway

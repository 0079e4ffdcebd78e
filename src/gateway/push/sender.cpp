#include "gateway/push/sender.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "core/check.h"
#include "gateway/push/verdict.h"
#include "push/sealing.h"

namespace commune::gateway {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds request_deadline{10'000};
constexpr milliseconds looks_every{1'000};  // while something waits for its time
constexpr core::Seconds token_kept = core::hours(6);
constexpr std::size_t tokens_max = 1'000;

// RFC 8030, section 5.3: how urgent, so that a phone in its sleep is woken only where it matters.
std::string_view name_of(model::Urgency urgency) {
  switch (urgency) {
    case model::Urgency::calm: return "low";
    case model::Urgency::soon: return "normal";
    case model::Urgency::urgent: return "high";
  }
  return "normal";
}

}  // namespace

PushSender::PushSender(node::PushSubscriptions& subscriptions, const push::VapidKey& key,
                       Options options, const core::Clock& clock, Post post)
    : subscriptions_(subscriptions),
      key_(key),
      options_(std::move(options)),
      clock_(clock),
      post_(std::move(post)) {
  for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { run(); });
}

PushSender::~PushSender() { stop(); }

void PushSender::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakeup_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void PushSender::send(PushMessage message) {
  add(subscriptions_.all(clock_.now()), std::move(message));
}

bool PushSender::send_to(const push::SubscriptionId& id, PushMessage message) {
  auto browser = subscriptions_.find(id, clock_.now());
  if (browser == nullptr) return false;
  add({std::move(browser)}, std::move(message));
  return true;
}

void PushSender::add(const std::vector<node::PushSubscriptions::Shared>& browsers,
                     PushMessage message) {
  CHECK(message.text.size() <= push::plain_size_max);
  const core::Time now = clock_.now();
  const auto shared = std::make_shared<const PushMessage>(std::move(message));
  std::size_t lost = 0;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& browser : browsers) {
      if (!queue_.add({browser, shared, browser->to.origin()}, now)) ++lost;
    }
  }
  if (lost > 0) spdlog::warn("push: {} messages find no room, too many wait already", lost);
  wakeup_.notify_all();
}

void PushSender::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    auto delivery = queue_.take(clock_.now());
    if (delivery) {
      lock.unlock();
      deliver(std::move(*delivery));
      lock.lock();
    } else if (queue_.size() > 0) {
      wakeup_.wait_for(lock, looks_every);
    } else {
      wakeup_.wait(lock);
    }
  }
}

void PushSender::deliver(Delivery delivery) {
  const auto sealed = push::seal(*delivery.subscription, delivery.message->text);
  CHECK(sealed.has_value());  // `add` saw to it
  const auto answer = post_(delivery.subscription->to, *sealed, headers_of(delivery));
  settle(std::move(delivery), answer);
}

std::vector<http::Header> PushSender::headers_of(const Delivery& delivery) {
  const PushMessage& message = *delivery.message;
  const core::Seconds left = message.expires_at - clock_.now();
  return {{"content-encoding", "aes128gcm"},
          {"ttl", std::to_string(std::max<std::int64_t>(left.count, 0))},
          {"urgency", std::string(name_of(message.urgency))},
          {"topic", message.topic},
          {"authorization", authorization(delivery.origin)}};
}

std::string PushSender::authorization(const std::string& origin) {
  const core::Time now = clock_.now();
  const std::lock_guard lock(mutex_);
  const auto known = tokens_.find(origin);
  if (known != tokens_.end() && now < known->second.made_at + token_kept) return known->second.text;
  if (tokens_.size() >= tokens_max) tokens_.clear();
  return (tokens_[origin] = {key_.authorization(origin, options_.contact, now), now}).text;
}

void PushSender::settle(Delivery delivery, const core::Result<http::ClientAnswer>& answer) {
  const PushVerdict verdict = verdict_of(answer);
  const core::Time now = clock_.now();
  switch (verdict) {
    case PushVerdict::delivered: return;
    case PushVerdict::gone: {
      const auto removed = subscriptions_.remove(push::id_of(delivery.subscription->endpoint));
      if (!removed) spdlog::warn("push: {}", removed.error().message);
      return;
    }
    case PushVerdict::refused:
      spdlog::warn("push: {} takes no message: {}", delivery.origin,
                   answer ? fmt::format("status {}", answer->status) : answer.error().message);
      return;
    case PushVerdict::again: break;
  }
  if (++delivery.tries >= push_tries_max) {
    spdlog::warn("push: {} did not take a message after {} tries", delivery.origin, delivery.tries);
    return;
  }
  const auto asked = answer ? parse_retry_after(answer->retry_after, now) : std::nullopt;
  const core::Time next = now + push_pause(delivery.tries, asked);
  const std::lock_guard lock(mutex_);
  // 503 speaks of the whole service (RFC 9110, section 15.6.4), 429 of messages to one browser.
  if (asked && answer->status == 503) queue_.hold(delivery.origin, next);
  queue_.put_back(std::move(delivery), next);
}

PushSender::Post post_to_push_service(push::Reach reach) {
  return [reach](const push::Endpoint& endpoint, core::ByteView body,
                 const std::vector<http::Header>& headers) {
    http::HttpClient client{.origin = {endpoint.is_secure, endpoint.host, endpoint.port}};
    client.deadline = request_deadline;
    const bool is_plain = !endpoint.is_secure;
    client.may_reach = [reach, is_plain](core::ByteView address) {
      if (reach == push::Reach::internet) return push::is_public_address(address);
      return !is_plain || push::is_loopback_address(address);
    };
    return client.post(endpoint.path, "application/octet-stream", body, headers);
  };
}

}  // namespace commune::gateway

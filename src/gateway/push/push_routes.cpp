#include "gateway/push/push_routes.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "gateway/http/answer.h"
#include "gateway/json_writer.h"
#include "gateway/outcome.h"

namespace commune::gateway {
namespace {

using core::ErrorCode;
using http::Request;
using http::Response;

constexpr http::Rate new_browsers{.per_second = 1.0 / 86'400, .burst = push_new_browsers_at_once};

struct Asked {
  push::Subscription subscription;
  std::optional<push::SubscriptionId> replaces;
};

core::Result<Asked> parse(const std::string& text, push::Reach reach) {
  const auto refuse = [] {
    return core::fail(ErrorCode::malformed,
                      "A subscription is {\"endpoint\", \"keys\": {\"p256dh\", \"auth\"}}, and "
                      "\"replaces\" where there was another one.");
  };
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return refuse();
  const auto text_at = [](const nlohmann::json& object, const char* name) -> const std::string* {
    const auto found = object.find(name);
    return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
  };
  const auto keys = json.find("keys");
  if (keys == json.end() || !keys->is_object()) return refuse();
  const std::string* endpoint = text_at(json, "endpoint");
  const std::string* key = text_at(*keys, "p256dh");
  const std::string* secret = text_at(*keys, "auth");
  if (endpoint == nullptr || key == nullptr || secret == nullptr) return refuse();
  Asked asked;
  asked.subscription = TRY(push::parse_subscription(*endpoint, *key, *secret, reach));
  if (!json.contains("replaces")) return asked;
  const std::string* replaces = text_at(json, "replaces");
  asked.replaces = replaces == nullptr ? std::nullopt : push::SubscriptionId::parse(*replaces);
  if (!asked.replaces) return refuse();
  return asked;
}

Response not_here() {
  return http::error_response(core::Error{
      ErrorCode::unavailable, "This commune's computer wakes no phones: it was not set up to."});
}

}  // namespace

PushRoutes::PushRoutes(node::Node& node, node::PushSubscriptions* subscriptions, PushSender* sender,
                       Readers readers)
    : node_(node),
      subscriptions_(subscriptions),
      sender_(sender),
      readers_(std::move(readers)),
      new_browsers_({.network = new_browsers, .loopback = new_browsers}) {}

void PushRoutes::add_to(http::Router& router) {
  const std::string at = "/api/v1/push/";
  router.get(at + "key", [this](const Request&) { return key(); });
  router.post(at + "subscriptions", [this](const Request& request) { return subscribe(request); });
  router.remove(at + "subscriptions/{id}",
                [this](const Request& request) { return unsubscribe(request); });
  router.post(at + "subscriptions/{id}/test",
              [this](const Request& request) { return test(request); });
}

Response PushRoutes::key() const {
  JsonWriter json;
  json.begin_object().key("key");
  if (sender_ != nullptr) {
    json.text(sender_->public_key());
  } else {
    json.null();
  }
  json.end_object();
  return http::json_response(json.take());
}

// Whoever knows a subscription that is kept here may replace it, also when the session is over: a
// browser changes its subscription while nobody looks.
Response PushRoutes::subscribe(const Request& request) {
  if (sender_ == nullptr) return not_here();
  const std::string_view type = request.header("content-type");
  if (type.substr(0, type.find(';')) != "application/json") {
    return http::error_response(415, "unsupported_media_type", "This is sent as application/json.");
  }
  const auto asked = parse(request.body, sender_->reach());
  if (!asked) return http::error_response(asked.error());
  const core::Time now = node_.now();
  core::Result<void> done;
  if (asked->replaces) {
    done = subscriptions_->replace(*asked->replaces, asked->subscription, now);
  } else {
    if (auto refusal = readers_.refusal(request)) return std::move(*refusal);
    const bool is_known =
        subscriptions_->find(push::id_of(asked->subscription.endpoint), now) != nullptr;
    if (!is_known) {
      if (auto refusal = refusal_of_new(request, now)) return std::move(*refusal);
    }
    const std::size_t members =
        node_.read([](const ledger::State& state) { return state.members().size(); });
    done = subscriptions_->put(asked->subscription, now,
                               members * push_browsers_per_member + push_browsers_more);
  }
  if (!done) return http::error_response(public_error(done.error()));
  JsonWriter json;
  json.begin_object().field("id", push::id_of(asked->subscription.endpoint).hex()).end_object();
  return http::json_response(json.take());
}

std::optional<Response> PushRoutes::refusal_of_new(const Request& request, core::Time now) {
  const http::RateLimiter::TimePoint at{std::chrono::seconds(now.seconds)};
  const http::Client reader{.address = readers_.name(request), .loopback = false};
  if (!new_browsers_.take(reader, at)) return std::nullopt;
  return http::error_response(core::Error{
      ErrorCode::rate_limited,
      "As many new phones were added with this key as may be in a short time. Try it tomorrow."});
}

// Without a session: to know the id is to know the endpoint, and whoever leaves has no session
// left.
Response PushRoutes::unsubscribe(const Request& request) const {
  const auto id = push::SubscriptionId::parse(request.parameter("id"));
  if (!id) {
    return http::error_response(
        core::Error{ErrorCode::malformed, "This is not a subscription's id."});
  }
  const core::Result<bool> removed =
      subscriptions_ == nullptr ? false : subscriptions_->remove(*id);
  if (!removed) return http::error_response(public_error(removed.error()));
  JsonWriter json;
  json.begin_object().field("removed", *removed).end_object();
  return http::json_response(json.take());
}

bool PushRoutes::may_test(const push::SubscriptionId& id, core::Time now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(tested_, [now](const auto& one) { return one.second + push_test_pause <= now; });
  return tested_.emplace(id, now).second;
}

// Without a session too, and so no more than one a minute: it wakes the phone.
Response PushRoutes::test(const Request& request) {
  if (sender_ == nullptr) return not_here();
  const core::Time now = node_.now();
  const auto id = push::SubscriptionId::parse(request.parameter("id"));
  if (!id || subscriptions_->find(*id, now) == nullptr) {
    return http::error_response(core::Error{ErrorCode::not_found, "This phone is not known here."});
  }
  if (!may_test(*id, now)) {
    return http::error_response(core::Error{
        ErrorCode::rate_limited, "This phone was woken a moment ago. Try it again in a minute."});
  }
  static_cast<void>(sender_->send_to(*id, {.text = R"({"test":true})",
                                           .topic = "test",
                                           .urgency = model::Urgency::urgent,
                                           .expires_at = now + core::minutes(5)}));
  JsonWriter json;
  json.begin_object().field("sent", true).end_object();
  return http::json_response(json.take());
}

}  // namespace commune::gateway

#include "gateway/gateway.h"

#include "gateway/api.h"
#include "gateway/http/answer.h"
#include "gateway/http/router.h"
#include "gateway/http/server.h"
#include "gateway/http/static_files.h"
#include "gateway/push/call_herald.h"
#include "gateway/push/push_routes.h"
#include "gateway/push/sender.h"
#include "trust/signature.h"

namespace commune::gateway {

// In the order in which they depend on each other; stopped the other way round.
struct Gateway::Parts {
  std::unique_ptr<node::Vault> vault;
  std::unique_ptr<node::PushSubscriptions> subscriptions;
  std::unique_ptr<Board> board;
  std::unique_ptr<StreamHub> hub;
  std::optional<PushSender> sender;
  std::optional<CallHerald> herald;
  node::EventStream::Subscription subscription;
  std::optional<Api> api;
  std::optional<PushRoutes> push_routes;
  std::optional<http::StaticFiles> files;
  http::Router router;
  std::optional<http::Server> server;
};

namespace {

core::Result<void> open_push(std::optional<PushSender>& sender, node::PushSubscriptions& browsers,
                             const PushOptions& options, const core::Clock& clock) {
  TRY_VOID(push::check_contact(options.contact));
  auto key = TRY(push::VapidKey::from(options.seed));
  sender.emplace(browsers, std::move(key),
                 PushSender::Options{.contact = options.contact, .reach = options.reach}, clock,
                 post_to_push_service(options.reach));
  return {};
}

}  // namespace

core::Result<std::unique_ptr<Gateway>> Gateway::open(node::Node& node, GatewayOptions options) {
  auto parts = std::make_unique<Parts>();
  Parts& all = *parts;
  all.vault = TRY(node::Vault::open(node.paths()));
  if (options.push) {
    all.subscriptions =
        TRY(node::PushSubscriptions::open(node.paths(), options.push->reach, node.now()));
    TRY_VOID(open_push(all.sender, *all.subscriptions, *options.push, node.clock()));
    all.herald.emplace(node, trust::derive_seed(options.push->seed, core::as_bytes("topics")),
                       [&all](PushMessage message) { all.sender->send(std::move(message)); });
  }
  all.board = TRY(Board::make(node));
  all.hub = std::make_unique<StreamHub>(*all.board, options.stream);
  const auto follow = [&all](const node::EventStream::Block& block) {
    all.board->follow(*block);
    all.hub->publish(*block);
    if (all.herald) all.herald->follow(*block);
  };
  auto following = node.events().follow(all.board->height(), follow);
  all.subscription = std::move(following.subscription);
  if (following.missed) {
    for (const auto& block : *following.missed) follow(block);
  }
  all.api.emplace(node, *all.vault, *all.board, *all.hub, options.session_secret,
                  std::move(options.demo_people), options.learning);
  all.api->add_routes(all.router);
  all.push_routes.emplace(
      node, all.subscriptions.get(), all.sender ? &*all.sender : nullptr,
      PushRoutes::Readers{
          .refusal =
              [&all](const http::Request& request) { return all.api->refusal_to_read(request); },
          .name = [&all](const http::Request& request) { return all.api->name_of(request); }});
  all.push_routes->add_to(all.router);
  if (!options.web.empty()) {
    all.files.emplace(TRY(http::StaticFiles::open(options.web)));
    all.router.fall_back_to(
        [&all](const http::Request& request) { return all.files->answer(request); });
  }
  all.server.emplace(TRY(http::Server::open(options.http, all.router)));
  return std::unique_ptr<Gateway>(new Gateway(std::move(parts)));
}

Gateway::Gateway(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Gateway::~Gateway() { stop(); }

std::uint16_t Gateway::port() const { return parts_->server->port(); }

void Gateway::stop() {
  parts_->server->stop();
  parts_->hub->stop();
  if (parts_->herald) parts_->herald->stop();
  if (parts_->sender) parts_->sender->stop();
}

}  // namespace commune::gateway

// The routes of learning from contributions (node/learning.h): what is announced, the model, and
// the door for contributions, which asks for no session: who sends one must not be known. Where
// learning is off the routes are there and say so.
#pragma once

#include <functional>
#include <optional>

#include "gateway/http/message.h"
#include "gateway/http/router.h"
#include "node/learning.h"

namespace commune::gateway {

class LearningApi {
 public:
  // Why this request may not read, if so.
  using RefusalToRead = std::function<std::optional<http::Response>(const http::Request&)>;

  // `learning` may be null: off.
  LearningApi(node::Learning* learning, RefusalToRead refusal)
      : learning_(learning), refusal_(std::move(refusal)) {}

  // The API must outlive the router.
  void add_routes(http::Router& router);

 private:
  http::Response view(const http::Request& request) const;
  http::Response model(const http::Request& request) const;
  http::Response take(const http::Request& request) const;

  node::Learning* learning_;
  RefusalToRead refusal_;
};

}  // namespace commune::gateway

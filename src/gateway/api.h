// The handlers of api/openapi.yaml, one for each path. A test holds the routes to that file.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/board.h"
#include "gateway/clearing_summary.h"
#include "gateway/demo_people.h"
#include "gateway/http/message.h"
#include "gateway/http/router.h"
#include "gateway/json_writer.h"
#include "gateway/learning_api.h"
#include "gateway/sessions.h"
#include "gateway/stream_hub.h"
#include "gateway/turns_cache.h"
#include "node/node.h"
#include "node/vault.h"

namespace commune::gateway {

class Api {
 public:
  Api(node::Node& node, node::Vault& vault, const Board& board, StreamHub& hub,
      const SessionSecret& session_secret, std::vector<DemoPerson> demo_people,
      node::Learning* learning);

  // The API must outlive the router.
  void add_routes(http::Router& router);

  // Why this request may not read, if so.
  [[nodiscard]] std::optional<http::Response> refusal_to_read(const http::Request& request) const;

  // Under which name the requests of one reader count together: the member's, or in a demo the
  // address.
  [[nodiscard]] std::string name_of(const http::Request& request) const;

 private:
  using Write = std::function<void(JsonWriter&, const ledger::State&, const BoardIndex&)>;

  // How often an unchanged board may still answer differently: "open" and "this week" follow the
  // clock, so their validator changes every minute.
  enum class Follows : std::uint8_t { height, clock };
  enum class Readers : std::uint8_t { everybody, members };

  http::Response health() const;
  http::Response commune() const;
  http::Response tasks(const http::Request& request) const;
  http::Response task(const http::Request& request) const;
  http::Response notes(const http::Request& request) const;
  http::Response rounds(const http::Request& request) const;
  http::Response round(const http::Request& request) const;
  http::Response clearing_file(const http::Request& request) const;
  http::Response progress(const http::Request& request) const;
  http::Response stream(const http::Request& request) const;
  http::Response invitation(const http::Request& request) const;
  http::Response demo_people(const http::Request& request) const;
  http::Response guild_calendar(const http::Request& request) const;
  http::Response vault_blob(const http::Request& request) const;
  http::Response put_vault_blob(const http::Request& request) const;
  http::Response open_session(const http::Request& request) const;
  void submit(const http::Request& request, const http::Reply& reply) const;

  // {"height":..., what `write` adds}, or 304, or 401.
  http::Response answer(const http::Request& request, Readers readers, Follows follows,
                        const Write& write) const;
  // The member whose session the request carries.
  std::optional<model::MemberId> reader_of(const http::Request& request) const;
  std::string validator(core::Height height, Follows follows) const;

  node::Node& node_;
  node::Vault& vault_;
  const Board& board_;
  StreamHub& hub_;
  const Sessions sessions_;
  const std::vector<DemoPerson> demo_people_;
  const bool demo_;
  mutable TurnsCache turns_;
  LearningApi learning_;
  const ClearingSummaries summaries_;
};

}  // namespace commune::gateway

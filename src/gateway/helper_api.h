// What a node says to a helper (node/helper_desk.h), and the helper's side of it. Each request is
// signed by the node, so nobody else closes a round or fills the helper's disk; what it answers is
// protected by TLS or stays on the machine. Every request may be said again: its effect is there
// once.
//
// A body is the node's signature over the verb and what follows, then what follows:
//   announce        the announcement                                  -> {}
//   shares          the round, the size of a share, sealed shares     -> {"refused": how many}
//   contributions   the round                                         -> ids, 16 bytes each
//   close           the round, ids                                    -> the sum, four bytes a
//   count
#pragma once

#include <string>
#include <string_view>

#include "gateway/http/message.h"
#include "gateway/http/router.h"
#include "node/helper_desk.h"
#include "trust/signature.h"

namespace commune::gateway {

inline constexpr std::size_t helper_body_bytes_max = 1U << 20U;

[[nodiscard]] std::string helper_path(std::string_view verb);
[[nodiscard]] core::Bytes sign_to_helper(const trust::SigningKey& node, std::string_view verb,
                                         core::ByteView content);

class HelperApi {
 public:
  HelperApi(node::HelperDesk& desk, const model::PublicKey& node) : desk_(desk), node_(node) {}

  // The API must outlive the router.
  void add_routes(http::Router& router);

 private:
  http::Response announce(core::ByteView content) const;
  http::Response shares(core::ByteView content) const;
  http::Response contributions(core::ByteView content) const;
  http::Response close(core::ByteView content) const;

  node::HelperDesk& desk_;
  const model::PublicKey node_;
};

}  // namespace commune::gateway

#include "gateway/helper_api.h"

#include <memory>
#include <utility>

#include "gateway/http/answer.h"
#include "gateway/json_writer.h"
#include "recommend/byte_codec.h"

namespace commune::gateway {
namespace {

using core::ErrorCode;
using http::Request;
using http::Response;

constexpr std::size_t signature_size = 64;

std::string label_of(std::string_view verb) {
  return "commune/helper/" + std::string(verb) + "/v1";
}

core::Result<core::ByteView> verified(const model::PublicKey& node, std::string_view verb,
                                      core::ByteView body) {
  if (body.size() >= signature_size) {
    const auto signature = model::Signature::from(body.first(signature_size));
    const core::ByteView content = body.subspan(signature_size);
    if (trust::is_signed_by(node, *signature, label_of(verb), {content})) return content;
  }
  return core::fail(ErrorCode::forged, "this is not signed by the node that this helper helps");
}

Response octets(const core::Bytes& bytes) {
  Response response;
  response.content_type = "application/octet-stream";
  response.body = std::make_shared<const std::string>(core::as_text(bytes));
  return response;
}

// The round that a content begins with, and the rest of it.
core::Result<std::pair<core::Digest, core::ByteView>> round_first(core::ByteView content) {
  if (content.size() < core::Digest::size) {
    return core::fail(ErrorCode::malformed, "the round is missing");
  }
  return std::pair{*core::Digest::from(content.first(core::Digest::size)),
                   content.subspan(core::Digest::size)};
}

}  // namespace

std::string helper_path(std::string_view verb) { return "/helper/v1/" + std::string(verb); }

core::Bytes sign_to_helper(const trust::SigningKey& node, std::string_view verb,
                           core::ByteView content) {
  const model::Signature signature = node.sign(label_of(verb), {content});
  core::Bytes body(signature.view().begin(), signature.view().end());
  body.insert(body.end(), content.begin(), content.end());
  return body;
}

void HelperApi::add_routes(http::Router& router) {
  const auto route = [&](std::string_view verb,
                         Response (HelperApi::*answer)(core::ByteView) const) {
    router.post(helper_path(verb), [this, verb, answer](const Request& request) {
      const auto content = verified(node_, verb, core::as_bytes(request.body));
      return content ? (this->*answer)(*content) : http::error_response(content.error());
    });
  };
  route("announce", &HelperApi::announce);
  route("shares", &HelperApi::shares);
  route("contributions", &HelperApi::contributions);
  route("close", &HelperApi::close);
}

Response HelperApi::announce(core::ByteView content) const {
  const auto announcement = recommend::parse_announcement(content);
  if (!announcement) return http::error_response(announcement.error());
  const auto done = desk_.announce(*announcement);
  if (!done) return http::error_response(done.error());
  return http::json_response("{}");
}

Response HelperApi::shares(core::ByteView content) const {
  const auto round = round_first(content);
  if (!round) return http::error_response(round.error());
  recommend::ByteReader in(round->second);
  const std::uint32_t each = in.number();
  const std::size_t all = round->second.size() < 4 ? 0 : round->second.size() - 4;
  if (each == 0 || all % each != 0) {
    return http::error_response(
        core::Error{ErrorCode::malformed, "shares are all of the size that is said"});
  }
  std::vector<core::ByteView> sealed;
  for (std::size_t at = 0; at < all; at += each) sealed.push_back(in.raw(each));
  const auto refused = desk_.take(round->first, sealed);
  if (!refused) return http::error_response(refused.error());
  return http::json_response(
      JsonWriter().begin_object().field("refused", *refused).end_object().take());
}

Response HelperApi::contributions(core::ByteView content) const {
  const auto round = round_first(content);
  if (!round) return http::error_response(round.error());
  const auto ids = desk_.contributions(round->first);
  return ids ? octets(node::encode_contributions(*ids)) : http::error_response(ids.error());
}

Response HelperApi::close(core::ByteView content) const {
  const auto round = round_first(content);
  if (!round) return http::error_response(round.error());
  auto agreed = node::parse_contributions(round->second);
  if (!agreed) return http::error_response(agreed.error());
  const auto sum = desk_.close(round->first, *std::move(agreed));
  return sum ? octets(node::encode_sum(sum->words)) : http::error_response(sum.error());
}

}  // namespace commune::gateway

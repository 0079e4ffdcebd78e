#include "gateway/learning_api.h"

#include <algorithm>
#include <memory>
#include <string>

#include "gateway/http/answer.h"
#include "gateway/http/head.h"
#include "gateway/json_writer.h"
#include "gateway/outcome.h"

namespace commune::gateway {
namespace {

using core::ErrorCode;
using http::Request;
using http::Response;

constexpr std::string_view octets = "application/octet-stream";

void write_round(JsonWriter& json, const recommend::Announcement& round) {
  json.begin_object()
      .field("id", recommend::digest_of(round).hex())
      .field("number", round.number)
      .field("closes_at", round.closes_at)
      .field("norm_squared_max", round.terms.norm_squared_max)
      .field("noise_variance", round.terms.noise_variance)
      .field("devices_min", round.terms.devices_min);
  json.key("kinds").begin_array();
  for (const std::string& kind : round.kinds) json.text(kind);
  json.end_array().key("helpers").begin_array();
  for (const recommend::AnnouncedHelper& helper : round.helpers) {
    json.begin_object()
        .field("name", helper.name)
        .field("key", core::to_hex(helper.sealing_key))
        .end_object();
  }
  json.end_array().end_object();
}

void write_last(JsonWriter& json, const node::LastRound& last) {
  json.begin_object()
      .field("number", last.number)
      .field("end", node::name_of(last.end))
      .field("contributions", last.contributions)
      .end_object();
}

Response off() {
  return http::error_response(
      core::Error{ErrorCode::not_found, "This commune does not learn from contributions."});
}

}  // namespace

void LearningApi::add_routes(http::Router& router) {
  const std::string base = "/api/v1/learning";
  router.get(base, [this](const Request& request) { return view(request); });
  router.get(base + "/model", [this](const Request& request) { return model(request); });
  router.put(base + "/rounds/{round}/contributions/{id}",
             [this](const Request& request) { return take(request); });
}

Response LearningApi::view(const Request& request) const {
  if (auto refusal = refusal_(request)) return std::move(*refusal);
  node::LearningView view;
  if (learning_ != nullptr) view = learning_->view();
  JsonWriter json;
  json.begin_object().field("on", learning_ != nullptr).key("round");
  if (view.open) {
    write_round(json, *view.open);
  } else {
    json.null();
  }
  json.key("last");
  if (view.last) {
    write_last(json, *view.last);
  } else {
    json.null();
  }
  json.key("model");
  if (view.model) {
    json.text(view.model->digest.hex());
  } else {
    json.null();
  }
  json.end_object();
  return http::json_response(json.take());
}

Response LearningApi::model(const Request& request) const {
  if (auto refusal = refusal_(request)) return std::move(*refusal);
  if (learning_ == nullptr) return off();
  const auto model = learning_->view().model;
  if (model == nullptr) {
    return http::error_response(
        core::Error{ErrorCode::not_found, "Nothing has been learnt here yet."});
  }
  Response response;
  response.etag = http::weak_etag(model->digest.hex());
  response.cache_control = "private, no-cache";
  if (http::validator_matches(request.header("if-none-match"), response.etag)) return response;
  response.content_type = octets;
  response.body = std::make_shared<const std::string>(core::as_text(model->bytes));
  return response;
}

Response LearningApi::take(const Request& request) const {
  if (learning_ == nullptr) return off();
  if (request.header("content-type") != octets) {
    return http::error_response(415, "unsupported_media_type",
                                "This is sent as " + std::string(octets) + ".");
  }
  const auto round = core::Digest::parse(request.parameter("round"));
  const auto id = core::parse_hex(request.parameter("id"));
  recommend::ContributionId contribution{};
  if (!round || !id || id->size() != contribution.size()) {
    return http::error_response(
        core::Error{ErrorCode::malformed, "This is no address of a contribution."});
  }
  std::ranges::copy(*id, contribution.begin());
  const auto taken = learning_->take(*round, contribution, core::as_bytes(request.body));
  if (!taken) return http::error_response(public_error(taken.error()));
  return http::json_response(JsonWriter().begin_object().field("kept", true).end_object().take());
}

}  // namespace commune::gateway

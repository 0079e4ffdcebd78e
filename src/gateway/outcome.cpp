#include "gateway/outcome.h"

#include <variant>

#include "gateway/http/answer.h"
#include "gateway/json_writer.h"
#include "gateway/refusal.h"
#include "ledger/event.h"

namespace commune::gateway {

core::Error public_error(const core::Error& error) {
  switch (error.code) {
    case core::ErrorCode::storage_full:
      return {error.code, "The commune's disk is full. Nothing was lost; somebody must make room."};
    case core::ErrorCode::storage_read_only:
      return {error.code, "The commune's disk cannot be written to. Nothing was lost."};
    case core::ErrorCode::storage_failed:
    case core::ErrorCode::corrupt:
    case core::ErrorCode::wrong_version:
      return {error.code, "The commune's disk has failed. Nothing that was answered is lost."};
    case core::ErrorCode::malformed:
    case core::ErrorCode::too_large:
    case core::ErrorCode::not_found:
    case core::ErrorCode::forged:
    case core::ErrorCode::unauthorised:
    case core::ErrorCode::rate_limited:
    case core::ErrorCode::conflict:
    case core::ErrorCode::in_use:
    case core::ErrorCode::unavailable:
    case core::ErrorCode::invalid:
    case core::ErrorCode::timed_out: return error;
  }
  return error;
}

http::Response outcome_response(const node::Outcome& outcome) {
  if (const auto* refused = std::get_if<node::Refused>(&outcome)) {
    return refusal_response(refused->rejection);
  }
  if (const auto* error = std::get_if<core::Error>(&outcome)) {
    return http::error_response(public_error(*error));
  }
  const auto& accepted = std::get<node::Accepted>(outcome);
  JsonWriter json;
  json.begin_object().field("height", accepted.height).field("id", accepted.id.hex());
  json.key("events").begin_array();
  for (const ledger::Event& event : accepted.events) {
    json.begin_object()
        .field("kind", ledger::name_of(event.kind))
        .field("id", ledger::text_of(event.subject))
        .end_object();
  }
  json.end_array().end_object();
  return http::json_response(json.take());
}

}  // namespace commune::gateway

#include "gateway/http/answer.h"

#include <nlohmann/json.hpp>

namespace commune::gateway::http {

int status_of(core::ErrorCode code) {
  using core::ErrorCode;
  switch (code) {
    case ErrorCode::malformed: return 400;
    case ErrorCode::too_large: return 413;
    case ErrorCode::not_found: return 404;
    case ErrorCode::forged: return 403;
    case ErrorCode::unauthorised: return 401;
    case ErrorCode::rate_limited: return 429;
    case ErrorCode::conflict: return 409;
    case ErrorCode::in_use: return 409;
    case ErrorCode::wrong_version: return 500;
    case ErrorCode::corrupt: return 500;
    case ErrorCode::storage_full: return 507;
    case ErrorCode::storage_read_only: return 503;
    case ErrorCode::storage_failed: return 503;
    case ErrorCode::unavailable: return 503;
    case ErrorCode::invalid: return 422;
    case ErrorCode::timed_out: return 504;
  }
  return 500;
}

Response error_response(const core::Error& error) {
  return error_response(status_of(error.code), core::name_of(error.code), error.message);
}

Response error_response(int status, std::string_view code, std::string_view message) {
  const nlohmann::json body = {{"error", {{"code", code}, {"message", message}}}};
  Response response =
      json_response(body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  response.status = status;
  return response;
}

Response json_response(std::string json) {
  Response response;
  response.content_type = "application/json; charset=utf-8";
  response.body = std::make_shared<const std::string>(std::move(json));
  return response;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Unknown";
  }
}

}  // namespace commune::gateway::http

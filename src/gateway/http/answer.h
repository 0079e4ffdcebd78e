// Common answers, and the one table from Error to HTTP status.
#pragma once

#include <string>
#include <string_view>

#include "core/error.h"
#include "gateway/http/message.h"

namespace commune::gateway::http {

[[nodiscard]] int status_of(core::ErrorCode code);

// {"error":{"code":"not_found","message":"..."}} with the status of the code.
[[nodiscard]] Response error_response(const core::Error& error);
[[nodiscard]] Response error_response(int status, std::string_view code, std::string_view message);

[[nodiscard]] Response json_response(std::string json);

// "Not Found" for 404.
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace commune::gateway::http

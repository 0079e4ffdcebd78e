// Refusals by the commune's rules as HTTP answers: one table, one test.
#pragma once

#include "gateway/http/message.h"
#include "ledger/rejection.h"

namespace commune::gateway {

// 404 what is not there, 403 who may not, 422 what makes no sense, 409 what clashes with the state.
[[nodiscard]] int status_of(ledger::Rejection rejection);

// {"error":{"code","message","number"}}
[[nodiscard]] http::Response refusal_response(ledger::Rejection rejection);

}  // namespace commune::gateway

#include "core/error.h"

namespace commune::core {

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::malformed: return "malformed";
    case ErrorCode::too_large: return "too_large";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::forged: return "forged";
    case ErrorCode::unauthorised: return "unauthorised";
    case ErrorCode::rate_limited: return "rate_limited";
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::in_use: return "in_use";
    case ErrorCode::wrong_version: return "wrong_version";
    case ErrorCode::corrupt: return "corrupt";
    case ErrorCode::storage_full: return "storage_full";
    case ErrorCode::storage_read_only: return "storage_read_only";
    case ErrorCode::storage_failed: return "storage_failed";
    case ErrorCode::unavailable: return "unavailable";
    case ErrorCode::invalid: return "invalid";
    case ErrorCode::timed_out: return "timed_out";
  }
  return "unknown";
}

}  // namespace commune::core

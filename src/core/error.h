// What the world does to us: input, files, sockets. `Error` is a stable code and a sentence for
// the person who reads it, with the place (file:line, field) where there is one.
// Refusals by the commune's rules are not errors but `ledger::Rejection`; our own bugs are CHECKs.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace commune::core {

// Stable names (see `name_of`): scripts and the web app match on them.
enum class ErrorCode : std::uint16_t {
  malformed = 1,      // bytes or text that do not parse
  too_large = 2,      // over a documented limit
  not_found = 3,      // a file, record or route that is not there
  forged = 4,         // a signature or proof that does not verify
  unauthorised = 5,   // no session, or not one that may
  rate_limited = 6,   // too many requests from one place
  conflict = 7,       // the thing exists already, or is of another kind
  in_use = 8,         // a port or a data directory that another process holds
  wrong_version = 9,  // a data directory of another version
  corrupt = 10,       // stored bytes that fail their own check
  storage_full = 11,  // no space left
  storage_read_only = 12,
  storage_failed = 13,  // any other failure of disk or database
  unavailable = 14,     // stopping, or not started yet
  invalid = 15,         // parses, but makes no sense: a bad zone, a contradiction
  timed_out = 16,
};

struct Error {
  ErrorCode code{};
  std::string message;
};

template <class T>
using Result = std::expected<T, Error>;

// Snake-case name of a code, for example "storage_full". Unknown numbers give "unknown".
[[nodiscard]] std::string_view name_of(ErrorCode code);

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message) {
  return std::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace commune::core

// Evaluates to the value of an expected, or returns its error from the enclosing function. Not
// inside a braced list or a new expression: g++ 12 leaks the parts made before the return.
#define TRY(expression)                                                       \
  __extension__({                                                             \
    auto try_result_ = (expression);                                          \
    if (!try_result_) return std::unexpected(std::move(try_result_).error()); \
    *std::move(try_result_);                                                  \
  })

// The same for std::expected<void, E>.
#define TRY_VOID(expression)                                                  \
  do {                                                                        \
    auto try_result_ = (expression);                                          \
    if (!try_result_) return std::unexpected(std::move(try_result_).error()); \
  } while (false)

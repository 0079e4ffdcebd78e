// The words of a request as a situation; layout.h describes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/error.h"
#include "recommend/situation.h"

namespace commune::recommend {

struct Request {
  Index wanted = none;  // a task whose reasons are wanted, `likings_wanted`, or none: rank
  std::size_t count_max = 0;
  Situation situation;
};

// Errors: `wrong_version`; `malformed` with the list, the entry and the word where something is out
// of its range, points to nothing, is missing or too much; `too_large`.
[[nodiscard]] core::Result<Request> decode_request(std::span<const std::int32_t> words);

}  // namespace commune::recommend

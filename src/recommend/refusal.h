// An error as the words of an answer: version, number of the code, length of the sentence in bytes,
// then four bytes a word. Every door of this room refuses in the same way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/error.h"

namespace commune::recommend {

[[nodiscard]] inline std::int32_t length_of(std::size_t size) {
  return static_cast<std::int32_t>(size);
}

[[nodiscard]] std::vector<std::int32_t> refusal(std::int32_t version, const core::Error& error);

}  // namespace commune::recommend

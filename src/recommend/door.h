// The one way in for callers in another language: the words of a request in, the words of an answer
// out (layout.h). Never fails: what is wrong is said in the answer.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace commune::recommend {

[[nodiscard]] std::vector<std::int32_t> answer_request(std::span<const std::int32_t> words);

}  // namespace commune::recommend

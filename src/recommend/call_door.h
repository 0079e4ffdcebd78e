// The way in to the policy of urgent calls for callers in another language: the words of a request
// in, the words of an answer out (call_layout.h). Never fails: what is wrong is said in the answer.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace commune::recommend {

[[nodiscard]] std::vector<std::int32_t> answer_call(std::span<const std::int32_t> words);

}  // namespace commune::recommend

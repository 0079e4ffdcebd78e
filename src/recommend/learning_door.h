// The way in to learning for callers in another language: the words of a request in, the words of
// an answer out (learning_layout.h). Never fails: what is wrong is said in the answer.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace commune::recommend {

[[nodiscard]] std::vector<std::int32_t> answer_learning(std::span<const std::int32_t> words);

}  // namespace commune::recommend

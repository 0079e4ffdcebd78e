// Any bytes as a request to rank: an answer whose contributions sum to its scores, or a refusal
// that names the word.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/check.h"
#include "recommend/door.h"
#include "recommend/layout.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::int32_t> words(size / sizeof(std::int32_t));
  if (words.empty()) return 0;
  std::memcpy(words.data(), data, words.size() * sizeof(std::int32_t));
  words[0] = commune::recommend::layout_version;  // a version is quickly refused
  const std::vector<std::int32_t> answer = commune::recommend::answer_request(words);
  CHECK(answer.size() >= 3 && answer[0] == commune::recommend::layout_version);
  if (answer[1] != 0) return 0;
  std::size_t at = 3;
  for (std::int32_t ranked = answer[2]; ranked > 0; --ranked) {
    std::int32_t score = answer[at + 1];
    const std::int32_t reasons = answer[at + 4];
    at += 5;
    for (std::int32_t i = 0; i < reasons; ++i, at += 5) score -= answer[at + 1];
    CHECK(score == 0);
  }
  CHECK(answer.size() == at + 1 + 4 * static_cast<std::size_t>(answer[at]));
  return 0;
}

#include "recommend/refusal.h"

#include <cstddef>

namespace commune::recommend {

std::vector<std::int32_t> refusal(std::int32_t version, const core::Error& error) {
  std::vector<std::int32_t> words = {version, static_cast<std::int32_t>(error.code),
                                     length_of(error.message.size())};
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < error.message.size(); ++i) {
    word |= std::uint32_t{static_cast<unsigned char>(error.message[i])} << 8U * (i % 4);
    if (i % 4 == 3 || i + 1 == error.message.size()) {
      words.push_back(static_cast<std::int32_t>(word));
      word = 0;
    }
  }
  return words;
}

}  // namespace commune::recommend

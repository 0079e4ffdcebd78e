// Any bytes as a question about calls, a request to learn, an announcement, a share or a model: an
// answer, or a refusal; what parses is written again as the bytes that it was.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "core/bytes.h"
#include "core/check.h"
#include "recommend/announcement.h"
#include "recommend/call_door.h"
#include "recommend/call_layout.h"
#include "recommend/contribution_shares.h"
#include "recommend/learning_door.h"
#include "recommend/learning_layout.h"
#include "recommend/model_file.h"

namespace {

namespace recommend = commune::recommend;

template <class Parse, class Encode>
void read_again(commune::core::ByteView bytes, Parse parse, Encode encode) {
  const auto read = parse(bytes);
  if (!read) return;
  const commune::core::Bytes written = encode(*read);
  CHECK(std::ranges::equal(written, bytes));
}

void answer(std::int32_t version, commune::core::ByteView bytes,
            std::vector<std::int32_t> (*door)(std::span<const std::int32_t>)) {
  std::vector<std::int32_t> words(1 + bytes.size() / sizeof(std::int32_t));
  words[0] = version;  // another is quickly refused
  if (words.size() > 1)
    std::memcpy(words.data() + 1, bytes.data(), (words.size() - 1) * sizeof(std::int32_t));
  const std::vector<std::int32_t> answered = door(words);
  CHECK(answered.size() >= 3 && answered[0] == version);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const commune::core::ByteView bytes(data + 1, size - 1);
  switch (data[0] % 5) {
    case 0: answer(recommend::call_version, bytes, recommend::answer_call); break;
    case 1: answer(recommend::learning_version, bytes, recommend::answer_learning); break;
    case 2: read_again(bytes, recommend::parse_announcement, recommend::encode_announcement); break;
    case 3: read_again(bytes, recommend::parse_share, recommend::encode_share); break;
    default:
      read_again(bytes, recommend::parse_model, [](const recommend::CommuneModel& model) {
        return *recommend::encode_model(model);
      });
  }
  return 0;
}

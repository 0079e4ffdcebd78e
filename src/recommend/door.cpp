#include "recommend/door.h"

#include <cstddef>
#include <string>
#include <utility>

#include "core/error.h"
#include "recommend/decode.h"
#include "recommend/layout.h"
#include "recommend/rank.h"
#include "recommend/rest.h"

namespace commune::recommend {
namespace {

using Words = std::vector<std::int32_t>;

std::int32_t length_of(std::size_t size) { return static_cast<std::int32_t>(size); }

Words refusal(const core::Error& error) {
  Words words = {layout_version, static_cast<std::int32_t>(error.code),
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

void put_ranked(const Ranked& ranked, Words& words) {
  words.insert(words.end(), {ranked.task, ranked.score, static_cast<std::int32_t>(ranked.as),
                             ranked.is_surprise ? 1 : 0, length_of(ranked.reasons.size())});
  for (const Reason& reason : ranked.reasons)
    words.insert(words.end(), {static_cast<std::int32_t>(reason.code), reason.contribution,
                               reason.data[0], reason.data[1], reason.data[2]});
}

core::Result<Words> answer(std::span<const std::int32_t> words) {
  const Request request = TRY(decode_request(words));
  std::vector<Ranked> ranked;
  if (request.explain != none) {
    ranked.push_back(explain(request.situation, request.explain));
  } else {
    ranked = TRY(rank(request.situation, request.count_max));
  }
  Words answered = {layout_version, 0, length_of(ranked.size())};
  for (const Ranked& one : ranked) put_ranked(one, answered);
  const std::vector<RestSuggestion> rest = guard_rest(request.situation);
  answered.push_back(length_of(rest.size()));
  for (const RestSuggestion& said : rest)
    answered.insert(answered.end(),
                    {static_cast<std::int32_t>(said.code), said.piece, said.amount, said.limit});
  return answered;
}

}  // namespace

std::vector<std::int32_t> answer_request(std::span<const std::int32_t> words) {
  core::Result<Words> answered = answer(words);
  return answered ? std::move(*answered) : refusal(answered.error());
}

}  // namespace commune::recommend

#include "recommend/door.h"

#include <utility>

#include "core/error.h"
#include "recommend/decode.h"
#include "recommend/layout.h"
#include "recommend/liking.h"
#include "recommend/rank.h"
#include "recommend/refusal.h"
#include "recommend/rest.h"

namespace commune::recommend {
namespace {

using Words = std::vector<std::int32_t>;

void put_ranked(const Ranked& ranked, Words& words) {
  words.insert(words.end(), {ranked.task, ranked.score, static_cast<std::int32_t>(ranked.as),
                             ranked.is_surprise ? 1 : 0, length_of(ranked.reasons.size())});
  for (const Reason& reason : ranked.reasons)
    words.insert(words.end(), {static_cast<std::int32_t>(reason.code), reason.contribution,
                               reason.data[0], reason.data[1], reason.data[2]});
}

Words answer_likings(const Situation& situation) {
  const std::vector<std::int32_t> likings = find_likings(situation);
  Words answered = {layout_version, 0, length_of(likings.size())};
  answered.insert(answered.end(), likings.begin(), likings.end());
  return answered;
}

core::Result<Words> answer(std::span<const std::int32_t> words) {
  const Request request = TRY(decode_request(words));
  if (request.wanted == likings_wanted) return answer_likings(request.situation);
  std::vector<Ranked> ranked;
  if (request.wanted != none) {
    ranked.push_back(explain(request.situation, request.wanted));
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
  return answered ? std::move(*answered) : refusal(layout_version, answered.error());
}

}  // namespace commune::recommend

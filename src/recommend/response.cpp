#include "recommend/response.h"

#include "core/check.h"

namespace commune::recommend {

std::optional<Judgement> judgement_of(Response response) {
  switch (response) {
    case Response::take: return Judgement{.liked = true, .weight = 1};
    case Response::willing: return Judgement{.liked = true, .weight = 0.7F};
    case Response::not_now: return std::nullopt;
    case Response::not_this_kind: return Judgement{.liked = false, .weight = 1};
    case Response::never: return Judgement{.liked = false, .weight = 3};
    case Response::enjoyed: return Judgement{.liked = true, .weight = 1};
    case Response::hard: return Judgement{.liked = false, .weight = 0.5F};
    case Response::too_long: return Judgement{.liked = false, .weight = 0.5F};
    case Response::unsafe: return Judgement{.liked = false, .weight = 1};
    case Response::learned: return Judgement{.liked = true, .weight = 0.5F};
  }
  CHECK(false);
}

}  // namespace commune::recommend

// What an owner says of a task, and what that says about their taste.
#pragma once

#include <cstdint>
#include <optional>

#include "recommend/hybrid_factorisation.h"

namespace commune::recommend {

// What the owner said of a task: when it was offered, or afterwards.
enum class Response : std::uint8_t {
  take,
  willing,
  not_now,  // says nothing about the task
  not_this_kind,
  never,
  enjoyed,
  hard,
  too_long,
  unsafe,
  learned,
};

// What a response says about taste; nothing for those that say nothing.
[[nodiscard]] std::optional<Judgement> judgement_of(Response response);

}  // namespace commune::recommend

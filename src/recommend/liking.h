// How gladly somebody would do tasks that are to be shared out or called for, from -2, not at all,
// to 2, very gladly: what they wished for such work, as often as it would be; without such a wish
// what they like, or want to learn, of it.
#pragma once

#include <cstdint>
#include <vector>

#include "recommend/situation.h"

namespace commune::recommend {

// In the order of the tasks. Refused, or not free then: -2. What is liked counts as done where the
// next of its kind is asked about, so that a wish for once a month is met once; those at gladder
// hours come first, then the sooner ones.
[[nodiscard]] std::vector<std::int32_t> find_likings(const Situation& situation);

}  // namespace commune::recommend

// Who teaches the models, who settles their settings, and who is held out; and the same with items
// that nobody has taken yet.
#pragma once

#include <cstdint>
#include <vector>

#include "core/error.h"
#include "core/random.h"
#include "evaluation/interactions.h"

namespace commune::evaluation {

// Somebody new: what the models are told of them, and what they then took.
struct Newcomer {
  std::uint32_t user = 0;
  std::vector<Interaction> told;
  std::vector<std::uint32_t> taken;  // items; none of them told, at least one
};

struct InteractionSplit {
  std::vector<Interaction> teaching;
  std::vector<Newcomer> settling;
  std::vector<Newcomer> held_out;
  std::vector<bool> is_candidate;  // by item
};

// 70 % of those who took two items or more teach, and everybody who took fewer; 10 % settle, 20 %
// are held out. Of a newcomer's yeses the first 80 % in time are told (at least one, and one is
// left), with the noes among them. Refuses (invalid) fewer than 10 such people.
[[nodiscard]] core::Result<InteractionSplit> split_by_people(const Interactions& all,
                                                             core::Random& random);

// Of the same people; a fifth of the items is taken out of all that is taught and told, only these
// are candidates, and what the held-out people took of them is to be predicted. Nobody settles.
// Newcomers with no yes on one of the two sides are left out, perhaps all.
[[nodiscard]] InteractionSplit without_items(const Interactions& all, const InteractionSplit& split,
                                             core::Random& random);

}  // namespace commune::evaluation

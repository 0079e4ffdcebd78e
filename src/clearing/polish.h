// Brings an assignment that keeps all limits as far as small exchanges reach: minimum places are
// staffed by chains, then single places are added, changed or handed over and two people swap where
// it makes the packed value better. In the end no place is worth more with somebody else who could
// take it (balance_test.cpp).
#pragma once

#include "clearing/crew.h"

namespace commune::clearing {

void polish(Crew& crew);

// The first part alone: only people on a chain to a place that was short are moved.
void staff(Crew& crew);

}  // namespace commune::clearing

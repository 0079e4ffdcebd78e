// Ejection chains (Glover, Discrete Applied Mathematics 65, 1996): a task that lacks somebody gets
// a person who gives up another place for it, that place gets the next, until somebody comes who
// was free. Breadth first, so that as few people as possible are moved.
#pragma once

#include <cstdint>

#include "clearing/crew.h"

namespace commune::clearing {

// Tries to bring one more person to `task`. What may be left short for it: only a task of less
// weight. Returns false, and changes nothing, where no chain was found.
bool staff_one_more(Crew& crew, std::uint32_t task);

// Staffs every task that lacks people, the weightiest first, as far as chains reach; then reserves,
// of those who are free, the gladdest first.
void staff_all(Crew& crew);

}  // namespace commune::clearing

#include "clearing/crew_size.h"

#include <algorithm>

#include "core/check.h"

namespace commune::clearing {

std::uint32_t people_for(std::uint32_t diners, std::uint32_t diners_per_person) {
  CHECK(diners_per_person > 0);
  const std::uint32_t groups =
      diners / diners_per_person + (diners % diners_per_person > 0 ? 1 : 0);
  return std::max<std::uint32_t>(groups, 1);
}

}  // namespace commune::clearing

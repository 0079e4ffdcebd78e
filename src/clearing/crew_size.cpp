#include "clearing/crew_size.h"

#include <algorithm>

#include "core/check.h"

namespace commune::clearing {

std::uint32_t people_for(std::uint32_t diners, const CrewRule& rule) {
  CHECK(rule.diners_per_person > 0);
  const std::uint32_t counted = std::min(diners, diners_max);
  const std::uint32_t groups =
      counted / rule.diners_per_person + (counted % rule.diners_per_person > 0 ? 1 : 0);
  return std::max(groups, rule.people_least);
}

}  // namespace commune::clearing

// Any bytes as a shift file: an error with a message, or shifts that end after they start.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/check.h"
#include "exchange/emf_shifts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto shifts = commune::exchange::parse_shifts(
      std::string_view{reinterpret_cast<const char*>(data), size}, "Shift.json");
  if (!shifts) {
    CHECK(shifts.error().message.starts_with("Shift.json"));
    return 0;
  }
  for (const auto& shift : *shifts)
    CHECK(shift.start_local <= shift.end_local && !shift.role.empty());
  return 0;
}

// `commune export`: everything the commune holds in common, in formats that need none of this: JSON
// lines with a JSON Schema for each kind of record, an .ics calendar for each guild, and a README
// that explains them. The records as they are, one a line; nothing is summed, least of all over one
// person.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/error.h"
#include "core/time.h"
#include "ledger/state.h"

namespace commune::exchange {

struct Exported {
  std::uint64_t records = 0;
  std::uint64_t calendars = 0;
  std::uint64_t bytes = 0;
};

// Makes the folder, which must not be there yet; it appears only when it is whole. `height` and
// `now` go into the README. Errors: conflict (something is there), a storage error.
[[nodiscard]] core::Result<Exported> export_commune(const ledger::State& state, core::Height height,
                                                    core::Time now,
                                                    const std::filesystem::path& folder);

}  // namespace commune::exchange

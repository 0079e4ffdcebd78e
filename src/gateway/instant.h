// Times in the API: RFC 3339 in UTC with whole seconds, "2026-11-22T18:00:00Z".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace commune::gateway {

void append_instant(std::string& text, core::Time time);

// A fraction of a second, as browsers write it, is allowed and dropped. Nothing for other zones
// than Z, for dates that do not exist, and outside [0, 9999-12-31].
[[nodiscard]] std::optional<core::Time> parse_instant(std::string_view text);

}  // namespace commune::gateway

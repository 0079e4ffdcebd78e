// Reads the public volunteer export of an EMF camp, exports/<year>/public/Shift.json: a list of
// shifts with role, venue, times in the camp's local time, people needed and signed up.
// Files of other years have quirks, which are taken as they are: fields that are not known, a
// minimum above the maximum, more signed up than the maximum, no minimum, a maximum of 0, shifts
// without length, and ends "before" the start because midnight lies between.
// Either every shift is read or none: the error names the file and the shift.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/local_time.h"
#include "core/error.h"

namespace commune::exchange {

inline constexpr std::size_t shift_file_size_max = 16U << 20U;
inline constexpr std::size_t shifts_max = 20'000;
inline constexpr std::uint32_t shift_people_max = 10'000;

struct ImportedShift {
  std::string role;
  std::string venue;  // may be empty
  calendar::LocalTime start_local;
  calendar::LocalTime end_local;  // not before the start
  std::uint32_t people_min = 0;   // as in the file, perhaps above the maximum
  std::uint32_t people_max = 0;
  std::uint32_t signed_up = 0;
  friend bool operator==(const ImportedShift&, const ImportedShift&) = default;
};

// `file` is the name used in errors: "Shift.json: shift 17: end is missing". Shifts count from 1.
[[nodiscard]] core::Result<std::vector<ImportedShift>> parse_shifts(std::string_view json,
                                                                    std::string_view file);

}  // namespace commune::exchange

// RFC 4180 through libcsv: rows of fields with the line that each row begins on. Knows no columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace commune::exchange {

struct CsvRow {
  std::size_t line = 0;  // from 1, of the row's first letter; quoted fields may span lines
  std::vector<std::string> fields;
};

inline constexpr std::size_t csv_size_max = 16U << 20U;
inline constexpr std::size_t csv_rows_max = 20'000;
inline constexpr std::size_t csv_columns_max = 64;

// Empty lines are left out; a byte-order mark and blanks around unquoted fields are ignored. Errors
// begin with "<file>:<line>: ".
[[nodiscard]] core::Result<std::vector<CsvRow>> read_csv(std::string_view text,
                                                         std::string_view file);

}  // namespace commune::exchange

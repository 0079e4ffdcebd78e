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

// What one file may hold: a table that people write by hand, unless the caller expects more.
struct CsvLimits {
  std::size_t size_max = csv_size_max;
  std::size_t rows_max = csv_rows_max;
};

// Empty lines are left out; a byte-order mark and blanks around unquoted fields are ignored. Errors
// begin with "<file>:<line>: ".
[[nodiscard]] core::Result<std::vector<CsvRow>> read_csv(std::string_view text,
                                                         std::string_view file,
                                                         const CsvLimits& limits = {});

}  // namespace commune::exchange

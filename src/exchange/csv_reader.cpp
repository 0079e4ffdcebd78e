#include "exchange/csv_reader.h"

#include <csv.h>
#include <fmt/format.h>

#include <optional>
#include <utility>

namespace commune::exchange {
namespace {

// Owns the parser and collects what its two callbacks give.
class Parser {
 public:
  Parser() { failed_ = csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0; }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() { csv_free(&parser_); }

  // One letter at a time, because the parser itself counts no lines. False when it refuses it.
  bool take(char letter, std::size_t line) {
    if (!row_.line && letter != '\n' && letter != '\r') row_.line = line;
    return !failed_ && csv_parse(&parser_, &letter, 1, &on_field, &on_row, this) == 1;
  }
  bool finish() { return !failed_ && csv_fini(&parser_, &on_field, &on_row, this) == 0; }

  [[nodiscard]] std::string reason() { return csv_strerror(csv_error(&parser_)); }
  [[nodiscard]] std::vector<CsvRow>& rows() { return rows_; }
  [[nodiscard]] std::size_t columns() const { return row_.fields.size(); }

 private:
  static void on_field(void* text, std::size_t size, void* self) {
    static_cast<Parser*>(self)->row_.fields.emplace_back(static_cast<const char*>(text), size);
  }
  static void on_row(int, void* self) {
    auto* parser = static_cast<Parser*>(self);
    parser->rows_.push_back(std::exchange(parser->row_, {}));
  }

  csv_parser parser_{};
  bool failed_ = false;
  CsvRow row_;
  std::vector<CsvRow> rows_;
};

std::unexpected<core::Error> wrong(std::string_view file, std::size_t line, std::string_view what) {
  return core::fail(core::ErrorCode::malformed, fmt::format("{}:{}: {}", file, line, what));
}

}  // namespace

core::Result<std::vector<CsvRow>> read_csv(std::string_view text, std::string_view file,
                                           const CsvLimits& limits) {
  if (text.size() > limits.size_max) {
    return core::fail(core::ErrorCode::too_large,
                      fmt::format("{}: is larger than {} MiB", file, limits.size_max >> 20U));
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Parser parser;
  std::size_t line = 1;
  char before = '\0';
  for (const char letter : text) {
    if (letter == '\0') return wrong(file, line, "holds a zero byte; is this a CSV file?");
    if (!parser.take(letter, line)) {
      return wrong(file, line, "a quote stands where none may (" + parser.reason() + ")");
    }
    if (parser.columns() > csv_columns_max) {
      return wrong(file, line, fmt::format("more than {} columns", csv_columns_max));
    }
    if (parser.rows().size() > limits.rows_max) {
      return wrong(file, line, fmt::format("more than {} rows", limits.rows_max));
    }
    // A line ends with \r\n, \n or, as old spreadsheets write, \r.
    if (letter == '\r' || (letter == '\n' && before != '\r')) ++line;
    before = letter;
  }
  if (!parser.finish()) return wrong(file, line, "the file ends inside a quoted field");
  return std::move(parser.rows());
}

}  // namespace commune::exchange

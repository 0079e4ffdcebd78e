#include "exchange/emf_shifts.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "exchange/json_reader.h"
#include "model/limits.h"

namespace commune::exchange {
namespace {

using nlohmann::json;

// Says where in the file something is wrong.
struct Place {
  std::string_view file;
  std::size_t shift = 0;  // from 1

  [[nodiscard]] std::unexpected<core::Error> wrong(std::string_view field,
                                                   std::string_view what) const {
    return core::fail(core::ErrorCode::malformed,
                      fmt::format("{}: shift {}: {} {}", file, shift, field, what));
  }
};

core::Result<std::string> read_text(const json& shift, const char* field, const Place& place,
                                    std::size_t size_max) {
  const auto found = shift.find(field);
  if (found == shift.end()) return place.wrong(field, "is missing");
  if (!found->is_string()) return place.wrong(field, "is not a text");
  std::string text = found->get<std::string>();
  if (text.size() > size_max) {
    return place.wrong(field, fmt::format("is longer than {} bytes", size_max));
  }
  if (text.find('\0') != std::string::npos) return place.wrong(field, "holds a zero character");
  return text;
}

core::Result<std::uint32_t> read_count(const json& shift, const char* field, const Place& place) {
  const auto found = shift.find(field);
  if (found == shift.end()) return place.wrong(field, "is missing");
  if (!found->is_number_integer()) return place.wrong(field, "is not a whole number");
  const bool in_range = found->is_number_unsigned()
                            ? found->get<std::uint64_t>() <= shift_people_max
                            : found->get<std::int64_t>() >= 0;
  if (!in_range) {
    return place.wrong(field, fmt::format("is not a number from 0 to {}", shift_people_max));
  }
  return found->get<std::uint32_t>();
}

// "2022-06-02 05:45:00", or with a T.
core::Result<calendar::LocalTime> read_time(const json& shift, const char* field,
                                            const Place& place) {
  std::string text = TRY(read_text(shift, field, place, model::name_size_max));
  const bool has_shape =
      text.size() == 19 && (text[10] == ' ' || text[10] == 'T') && text.ends_with(":00");
  if (!has_shape) {
    return place.wrong(field, fmt::format("\"{}\" is not a time like 2022-06-02 05:45:00", text));
  }
  text[10] = 'T';
  const auto time = calendar::parse_local(std::string_view{text}.substr(0, 16));
  if (!time) return place.wrong(field, "is wrong: " + time.error().message);
  return *time;
}

core::Result<ImportedShift> read_shift(const json& shift, const Place& place) {
  if (!shift.is_object()) {
    return core::fail(core::ErrorCode::malformed,
                      fmt::format("{}: shift {}: is not an object", place.file, place.shift));
  }
  ImportedShift result;
  result.role = TRY(read_text(shift, "role", place, model::title_size_max));
  if (result.role.empty()) return place.wrong("role", "is empty");
  result.venue = TRY(read_text(shift, "venue", place, model::name_size_max));
  result.start_local = TRY(read_time(shift, "start", place));
  result.end_local = TRY(read_time(shift, "end", place));
  // The date of an end after midnight is sometimes that of the start.
  if (result.end_local < result.start_local) result.end_local = result.end_local + core::days(1);
  if (result.end_local < result.start_local) {
    return place.wrong("end", "lies a day or more before the start");
  }
  if (result.end_local > result.start_local + core::days(14)) {
    return place.wrong("end", "lies more than 14 days after the start");
  }
  result.people_min = TRY(read_count(shift, "min_needed", place));
  result.people_max = TRY(read_count(shift, "max_needed", place));
  result.signed_up = TRY(read_count(shift, "signed_up", place));
  return result;
}

}  // namespace

core::Result<std::vector<ImportedShift>> parse_shifts(std::string_view text,
                                                      std::string_view file) {
  const json document = TRY(parse_json(text, file, shift_file_size_max));
  if (!document.is_array()) {
    return core::fail(core::ErrorCode::malformed, fmt::format("{}: is not a list of shifts", file));
  }
  if (document.size() > shifts_max) {
    return core::fail(core::ErrorCode::too_large,
                      fmt::format("{}: holds more than {} shifts", file, shifts_max));
  }
  std::vector<ImportedShift> shifts;
  shifts.reserve(document.size());
  for (const json& shift : document) {
    shifts.push_back(TRY(read_shift(shift, {.file = file, .shift = shifts.size() + 1})));
  }
  return shifts;
}

}  // namespace commune::exchange

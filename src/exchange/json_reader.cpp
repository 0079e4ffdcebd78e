#include "exchange/json_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace commune::exchange {
namespace {

using nlohmann::json;

constexpr int depth_max = 64;

bool is_shallow(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (quoted && letter == '\\') ++i;
    if (letter == '"') quoted = !quoted;
    if (quoted) continue;
    if (letter == '[' || letter == '{') ++depth;
    if (letter == ']' || letter == '}') --depth;
    if (depth > depth_max) return false;
  }
  return true;
}

std::size_t line_of(std::string_view text, std::size_t byte) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, byte), '\n'));
}

// Goes through a text that is not JSON to the place where it stops being so.
class FaultFinder final : public nlohmann::json_sax<json> {
 public:
  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool number_integer(json::number_integer_t /*value*/) override { return true; }
  bool number_unsigned(json::number_unsigned_t /*value*/) override { return true; }
  bool number_float(json::number_float_t /*value*/, const std::string& /*text*/) override {
    return true;
  }
  bool string(std::string& /*value*/) override { return true; }
  bool binary(json::binary_t& /*value*/) override { return true; }
  bool start_object(std::size_t /*elements*/) override { return true; }
  bool key(std::string& /*value*/) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t /*elements*/) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& fault) override {
    constexpr int number_overflow = 406;
    byte_ = position;
    is_number_ = fault.id == number_overflow;
    return false;
  }

  [[nodiscard]] std::size_t byte() const { return byte_; }
  [[nodiscard]] bool is_number() const { return is_number_; }

 private:
  std::size_t byte_ = 0;
  bool is_number_ = false;
};

}  // namespace

core::Result<json> parse_json(std::string_view text, std::string_view file, std::size_t size_max) {
  if (text.size() > size_max) {
    return core::fail(core::ErrorCode::too_large,
                      fmt::format("{}: is larger than {} MiB", file, size_max >> 20U));
  }
  if (!is_shallow(text)) {
    return core::fail(core::ErrorCode::malformed, fmt::format("{}: is nested too deeply", file));
  }
  // Without exceptions: in the browser there are none.
  json parsed = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_discarded()) return parsed;
  FaultFinder fault;
  json::sax_parse(text, &fault);
  if (fault.is_number()) {
    return core::fail(core::ErrorCode::malformed,
                      fmt::format("{}: holds a number that is too large", file));
  }
  return core::fail(core::ErrorCode::malformed,
                    fmt::format("{}:{}: is not JSON", file, line_of(text, fault.byte())));
}

core::Result<JsonObject> JsonObject::open(const json& value, std::string path,
                                          std::initializer_list<std::string_view> known) {
  JsonObject object(value, std::move(path));
  if (!value.is_object()) {
    return core::fail(core::ErrorCode::malformed,
                      fmt::format("{}: is not an object", object.path_));
  }
  for (const auto& [key, unused] : value.items()) {
    if (std::ranges::find(known, key) == known.end())
      return object.wrong(key, "is not a field here");
  }
  return object;
}

std::unexpected<core::Error> JsonObject::wrong(std::string_view field,
                                               std::string_view what) const {
  return core::fail(core::ErrorCode::malformed, fmt::format("{}: {} {}", path_, field, what));
}

const json* JsonObject::find(std::string_view field) const {
  const auto found = value_->find(field);
  return found == value_->end() || found->is_null() ? nullptr : &*found;
}

core::Result<std::int64_t> JsonObject::integer(std::string_view field, std::int64_t low,
                                               std::int64_t high,
                                               std::optional<std::int64_t> fallback) const {
  const json* found = find(field);
  if (found == nullptr) {
    if (fallback) return *fallback;
    return wrong(field, "is missing");
  }
  const bool fits = found->is_number_integer() &&
                    (!found->is_number_unsigned() || found->get<std::uint64_t>() <= INT64_MAX);
  if (!fits || found->get<std::int64_t>() < low || found->get<std::int64_t>() > high) {
    return wrong(field, fmt::format("is not a whole number from {} to {}", low, high));
  }
  return found->get<std::int64_t>();
}

core::Result<std::string> JsonObject::text(std::string_view field, std::size_t size_max,
                                           std::optional<std::string> fallback) const {
  const json* found = find(field);
  if (found == nullptr) {
    if (fallback) return *std::move(fallback);
    return wrong(field, "is missing");
  }
  if (!found->is_string()) return wrong(field, "is not a text");
  std::string text = found->get<std::string>();
  if (text.size() > size_max) return wrong(field, fmt::format("is longer than {} bytes", size_max));
  if (text.find('\0') != std::string::npos) return wrong(field, "holds a zero character");
  return text;
}

core::Result<bool> JsonObject::boolean(std::string_view field, std::optional<bool> fallback) const {
  const json* found = find(field);
  if (found == nullptr) {
    if (fallback) return *fallback;
    return wrong(field, "is missing");
  }
  if (!found->is_boolean()) return wrong(field, "is not true or false");
  return found->get<bool>();
}

core::Result<const json*> JsonObject::list(std::string_view field) const {
  static const json empty = json::array();
  const json* found = find(field);
  if (found == nullptr) return &empty;
  if (!found->is_array()) return wrong(field, "is not a list");
  return found;
}

core::Result<const json*> JsonObject::object(std::string_view field) const {
  static const json empty = json::object();
  const json* found = find(field);
  if (found == nullptr) return &empty;
  if (!found->is_object()) return wrong(field, "is not an object");
  return found;
}

core::Result<JsonObject> JsonObject::child(std::string_view field,
                                           std::initializer_list<std::string_view> known) const {
  const json* value = TRY(object(field));
  return open(*value, fmt::format("{}: {}", path_, field), known);
}

}  // namespace commune::exchange

#include "apps/call_file.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "node/file.h"

namespace commune::apps {
namespace {

using nlohmann::json;

std::string text_of(const json& entry, const char* name) {
  const auto found = entry.find(name);
  return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

core::Result<std::deque<Call>> read_calls(const std::filesystem::path& file) {
  const auto bytes = node::read_file(file);
  if (!bytes && bytes.error().code == core::ErrorCode::not_found) return std::deque<Call>{};
  if (!bytes) return std::unexpected(bytes.error());
  const auto no_calls = [&] {
    return core::fail(core::ErrorCode::corrupt, file.string() + " holds no calls of a bridge");
  };
  const json whole = json::parse(core::as_text(*bytes), nullptr, false);
  if (!whole.is_array()) return no_calls();
  std::deque<Call> calls;
  for (const json& entry : whole) {
    if (!entry.is_object()) return no_calls();
    const auto alert = model::AlertId::parse(text_of(entry, "alert"));
    Call call{text_of(entry, "key"), alert.value_or(model::AlertId{}), text_of(entry, "text")};
    if (!alert || call.key_file.empty() || call.text.empty()) return no_calls();
    calls.push_back(std::move(call));
  }
  return calls;
}

core::Result<void> write_calls(const std::filesystem::path& file, const std::deque<Call>& calls) {
  json whole = json::array();
  for (const Call& call : calls) {
    whole.push_back({{"key", call.key_file}, {"alert", call.alert.hex()}, {"text", call.text}});
  }
  // Texts come from sensors: what is not UTF-8 in them is replaced, as the node would refuse it.
  const std::string text = whole.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
  return node::write_file(file, {core::as_bytes(text)}, 0600);
}

}  // namespace commune::apps

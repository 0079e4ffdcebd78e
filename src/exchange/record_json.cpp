#include "exchange/record_json.h"

#include <fmt/format.h>

#include "calendar/local_time.h"

namespace commune::exchange {
namespace {

constexpr std::array<const char*, 3> urgencies{"calm", "soon", "urgent"};
constexpr std::array<const char*, 3> efforts{"light", "medium", "heavy"};
constexpr std::array<const char*, 3> task_statuses{"open", "cancelled", "recorded"};
constexpr std::array<const char*, 3> place_statuses{"taken", "done", "confirmed"};
constexpr std::array<const char*, 4> alert_statuses{"open", "confirmed", "dismissed", "withdrawn"};
constexpr std::array<const char*, 3> device_roles{"sensor", "neighbour", "messenger"};

static_assert(urgencies.size() == last_of(model::Urgency{}) + 1);
static_assert(efforts.size() == last_of(model::Effort{}) + 1);
static_assert(task_statuses.size() == last_of(model::TaskStatus{}) + 1);
static_assert(place_statuses.size() == last_of(model::PlaceStatus{}) + 1);
static_assert(alert_statuses.size() == last_of(model::AlertStatus{}) + 1);
static_assert(device_roles.size() == last_of(model::DeviceRole{}) + 1);

template <std::size_t N>
Json schema_of_words(const std::array<const char*, N>& words) {
  return Json{{"type", "string"}, {"enum", words}};
}

}  // namespace

Json json_of(core::Time time) {
  if (!time.is_set()) return nullptr;
  const calendar::LocalParts parts = calendar::parts_of({time.seconds});
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.year, parts.month, parts.day,
                     parts.hour, parts.minute, parts.second);
}

Json json_of(const std::string& text) { return text; }
Json json_of(bool flag) { return flag; }
Json json_of(model::Urgency urgency) { return urgencies.at(static_cast<std::size_t>(urgency)); }
Json json_of(model::Effort effort) { return efforts.at(static_cast<std::size_t>(effort)); }
Json json_of(model::TaskStatus status) {
  return task_statuses.at(static_cast<std::size_t>(status));
}
Json json_of(model::PlaceStatus status) {
  return place_statuses.at(static_cast<std::size_t>(status));
}
Json json_of(model::AlertStatus status) {
  return alert_statuses.at(static_cast<std::size_t>(status));
}
Json json_of(model::DeviceRole role) { return device_roles.at(static_cast<std::size_t>(role)); }

Json schema_of(const core::Time&) {
  return Json{{"type", {"string", "null"}}, {"format", "date-time"}};
}
Json schema_of(const std::string&) { return Json{{"type", "string"}}; }
Json schema_of(const bool&) { return Json{{"type", "boolean"}}; }
Json schema_of(const model::Urgency&) { return schema_of_words(urgencies); }
Json schema_of(const model::Effort&) { return schema_of_words(efforts); }
Json schema_of(const model::TaskStatus&) { return schema_of_words(task_statuses); }
Json schema_of(const model::PlaceStatus&) { return schema_of_words(place_statuses); }
Json schema_of(const model::AlertStatus&) { return schema_of_words(alert_statuses); }
Json schema_of(const model::DeviceRole&) { return schema_of_words(device_roles); }

Json schema_of_id(std::size_t size_bytes) {
  return Json{{"type", {"string", "null"}},
              {"pattern", fmt::format("^[0-9a-f]{{{}}}$", size_bytes * 2)}};
}

Json schema_of_slug() {
  return Json{{"type", {"string", "null"}}, {"pattern", "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"}};
}

}  // namespace commune::exchange

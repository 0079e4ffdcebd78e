// When a reading becomes a call: the file that says which topics of a message broker are listened
// to and what is too much. Pure: no network, no clock, no keys; the bridge in `apps` brings those.
//
//   topics:
//     - topic: farm/+/SENSOR                # wildcards + and # (MQTT 5, section 4.7)
//       key: pump.key                       # the device in whose name it calls
//       when: {field: /AM2301/Temperature, above: 38}
//       text: "{value} degrees at {topic}"
//       every_minutes: 30                   # at most one call in this time from each topic
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/time.h"

namespace commune::exchange {

inline constexpr std::size_t sensor_rules_max = 1000;
inline constexpr std::size_t reading_size_max = 64 * 1024;     // bytes of one message
inline constexpr std::uint32_t call_pause_minutes_plain = 10;  // where a rule names none
inline constexpr std::uint32_t call_pause_minutes_max = 7 * 24 * 60;

enum class Comparison : std::uint8_t { above, below, equals };

struct SensorRule {
  std::string topic;     // a topic filter
  std::string key_file;  // as written
  std::string field;     // a JSON pointer (RFC 6901); empty: the whole message
  Comparison comparison{};
  double limit = 0;    // above, below: in the sensor's own unit
  std::string wanted;  // equals
  std::string text;    // {value} and {topic} are filled in
  core::Seconds pause{};
  std::size_t line = 0;  // in its file, from 1
};

// invalid: all mistakes with file and line; malformed: not YAML; too_large.
[[nodiscard]] core::Result<std::vector<SensorRule>> parse_sensor_rules(const std::string& text,
                                                                       const std::string& file);

// Whether a topic filter is well formed, and whether a topic falls under it (MQTT 5, section 4.7;
// topics that begin with $ only under filters that do).
[[nodiscard]] bool is_topic_filter(std::string_view filter);
[[nodiscard]] bool is_topic_under(std::string_view filter, std::string_view topic);

// What to call for, or nothing where the reading is as it should be. malformed, too_large: a
// message that the rule cannot read, with its topic and why.
[[nodiscard]] core::Result<std::optional<std::string>> find_call(const SensorRule& rule,
                                                                 std::string_view topic,
                                                                 std::string_view message);

}  // namespace commune::exchange

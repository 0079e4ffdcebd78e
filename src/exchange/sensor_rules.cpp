#include "exchange/sensor_rules.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/bytes.h"
#include "exchange/json_reader.h"
#include "exchange/yaml_reader.h"
#include "model/limits.h"
#include "wire/canonical_reader.h"

namespace commune::exchange {
namespace {

using core::ErrorCode;

// Finite decimal numbers only; from_chars would take "nan" and "inf", too.
std::optional<double> parse_number(std::string_view text) {
  while (!text.empty() && std::string_view(" \t\r\n").contains(text.back())) text.remove_suffix(1);
  while (!text.empty() && std::string_view(" \t\r\n").contains(text.front())) {
    text.remove_prefix(1);
  }
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

// In RFC 6901 a tilde is followed by 0 or 1.
bool is_json_pointer(std::string_view field) {
  if (!field.starts_with('/')) return false;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '~') continue;
    if (i + 1 == field.size() || (field[i + 1] != '0' && field[i + 1] != '1')) return false;
  }
  return true;
}

void read_condition(YamlMap when, SensorRule& rule) {
  rule.field = when.optional_text("field");
  if (!rule.field.empty() && !is_json_pointer(rule.field)) {
    when.problem("field", fmt::format("\"{}\" must be a path like /water/level", rule.field));
  }
  int conditions = 0;
  for (const auto& [key, comparison] :
       {std::pair{"above", Comparison::above}, std::pair{"below", Comparison::below}}) {
    const std::string found = when.optional_text(key);
    if (found.empty()) continue;
    const auto limit = parse_number(found);
    if (!limit) when.problem(key, fmt::format("\"{}\" must be a number", found));
    rule.comparison = comparison;
    rule.limit = limit.value_or(0);
    ++conditions;
  }
  rule.wanted = when.optional_text("equals");
  if (!rule.wanted.empty()) {
    rule.comparison = Comparison::equals;
    ++conditions;
  }
  if (conditions != 1) when.problem("must have one of above, below and equals");
  when.finish();
}

SensorRule read_rule(YamlMap& map, const std::string& file, Problems& problems) {
  SensorRule rule;
  rule.topic = map.text("topic");
  if (!rule.topic.empty() && !is_topic_filter(rule.topic)) {
    map.problem("topic", "+ must be a whole level, # the whole last one");
  }
  rule.key_file = map.text("key");
  rule.text = map.text("text", model::why_size_max);
  rule.pause = core::minutes(
      map.optional_number("every_minutes", call_pause_minutes_plain, 0, call_pause_minutes_max));
  const YAML::Node when = map.node("when");
  if (when.IsDefined()) {
    rule.line = static_cast<std::size_t>(std::max(0, when.Mark().line)) + 1;
    read_condition(YamlMap(when, file, problems), rule);
  } else {
    map.problem("when", "is missing");
  }
  map.finish();
  return rule;
}

std::unexpected<core::Error> unreadable(std::string_view topic, std::string_view why) {
  return core::fail(ErrorCode::malformed, fmt::format("{}: {}", topic, why));
}

// The reading as text: a JSON text without its quotes, anything else as it is written.
core::Result<std::string> read_value(const SensorRule& rule, std::string_view topic,
                                     std::string_view message) {
  if (message.size() > reading_size_max) {
    return core::fail(ErrorCode::too_large,
                      fmt::format("{}: a message of {} bytes; at most {} are read", topic,
                                  message.size(), reading_size_max));
  }
  if (!wire::is_clean_text(core::as_bytes(message))) return unreadable(topic, "is not UTF-8 text");
  if (rule.field.empty()) return std::string(message);
  const nlohmann::json json = TRY(parse_json(message, topic, reading_size_max));
  try {
    const nlohmann::json& value = json.at(nlohmann::json::json_pointer(rule.field));
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number() || value.is_boolean()) return value.dump();
  } catch (const nlohmann::json::exception&) {
    return unreadable(topic, fmt::format("has no {}", rule.field));
  }
  return unreadable(topic, fmt::format("{} is neither a number nor a text", rule.field));
}

bool is_cut_character(char letter) { return (static_cast<unsigned char>(letter) & 0xC0U) == 0x80U; }

// One pass, so that braces in a reading stay what they are; whole characters, as many as fit.
std::string filled_in(std::string_view pattern, std::string_view value, std::string_view topic) {
  std::string text;
  while (!pattern.empty()) {
    if (pattern.starts_with("{value}")) {
      text += value;
      pattern.remove_prefix(7);
    } else if (pattern.starts_with("{topic}")) {
      text += topic;
      pattern.remove_prefix(7);
    } else {
      text += pattern.front();
      pattern.remove_prefix(1);
    }
  }
  std::size_t size = std::min(text.size(), model::why_size_max);
  while (size < text.size() && is_cut_character(text[size])) --size;
  text.resize(size);
  return text;
}

}  // namespace

core::Result<std::vector<SensorRule>> parse_sensor_rules(const std::string& text,
                                                         const std::string& file) {
  const YAML::Node root = TRY(parse_yaml(text, file));
  Problems problems;
  YamlMap map(root, file, problems);
  std::vector<SensorRule> rules;
  for (YamlMap& item : map.maps("topics")) rules.push_back(read_rule(item, file, problems));
  if (rules.size() > sensor_rules_max) {
    map.problem("topics", fmt::format("more than {}", sensor_rules_max));
  }
  map.finish();
  if (!problems.empty()) return std::unexpected(problems.error());
  if (rules.empty()) {
    return core::fail(ErrorCode::invalid, fmt::format("{}: topics: names no topic", file));
  }
  return rules;
}

bool is_topic_filter(std::string_view filter) {
  constexpr std::size_t topic_size_max = 65'535;
  if (filter.empty() || filter.size() > topic_size_max) return false;
  for (std::size_t i = 0; i < filter.size(); ++i) {
    if (filter[i] != '+' && filter[i] != '#') continue;
    if (i > 0 && filter[i - 1] != '/') return false;
    const bool is_last = i + 1 == filter.size();
    if (!is_last && (filter[i] == '#' || filter[i + 1] != '/')) return false;
  }
  return true;
}

bool is_topic_under(std::string_view filter, std::string_view topic) {
  if (topic.starts_with('$') != filter.starts_with('$')) return false;
  for (;;) {
    if (filter == "#") return true;
    const auto filter_end = filter.find('/');
    const auto topic_end = topic.find('/');
    const std::string_view wanted = filter.substr(0, filter_end);
    if (wanted != "+" && wanted != topic.substr(0, topic_end)) return false;
    const bool is_filter_done = filter_end == std::string_view::npos;
    if (topic_end == std::string_view::npos) {
      return is_filter_done || filter.substr(filter_end) == "/#";
    }
    if (is_filter_done) return false;
    filter.remove_prefix(filter_end + 1);
    topic.remove_prefix(topic_end + 1);
  }
}

core::Result<std::optional<std::string>> find_call(const SensorRule& rule, std::string_view topic,
                                                   std::string_view message) {
  const std::string value = TRY(read_value(rule, topic, message));
  bool is_call = value == rule.wanted;
  if (rule.comparison != Comparison::equals) {
    const auto number = parse_number(value);
    if (!number) {
      constexpr std::size_t shown_max = 60;
      return unreadable(topic, fmt::format("\"{}\" is not a number", value.substr(0, shown_max)));
    }
    is_call = rule.comparison == Comparison::above ? *number > rule.limit : *number < rule.limit;
  }
  if (!is_call) return std::nullopt;
  return filled_in(rule.text, value, topic);
}

}  // namespace commune::exchange

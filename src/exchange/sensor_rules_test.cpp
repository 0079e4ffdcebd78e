// Which readings become calls, and what a wrong file is told.
#include "exchange/sensor_rules.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/random.h"

namespace commune::exchange {
namespace {

constexpr std::string_view pump_file =
    "topics:\n"
    "  - topic: farm/+/SENSOR\n"
    "    key: pump.key\n"
    "    when: {field: /AM2301/Temperature, above: 38}\n"
    "    text: '{value} degrees at {topic}'\n";

SensorRule rule_of(const std::string& when, const std::string& text = "{value}") {
  const auto rules = parse_sensor_rules(
      "topics:\n  - {topic: t, key: k, text: '" + text + "', when: {" + when + "}}\n", "f.yaml");
  EXPECT_TRUE(rules) << rules.error().message;
  return rules->front();
}

std::string said(const SensorRule& rule, std::string_view message) {
  const auto call = find_call(rule, "t", message);
  if (!call) return "error: " + call.error().message;
  return call->value_or("quiet");
}

TEST(SensorRules, a_file_is_read_with_its_pause) {
  const auto rules = parse_sensor_rules(std::string(pump_file), "sensors.yaml");
  ASSERT_TRUE(rules) << rules.error().message;
  ASSERT_EQ(rules->size(), 1U);
  EXPECT_EQ(rules->front().key_file, "pump.key");
  EXPECT_EQ(rules->front().pause, core::minutes(call_pause_minutes_plain));
  EXPECT_EQ(rules->front().line, 4U);
  const auto call = find_call(rules->front(), "farm/1/SENSOR",
                              R"({"Time":"2026-11-22T16:00:00","AM2301":{"Temperature":38.5}})");
  ASSERT_TRUE(call && *call);
  EXPECT_EQ(**call, "38.5 degrees at farm/1/SENSOR");
}

TEST(SensorRules, a_reading_on_the_limit_is_as_it_should_be) {
  EXPECT_EQ(said(rule_of("above: 3.5"), "3.5"), "quiet");
  EXPECT_EQ(said(rule_of("above: 3.5"), " 3.51\n"), " 3.51\n");
  EXPECT_EQ(said(rule_of("below: -2"), "-2"), "quiet");
  EXPECT_EQ(said(rule_of("below: -2"), "-2.5"), "-2.5");
  EXPECT_EQ(said(rule_of("equals: wet"), "dry"), "quiet");
  EXPECT_EQ(said(rule_of("equals: wet"), "wet"), "wet");
}

TEST(SensorRules, fields_may_be_numbers_texts_and_truths) {
  EXPECT_EQ(said(rule_of("field: /a/0, above: 1"), R"({"a":[2]})"), "2");
  EXPECT_EQ(said(rule_of("field: /a, above: 1"), R"({"a":"2.5"})"), "2.5");
  EXPECT_EQ(said(rule_of("field: /leak, equals: 'true'"), R"({"leak":true})"), "true");
}

TEST(SensorRules, a_message_that_cannot_be_read_is_named_and_ends_nothing) {
  const SensorRule level = rule_of("field: /level, above: 1");
  for (const std::string_view message :
       {"", "{", "[]", "7", "{}", R"({"level":null})", R"({"level":{}})", R"({"level":"high"})",
        R"({"level":1e999})", "\xff", R"({"level":"nan"})"}) {
    EXPECT_TRUE(said(level, message).starts_with("error: t:")) << message << said(level, message);
  }
  EXPECT_EQ(said(level, std::string(reading_size_max + 1, ' ')),
            "error: t: a message of 65537 bytes; at most 65536 are read");
  EXPECT_TRUE(said(rule_of("above: 1"), "inf").starts_with("error: t:"));
}

TEST(SensorRules, braces_in_a_reading_stay_and_long_texts_end_between_characters) {
  EXPECT_EQ(said(rule_of("equals: '{topic}'", "saw {value}"), "{topic}"), "saw {topic}");
  const std::string cut = said(rule_of("field: /a, equals: 'x'", "{topic}"), R"({"a":"x"})");
  EXPECT_EQ(cut, "t");
  std::string long_text = "a";
  while (long_text.size() < 600) long_text += "\u00e9";
  SensorRule rule = rule_of("equals: x");
  rule.wanted = long_text;
  EXPECT_EQ(said(rule, long_text).size(), 499U);
}

TEST(SensorRules, a_wrong_file_names_every_line_that_is_wrong) {
  const auto rules = parse_sensor_rules(
      "topics:\n"
      "  - topic: farm/#/x\n"
      "    key: k\n"
      "    text: t\n"
      "    when: {field: level, above: high}\n"
      "  - topic: a\n"
      "    colour: red\n"
      "    every_minutes: -1\n"
      "    when: {above: 1, below: 2}\n",
      "sensors.yaml");
  ASSERT_FALSE(rules);
  const std::string& all = rules.error().message;
  EXPECT_EQ(rules.error().code, core::ErrorCode::invalid);
  for (const std::string_view part :
       {"sensors.yaml:2: topic: + must", "sensors.yaml:5: field: \"level\"",
        "sensors.yaml:5: above: \"high\" must be a number", "sensors.yaml:6: key: is missing",
        "sensors.yaml:6: text: is missing", "sensors.yaml:7: colour: is not a known key",
        "sensors.yaml:8: every_minutes", "sensors.yaml:9: must have one of"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part << " is not in\n" << all;
  }
  EXPECT_FALSE(parse_sensor_rules("topics: []\n", "f"));
  EXPECT_FALSE(parse_sensor_rules("- topic: a\n", "f"));
  EXPECT_FALSE(parse_sensor_rules("topics: [1, {topic: [a]}, {when: 3}]\n", "f"));
}

TEST(SensorRules, topics_fall_under_filters_as_the_standard_says) {
  EXPECT_TRUE(is_topic_under("sport/tennis/#", "sport/tennis"));
  EXPECT_TRUE(is_topic_under("sport/tennis/#", "sport/tennis/one/rank"));
  EXPECT_TRUE(is_topic_under("sport/+", "sport/"));
  EXPECT_FALSE(is_topic_under("sport/+", "sport"));
  EXPECT_TRUE(is_topic_under("+/+", "/finance"));
  EXPECT_TRUE(is_topic_under("/+", "/finance"));
  EXPECT_FALSE(is_topic_under("+", "/finance"));
  EXPECT_FALSE(is_topic_under("#", "$SYS/broker"));
  EXPECT_TRUE(is_topic_under("$SYS/#", "$SYS/broker"));
  for (const std::string_view wrong : {"", "a#", "a/#/b", "a+/b", "+a", "##"}) {
    EXPECT_FALSE(is_topic_filter(wrong)) << wrong;
  }
  for (const std::string_view right : {"#", "+", "a/+/b/#", "/", "$SYS/#"}) {
    EXPECT_TRUE(is_topic_filter(right)) << right;
  }
}

// A second reading of the standard, level by level from the end of the lists.
std::vector<std::string> levels_of(const std::string& topic) {
  std::vector<std::string> levels{""};
  for (const char letter : topic) {
    if (letter == '/') {
      levels.emplace_back();
    } else {
      levels.back() += letter;
    }
  }
  return levels;
}

bool matches_naively(const std::vector<std::string>& filter, const std::vector<std::string>& topic,
                     std::size_t at = 0) {
  if (at < filter.size() && filter[at] == "#") return at <= topic.size();
  if (at == filter.size() || at == topic.size()) return filter.size() == topic.size();
  return (filter[at] == "+" || filter[at] == topic[at]) && matches_naively(filter, topic, at + 1);
}

TEST(SensorRules, topics_agree_with_a_naive_reading) {
  const std::uint64_t seed = 4;
  SCOPED_TRACE("seed=4");
  core::Random random(seed);
  const auto draw = [&random](std::string_view letters) {
    std::string text;
    for (auto size = random.below(7); size > 0; --size) {
      text += letters[static_cast<std::size_t>(random.below(letters.size()))];
    }
    return text;
  };
  int matched = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::string filter = draw("a/+#");
    const std::string topic = draw("ab/");
    if (!is_topic_filter(filter) || topic.empty()) continue;
    const bool expected = matches_naively(levels_of(filter), levels_of(topic));
    matched += expected ? 1 : 0;
    ASSERT_EQ(is_topic_under(filter, topic), expected) << filter << " " << topic;
  }
  EXPECT_GT(matched, 100);
}

}  // namespace
}  // namespace commune::exchange

// The small pieces of text: JSON, instants, words, queries.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "calendar/zone.h"
#include "gateway/board_query.h"
#include "gateway/folded_words.h"
#include "gateway/instant.h"
#include "gateway/json_writer.h"
#include "gateway/word_index.h"

namespace commune::gateway {
namespace {

TEST(JsonWriter, WritesNestedObjectsAndArrays) {
  JsonWriter json;
  json.begin_object().field("a", 1).field("b", true).field("c", "x");
  json.key("d").begin_array().number(-2).null().begin_object().end_object().end_array();
  json.field("e", core::Time{}).field("f", core::Time{1'795'370'400}).key("g").hours(95);
  json.end_object();
  EXPECT_EQ(
      json.take(),
      R"({"a":1,"b":true,"c":"x","d":[-2,null,{}],"e":null,"f":"2026-11-22T18:00:00Z","g":1.58})");
}

TEST(JsonWriter, WritesHoursToTwoDecimals) {
  const auto hours = [](std::int64_t minutes) { return JsonWriter().hours(minutes).take(); };
  EXPECT_EQ(hours(0), "0");
  EXPECT_EQ(hours(60), "1");
  EXPECT_EQ(hours(90), "1.5");
  EXPECT_EQ(hours(1), "0.02");
  EXPECT_EQ(hours(6), "0.1");
  EXPECT_EQ(hours(59), "0.98");
  EXPECT_EQ(hours(1'000'000), "16666.67");
}

RC_GTEST_PROP(JsonWriter, AnyTextComesBackAsItWas, (std::vector<char32_t> points)) {
  std::string text;
  for (const char32_t point : points) text += static_cast<char>(point % 0x80);
  JsonWriter json;
  json.begin_array().text(text).text(text).end_array();
  const auto parsed = nlohmann::json::parse(json.take());
  RC_ASSERT(parsed.at(0).get<std::string>() == text);
  RC_ASSERT(parsed.at(1).get<std::string>() == text);
}

RC_GTEST_PROP(Instant, ComesBackAsItWas, ()) {
  const core::Time time{*rc::gen::inRange<std::int64_t>(0, core::time_seconds_max)};
  std::string text;
  append_instant(text, time);
  RC_ASSERT(parse_instant(text) == time);
}

TEST(Instant, TakesFractionsAndRefusesTheRest) {
  EXPECT_EQ(parse_instant("2026-11-22T18:00:07.123Z"), core::Time{1'795'370'407});
  for (const char* text :
       {"", "2026-11-22", "2026-11-22T18:00Z", "2026-11-22T18:00:00", "2026-11-22T18:00:00+01:00",
        "2026-02-30T18:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T18:00:60Z",
        "2026-11-22T18:00:00.Z", "2026-11-22t18:00:00Z", "1969-12-31T23:59:59Z"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

TEST(FoldedWords, DropCaseAndAccents) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(folded_words("Water PUMP, 2 leaks!"), (Words{"water", "pump", "2", "leaks"}));
  EXPECT_EQ(folded_words("Zo\u00eb's \u00c9t\u00e9 Stra\u00dfe \u0141\u00f3d\u017a \u00c6on"),
            (Words{"zoe", "s", "ete", "strasse", "lodz", "aeon"}));
  EXPECT_EQ(folded_words("e\u0301te\u0301"), (Words{"ete"})) << "combining accents";
  EXPECT_EQ(folded_words("\u041c\u041e\u0421\u0422 \u0391\u0392"),
            (Words{"\u043c\u043e\u0441\u0442", "\u03b1\u03b2"}));
  EXPECT_EQ(folded_words("\u2014 \u00b7 \u2026"), Words{});
  EXPECT_EQ(folded_words(std::string(100, 'x')).front().size(), 40U);
}

TEST(WordIndex, FindsEveryWordByItsBeginningAndForgets) {
  WordIndex index;
  const auto put = [&](Ordinal task, const std::vector<std::string_view>& texts) {
    index.put(task, index.numbers_of(distinct_words(texts)));
  };
  put(0, {"Repair the water pump", "It leaks"});
  put(1, {"Water the garden"});
  put(2, {"Cook dinner"});
  const auto find = [&](const char* words) {
    return index.find(distinct_words({words}), 3).members();
  };
  using Tasks = std::vector<Ordinal>;
  EXPECT_EQ(find("water"), (Tasks{0, 1}));
  EXPECT_EQ(find("wat gard"), Tasks{1});
  EXPECT_EQ(find("wat cook"), Tasks{});
  EXPECT_EQ(find("leak"), Tasks{0});
  put(0, {"Paint the hall"});
  EXPECT_EQ(find("water"), Tasks{1});
  EXPECT_EQ(find("paint"), Tasks{0});
}

const calendar::Zone& berlin() {
  static const auto zone = calendar::Zone::open("Europe/Berlin");
  return *zone;
}

TEST(BoardQuery, TakesDaysOfTheCommunesWallAndPassesOverEmptyFilters) {
  const auto fields = http::Query::parse("sector=&guild=&from=2026-11-22&to=2026-11-23&q=&open=");
  ASSERT_TRUE(fields);
  const auto query = parse_board_query(*fields, berlin());
  ASSERT_TRUE(query) << query.error().message;
  EXPECT_EQ(query->from, parse_instant("2026-11-21T23:00:00Z"));
  EXPECT_EQ(query->to, parse_instant("2026-11-22T23:00:00Z"));
  EXPECT_FALSE(query->open);
}

TEST(BoardQuery, ReadsEveryFilter) {
  const auto fields = http::Query::parse(
      "sector=food&guild=kitchen&venue=hall&skill=cooking&from=2026-11-22T00:00:00Z"
      "&to=2026-11-29T00:00:00.000Z&q=Water+pump&open=true&limit=20&after=1795370400."
      "0123456789abcdef0123456789abcdef");
  ASSERT_TRUE(fields);
  const auto query = parse_board_query(*fields, berlin());
  ASSERT_TRUE(query);
  EXPECT_EQ(query->sector.text(), "food");
  EXPECT_EQ(query->guild.text(), "kitchen");
  EXPECT_EQ(query->venue.text(), "hall");
  EXPECT_EQ(query->skill.text(), "cooking");
  EXPECT_EQ(query->words, (std::vector<std::string>{"pump", "water"}));
  EXPECT_TRUE(query->open);
  EXPECT_EQ(query->limit, 20U);
  ASSERT_TRUE(query->after);
  EXPECT_EQ(cursor_of(*query->after), "1795370400.0123456789abcdef0123456789abcdef");
  EXPECT_EQ(query->to->seconds - query->from->seconds, 7 * 86'400);
}

TEST(BoardQuery, RefusesWhatItDoesNotUnderstand) {
  for (const char* text :
       {"sector=Food", "from=yesterday", "to=2026-13-01T00:00:00Z", "open=1", "limit=0",
        "limit=5001", "limit=ten", "limit=-1", "after=x", "after=open.zz", "sectr=food"}) {
    const auto fields = http::Query::parse(text);
    ASSERT_TRUE(fields);
    const auto query = parse_board_query(*fields, berlin());
    ASSERT_FALSE(query) << text;
    EXPECT_EQ(query.error().code, core::ErrorCode::malformed);
  }
}

}  // namespace
}  // namespace commune::gateway

// A round as a file: what is solved is checked from its own text, and whatever is changed in it is
// seen.
#include "exchange/clearing_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <vector>

namespace commune::exchange {
namespace {

using nlohmann::json;
using testing::HasSubstr;

json week() {
  return json::parse(R"({
    "format": "commune-round/1", "seed": "week 48", "tasks": [
      {"id": "dinner", "sector": "food", "start": "2026-11-25T16:00Z", "end": "2026-11-25T19:00Z",
       "people_min": 2, "people_max": 3, "trainees_max": 1, "weight": 5, "requires": ["kitchen"]},
      {"id": "dishes", "sector": "food", "start": "2026-11-25T18:30Z", "end": "2026-11-25T20:00Z",
       "people_min": 1, "people_max": 2},
      {"id": "greenhouse", "sector": "garden", "minutes": 120, "people_min": 1, "people_max": 2}],
    "participants": [
      {"id": "a", "minutes_max": 300, "certificates": ["kitchen"], "offers": [
        {"task": "dinner", "willingness": 40}, {"task": "dishes", "willingness": 90}]},
      {"id": "b", "minutes_max": 240, "room_minutes": {"food": 60}, "offers": [
        {"task": "dinner", "willingness": 90, "as": "trainee"}, {"task": "dishes", "willingness": 30},
        {"task": "greenhouse", "willingness": 50}]}]})");
}

json solved() {
  const std::string text = week().dump();
  const auto round = parse_round(text, "week.json");
  EXPECT_TRUE(round.has_value()) << round.error().message;
  const auto file =
      encode_clearing(nlohmann::ordered_json::parse(text), *round, clearing::clear_round(*round));
  return json::parse(file.dump());
}

std::string verdict_on(const json& file) {
  const auto parsed = parse_clearing(file.dump(), "result.json");
  if (!parsed) return parsed.error().message;
  const auto verdict = check_clearing(*parsed);
  return verdict ? "good" : verdict.error().message;
}

std::string refusal(const std::function<void(json&)>& change) {
  json file = week();
  change(file);
  const auto round = parse_round(file.dump(), "week.json");
  return round ? "" : round.error().message;
}

TEST(ClearingFile, AResultIsCheckedFromItsOwnText) {
  const json file = solved();
  EXPECT_EQ(verdict_on(file), "good");
  EXPECT_EQ(file["reached"]["coverage"], 7);
  EXPECT_EQ(file["bound"]["coverage"], 7);
  ASSERT_EQ(file["shortages"].size(), 1U);
  EXPECT_EQ(file["shortages"][0]["tasks"], json::array({"dinner"}));
  EXPECT_EQ(file["shortages"][0]["requires"], json::array({"kitchen"}));
  EXPECT_EQ(file["shortages"][0]["lacks"], 1);
}

// Every place in a document: as JSON pointers, the containers too.
std::vector<json::json_pointer> places_in(const json& document) {
  std::vector<json::json_pointer> places;
  const std::function<void(const json&, const json::json_pointer&)> walk =
      [&](const json& value, const json::json_pointer& at) {
        places.push_back(at);
        if (value.is_object()) {
          for (const auto& [name, child] : value.items()) walk(child, at / name);
        }
        for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) walk(value[i], at / i);
      };
  walk(document, json::json_pointer());
  return places;
}

// Every way in which one value may be another of its kind, or of another kind.
std::vector<json> instead_of(const json& value) {
  std::vector<json> others{nullptr, json::array({1}), json{{"x", 1}}, true, -1, "x", 7.5};
  if (value.is_boolean()) others.emplace_back(!value.get<bool>());
  if (value.is_number_integer()) {
    for (const int change : {-100, -1, 1, 100}) others.emplace_back(value.get<int>() + change);
  }
  if (value.is_string()) others.emplace_back(value.get<std::string>() + "0");
  if (value.is_array()) {
    others.push_back(json::array());
    if (!value.empty()) {
      json twice = value;
      twice.push_back(value.back());
      others.push_back(std::move(twice));
    }
  }
  if (value.is_object()) {
    json more = value;
    more["x"] = 1;
    others.push_back(std::move(more));
    others.push_back(json::object());
  }
  std::erase(others, value);
  return others;
}

TEST(ClearingFile, WhicheverFieldOfAResultIsChangedItIsRefused) {
  const json file = solved();
  std::size_t changes = 0;
  for (const json::json_pointer& at : places_in(file)) {
    const std::string path = at.to_string();
    if (path.empty() || path.starts_with("/round")) continue;
    const bool is_price = path.starts_with("/prices/") && file.at(at).is_string();
    // Nothing there, and a list of nothing, are the same.
    const bool is_nothing = file.at(at).is_structured() && file.at(at).empty();
    for (const json& other : instead_of(file.at(at))) {
      if (is_nothing && other.is_null()) continue;
      json changed = file;
      changed.at(at) = other;
      ++changes;
      EXPECT_NE(verdict_on(changed), "good") << path << " = " << other;
    }
    json without = file;
    json& parent = without.at(at.parent_pointer());
    if (is_price || is_nothing || !parent.is_object())
      continue;  // a price that is left out is 0: another proof
    parent.erase(at.back());
    EXPECT_NE(verdict_on(without), "good") << path << " left out";
  }
  EXPECT_GT(changes, 300U);
}

// The round is the question. Changed, it is another one: what is claimed of it is refused or true.
TEST(ClearingFile, ARoundThatIsChangedUnderItsResultIsRefusedOrTheClaimIsTrueOfItToo) {
  const json file = solved();
  std::size_t refused = 0;
  for (const json::json_pointer& at : places_in(file)) {
    const std::string path = at.to_string();
    if (!path.starts_with("/round/")) continue;
    for (const json& other : instead_of(file.at(at))) {
      json changed = file;
      changed.at(at) = other;
      if (verdict_on(changed) != "good") {
        ++refused;
        continue;
      }
      const auto round = parse_round(changed["round"].dump(), "round.json");
      ASSERT_TRUE(round.has_value()) << path;
      EXPECT_EQ(clearing::clear_round(*round).verdict.reached.coverage, file["reached"]["coverage"])
          << path << " = " << other;
    }
  }
  EXPECT_GT(refused, 200U);
}

TEST(ClearingFile, AForgedProofThatOverflowsIsRefused) {
  std::ifstream stream(COMMUNE_SOURCE_DIR "/tests/vectors/clearing-forged.json");
  const json forged = json::parse(stream);
  EXPECT_THAT(verdict_on(forged), HasSubstr("beyond 64 bits"));
}

TEST(ClearingFile, WhateverIsChangedInAResultIsSeen) {
  const auto changed = [](const std::function<void(json&)>& change) {
    json file = solved();
    change(file);
    return verdict_on(file);
  };
  EXPECT_THAT(changed([](json& f) { f["places"].erase(0); }),
              HasSubstr("do not reach what the file says"));
  EXPECT_THAT(changed([](json& f) { f["places"].push_back(f["places"][0]); }), HasSubstr("twice"));
  EXPECT_THAT(changed([](json& f) { f["places"][0]["participant"] = "c"; }),
              HasSubstr("nobody of the round"));
  EXPECT_THAT(changed([](json& f) { f["places"][0]["task"] = "x"; }),
              HasSubstr("is not in the round"));
  EXPECT_THAT(changed([](json& f) { f["bound"]["coverage"] = 6; }), HasSubstr("do not prove"));
  EXPECT_THAT(changed([](json& f) { f["reached"]["willingness"] = 999; }),
              HasSubstr("do not reach"));
  EXPECT_THAT(changed([](json& f) { f["prices"]["places"]["dinner"] = "12"; }),
              HasSubstr("do not prove"));
  EXPECT_THAT(changed([](json& f) { f["prices"]["places"]["dinner"] = 12; }),
              HasSubstr("price that is not"));
  EXPECT_THAT(changed([](json& f) { f["prices"]["places"]["x"] = "1"; }),
              HasSubstr("no task of the round"));
  EXPECT_THAT(changed([](json& f) { f["prices"]["rooms"]["b"]["garden"] = "1"; }),
              HasSubstr("garden"));
  EXPECT_THAT(changed([](json& f) { f["round"]["participants"][0]["minutes_max"] = 60; }),
              HasSubstr("more work than was offered"));
  EXPECT_THAT(changed([](json& f) { f["round"]["tasks"][0]["requires"] = json::array({"van"}); }),
              HasSubstr("requires the certificate"));
  EXPECT_THAT(changed([](json& f) { f["optimal"] = !f["optimal"]; }),
              HasSubstr("nothing better exists"));
  EXPECT_THAT(changed([](json& f) { f["shortages"] = json::array(); }), HasSubstr("shortages"));
  EXPECT_THAT(changed([](json& f) { f["format"] = "commune-clearing/2"; }),
              HasSubstr("format is not"));
}

TEST(ClearingFile, AFaultInARoundIsNamedWithItsPlace) {
  EXPECT_EQ(refusal([](json& f) { f["tasks"][1]["people_mim"] = 1; }),
            "week.json: tasks[1]: people_mim is not a field here");
  EXPECT_EQ(refusal([](json& f) { f["tasks"][1].erase("people_min"); }),
            "week.json: tasks[1]: people_min is missing");
  EXPECT_EQ(refusal([](json& f) { f["tasks"][1]["people_min"] = -1; }),
            "week.json: tasks[1]: people_min is not a whole number from 0 to 1000000");
  EXPECT_EQ(refusal([](json& f) { f["tasks"][0]["start"] = "yesterday"; }),
            "week.json: tasks[0]: start \"yesterday\" is not a time like 2026-11-25T17:00Z");
  EXPECT_EQ(refusal([](json& f) { f["tasks"][0]["end"] = "2026-11-25T16:00Z"; }),
            "week.json: tasks[0]: end is not after the start");
  EXPECT_EQ(refusal([](json& f) { f["participants"][1]["offers"][2]["task"] = "roof"; }),
            "week.json: participants[1]: offers[2]: task \"roof\" is not in this round");
  EXPECT_EQ(refusal([](json& f) { f["participants"][1]["offers"][0]["as"] = "boss"; }),
            "week.json: participants[1]: offers[0]: as is not \"experienced\" or \"trainee\"");
  EXPECT_EQ(refusal([](json& f) { f["participants"][1]["room_minutes"]["food"] = "many"; }),
            "week.json: participants[1]: room_minutes of \"food\" is not a number of minutes");
  EXPECT_EQ(refusal([](json& f) { f["participants"][1]["id"] = "a"; }),
            "week.json: participant \"a\": is there twice");
  EXPECT_EQ(refusal([](json& f) { f = json::array(); }), "week.json: is not an object");
  EXPECT_EQ(parse_round("{\n\n", "week.json").error().message, "week.json:3: is not JSON");
}

TEST(ClearingFile, AnEmptyRoundHasAnEmptyProvenResult) {
  const std::string text =
      R"({"format": "commune-round/1", "seed": "", "tasks": [], "participants": []})";
  const auto round = parse_round(text, "empty.json");
  ASSERT_TRUE(round.has_value()) << round.error().message;
  const auto file =
      encode_clearing(nlohmann::ordered_json::parse(text), *round, clearing::clear_round(*round));
  EXPECT_EQ(file["optimal"], true);
  EXPECT_EQ(verdict_on(json::parse(file.dump())), "good");
}

}  // namespace
}  // namespace commune::exchange

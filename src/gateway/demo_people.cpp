#include "gateway/demo_people.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "exchange/demo_people.h"
#include "trust/signature.h"

namespace commune::gateway {
namespace {

void write_wishes(JsonWriter& json, const DemoPerson& person) {
  json.key("interests").begin_array();
  for (const std::string& skill : person.interests) json.text(skill);
  json.end_array().key("aspirations").begin_array();
  for (const std::string& skill : person.aspirations) json.text(skill);
  json.end_array().field("availability", person.availability);
}

std::string read_text(const nlohmann::json& entry, const char* key) {
  const auto found = entry.find(key);
  return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::vector<std::string> read_texts(const nlohmann::json& entry, const char* key) {
  std::vector<std::string> texts;
  const auto found = entry.find(key);
  if (found == entry.end() || !found->is_array()) return texts;
  for (const auto& item : *found) {
    if (item.is_string()) texts.push_back(item.get<std::string>());
  }
  return texts;
}

}  // namespace

std::string encode_demo_people(const std::vector<DemoPerson>& people) {
  JsonWriter json;
  json.begin_array();
  for (const DemoPerson& person : people) {
    json.begin_object().field("slug", person.slug).field("about", person.about);
    write_wishes(json, person);
    json.end_object();
  }
  json.end_array();
  return json.take();
}

core::Result<std::vector<DemoPerson>> parse_demo_people(std::string_view text) {
  const auto refuse = [] {
    return core::fail(core::ErrorCode::malformed, "the list of demo people is broken");
  };
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_array()) return refuse();
  std::vector<DemoPerson> people;
  for (const auto& entry : json) {
    if (!entry.is_object() || !entry.contains("slug") || !entry.contains("about")) return refuse();
    if (!entry["slug"].is_string() || !entry["about"].is_string()) return refuse();
    people.push_back({.slug = entry["slug"].get<std::string>(),
                      .about = entry["about"].get<std::string>(),
                      .interests = read_texts(entry, "interests"),
                      .aspirations = read_texts(entry, "aspirations"),
                      .availability = read_text(entry, "availability")});
  }
  return people;
}

void write_demo_people(JsonWriter& json, const ledger::State& state,
                       const std::vector<DemoPerson>& people) {
  json.key("people").begin_array();
  for (const DemoPerson& person : people) {
    const trust::SigningKey key(trust::member_seed(exchange::demo_root_seed(person.slug)));
    const model::MemberId id = model::member_id_of(key.public_key());
    const model::Member* member = state.members().find(id);
    if (member == nullptr || member->left) continue;
    json.begin_object()
        .field("slug", person.slug)
        .field("name", member->name)
        .field("about", person.about);
    json.key("guilds").begin_array();
    for (const auto& [guild_id, row] : state.guilds()) {
      if (std::ranges::binary_search(row.record.members, id)) json.text(guild_id.text());
    }
    json.end_array().field("member", id.hex());
    write_wishes(json, person);
    json.end_object();
  }
  json.end_array();
}

}  // namespace commune::gateway

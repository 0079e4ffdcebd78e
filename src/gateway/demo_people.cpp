#include "gateway/demo_people.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "exchange/demo_people.h"
#include "trust/signature.h"

namespace commune::gateway {

std::string encode_demo_people(const std::vector<DemoPerson>& people) {
  JsonWriter json;
  json.begin_array();
  for (const DemoPerson& person : people) {
    json.begin_object().field("slug", person.slug).field("about", person.about).end_object();
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
    people.push_back({entry["slug"].get<std::string>(), entry["about"].get<std::string>()});
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
    json.end_array().field("member", id.hex()).end_object();
  }
  json.end_array();
}

}  // namespace commune::gateway

// A record as JSON, and the JSON Schema of its kind, both from the record's one field list: what a
// record gains, its export gains. Times are RFC 3339 in UTC, ids lower-case hexadecimal; what is
// not set is null; enumerators are their words.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/canonical.h"
#include "core/fixed_bytes.h"
#include "core/slug.h"
#include "core/time.h"
#include "model/enums.h"

namespace commune::exchange {

using Json = nlohmann::ordered_json;

// "2026-11-22T18:00:00Z"; null for a time that is not set.
[[nodiscard]] Json json_of(core::Time time);
[[nodiscard]] Json json_of(const std::string& text);
[[nodiscard]] Json json_of(bool flag);
[[nodiscard]] Json json_of(model::Urgency urgency);
[[nodiscard]] Json json_of(model::Effort effort);
[[nodiscard]] Json json_of(model::TaskStatus status);
[[nodiscard]] Json json_of(model::PlaceStatus status);
[[nodiscard]] Json json_of(model::AlertStatus status);
[[nodiscard]] Json json_of(model::DeviceRole role);

template <class T>
concept Number = std::integral<T> && !std::same_as<T, bool>;

[[nodiscard]] Json json_of(Number auto number) { return number; }

template <class Tag, std::size_t N>
[[nodiscard]] Json json_of(const core::FixedBytes<Tag, N>& id) {
  return id.is_zero() ? Json(nullptr) : Json(id.hex());
}

template <class Tag>
[[nodiscard]] Json json_of(const core::Slug<Tag>& slug) {
  return slug.empty() ? Json(nullptr) : Json(slug.text());
}

template <core::HasFields Noun>
[[nodiscard]] Json json_of(const Noun& noun);

template <class T>
[[nodiscard]] Json json_of(const std::vector<T>& values) {
  Json list = Json::array();
  for (const T& value : values) list.push_back(json_of(value));
  return list;
}

template <core::HasFields Noun>
[[nodiscard]] Json json_of(const Noun& noun) {
  Json object = Json::object();
  visit_fields(noun, [&](std::uint32_t, std::string_view name, const auto& field) {
    object[std::string{name}] = json_of(field);
  });
  return object;
}

// ---- The schema of a field's type; the argument only says which type.

[[nodiscard]] Json schema_of(const core::Time&);
[[nodiscard]] Json schema_of(const std::string&);
[[nodiscard]] Json schema_of(const bool&);
[[nodiscard]] Json schema_of(const model::Urgency&);
[[nodiscard]] Json schema_of(const model::Effort&);
[[nodiscard]] Json schema_of(const model::TaskStatus&);
[[nodiscard]] Json schema_of(const model::PlaceStatus&);
[[nodiscard]] Json schema_of(const model::AlertStatus&);
[[nodiscard]] Json schema_of(const model::DeviceRole&);
// Hexadecimal digits, or null.
[[nodiscard]] Json schema_of_id(std::size_t size_bytes);
[[nodiscard]] Json schema_of_slug();

template <Number T>
[[nodiscard]] Json schema_of(const T&) {
  Json schema{{"type", "integer"}};
  if (std::is_unsigned_v<T>) schema["minimum"] = 0;
  return schema;
}

template <class Tag, std::size_t N>
[[nodiscard]] Json schema_of(const core::FixedBytes<Tag, N>&) {
  return schema_of_id(N);
}

template <class Tag>
[[nodiscard]] Json schema_of(const core::Slug<Tag>&) {
  return schema_of_slug();
}

template <core::HasFields Noun>
[[nodiscard]] Json schema_of(const Noun& noun);

template <class T>
[[nodiscard]] Json schema_of(const std::vector<T>&) {
  return Json{{"type", "array"}, {"items", schema_of(T{})}};
}

template <core::HasFields Noun>
[[nodiscard]] Json schema_of(const Noun& noun) {
  Json properties = Json::object();
  Json required = Json::array();
  visit_fields(noun, [&](std::uint32_t, std::string_view name, const auto& field) {
    properties[std::string{name}] = schema_of(field);
    required.push_back(std::string{name});
  });
  return Json{{"type", "object"},
              {"properties", std::move(properties)},
              {"required", std::move(required)},
              {"additionalProperties", false}};
}

}  // namespace commune::exchange

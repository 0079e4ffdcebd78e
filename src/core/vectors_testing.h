// Reads tests/vectors/*.json, the golden figures that the node and the app share. Through
// libprotobuf, which tests have anyway: below `exchange` no room uses a JSON library.
#pragma once

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <iterator>
#include <string>

#include "core/bytes.h"
#include "core/check.h"

namespace commune::core::testing {

using JsonObject = google::protobuf::Struct;
using JsonValue = google::protobuf::Value;

[[nodiscard]] inline JsonObject read_vectors(const std::string& name) {
  std::ifstream file(std::string(COMMUNE_SOURCE_DIR) + "/tests/vectors/" + name);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  CHECK(!text.empty());
  JsonObject object;
  CHECK(google::protobuf::util::JsonStringToMessage(text, &object).ok());
  return object;
}

[[nodiscard]] inline const JsonValue& at(const JsonObject& object, const std::string& name) {
  const auto found = object.fields().find(name);
  CHECK(found != object.fields().end());
  return found->second;
}

[[nodiscard]] inline const JsonObject& object_at(const JsonObject& object,
                                                 const std::string& name) {
  return at(object, name).struct_value();
}

[[nodiscard]] inline const std::string& text_at(const JsonObject& object, const std::string& name) {
  return at(object, name).string_value();
}

[[nodiscard]] inline Bytes bytes_at(const JsonObject& object, const std::string& name) {
  return parse_hex(text_at(object, name)).value();
}

}  // namespace commune::core::testing

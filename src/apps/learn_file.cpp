#include "apps/learn_file.h"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "apps/node_door.h"
#include "core/bytes.h"
#include "exchange/json_reader.h"
#include "node/file.h"
#include "trust/sealing.h"

namespace commune::apps {
namespace {

using exchange::JsonObject;
using nlohmann::json;

constexpr std::size_t file_size_max = std::size_t{1} << 20U;
constexpr std::size_t text_size_max = 1000;

// As it was where the field is not there.
template <class Number>
core::Result<void> read_number(const JsonObject& object, std::string_view field, Number& into) {
  constexpr std::int64_t number_max = std::numeric_limits<std::uint32_t>::max();
  into = static_cast<Number>(
      TRY(object.integer(field, 0, number_max, static_cast<std::int64_t>(into))));
  return {};
}

struct Helper {
  recommend::AnnouncedHelper announced;
  gateway::http::HttpClient client;
};

core::Result<Helper> read_helper(const JsonObject& object, const std::filesystem::path& folder) {
  std::string name = TRY(object.text("name", text_size_max));
  const std::string key_text = TRY(object.text("key", text_size_max));
  const auto key = trust::SealingPublicKey::parse(key_text);
  if (!key) return object.wrong("key", "is not the 64 digits that commune helper new printed");
  NodeFlags flags;
  flags.node = TRY(object.text("url", text_size_max));
  const std::string authority = TRY(object.text("ca", text_size_max, ""));
  if (!authority.empty()) flags.authority = folder / authority;
  auto client = node_client(flags);
  if (!client) {
    return core::fail(client.error().code,
                      fmt::format("{}: url: {}", object.path(), client.error().message));
  }
  return Helper{{std::move(name), core::Bytes(key->view().begin(), key->view().end())},
                *std::move(client)};
}

}  // namespace

core::Result<LearnFile> read_learn_file(const std::filesystem::path& file) {
  const core::Bytes bytes = TRY(node::read_file(file));
  const std::string name = file.string();
  const json all = TRY(exchange::parse_json(core::as_text(bytes), name, file_size_max));
  const auto object = TRY(JsonObject::open(
      all, name,
      {"name", "round_seconds", "norm_squared_max", "noise_variance", "devices_min", "helpers"}));
  LearnFile read;
  read.options.own_name = TRY(object.text("name", text_size_max));
  TRY_VOID(read_number(object, "round_seconds", read.options.span.count));
  TRY_VOID(read_number(object, "norm_squared_max", read.options.terms.norm_squared_max));
  TRY_VOID(read_number(object, "noise_variance", read.options.terms.noise_variance));
  TRY_VOID(read_number(object, "devices_min", read.options.terms.devices_min));
  const json& helpers = *TRY(object.list("helpers"));
  if (helpers.empty()) return object.wrong("helpers", "are missing");
  for (std::size_t i = 0; i < helpers.size(); ++i) {
    const auto one = TRY(JsonObject::open(helpers[i], fmt::format("{}: helpers[{}]", name, i),
                                          {"name", "key", "url", "ca"}));
    Helper helper = TRY(read_helper(one, file.parent_path()));
    read.options.helpers.push_back(std::move(helper.announced));
    read.helpers.push_back(std::move(helper.client));
  }
  return read;
}

}  // namespace commune::apps

#include "apps/learn_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "apps/node_door.h"
#include "node/file.h"
#include "trust/sealing.h"

namespace commune::apps {
namespace {

using core::ErrorCode;
using nlohmann::json;

constexpr std::array<std::string_view, 4> helper_fields{"name", "key", "url", "ca"};
constexpr std::array<std::string_view, 6> file_fields{
    "name", "round_seconds", "norm_squared_max", "noise_variance", "devices_min", "helpers"};

// One object of the file, with where it stands.
struct Part {
  const json& fields;
  std::string place;

  [[nodiscard]] std::unexpected<core::Error> wrong(std::string_view name,
                                                   std::string_view what) const {
    return core::fail(ErrorCode::malformed, fmt::format("{}: \"{}\" {}", place, name, what));
  }
  [[nodiscard]] core::Result<void> check_names(std::span<const std::string_view> known) const {
    if (!fields.is_object()) return core::fail(ErrorCode::malformed, place + ": is no JSON object");
    for (const auto& [name, value] : fields.items()) {
      if (std::ranges::find(known, name) == known.end()) return wrong(name, "is no known field");
    }
    return {};
  }
  [[nodiscard]] core::Result<std::string> text(const char* name) const {
    const auto found = fields.find(name);
    if (found == fields.end() || !found->is_string()) return wrong(name, "must be a text");
    return found->get<std::string>();
  }
  // As it was where the field is not there.
  template <class Number>
  [[nodiscard]] core::Result<void> number(const char* name, Number& into) const {
    const auto found = fields.find(name);
    if (found == fields.end()) return {};
    if (!found->is_number_unsigned() ||
        found->get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::uint32_t>::max()}) {
      return wrong(name, "must be a whole number, not below 0");
    }
    into = static_cast<Number>(found->get<std::uint64_t>());
    return {};
  }
};

core::Result<void> read_helper(const Part& part, const std::filesystem::path& folder,
                               LearnFile& into) {
  TRY_VOID(part.check_names(helper_fields));
  std::string name = TRY(part.text("name"));
  const std::string key_text = TRY(part.text("key"));
  const auto key = trust::SealingPublicKey::parse(key_text);
  if (!key) return part.wrong("key", "must be the 64 digits that commune helper new printed");
  NodeFlags flags;
  flags.node = TRY(part.text("url"));
  if (part.fields.contains("ca")) {
    const std::string authority = TRY(part.text("ca"));
    flags.authority = folder / authority;
  }
  auto client = node_client(flags);
  if (!client) {
    return core::fail(client.error().code,
                      fmt::format("{}: \"url\": {}", part.place, client.error().message));
  }
  into.helpers.push_back(*std::move(client));
  into.options.helpers.push_back(
      {std::move(name), core::Bytes(key->view().begin(), key->view().end())});
  return {};
}

}  // namespace

core::Result<LearnFile> read_learn_file(const std::filesystem::path& file) {
  const core::Bytes bytes = TRY(node::read_file(file));
  const json all = json::parse(bytes, nullptr, false);
  const Part part{all, file.string()};
  TRY_VOID(part.check_names(file_fields));
  LearnFile read;
  read.options.own_name = TRY(part.text("name"));
  TRY_VOID(part.number("round_seconds", read.options.span.count));
  TRY_VOID(part.number("norm_squared_max", read.options.terms.norm_squared_max));
  TRY_VOID(part.number("noise_variance", read.options.terms.noise_variance));
  TRY_VOID(part.number("devices_min", read.options.terms.devices_min));
  const auto helpers = all.find("helpers");
  if (helpers == all.end() || !helpers->is_array()) return part.wrong("helpers", "must be a list");
  for (std::size_t i = 0; i < helpers->size(); ++i) {
    const Part one{(*helpers)[i], fmt::format("{}: helpers[{}]", file.string(), i)};
    TRY_VOID(read_helper(one, file.parent_path(), read));
  }
  return read;
}

}  // namespace commune::apps

#include "apps/neighbour_door.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "gateway/instant.h"
#include "model/limits.h"

namespace commune::apps {
namespace {

using core::ErrorCode;
using gateway::http::HttpClient;
using nlohmann::json;

constexpr std::array<std::pair<std::string_view, BroughtStatus>, 5> statuses{
    {{"open", BroughtStatus::open},
     {"confirmed", BroughtStatus::confirmed},
     {"dismissed", BroughtStatus::dismissed},
     {"withdrawn", BroughtStatus::withdrawn},
     {"over", BroughtStatus::over}}};

// The calls in the answer to a device, which has to be of this role.
core::Result<json> read_calls(const HttpClient& client, const trust::SigningKey& key,
                              const NodeFacts& node, const std::string& role) {
  const json answer = TRY(read_device_calls(client, key, node));
  const std::string where = fmt::format("{}:{}", client.origin.host, client.origin.port);
  const bool is_whole = answer.is_object() && answer.contains("role") &&
                        answer.at("role").is_string() && answer.contains("calls") &&
                        answer.at("calls").is_array();
  if (!is_whole) {
    return core::fail(ErrorCode::malformed,
                      fmt::format("{} does not answer as a commune's node does", where));
  }
  const auto given = answer.at("role").get<std::string>();
  if (given != role) {
    return core::fail(ErrorCode::invalid, fmt::format("{}: the device was put up as {}, not as {}",
                                                      where, given, role));
  }
  return answer.at("calls");
}

core::Time instant_of(const json& call, const char* name) {
  const auto found = gateway::parse_instant(call.at(name).get_ref<const std::string&>());
  return found.value_or(core::Time{});
}

std::uint32_t count_of(const json& call, const char* name) {
  const auto count = call.at(name).get<std::uint64_t>();
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, model::people_max));
}

OutgoingCall outgoing_of(const json& call) {
  return {.task = model::TaskId::parse(call.at("id").get_ref<const std::string&>())
                      .value_or(model::TaskId{}),
          .title = call.at("title").get<std::string>(),
          .venue = call.at("venue").get<std::string>(),
          .start = instant_of(call, "start"),
          .end = instant_of(call, "end"),
          .wanted = count_of(call, "wanted"),
          .visitors = count_of(call, "visitors"),
          .asks = call.at("asks").get<bool>(),
          .over = call.at("over").get<bool>()};
}

BroughtCall brought_of(const json& call) {
  const auto& word = call.at("status").get_ref<const std::string&>();
  const auto status = std::ranges::find(statuses, word, [](const auto& row) { return row.first; });
  return {.alert = model::AlertId::parse(call.at("id").get_ref<const std::string&>())
                       .value_or(model::AlertId{}),
          // A word that is not known yet: nothing is changed there.
          .status = status == statuses.end() ? BroughtStatus::over : status->second,
          .people = count_of(call, "people"),
          .coming = count_of(call, "coming")};
}

template <class Call>
core::Result<std::vector<Call>> read_each(const HttpClient& client, const json& calls,
                                          Call (*read_one)(const json&)) {
  try {
    std::vector<Call> found;
    for (const json& call : calls) found.push_back(read_one(call));
    return found;
  } catch (const json::exception& error) {
    return core::fail(ErrorCode::malformed, fmt::format("{}:{}: {}", client.origin.host,
                                                        client.origin.port, error.what()));
  }
}

}  // namespace

core::Result<std::vector<OutgoingCall>> read_outgoing(const HttpClient& home,
                                                      const trust::SigningKey& messenger,
                                                      const NodeFacts& node) {
  const json calls = TRY(read_calls(home, messenger, node, "messenger"));
  return read_each(home, calls, outgoing_of);
}

core::Result<std::vector<BroughtCall>> read_brought(const HttpClient& there,
                                                    const trust::SigningKey& key,
                                                    const NodeFacts& node) {
  const json calls = TRY(read_calls(there, key, node, "neighbour"));
  return read_each(there, calls, brought_of);
}

}  // namespace commune::apps

#include "gateway/device_calls.h"

#include <algorithm>
#include <string>

#include "gateway/http/answer.h"
#include "gateway/json_writer.h"
#include "gateway/push/call_message.h"
#include "gateway/task_view.h"
#include "gateway/timed_proof.h"
#include "ledger/alerts.h"
#include "model/limits.h"
#include "trust/signature.h"

namespace commune::gateway {
namespace {

using core::ErrorCode;

// Two communes do not see the end of a call at the same moment: nobody takes it for taken back.
constexpr core::Seconds shown_after_end = core::hours(1);

core::Result<const model::Device*> device_of(const ledger::State& state, const TimedProof& proof,
                                             core::Time now) {
  const auto key = model::PublicKey::parse(proof.who);
  if (!key) return core::fail(ErrorCode::malformed, "\"device\" is not a device's key.");
  const model::Device* device = state.devices().find(*key);
  if (device == nullptr || device->removed || device->role == model::DeviceRole::sensor) {
    return core::fail(ErrorCode::unauthorised,
                      "No guild has put this device up for a neighbouring commune.");
  }
  TRY_VOID(check_timed_proof(proof.time, proof.signature, *key, trust::device_label,
                             state.commune().chain, now));
  return device;
}

std::string_view status_of(const model::Alert& call, const model::Task* task, core::Time now) {
  if (call.end <= now) return "over";
  switch (call.status) {
    case model::AlertStatus::open: return "open";
    case model::AlertStatus::dismissed: return "dismissed";
    case model::AlertStatus::withdrawn: return "withdrawn";
    case model::AlertStatus::confirmed: break;
  }
  return task == nullptr || task->status != model::TaskStatus::open ? "dismissed" : "confirmed";
}

// A neighbour's own calls.
void write_brought(JsonWriter& json, const ledger::State& state, const model::Device& device,
                   core::Time now) {
  const core::Time since = now - model::call_life_max - shown_after_end;
  for (const model::Alert* alert : ledger::alerts_since(state, since)) {
    const model::Alert& call = *alert;
    if (call.neighbour != device.key || call.end + shown_after_end <= now) continue;
    const model::Task* task = state.tasks().find(model::task_of_alert(call.alert));
    json.begin_object()
        .field("id", call.alert.hex())
        .field("status", status_of(call, task, now))
        .field("people", call.people)
        .field("coming", task == nullptr ? 0U : crew_of(*task).coming)
        .end_object();
  }
}

std::uint32_t visitors_of(const model::Task& task, const model::PublicKey& messenger) {
  const auto word = std::ranges::find(task.visitors, messenger, &model::Visitors::messenger);
  return word == task.visitors.end() ? 0 : word->people;
}

std::uint32_t people_of(const ledger::State& state) {
  return static_cast<std::uint32_t>(std::ranges::count_if(
      state.members(), [](const auto& entry) { return !entry.second.record.left; }));
}

// Beyond the commune nobody knows how many there are.
bool has_reached_neighbours(const ledger::State& state, std::uint32_t members,
                            const model::Task& task, recommend::Call call, core::Time now) {
  const model::Guild* guild = state.guilds().find(task.draft.guild);
  const std::size_t in_guild = guild == nullptr ? 0 : guild->members.size();
  call.people_within = {static_cast<std::uint32_t>(in_guild), members, members};
  call.acceptance_permille = recommend::pooled_acceptance_permille({});
  return recommend::ring_of(call, now) == recommend::Ring::neighbours;
}

// What goes out: every urgent call of ours. One that a neighbour brought goes no further.
void write_going_out(JsonWriter& json, const ledger::State& state, const model::Device& messenger,
                     core::Time now) {
  const std::uint32_t members = people_of(state);
  for (const auto& [id, row] : state.tasks()) {
    const model::Task& task = row.record;
    if (task.draft.end + shown_after_end <= now) continue;
    const auto call = call_of(state, task, now);
    if (!call || !ledger::is_own_call(state, task)) continue;
    const Crew crew = crew_of(task);
    const std::uint32_t visitors = visitors_of(task, messenger.key);
    const std::uint32_t others = crew.coming - std::min(crew.coming, visitors);
    const std::uint32_t wanted = task.draft.people_min - std::min(task.draft.people_min, others);
    const model::Venue* venue = state.venues().find(task.draft.venue);
    json.begin_object()
        .field("id", id.hex())
        .field("title", task.draft.title)
        .field("venue", venue == nullptr ? "" : venue->name)
        .field("start", task.draft.start)
        .field("end", task.draft.end)
        .field("wanted", ledger::is_done(task) ? 0U : wanted)
        .field("visitors", visitors)
        .field("asks", crew.missing > 0 && !ledger::is_done(task) && now < call->needed_by &&
                           has_reached_neighbours(state, members, task, *call, now))
        .field("over", task.draft.end <= now)
        .end_object();
  }
}

}  // namespace

http::Response device_calls(const http::Request& request, const node::Node& node) {
  const auto proof = parse_timed_proof(request.body, "device");
  if (!proof) return http::error_response(proof.error());
  const core::Time now = node.now();
  return node.read([&](const ledger::State& state, const node::Tip& tip) {
    const auto device = device_of(state, *proof, now);
    if (!device) return http::error_response(device.error());
    const bool is_messenger = (*device)->role == model::DeviceRole::messenger;
    JsonWriter json;
    json.begin_object()
        .field("height", tip.height)
        .field("role", is_messenger ? "messenger" : "neighbour");
    json.key("calls").begin_array();
    if (is_messenger) {
      write_going_out(json, state, **device, now);
    } else {
      write_brought(json, state, **device, now);
    }
    json.end_array().end_object();
    return http::json_response(json.take());
  });
}

}  // namespace commune::gateway

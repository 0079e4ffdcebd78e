#include "gateway/push/call_herald.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <utility>

#include "core/hash.h"
#include "gateway/push/call_message.h"

namespace commune::gateway {
namespace {

using recommend::Call;

constexpr std::chrono::seconds looks_every{1};  // while a call is open; a clock may be a test's

std::uint32_t step_of(const Call& call, core::Time now) {
  return static_cast<std::uint32_t>(std::bit_width(recommend::wave_of(call, now)));
}

bool is_filled(const Call& call) { return call.accepted >= call.places; }

}  // namespace

Announcement announcement_due(const std::optional<Call>& call, const Announced& before,
                              core::Time now) {
  if (before.count >= announcements_max) return Announcement::nothing;
  const bool is_told = before.step.has_value() && !before.is_settled;
  if (!call || is_filled(*call)) return is_told ? Announcement::settled : Announcement::nothing;
  if (now < call->raised_at || now >= call->needed_by) return Announcement::nothing;
  const bool is_new = !before.step || before.is_settled || step_of(*call, now) > *before.step;
  return is_new ? Announcement::call : Announcement::nothing;
}

Announced announced(const std::optional<Call>& call, Announcement told, const Announced& before,
                    core::Time now) {
  switch (told) {
    case Announcement::nothing: return before;
    case Announcement::settled:
      return {.step = before.step, .is_settled = true, .count = before.count + 1};
    case Announcement::call:
      return {.step = step_of(*call, now), .is_settled = false, .count = before.count + 1};
  }
  return before;
}

std::optional<core::Time> look_again(const std::optional<Call>& call, const Announced& before,
                                     core::Time now) {
  if (!call || is_filled(*call) || now >= call->needed_by) return std::nullopt;
  if (before.count >= announcements_max) return std::nullopt;
  if (now < call->raised_at) return call->raised_at;
  const std::int64_t wave = std::int64_t{1} << std::min<std::uint32_t>(before.step.value_or(0), 40);
  const core::Time next =
      call->raised_at + core::Seconds{recommend::wave_length(*call).count * wave};
  return next < call->needed_by ? std::optional(next) : std::nullopt;
}

CallHerald::CallHerald(node::Node& node, const trust::Seed& secret, Send send)
    : node_(node), secret_(secret), send_(std::move(send)) {
  take_up();
  thread_ = std::thread([this] { run(); });
}

CallHerald::~CallHerald() { stop(); }

void CallHerald::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakeup_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void CallHerald::take_up() {
  const core::Time now = node_.now();
  node_.read([&](const ledger::State& state) {
    for (const auto& [id, entry] : state.tasks()) {
      const auto call = call_of(entry.record);
      if (!call || now < call->raised_at || now >= call->needed_by) continue;
      Watched watched{.announced = {.step = step_of(*call, now), .is_settled = is_filled(*call)}};
      watched.due = look_again(call, watched.announced, now).value_or(core::Time{});
      calls_.emplace(id, watched);
    }
  });
}

void CallHerald::follow(const node::BlockEvents& block) {
  {
    const std::lock_guard lock(mutex_);
    for (const ledger::Event& event : block.events) {
      if (const auto* task = std::get_if<model::TaskId>(&event.subject)) touched_.insert(*task);
    }
    if (touched_.empty()) return;
  }
  wakeup_.notify_one();
}

std::set<model::TaskId> CallHerald::due_now(core::Time now) {
  std::set<model::TaskId> due;
  for (const auto& [id, watched] : calls_) {
    if (watched.due.is_set() && watched.due <= now) due.insert(id);
  }
  return due;
}

void CallHerald::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    std::set<model::TaskId> tasks = std::exchange(touched_, {});
    lock.unlock();
    tasks.merge(due_now(node_.now()));
    for (const model::TaskId& task : tasks) look_at(task);
    const bool waits =
        std::ranges::any_of(calls_, [](const auto& call) { return call.second.due.is_set(); });
    lock.lock();
    if (stopping_ || !touched_.empty()) continue;
    if (waits) {
      wakeup_.wait_for(lock, looks_every);
    } else {
      wakeup_.wait(lock);
    }
  }
}

std::string CallHerald::topic_of(const model::TaskId& task) const {
  constexpr std::size_t topic_bytes = 24;  // 32 letters, as many as there may be
  const auto digest = core::labelled_hash("commune/push-topic/v1", {secret_, task.view()});
  return core::to_base64url(digest.view().first(topic_bytes));
}

void CallHerald::look_at(const model::TaskId& id) {
  const core::Time now = node_.now();
  const auto known = calls_.find(id);
  const auto task = node_.read([&](const ledger::State& state) -> std::optional<model::Task> {
    const model::Task* found = state.tasks().find(id);
    if (found == nullptr || (known == calls_.end() && !call_of(*found))) return std::nullopt;
    return *found;
  });
  const auto call = task ? call_of(*task) : std::nullopt;
  if (!call && known == calls_.end()) return;  // work like other work
  Watched watched = known == calls_.end() ? Watched{} : known->second;
  const Announcement told = announcement_due(call, watched.announced, now);
  if (told != Announcement::nothing && task) {
    const core::Time until = call ? call->needed_by : task->draft.end;
    send_({.text = call_message(node_.chain(), *task),
           .topic = topic_of(id),
           .urgency = task->draft.urgency,
           .expires_at = std::max(until, now + core::minutes(1))});
  }
  watched.announced = announced(call, told, watched.announced, now);
  watched.due = look_again(call, watched.announced, now).value_or(core::Time{});
  const bool is_over = !call || now >= call->needed_by;
  if (is_over) {
    calls_.erase(id);
  } else {
    calls_[id] = watched;
  }
}

}  // namespace commune::gateway

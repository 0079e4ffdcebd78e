#include "gateway/push/call_herald.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <utility>

#include "core/hash.h"
#include "gateway/push/call_message.h"
#include "gateway/task_view.h"
#include "ledger/alerts.h"

namespace commune::gateway {
namespace {

using recommend::Call;

constexpr std::chrono::seconds looks_every{1};  // while a call is open; a clock may be a test's

std::uint32_t step_of(const Call& call, core::Time now) {
  return static_cast<std::uint32_t>(std::bit_width(recommend::wave_of(call, now)));
}

bool is_filled(const Call& call) { return call.accepted >= call.places; }

// Phones are woken where somebody said that it is urgent. Planned work that lacks people in its
// last hours rings where the app is open: it would draw a silent line on every phone day by day.
std::optional<Call> pushed_call_of(const ledger::State& state, const model::Task& task,
                                   core::Time now) {
  if (task.draft.urgency != model::Urgency::urgent) return std::nullopt;
  return call_of(state, task, now);
}

// What there is to say under an id: of a task, or of the report that it may become. Holds as long
// as the state does.
struct Subject {
  const model::Task* task = nullptr;
  const model::Alert* alert = nullptr;
  std::optional<Call> call;
};

Subject find_subject(const ledger::State& state, const model::TaskId& id, core::Time now) {
  if (const model::Task* task = state.tasks().find(id); task != nullptr) {
    return {.task = task, .alert = nullptr, .call = pushed_call_of(state, *task, now)};
  }
  const model::Alert* alert = state.alerts().find(model::alert_of_task(id));
  if (alert == nullptr) return {};
  return {.task = nullptr, .alert = alert, .call = question_of(*alert)};
}

std::string words_of(const ledger::State& state, const model::ChainId& chain,
                     const Subject& subject, Announcement told) {
  const bool is_over = told == Announcement::over;
  if (subject.task == nullptr) {
    return (is_over ? question_over_message : question_message)(chain, *subject.alert);
  }
  const auto write = is_over ? over_message : call_message;
  return write(chain, *subject.task, beside(state, *subject.task));
}

core::Time end_of(const Subject& subject) {
  if (subject.call) return subject.call->needed_by;
  return subject.task != nullptr ? subject.task->draft.end : asked_until(*subject.alert);
}

// Phones ring for it as far as the node knows.
bool is_told(const Announced& before) { return before.step.has_value() && !before.is_settled; }

// A phone that is off for a while hears of the end afterwards.
constexpr core::Seconds over_life = core::hours(1);

}  // namespace

Announcement announcement_due(const std::optional<Call>& call, const Announced& before,
                              core::Time now) {
  const bool is_over = call && !is_filled(*call) && now >= call->needed_by;
  if (is_over) return is_told(before) ? Announcement::over : Announcement::nothing;
  if (before.count >= announcements_max) return Announcement::nothing;
  if (!call || is_filled(*call)) {
    return is_told(before) ? Announcement::settled : Announcement::nothing;
  }
  if (now < call->raised_at) return Announcement::nothing;
  const bool is_new = !before.step || before.is_settled || step_of(*call, now) > *before.step;
  return is_new ? Announcement::call : Announcement::nothing;
}

Announced announced(const std::optional<Call>& call, Announcement told, const Announced& before,
                    core::Time now) {
  switch (told) {
    case Announcement::nothing: return before;
    case Announcement::settled:
    case Announcement::over:
      return {.step = before.step, .is_settled = true, .count = before.count + 1};
    case Announcement::call:
      return {.step = step_of(*call, now), .is_settled = false, .count = before.count + 1};
  }
  return before;
}

std::optional<core::Time> look_again(const std::optional<Call>& call, const Announced& before,
                                     core::Time now) {
  if (!call || is_filled(*call) || now >= call->needed_by) return std::nullopt;
  if (now < call->raised_at) return call->raised_at;
  const auto end = is_told(before) ? std::optional(call->needed_by) : std::nullopt;
  if (before.count >= announcements_max) return end;
  const std::int64_t wave = std::int64_t{1} << std::min<std::uint32_t>(before.step.value_or(0), 40);
  const core::Time next =
      call->raised_at + core::Seconds{recommend::wave_length(*call).count * wave};
  return next < call->needed_by ? std::optional(next) : end;
}

Announced confirmed(const std::optional<Call>& call, const Announced& question) {
  Announced before = question;
  if (call && !is_filled(*call)) before.step.reset();
  return before;
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
  const auto watch = [&](const model::TaskId& id, const std::optional<Call>& call,
                         bool is_question) {
    if (!call || now >= call->needed_by) return;
    Watched watched;
    watched.is_question = is_question;
    if (now >= call->raised_at)
      watched.announced = {.step = step_of(*call, now), .is_settled = is_filled(*call)};
    watched.due = look_again(call, watched.announced, now).value_or(core::Time{});
    calls_.emplace(id, watched);
  };
  node_.read([&](const ledger::State& state) {
    for (const auto& [id, entry] : state.tasks())
      watch(id, pushed_call_of(state, entry.record, now), false);
    for (const model::Alert* alert : ledger::alerts_since(state, now - recommend::question_life))
      watch(model::task_of_alert(alert->alert), question_of(*alert), true);
  });
}

void CallHerald::follow(const node::BlockEvents& block) {
  {
    const std::lock_guard lock(mutex_);
    for (const ledger::Event& event : block.events) {
      if (const auto* task = std::get_if<model::TaskId>(&event.subject)) touched_.insert(*task);
      if (const auto* alert = std::get_if<model::AlertId>(&event.subject))
        touched_.insert(model::task_of_alert(*alert));
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
  const bool is_known = known != calls_.end();
  Watched watched = is_known ? known->second : Watched{};
  std::optional<Call> call;
  std::optional<PushMessage> message;
  Announcement told = Announcement::nothing;
  node_.read([&](const ledger::State& state) {
    const Subject subject = find_subject(state, id, now);
    if (subject.task == nullptr && subject.alert == nullptr) return;
    call = subject.call;
    const bool is_question = subject.task == nullptr;
    if (watched.is_question && !is_question) watched.announced = confirmed(call, watched.announced);
    watched.is_question = is_question;
    told = announcement_due(call, watched.announced, now);
    if (told == Announcement::nothing) return;
    const core::Time until = told == Announcement::over ? now + over_life : end_of(subject);
    message = {.text = words_of(state, node_.chain(), subject, told),
               .topic = topic_of(id),
               .urgency = model::Urgency::urgent,
               .expires_at = std::max(until, now + core::minutes(1))};
  });
  if (message) send_(std::move(*message));
  if (!call && !is_known) return;  // work like other work, or answered at once
  watched.announced = announced(call, told, watched.announced, now);
  watched.due = look_again(call, watched.announced, now).value_or(core::Time{});
  if (!call || now >= call->needed_by) {
    calls_.erase(id);
  } else {
    calls_[id] = watched;
  }
}

}  // namespace commune::gateway

#include "gateway/stream_hub.h"

#include <algorithm>

#include "gateway/json_writer.h"
#include "gateway/task_view.h"

namespace commune::gateway {
namespace {

using http::SharedText;
using std::chrono::steady_clock;

SharedText shared(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

std::string event_text(std::string_view name, core::Height height, std::string_view data) {
  std::string text = "event: ";
  text.append(name).append("\nid: ").append(std::to_string(height.value));
  text.append("\ndata: ").append(data).append("\n\n");
  return text;
}

std::string reset_text(core::Height height) {
  JsonWriter json;
  json.begin_object().field("height", height).end_object();
  return event_text("reset", height, json.take());
}

bool shows_one_of(const model::Task& task, const std::set<model::MemberId>& members) {
  return std::ranges::any_of(task.places, [&](const model::Place& place) {
    return !place.shown.is_zero() && members.contains(place.shown);
  });
}

}  // namespace

StreamHub::StreamHub(const Board& board, StreamTimes times)
    : board_(board), times_(times), sent_height_(board.height()), thread_([this] { run(); }) {}

StreamHub::~StreamHub() { stop(); }

void StreamHub::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakeup_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void StreamHub::publish(const node::BlockEvents& block) {
  const std::lock_guard lock(mutex_);
  if (!gathered_) gathered_.emplace();
  gathered_->height = block.height;
  gathered_->time = block.time;
  for (const ledger::Event& event : block.events) {
    const Touched touched = touched_by(event.kind);
    gathered_->rounds = gathered_->rounds || touched.rounds;
    gathered_->calls = gathered_->calls || touched.calls;
    gathered_->catalogue = gathered_->catalogue || touched.catalogue;
    gathered_->members = gathered_->members || touched.members;
    if (const auto* task = std::get_if<model::TaskId>(&event.subject))
      gathered_->tasks.insert(*task);
    // A new name also stands on the places where it is shown.
    if (event.kind == ledger::EventKind::member_changed) {
      gathered_->renamed.insert(std::get<model::MemberId>(event.subject));
    }
  }
  wakeup_.notify_all();
}

void StreamHub::add(std::shared_ptr<http::Stream> stream, std::optional<core::Height> since) {
  // Asked before taking our own lock: the board's comes first everywhere.
  const core::Height now = board_.height();
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  stream->send(shared("retry: 2000\n\n"));
  if (since) {
    const auto texts = *since > now ? std::nullopt : missed(*since);
    if (!texts) {
      stream->send(shared(reset_text(now)));
    } else {
      for (const SharedText& text : *texts) stream->send(text);
    }
  }
  streams_.push_back(std::move(stream));
}

std::optional<std::vector<SharedText>> StreamHub::missed(core::Height since) const {
  std::vector<SharedText> texts;
  if (since >= sent_height_) return texts;
  const auto first =
      std::ranges::find_if(kept_, [&](const Sent& sent) { return sent.height > since; });
  if (first == kept_.end() || first->after > since) return std::nullopt;
  for (auto sent = first; sent != kept_.end(); ++sent) texts.push_back(sent->text);
  return texts;
}

void StreamHub::run() {
  auto next_send = steady_clock::now();
  auto next_ping = steady_clock::now() + times_.ping;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto now = steady_clock::now();
    if (gathered_ && now >= next_send) {
      GatheredChanges gathered = std::move(*gathered_);
      gathered_.reset();
      lock.unlock();
      send(std::move(gathered));
      lock.lock();
      next_send = steady_clock::now() + times_.gather;
      continue;
    }
    if (now >= next_ping) {
      next_ping = now + times_.ping;
      const auto streams = open_streams();
      lock.unlock();
      broadcast(shared(": still here\n\n"), streams);
      lock.lock();
      continue;
    }
    wakeup_.wait_until(lock, gathered_ ? std::min(next_send, next_ping) : next_ping);
  }
}

void StreamHub::send(GatheredChanges gathered) {
  const auto text = board_.read([&](const ledger::State& state, const BoardIndex&, core::Height) {
    if (!gathered.renamed.empty()) {
      const core::Time recent = gathered.time - core::days(7);
      for (const auto& [id, row] : state.tasks()) {
        const core::Time end = row.record.draft.end;
        if ((!end.is_set() || end > recent) && shows_one_of(row.record, gathered.renamed)) {
          gathered.tasks.insert(id);
        }
      }
    }
    if (gathered.tasks.size() > tasks_per_event_max) return shared(reset_text(gathered.height));
    JsonWriter json(256 + gathered.tasks.size() * 1024);
    json.begin_object().field("height", gathered.height).field("time", gathered.time);
    json.key("tasks").begin_array();
    for (const model::TaskId& id : gathered.tasks) write_task(json, state, *state.tasks().find(id));
    json.end_array()
        .field("catalogue", gathered.catalogue)
        .field("members", gathered.members)
        .field("rounds", gathered.rounds)
        .field("calls", gathered.calls)
        .end_object();
    return shared(event_text("block", gathered.height, json.take()));
  });
  std::vector<std::shared_ptr<http::Stream>> streams;
  {
    const std::lock_guard lock(mutex_);
    keep({.after = sent_height_, .height = gathered.height, .text = text});
    sent_height_ = gathered.height;
    streams = open_streams();
  }
  broadcast(text, streams);
}

void StreamHub::keep(Sent sent) {
  kept_bytes_ += sent.text->size();
  kept_.push_back(std::move(sent));
  while (kept_.size() > texts_kept_max || (kept_bytes_ > bytes_kept_max && kept_.size() > 1)) {
    kept_bytes_ -= kept_.front().text->size();
    kept_.pop_front();
  }
}

std::vector<std::shared_ptr<http::Stream>> StreamHub::open_streams() {
  std::erase_if(streams_, [](const auto& stream) { return !stream->is_open(); });
  return streams_;
}

void StreamHub::broadcast(const SharedText& text,
                          const std::vector<std::shared_ptr<http::Stream>>& to) {
  for (const auto& stream : to) stream->send(text);
}

}  // namespace commune::gateway

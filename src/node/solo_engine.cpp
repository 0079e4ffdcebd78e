#include "node/solo_engine.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "core/check.h"
#include "node/command_door.h"

namespace commune::node {
namespace {

using core::ErrorCode;

// Heights of this many commands are remembered, so that a client that lost an answer learns where
// its command is.
constexpr std::size_t remembered_max = 100'000;

}  // namespace

SoloEngine::SoloEngine(Replica& replica, Workers& workers, const core::Clock& clock,
                       const EngineLimits& limits, BlockListener listener)
    : replica_(replica),
      workers_(workers),
      clock_(clock),
      limits_(limits),
      listener_(std::move(listener)),
      writer_([this] { run(); }) {}

SoloEngine::~SoloEngine() { stop(); }

void SoloEngine::submit(core::Bytes signed_envelope, Answer answer) {
  auto submission = std::make_shared<Submission>(
      Submission{std::move(signed_envelope), std::move(answer), std::nullopt});
  std::optional<core::Error> refusal;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      refusal = core::Error{ErrorCode::unavailable, "the node is stopping"};
    } else if (waiting_.size() >= limits_.waiting_max) {
      refusal = core::Error{ErrorCode::unavailable,
                            "too many commands are waiting; please try again in a second"};
    } else {
      waiting_.push_back(submission);
      ++opening_;
    }
  }
  if (refusal) {
    submission->answer(*std::move(refusal));
    return;
  }
  workers_.post([this, submission] { open(submission); });
}

void SoloEngine::open(const std::shared_ptr<Submission>& submission) {
  auto opened = open_command(submission->bytes, replica_.chain());
  // Notified under the lock: once `opening_` is 0 the engine may go away.
  const std::lock_guard lock(mutex_);
  submission->opened = std::move(opened);
  --opening_;
  wakeup_.notify_all();
}

void SoloEngine::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakeup_.notify_all();
  if (writer_.joinable()) writer_.join();
}

void SoloEngine::run() {
  for (;;) {
    const Submissions ready = take_ready();
    if (ready.empty()) return;
    const core::Time now = clock_.now();
    Batch batch = choose(ready, now);
    if (!batch.held_back.empty()) {
      const std::lock_guard lock(mutex_);
      waiting_.insert(waiting_.begin(), batch.held_back.begin(), batch.held_back.end());
    }
    if (!batch.chosen.empty()) write(batch.chosen, now);
  }
}

// Waits until the oldest submission is verified and takes as many verified ones as a block may
// have. Empty only when the engine stops and nothing waits any more.
SoloEngine::Submissions SoloEngine::take_ready() {
  std::unique_lock lock(mutex_);
  wakeup_.wait(lock, [this] {
    if (waiting_.empty()) return stopping_ && opening_ == 0;
    return waiting_.front()->opened.has_value();
  });
  Submissions ready;
  std::size_t bytes = 0;
  while (!waiting_.empty() && waiting_.front()->opened &&
         ready.size() < limits_.block_commands_max) {
    bytes += waiting_.front()->bytes.size();
    if (bytes > limits_.block_bytes_max && !ready.empty()) break;
    ready.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return ready;
}

SoloEngine::Batch SoloEngine::choose(const Submissions& ready, core::Time now) {
  Batch batch;
  std::set<core::Digest> ids;
  for (const auto& submission : ready) {
    const auto& opened = *submission->opened;
    if (!opened) {
      submission->answer(opened.error());
      continue;
    }
    const auto verdict = replica_.check(*opened, now);
    if (verdict && ids.insert(opened->id).second) {
      batch.chosen.push_back(submission);
    } else if (batch.chosen.empty()) {
      CHECK(!verdict);
      refuse(*submission, opened->id, verdict.error());
    } else {
      batch.held_back.push_back(submission);
    }
  }
  return batch;
}

void SoloEngine::write(const Submissions& chosen, core::Time now) {
  std::vector<core::Bytes> bytes;
  std::vector<model::VerifiedCommand> commands;
  bytes.reserve(chosen.size());
  commands.reserve(chosen.size());
  for (const auto& submission : chosen) {
    bytes.push_back(std::move(submission->bytes));
    commands.push_back(**submission->opened);
  }
  const EncodedBlock block = replica_.propose(now, std::move(bytes));
  if (const auto written = replica_.commit(block); !written) {
    spdlog::error("block {} with {} commands was not written: {}", block.block.height.value,
                  chosen.size(), written.error().message);
    for (const auto& submission : chosen) submission->answer(written.error());
    return;
  }
  auto outcomes = replica_.finalize(block, commands);
  answer_all(block, chosen, commands, std::move(outcomes));
}

void SoloEngine::answer_all(const EncodedBlock& block, const Submissions& chosen,
                            const std::vector<model::VerifiedCommand>& commands,
                            std::vector<ledger::Outcome> outcomes) {
  const core::Height height = block.block.height;
  BlockEvents news{height, block.block.time, chosen.size(), {}};
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (!outcomes[i]) continue;
    remember(commands[i].id, height);
    std::ranges::copy(*outcomes[i], std::back_inserter(news.events));
  }
  if (listener_) listener_(std::move(news));
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (outcomes[i]) {
      chosen[i]->answer(Accepted{height, commands[i].id, *std::move(outcomes[i])});
    } else {
      refuse(*chosen[i], commands[i].id, outcomes[i].error());
    }
  }
  spdlog::debug("block {}: {} commands, {} bytes", height.value, chosen.size(), block.bytes.size());
}

void SoloEngine::refuse(const Submission& submission, const core::Digest& id,
                        ledger::Rejection rejection) {
  Refused refused{id, rejection, std::nullopt};
  if (rejection == ledger::Rejection::replayed) {
    const auto known = heights_.find(id);
    if (known != heights_.end()) refused.height = known->second;
  }
  submission.answer(refused);
}

void SoloEngine::remember(const core::Digest& id, core::Height height) {
  if (!heights_.emplace(id, height).second) return;
  remembered_.push_back(id);
  if (remembered_.size() <= remembered_max) return;
  heights_.erase(remembered_.front());
  remembered_.pop_front();
}

}  // namespace commune::node

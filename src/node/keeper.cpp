#include "node/keeper.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <utility>
#include <variant>

#include "calendar/local_time.h"
#include "calendar/recurrence.h"
#include "ledger/rejection.h"
#include "model/ids.h"

namespace commune::node {
namespace {

constexpr auto looks_every = std::chrono::hours(1);

// Somebody else may have posted the same date, or ended the request, in the meantime.
bool is_expected(ledger::Rejection rejection) {
  return rejection == ledger::Rejection::task_exists ||
         rejection == ledger::Rejection::series_ended ||
         rejection == ledger::Rejection::occurrence_length_wrong;
}

void log_outcome(const model::TaskId& task, const Outcome& outcome) {
  if (const auto* error = std::get_if<core::Error>(&outcome)) {
    spdlog::warn("keeper: task {} was not posted: {}", task.hex(), error->message);
  } else if (const auto* refused = std::get_if<Refused>(&outcome)) {
    if (is_expected(refused->rejection)) return;
    spdlog::warn("keeper: task {} was refused: {}", task.hex(),
                 ledger::name_of(refused->rejection));
  }
}

}  // namespace

DuePostings expand_all(const std::vector<model::Series>& series, const calendar::Zone& zone,
                       core::Time now) {
  DuePostings due;
  for (const model::Series& one : series) {
    if (one.ended) continue;
    const auto dates = calendar::expand(one.rule, one.first_local, zone, now,
                                        now + occurrences_ahead, occurrences_per_series_max);
    if (!dates) {
      due.problems.push_back(fmt::format("series {}: {}", one.series.hex(), dates.error().message));
      continue;
    }
    for (const calendar::Occurrence& date : *dates) {
      due.occurrences.push_back({one.series, calendar::to_text(date.local), date.start,
                                 date.start + core::minutes(one.length_minutes)});
    }
  }
  return due;
}

DuePostings without_posted(DuePostings due, const ledger::State& state) {
  std::erase_if(due.occurrences, [&](const model::PostOccurrence& date) {
    return state.tasks().contains(model::occurrence_id_of(date.series, date.local));
  });
  return due;
}

Keeper::Keeper(Doors doors) : doors_(std::move(doors)), thread_([this] { run(); }) {}

Keeper::~Keeper() { stop(); }

void Keeper::wake() {
  {
    const std::lock_guard lock(mutex_);
    awake_ = true;
  }
  wakeup_.notify_one();
}

void Keeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakeup_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Keeper::run() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wakeup_.wait_for(lock, looks_every, [this] { return awake_ || stopping_; });
      if (stopping_) return;
      awake_ = false;
    }
    if (post_due()) wake();
  }
}

bool Keeper::post_due() {
  auto due = doors_.look();
  if (!due) {
    spdlog::error("keeper: {}", due.error().message);
    return false;
  }
  for (const std::string& problem : due->problems) spdlog::warn("keeper: {}", problem);
  // A part at a time, each waited for, so that people's commands get in between.
  const bool is_more = due->occurrences.size() > occurrences_at_once_max;
  if (is_more) due->occurrences.resize(occurrences_at_once_max);
  std::latch answered(static_cast<std::ptrdiff_t>(due->occurrences.size()));
  std::atomic<std::size_t> posted{0};
  for (const model::PostOccurrence& date : due->occurrences) {
    const auto task = model::occurrence_id_of(date.series, date.local);
    doors_.post(date, [&, task](const Outcome& outcome) {
      if (std::holds_alternative<Accepted>(outcome)) ++posted;
      log_outcome(task, outcome);
      answered.count_down();
    });
  }
  answered.wait();
  if (posted > 0) spdlog::info("keeper: posted {} dates of standing requests", posted.load());
  return is_more && posted > 0;
}

}  // namespace commune::node

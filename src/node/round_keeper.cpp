#include "node/round_keeper.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <latch>
#include <utility>
#include <variant>

#include "clearing/clear.h"
#include "clearing/round.h"
#include "core/hash.h"
#include "ledger/rejection.h"
#include "model/limits.h"

namespace commune::node {
namespace {

constexpr core::Seconds looks_every = core::hours(1);
constexpr core::Seconds retries_after = core::Seconds{5};
constexpr core::Seconds no_show_window = core::days(182);
constexpr core::Seconds marked_within = core::days(3);

DueRound due_round_of(const ledger::State& state, const model::Round& round,
                      const std::map<model::TemplateId, clearing::NoShows>& no_shows,
                      core::Time now) {
  DueRound due{.round = round};
  for (const model::Task& task : ledger::instance_of(state, round, {}, now).tasks) {
    const auto seen = no_shows.find(task.draft.kind);
    if (seen == no_shows.end()) continue;
    const model::TaskDraft& draft = task.draft;
    const std::uint32_t people =
        clearing::reserves_for(draft.people_min, draft.people_max, seen->second);
    if (people > 0) due.extra.push_back({task.task, people});
  }
  due.built = ledger::instance_of(state, round, due.extra, now);
  due.invited = ledger::invited_in(state, round, now);
  return due;
}

bool is_to_clear(const model::Round& round, core::Time now) {
  return round.closes_at < now && now <= round.confirm_by && (round.clearings == 0 || round.stale);
}

// The same a week later on the wall.
core::Time week_later(const calendar::Zone& zone, core::Time time) {
  return zone.time_of(zone.local_of(time) + core::days(7));
}

std::optional<model::OpenRound> next_of(const ledger::State& state, const calendar::Zone& zone,
                                        const model::Round& round, core::Time now) {
  if (!round.weekly || now <= round.closes_at) return std::nullopt;
  const core::Digest name = core::labelled_hash("commune/next-round/v1", {round.round.view()});
  model::OpenRound next{.round = *model::RoundId::from(name.view().first(model::RoundId::size)),
                        .from = week_later(zone, round.from),
                        .until = week_later(zone, round.until),
                        .closes_at = week_later(zone, round.closes_at),
                        .confirm_by = week_later(zone, round.confirm_by),
                        .weekly = true};
  const bool is_there = std::ranges::any_of(state.rounds(), [&](const auto& entry) {
    const model::Round& other = entry.second.record;
    return other.round == next.round || (other.from < next.until && next.from < other.until);
  });
  if (is_there || next.closes_at <= now) return std::nullopt;
  return next;
}

void log_outcome(const model::Command& command, const Outcome& outcome) {
  if (const auto* error = std::get_if<core::Error>(&outcome)) {
    spdlog::warn("rounds: {} failed: {}", model::name_of(command), error->message);
  } else if (const auto* refused = std::get_if<Refused>(&outcome)) {
    spdlog::info("rounds: {} was refused: {}", model::name_of(command),
                 ledger::name_of(refused->rejection));
  }
}

}  // namespace

std::map<model::TemplateId, clearing::NoShows> no_shows_by_kind(const ledger::State& state,
                                                                core::Time now) {
  std::map<model::TemplateId, clearing::NoShows> seen;
  for (const auto& [id, row] : state.tasks()) {
    const model::Task& task = row.record;
    if (task.status != model::TaskStatus::open || task.draft.kind.empty()) continue;
    if (!task.draft.end.is_set() || task.draft.end > now - marked_within ||
        task.draft.end < now - no_show_window) {
      continue;
    }
    const auto missed = static_cast<std::uint64_t>(
        std::ranges::count(task.places, model::PlaceStatus::taken, &model::Place::status));
    if (missed == task.places.size()) continue;
    clearing::NoShows& kind = seen[task.draft.kind];
    kind.missed += missed;
    kind.promised += task.places.size();
  }
  return seen;
}

DueRounds find_due_rounds(const ledger::State& state, const calendar::Zone& zone, core::Time now) {
  DueRounds due;
  std::map<model::TemplateId, clearing::NoShows> no_shows;
  for (const auto& [id, row] : state.rounds()) {
    const model::Round& round = row.record;
    if (now <= round.closes_at) {
      const core::Time closed = round.closes_at + core::Seconds{1};
      due.next = due.next ? std::min(*due.next, closed) : closed;
    }
    if (is_to_clear(round, now)) {
      if (no_shows.empty()) no_shows = no_shows_by_kind(state, now);
      due.to_clear.push_back(due_round_of(state, round, no_shows, now));
    }
    if (auto next = next_of(state, zone, round, now)) due.to_open.push_back(*next);
  }
  return due;
}

std::optional<model::ClearRound> share_out(const DueRound& due) {
  const auto round = clearing::Round::make(due.built.instance);
  if (!round) {
    spdlog::error("round {}: {}", due.round.round.hex(), round.error().message);
    return std::nullopt;
  }
  const auto staying = ledger::assignment_of(due.built, *round, due.invited);
  const bool is_first = due.round.clearings == 0 || !staying;
  const clearing::Cleared cleared =
      is_first ? clearing::clear_round(*round) : clearing::rematch_round(*round, *staying);
  model::ClearRound command =
      ledger::proposal_of(due.built, *round, cleared.assignment, cleared.certificate);
  command.round = due.round.round;
  command.revision = due.round.revision;
  command.extra = due.extra;
  return command;
}

RoundKeeper::RoundKeeper(Doors doors) : doors_(std::move(doors)), thread_([this] { run(); }) {}

RoundKeeper::~RoundKeeper() { stop(); }

void RoundKeeper::wake() {
  {
    const std::lock_guard lock(mutex_);
    awake_ = true;
  }
  wakeup_.notify_one();
}

void RoundKeeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakeup_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void RoundKeeper::run() {
  core::Seconds wait = looks_every;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wakeup_.wait_for(lock, std::chrono::seconds(wait.count),
                       [this] { return awake_ || stopping_; });
      if (stopping_) return;
      awake_ = false;
    }
    wait = work();
  }
}

core::Seconds RoundKeeper::work() {
  const DueRounds due = doors_.look();
  bool is_waiting = false;
  for (const model::OpenRound& round : due.to_open) post(round);
  for (const DueRound& round : due.to_clear) {
    std::uint32_t& proposed = proposed_[round.round.round];
    // Refused at this revision already: time or a task has moved on, so look again a little later.
    if (proposed == round.round.revision) is_waiting = true;
    proposed = round.round.revision;
    const auto command = share_out(round);
    if (!command) continue;
    spdlog::info("rounds: {} places of round {} shared out", command->given.size(),
                 round.round.round.hex());
    post(*command);
  }
  if (is_waiting) return retries_after;
  if (!due.next) return looks_every;
  return std::clamp(*due.next - doors_.now(), core::Seconds{1}, looks_every);
}

void RoundKeeper::post(const model::Command& command) {
  std::latch answered(1);
  doors_.post(command, [&](const Outcome& outcome) {
    log_outcome(command, outcome);
    answered.count_down();
  });
  answered.wait();
}

}  // namespace commune::node

#include "node/round_keeper.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <latch>
#include <utility>
#include <variant>

#include "clearing/clear.h"
#include "clearing/round.h"
#include "core/check.h"
#include "core/hash.h"
#include "ledger/rejection.h"
#include "model/limits.h"

namespace commune::node {
namespace {

constexpr core::Seconds looks_every = core::hours(1);
constexpr core::Seconds retries_after = core::Seconds{5};
constexpr core::Seconds no_show_window = core::days(182);
constexpr core::Seconds marked_within = core::days(3);
// Before work begins. Earlier, reserves would spend hours of people who are needed where somebody
// refuses or hands back (docs/evaluations.md); whom an invitation lapses for can still be replaced.
constexpr core::Seconds reserves_within = core::hours(36);

DueRound due_round_of(const ledger::State& state, const model::Round& round,
                      const std::map<model::TemplateId, clearing::NoShows>& no_shows,
                      core::Time now) {
  DueRound due{.round = round};
  for (const model::Task& task : ledger::instance_of(state, round, {}, now).tasks) {
    const auto seen = no_shows.find(task.draft.kind);
    if (seen == no_shows.end()) continue;
    const model::TaskDraft& draft = task.draft;
    if (draft.start - reserves_within >= now) continue;
    const std::uint32_t people =
        clearing::reserves_for(draft.people_min, draft.people_max, seen->second);
    if (people > 0) due.extra.push_back({task.task, people});
  }
  due.built = ledger::instance_of(state, round, due.extra, now);
  due.invited = ledger::invited_in(state, round, now);
  return due;
}

bool is_running(const model::Round& round, core::Time now) {
  return round.closes_at < now && now < round.until;
}

// Whether nobody has answered yet, so that all may still be shared out otherwise.
bool is_unanswered(const ledger::State& state, const model::Round& round) {
  if (round.stale) return false;
  for (auto row = state.willing().lower_bound(model::first_willing_of(round.round));
       row != state.willing().end() && model::round_of(row->first) == round.round; ++row) {
    if (!row->second.record.kept.empty()) return false;
  }
  return true;
}

// After which there is something to do in a running round: whoever was invited may answer no
// longer, or work has come so near that reserves are asked for.
std::vector<core::Time> moments_of(const ledger::State& state, const model::Round& round) {
  std::vector<core::Time> times;
  for (auto row = state.willing().lower_bound(model::first_willing_of(round.round));
       row != state.willing().end() && model::round_of(row->first) == round.round; ++row) {
    for (const model::Offer& offer : row->second.record.offers) {
      const model::Task& task = *state.tasks().find(offer.task);
      for (const model::Invited& invited : task.invited) {
        if (invited.willing == row->first) times.push_back(invited.until);
      }
      if (task.draft.start.is_set() && task.draft.people_max > task.draft.people_min)
        times.push_back(task.draft.start - reserves_within);
    }
  }
  return times;
}

// The keeper's own sharing out holds until something changes; another's is looked at once.
bool is_to_clear(const model::Round& round, const Tried* last,
                 const std::vector<core::Time>& moments, core::Time now) {
  if (round.clearings == 0 || round.stale || last == nullptr) return true;
  if (round.clearings != last->clearings && round.revision != last->revision) return true;
  return std::ranges::any_of(moments,
                             [&](core::Time moment) { return moment < now && moment >= last->at; });
}

void look_at(const ledger::State& state, const model::Round& round, const Tried* last,
             core::Time now, DueRounds& due) {
  const auto look_again = [&](core::Time time) {
    due.next = due.next ? std::min(*due.next, time) : time;
  };
  if (now <= round.closes_at) look_again(round.closes_at + core::Seconds{1});
  if (!is_running(round, now)) return;
  const std::vector<core::Time> moments = moments_of(state, round);
  for (const core::Time moment : moments) {
    if (moment >= now) look_again(moment + core::Seconds{1});
  }
  if (!is_to_clear(round, last, moments, now)) return;
  DueRound found = due_round_of(state, round, no_shows_by_kind(state, now), now);
  const bool is_own = last != nullptr && last->clearings == round.clearings;
  found.is_afresh = round.clearings == 0 || (!is_own && is_unanswered(state, round));
  due.to_clear.push_back(std::move(found));
}

// The same so many weeks later on the wall.
core::Time weeks_later(const calendar::Zone& zone, core::Time time, std::int64_t weeks) {
  return zone.time_of(zone.local_of(time) + core::days(7 * weeks));
}

// The next of a weekly round: the first week after it that is free and has not closed yet. Where
// another weekly round takes that week, the weeks go on from there.
std::optional<model::OpenRound> next_of(const ledger::State& state, const calendar::Zone& zone,
                                        const model::Round& round, core::Time now) {
  if (!round.weekly || now <= round.closes_at) return std::nullopt;
  const core::Digest name = core::labelled_hash("commune/next-round/v1", {round.round.view()});
  const auto id = *model::RoundId::from(name.view().first(model::RoundId::size));
  if (state.rounds().contains(id)) return std::nullopt;
  for (std::int64_t weeks = 1;; ++weeks) {
    const model::OpenRound next{.round = id,
                                .from = weeks_later(zone, round.from, weeks),
                                .until = weeks_later(zone, round.until, weeks),
                                .closes_at = weeks_later(zone, round.closes_at, weeks),
                                .confirm_by = weeks_later(zone, round.confirm_by, weeks),
                                .weekly = true};
    if (next.until > now + model::round_ahead_max) return std::nullopt;
    bool is_free = true;
    for (const auto& [other_id, row] : state.rounds()) {
      const model::Round& other = row.record;
      if (other.from >= next.until || next.from >= other.until) continue;
      if (other.weekly && other_id != round.round) return std::nullopt;
      is_free = false;
    }
    if (is_free && next.closes_at > now) return next;
  }
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

DueRounds find_due_rounds(const ledger::State& state, const calendar::Zone& zone, core::Time now,
                          const TriedRounds& tried) {
  DueRounds due{.at = now};
  for (const auto& [id, row] : state.rounds()) {
    const auto last = tried.find(id);
    look_at(state, row.record, last == tried.end() ? nullptr : &last->second, now, due);
    if (auto next = next_of(state, zone, row.record, now)) due.to_open.push_back(*next);
  }
  return due;
}

std::optional<model::ClearRound> share_out(const DueRound& due) {
  const auto round = clearing::Round::make(due.built.instance);
  if (!round) {
    spdlog::error("round {}: {}", due.round.round.hex(), round.error().message);
    return std::nullopt;
  }
  const clearing::Assignment staying = ledger::staying_of(due.built, *round, due.invited);
  const clearing::Cleared cleared =
      due.is_afresh ? clearing::clear_round(*round) : clearing::rematch_round(*round, staying);
  if (due.round.clearings > 0 && !due.round.stale) {
    const auto before = clearing::evaluate(*round, staying);
    CHECK(before.has_value());
    const clearing::Scale& scale = round->scale();
    if (scale.pack(cleared.verdict.reached) <= scale.pack(*before)) return std::nullopt;
  }
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
  const DueRounds due = doors_.look(tried_);
  bool is_waiting = false;
  for (const model::OpenRound& round : due.to_open) post(round);
  for (const DueRound& round : due.to_clear) {
    Tried& tried = tried_[round.round.round];
    // Refused at this revision already: time or a task has moved on, so look again a little later.
    const bool is_needed = round.round.clearings == 0 || round.round.stale;
    if (is_needed && tried.revision == round.round.revision) is_waiting = true;
    tried.revision = round.round.revision;
    const auto command = share_out(round);
    if (command && !post(*command)) continue;
    tried.clearings = round.round.clearings + (command ? 1 : 0);
    tried.at = due.at;
    if (!command) continue;
    spdlog::info("rounds: {} places of round {} shared out", command->given.size(),
                 round.round.round.hex());
  }
  if (is_waiting) return retries_after;
  if (!due.next) return looks_every;
  return std::clamp(*due.next - doors_.now(), core::Seconds{1}, looks_every);
}

bool RoundKeeper::post(const model::Command& command) {
  std::latch answered(1);
  bool is_accepted = false;
  doors_.post(command, [&](const Outcome& outcome) {
    log_outcome(command, outcome);
    is_accepted = std::holds_alternative<Accepted>(outcome);
    answered.count_down();
  });
  answered.wait();
  return is_accepted;
}

}  // namespace commune::node

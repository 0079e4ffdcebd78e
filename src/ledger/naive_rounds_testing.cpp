// The naive ledger's rounds. A clearing is rebuilt from the records in its own
// way; whether its proof holds is asked of the same checker, which has a brute force of its own
// beside it.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "core/hash.h"
#include "ledger/naive_ledger_testing.h"

namespace commune::ledger::testing {
namespace {

using model::TaskStatus;

constexpr std::int64_t day = 86'400;

core::Digest hash_of(const std::string& label, std::initializer_list<core::ByteView> parts) {
  core::Bytes bytes(label.begin(), label.end());
  bytes.push_back(0);
  for (const auto part : parts) bytes.insert(bytes.end(), part.begin(), part.end());
  return core::sha256(bytes);
}

bool same_round(const model::WillingId& willing, const model::RoundId& round) {
  return willing.hex().starts_with(round.hex());
}

bool overlap(const model::TaskDraft& a, const model::TaskDraft& b) {
  return std::max(a.start.seconds, b.start.seconds) < std::min(a.end.seconds, b.end.seconds);
}

std::uint32_t crew_that_stays(const model::Task& task) {
  std::uint32_t count = 0;
  for (const auto& place : task.places) count += !place.trainee && !place.seeking_swap ? 1U : 0U;
  return count;
}

std::uint32_t learners_that_stay(const model::Task& task) {
  std::uint32_t count = 0;
  for (const auto& place : task.places) count += place.trainee && !place.seeking_swap ? 1U : 0U;
  return count;
}

void uninvite(model::Task& task, const model::WillingId& willing) {
  for (auto invited = task.invited.begin(); invited != task.invited.end(); ++invited) {
    if (invited->willing != willing) continue;
    task.invited.erase(invited);
    return;
  }
}

// And the answer would not come too late.
bool is_invited(const model::Task& task, const model::WillingId& willing, std::int64_t now) {
  for (const auto& invited : task.invited) {
    if (invited.willing == willing) return invited.until.seconds >= now;
  }
  return false;
}

void unoffer(model::Willing& word, const model::TaskId& task) {
  std::vector<model::Offer> left;
  for (const auto& offer : word.offers) {
    if (offer.task != task) left.push_back(offer);
  }
  word.offers = left;
}

}  // namespace

model::WillingId NaiveLedger::my_word_in(const model::RoundId& round) const {
  const auto mark =
      hash_of("commune/willing/v1", {chain_.view(), round.view(), command_->key.view()});
  return *model::WillingId::parse(round.hex() + mark.hex().substr(0, 32));
}

void NaiveLedger::round_moves_on(model::Round& round, bool is_freed) {
  ++round.revision;
  if (is_freed) round.stale = true;
}

void NaiveLedger::share_again_around(const model::Task& task) {
  for (auto* round : all_of<model::Round>()) {
    const std::int64_t start = task.draft.start.seconds;
    const bool in_it = start >= round->from.seconds && start < round->until.seconds;
    if (in_it && round->clearings > 0 && round->until.seconds > now_) {
      round_moves_on(*round, true);
    }
  }
}

void NaiveLedger::take_back_what_clashes(const model::Task& task) {
  for (auto* round : all_of<model::Round>()) {
    if (round->until.seconds <= now_) continue;
    auto* word = look_for<model::Willing>(my_word_in(round->round));
    if (word == nullptr) continue;
    bool any = false;
    bool freed = false;
    for (const auto& offer : std::vector<model::Offer>(word->offers)) {
      auto* other = look_for<model::Task>(offer.task);
      const bool clashes = task.draft.start.seconds != 0 && overlap(task.draft, other->draft);
      if (offer.task != task.task && !clashes) continue;
      any = true;
      freed = freed || is_invited(*other, word->willing, now_);
      uninvite(*other, word->willing);
      unoffer(*word, offer.task);
    }
    if (any) round_moves_on(*round, freed);
  }
}

NaiveLedger::Answer NaiveLedger::certificate_trouble(const model::TaskDraft& draft) {
  for (const auto& needed : draft.certificates) {
    bool held = false;
    const std::int64_t when = draft.end.seconds != 0 ? draft.end.seconds : now_;
    for (const auto& certificate : look_for<model::Member>(me_)->certificates) {
      const std::int64_t until = certificate.valid_until.seconds;
      held = held || (certificate.skill == needed && (until == 0 || until >= when));
    }
    if (!held) return Rejection::certificate_required;
  }
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::OpenRound& command) {
  bool somewhere = is_keeper();
  for (const auto* guild : all_of<model::Guild>()) {
    somewhere = somewhere || std::count(guild->members.begin(), guild->members.end(), me_) > 0;
  }
  if (!somewhere) return Rejection::not_in_guild;
  if (command.round == model::RoundId{}) return Rejection::round_unknown;
  if (look_for<model::Round>(command.round) != nullptr) return Rejection::round_exists;
  const std::int64_t from = command.from.seconds;
  const std::int64_t until = command.until.seconds;
  const std::int64_t closes = command.closes_at.seconds;
  const std::int64_t answers = command.confirm_by.seconds;
  if (now_ >= closes || closes > from || closes >= answers || answers > until || from >= until ||
      until - from > 31 * day || until - now_ > 92 * day) {
    return Rejection::round_times_contradictory;
  }
  for (const auto* other : all_of<model::Round>()) {
    if (std::max(from, other->from.seconds) < std::min(until, other->until.seconds)) {
      return Rejection::round_overlaps;
    }
  }
  model::Round round;
  round.round = command.round;
  round.from = command.from;
  round.until = command.until;
  round.closes_at = command.closes_at;
  round.confirm_by = command.confirm_by;
  round.weekly = command.weekly;
  round.revision = 1;
  records_.emplace_back(round);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::offer_trouble(const model::Round& round,
                                               const model::Offer& offer) {
  const auto* task = look_for<model::Task>(offer.task);
  if (task == nullptr) return Rejection::task_unknown;
  const std::int64_t start = task->draft.start.seconds;
  if (task->status != TaskStatus::open || start < round.from.seconds ||
      start >= round.until.seconds) {
    return Rejection::offer_outside_round;
  }
  for (const auto& place : task->places) {
    if (place.nullifier == my_mark_on(offer.task)) return Rejection::already_on_task;
  }
  if (!offer.trainee) return certificate_trouble(task->draft);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::DeclareWilling& command) {
  auto* round = look_for<model::Round>(command.round);
  if (round == nullptr) return Rejection::round_unknown;
  if (now_ > round->closes_at.seconds) return Rejection::round_closed;
  const auto mine = my_word_in(command.round);
  if (command.participant == model::PublicKey{}) return Rejection::participant_taken;
  for (const auto* word : all_of<model::Willing>()) {
    if (same_round(word->willing, command.round) && word->willing != mine &&
        word->participant == command.participant) {
      return Rejection::participant_taken;
    }
  }
  bool fits = command.offers.size() <= 200 && command.minutes_max <= 3'600 &&
              command.places_max <= 30 && command.rooms.size() <= 8;
  for (std::size_t i = 0; i < command.offers.size(); ++i) {
    fits = fits && command.offers[i].weight > 0 && command.offers[i].weight <= 100 &&
           (i == 0 || command.offers[i - 1].task < command.offers[i].task);
  }
  for (std::size_t i = 0; i < command.rooms.size(); ++i) {
    fits = fits && command.rooms[i].minutes <= 3'600 &&
           (i == 0 || command.rooms[i - 1].sector < command.rooms[i].sector);
  }
  if (!fits) return Rejection::offers_out_of_range;
  for (const auto& room : command.rooms) {
    if (look_for<model::Sector>(room.sector) == nullptr) return Rejection::sector_unknown;
  }
  for (const auto& offer : command.offers) {
    if (const Answer trouble = offer_trouble(*round, offer)) return trouble;
  }
  round_moves_on(*round, false);
  if (look_for<model::Willing>(mine) == nullptr) {
    ++round->people;
    model::Willing fresh;
    fresh.willing = mine;
    records_.emplace_back(fresh);
  }
  auto* word = look_for<model::Willing>(mine);
  word->participant = command.participant;
  word->offers = command.offers;
  word->minutes_max = command.minutes_max;
  word->places_max = command.places_max;
  word->rooms = command.rooms;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::invitation_trouble(const model::RoundId& id,
                                                    const model::TaskId& task_id) {
  const auto* round = look_for<model::Round>(id);
  if (round == nullptr) return Rejection::round_unknown;
  if (now_ >= round->until.seconds) return Rejection::round_over;
  const auto* task = look_for<model::Task>(task_id);
  if (task == nullptr) return Rejection::task_unknown;
  if (!is_invited(*task, my_word_in(id), now_)) return Rejection::not_invited;
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::AcceptPlace& command) {
  if (const Answer trouble = invitation_trouble(command.round, command.task)) return trouble;
  auto* task = look_for<model::Task>(command.task);
  if (task->status == TaskStatus::cancelled) return Rejection::task_cancelled;
  if (task->draft.end.seconds <= now_) return Rejection::task_over;
  if (command.participant == model::PublicKey{}) return Rejection::already_on_task;
  for (const auto& place : task->places) {
    if (place.participant == command.participant) return Rejection::already_on_task;
  }
  const auto mine = my_word_in(command.round);
  bool trainee = false;
  for (const auto& invited : task->invited) {
    if (invited.willing == mine) trainee = invited.trainee;
  }
  if (trainee && learners_that_stay(*task) >= task->draft.trainees_max) {
    return Rejection::trainee_places_full;
  }
  if (!trainee && crew_that_stays(*task) + task->guests >= task->draft.people_max) {
    return Rejection::task_full;
  }
  if (!trainee) {
    if (const Answer trouble = certificate_trouble(task->draft)) return trouble;
  }
  uninvite(*task, mine);
  auto* word = look_for<model::Willing>(mine);
  unoffer(*word, command.task);
  word->kept.push_back(command.task);
  std::sort(word->kept.begin(), word->kept.end());
  insert_place(*task, command.participant, trainee, command.show_name);
  round_moves_on(*look_for<model::Round>(command.round), false);
  return std::nullopt;
}

NaiveLedger::Answer NaiveLedger::obey(const model::DeclinePlace& command) {
  if (const Answer trouble = invitation_trouble(command.round, command.task)) return trouble;
  const auto mine = my_word_in(command.round);
  uninvite(*look_for<model::Task>(command.task), mine);
  unoffer(*look_for<model::Willing>(mine), command.task);
  round_moves_on(*look_for<model::Round>(command.round), true);
  return std::nullopt;
}

}  // namespace commune::ledger::testing

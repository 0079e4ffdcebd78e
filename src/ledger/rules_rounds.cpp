// Rounds: people say what they would like, a clearing shares the places out, whoever is invited
// answers. The ledger solves nothing: a clearing comes with its proof (round_instance.h).
#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "core/check.h"
#include "ledger/round_instance.h"
#include "ledger/rules.h"
#include "model/limits.h"

namespace commune::ledger {
namespace {

// A place is kept until the round's `confirm_by`, later for so long, but not into the last hours
// before it begins (or half of the time that is left, where that is later).
constexpr core::Seconds invitation_time = core::hours(12);
constexpr core::Seconds invitation_lead = core::hours(3);

bool is_ended(const model::Round& round, core::Time now) { return round.until <= now; }

model::WillingId own_word(const State& state, const Context& context, const model::RoundId& round) {
  return model::willing_id_of(state.commune().chain, round, context.command.key);
}

// What the next clearing depends on has changed; with `is_freed` there is something to share out.
void touch(State& state, const model::RoundId& id, bool is_freed, Events& events) {
  auto& round = state.edit<model::Round>(id);
  round.revision += 1;
  round.stale = round.stale || is_freed;
  events.push_back({EventKind::round_changed, id});
}

Verdict check_limits(const model::DeclareWilling& command) {
  const bool fits = command.offers.size() <= model::offers_max &&
                    command.rooms.size() <= model::sector_rooms_max &&
                    command.minutes_max <= model::round_minutes_max &&
                    command.places_max <= model::round_places_max &&
                    std::ranges::all_of(command.rooms, [](const model::SectorRoom& room) {
                      return room.minutes <= model::round_minutes_max;
                    });
  const bool ascends =
      std::ranges::adjacent_find(command.offers, std::ranges::greater_equal{},
                                 &model::Offer::task) == command.offers.end() &&
      std::ranges::adjacent_find(command.rooms, std::ranges::greater_equal{},
                                 &model::SectorRoom::sector) == command.rooms.end();
  const bool weighted = std::ranges::all_of(command.offers, [](const model::Offer& offer) {
    return offer.weight >= 1 && offer.weight <= model::offer_weight_max;
  });
  if (!fits || !ascends || !weighted) return refuse(Rejection::offers_out_of_range);
  return {};
}

Verdict check_offer(const State& state, const Context& context, const model::Round& round,
                    const model::Offer& offer) {
  const model::Task* task = state.tasks().find(offer.task);
  if (task == nullptr) return refuse(Rejection::task_unknown);
  if (task->status != model::TaskStatus::open || task->draft.start < round.from ||
      task->draft.start >= round.until) {
    return refuse(Rejection::offer_outside_round);
  }
  const auto own =
      model::place_nullifier_of(state.commune().chain, offer.task, context.command.key);
  if (std::ranges::count(task->places, own, &model::Place::nullifier) > 0) {
    return refuse(Rejection::already_on_task);
  }
  return offer.trainee ? Verdict{} : check_certificates(context, task->draft);
}

// Null: not invited, or not any more.
const model::Invited* find_invited(const model::Task& task, const model::WillingId& willing,
                                   core::Time now) {
  const auto found = std::ranges::find(task.invited, willing, &model::Invited::willing);
  return found == task.invited.end() || found->until < now ? nullptr : &*found;
}

// How long a place is kept for somebody who is invited at `now`: until the round's hour, later a
// time of its own, and always so that somebody else can be asked after them.
core::Time answer_by(const model::Round& round, const model::Task& task, core::Time now) {
  const core::Time start = task.draft.start;
  const core::Time usual = std::max(round.confirm_by, now + invitation_time);
  const core::Time half_way = now + core::Seconds{(start - now).count / 2};
  return std::min(usual, std::max(start - invitation_lead, half_way));
}

// The signer was invited to the task in this round, and the place is still kept.
Verdict check_invited(const State& state, const Context& context, const model::RoundId& id,
                      const model::TaskId& task_id) {
  const model::Round* round = state.rounds().find(id);
  if (round == nullptr) return refuse(Rejection::round_unknown);
  if (is_ended(*round, context.now)) return refuse(Rejection::round_over);
  const model::Task* task = state.tasks().find(task_id);
  if (task == nullptr) return refuse(Rejection::task_unknown);
  if (find_invited(*task, own_word(state, context, id), context.now) == nullptr) {
    return refuse(Rejection::not_invited);
  }
  return {};
}

void forget_invited(State& state, const model::TaskId& task, const model::WillingId& willing) {
  std::erase_if(state.edit<model::Task>(task).invited,
                [&](const model::Invited& invited) { return invited.willing == willing; });
}

void forget_offer(State& state, const model::WillingId& willing, const model::TaskId& task) {
  std::erase_if(state.edit<model::Willing>(willing).offers,
                [&](const model::Offer& offer) { return offer.task == task; });
}

// From those who were invited to those who are now.
void invite(State& state, const model::Round& round, std::vector<model::Given> given,
            std::vector<model::Given> before, core::Time now, Events& events) {
  const auto key = [](const model::Given& place) { return std::pair(place.task, place.willing); };
  std::ranges::sort(given, {}, key);
  std::ranges::sort(before, {}, key);
  std::vector<model::Given> gone;
  std::vector<model::Given> come;
  std::ranges::set_difference(before, given, std::back_inserter(gone), {}, key, key);
  std::ranges::set_difference(given, before, std::back_inserter(come), {}, key, key);
  for (const model::Given& place : gone) {
    forget_invited(state, place.task, place.willing);
    events.push_back({EventKind::place_changed, place.task});
  }
  for (const model::Given& place : come) {
    const model::Willing& word = *state.willing().find(place.willing);
    const auto offer = std::ranges::find(word.offers, place.task, &model::Offer::task);
    CHECK(offer != word.offers.end());
    auto& task = state.edit<model::Task>(place.task);
    task.invited.push_back({place.willing, offer->trainee, answer_by(round, task, now)});
    events.push_back({EventKind::place_changed, place.task});
  }
}

}  // namespace

void withdraw_clashing_offers(State& state, const Context& context, const model::TaskId& id,
                              Events& events) {
  const model::TaskDraft& taken = state.tasks().find(id)->draft;
  for (const auto& [round_id, row] : state.rounds()) {
    if (is_ended(row.record, context.now)) continue;
    const model::WillingId own = own_word(state, context, round_id);
    const model::Willing* word = state.willing().find(own);
    if (word == nullptr) continue;
    const auto clashes = [&](const model::Offer& offer) {
      const model::TaskDraft& other = state.tasks().find(offer.task)->draft;
      return offer.task == id ||
             (taken.start.is_set() && taken.start < other.end && other.start < taken.end);
    };
    if (std::ranges::none_of(word->offers, clashes)) continue;
    bool is_freed = false;
    for (const model::Offer& offer : word->offers) {
      if (!clashes(offer)) continue;
      const bool is_kept =
          find_invited(*state.tasks().find(offer.task), own, context.now) != nullptr;
      forget_invited(state, offer.task, own);
      if (is_kept && offer.task != id) events.push_back({EventKind::place_changed, offer.task});
      is_freed = is_freed || is_kept;
    }
    std::erase_if(state.edit<model::Willing>(own).offers, clashes);
    touch(state, round_id, is_freed, events);
  }
}

void reopen_round_of(State& state, const model::TaskId& id, core::Time now, Events& events) {
  const core::Time start = state.tasks().find(id)->draft.start;
  for (const auto& [round_id, row] : state.rounds()) {
    const model::Round& round = row.record;
    if (round.clearings == 0 || is_ended(round, now)) continue;
    if (start >= round.from && start < round.until) touch(state, round_id, true, events);
  }
}

// ---- open_round

Verdict check_rule(const State& state, const Context& context, const model::OpenRound& command) {
  if (!context.is_keeper()) {
    const bool in_guild = std::ranges::any_of(state.guilds(), [&](const auto& entry) {
      return is_in(entry.second.record.members, context.member->member);
    });
    if (!in_guild) return refuse(Rejection::not_in_guild);
  }
  if (command.round.is_zero()) return refuse(Rejection::round_unknown);
  if (state.rounds().contains(command.round)) return refuse(Rejection::round_exists);
  if (state.rounds().size() >= model::rounds_max) return refuse(Rejection::limit_reached);
  const bool in_order = context.now < command.closes_at && command.closes_at <= command.from &&
                        command.closes_at < command.confirm_by &&
                        command.confirm_by <= command.until && command.from < command.until;
  if (!in_order || command.until - command.from > model::round_length_max ||
      command.until > context.now + model::round_ahead_max) {
    return refuse(Rejection::round_times_contradictory);
  }
  const bool overlaps = std::ranges::any_of(state.rounds(), [&](const auto& entry) {
    const model::Round& other = entry.second.record;
    return other.from < command.until && command.from < other.until;
  });
  if (overlaps) return refuse(Rejection::round_overlaps);
  return {};
}

void perform_rule(State& state, const Context&, const model::OpenRound& command, Events& events) {
  state.insert(model::Round{.round = command.round,
                            .from = command.from,
                            .until = command.until,
                            .closes_at = command.closes_at,
                            .confirm_by = command.confirm_by,
                            .weekly = command.weekly,
                            .revision = 1});
  events.push_back({EventKind::round_changed, command.round});
}

// ---- declare_willing

Verdict check_rule(const State& state, const Context& context,
                   const model::DeclareWilling& command) {
  const model::Round* round = state.rounds().find(command.round);
  if (round == nullptr) return refuse(Rejection::round_unknown);
  if (round->closes_at < context.now) return refuse(Rejection::round_closed);
  const model::WillingId own = own_word(state, context, command.round);
  const model::Willing* before = state.willing().find(own);
  if (before == nullptr && round->people >= model::willing_per_round_max) {
    return refuse(Rejection::limit_reached);
  }
  if (command.participant.is_zero()) return refuse(Rejection::participant_taken);
  for (auto row = state.willing().lower_bound(model::first_willing_of(command.round));
       row != state.willing().end() && model::round_of(row->first) == command.round; ++row) {
    if (row->first != own && row->second.record.participant == command.participant) {
      return refuse(Rejection::participant_taken);
    }
  }
  TRY_RULE(check_limits(command));
  const bool sectors_known = std::ranges::all_of(
      command.rooms, [&](const auto& room) { return state.sectors().contains(room.sector); });
  if (!sectors_known) return refuse(Rejection::sector_unknown);
  for (const model::Offer& offer : command.offers) {
    TRY_RULE(check_offer(state, context, *round, offer));
  }
  return {};
}

void perform_rule(State& state, const Context& context, const model::DeclareWilling& command,
                  Events& events) {
  const model::WillingId own = own_word(state, context, command.round);
  if (!state.willing().contains(own)) {
    state.insert(model::Willing{.willing = own});
    state.edit<model::Round>(command.round).people += 1;
  }
  auto& word = state.edit<model::Willing>(own);
  word.participant = command.participant;
  word.offers = command.offers;
  word.minutes_max = command.minutes_max;
  word.places_max = command.places_max;
  word.rooms = command.rooms;
  touch(state, command.round, false, events);
}

// ---- clear_round

Verdict check_rule(const State& state, const Context& context, const model::ClearRound& command) {
  const model::Round* round = state.rounds().find(command.round);
  if (round == nullptr) return refuse(Rejection::round_unknown);
  if (context.now <= round->closes_at) return refuse(Rejection::round_still_open);
  if (is_ended(*round, context.now)) return refuse(Rejection::round_over);
  if (command.revision != round->revision) return refuse(Rejection::clearing_stale);
  const auto checked = check_clearing(state, *round, command, context.now);
  if (!checked) return refuse(Rejection::clearing_wrong);
  if (round->clearings == 0) return {};
  // Compared with what is if everybody who was invited simply stays: never worse, and better where
  // nothing was given back. So a poor proposal, whoever made it, gives way to a good one.
  const auto before = clearing::evaluate(
      checked->round,
      staying_of(checked->built, checked->round, invited_in(state, *round, context.now)));
  CHECK(before.has_value());
  const clearing::Scale& scale = checked->round.scale();
  const auto now_reached = scale.pack(checked->verdict.reached);
  const auto was_reached = scale.pack(*before);
  if (now_reached < was_reached) return refuse(Rejection::clearing_worse);
  if (now_reached == was_reached && !round->stale) return refuse(Rejection::clearing_stale);
  return {};
}

void perform_rule(State& state, const Context& context, const model::ClearRound& command,
                  Events& events) {
  const model::Round round = *state.rounds().find(command.round);
  const auto checked = check_clearing(state, round, command, context.now);
  CHECK(checked.has_value());
  model::Clearing record = clearing_record_of(*checked);
  record.round = round.round;
  record.number = round.clearings + 1;
  record.at = context.now;
  invite(state, round, command.given, invited_in(state, round, context.now), context.now, events);
  if (!state.clearings().contains(round.round)) {
    state.insert(model::Clearing{.round = round.round});
  }
  state.edit<model::Clearing>(round.round) = std::move(record);
  auto& changed = state.edit<model::Round>(round.round);
  changed.clearings += 1;
  changed.revision += 1;
  changed.stale = false;
  events.push_back({EventKind::round_cleared, round.round});
}

// ---- accept_place

Verdict check_rule(const State& state, const Context& context, const model::AcceptPlace& command) {
  TRY_RULE(check_invited(state, context, command.round, command.task));
  const model::Task& task = *state.tasks().find(command.task);
  if (task.status == model::TaskStatus::cancelled) return refuse(Rejection::task_cancelled);
  if (is_over(task, context.now)) return refuse(Rejection::task_over);
  const bool taken =
      std::ranges::count(task.places, command.participant, &model::Place::participant) > 0;
  if (taken || command.participant.is_zero()) return refuse(Rejection::already_on_task);
  const auto& invited = *find_invited(task, own_word(state, context, command.round), context.now);
  // A place was kept; but the guild may have lowered the number, or brought guests.
  const std::uint32_t coming =
      invited.trainee ? trainee_places(task) : regular_places(task) + task.guests;
  if (coming >= (invited.trainee ? task.draft.trainees_max : task.draft.people_max)) {
    return refuse(invited.trainee ? Rejection::trainee_places_full : Rejection::task_full);
  }
  return invited.trainee ? Verdict{} : check_certificates(context, task.draft);
}

void perform_rule(State& state, const Context& context, const model::AcceptPlace& command,
                  Events& events) {
  const model::WillingId own = own_word(state, context, command.round);
  const bool trainee = find_invited(*state.tasks().find(command.task), own, context.now)->trainee;
  forget_invited(state, command.task, own);
  forget_offer(state, own, command.task);
  auto& kept = state.edit<model::Willing>(own).kept;
  kept.insert(std::ranges::lower_bound(kept, command.task), command.task);
  add_place(state, context, command.task,
            {.participant = command.participant,
             .nullifier = model::place_nullifier_of(state.commune().chain, command.task,
                                                    context.command.key),
             .trainee = trainee,
             .shown = command.show_name ? context.member->member : model::MemberId{}});
  events.push_back({EventKind::place_taken, command.task});
  touch(state, command.round, false, events);
}

// ---- decline_place: needs no reason

Verdict check_rule(const State& state, const Context& context, const model::DeclinePlace& command) {
  return check_invited(state, context, command.round, command.task);
}

void perform_rule(State& state, const Context& context, const model::DeclinePlace& command,
                  Events& events) {
  const model::WillingId own = own_word(state, context, command.round);
  forget_invited(state, command.task, own);
  forget_offer(state, own, command.task);
  events.push_back({EventKind::place_changed, command.task});
  touch(state, command.round, true, events);
}

}  // namespace commune::ledger

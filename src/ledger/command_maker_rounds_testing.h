// The part of the maker of random commands that is about rounds and urgent calls. Included by
// command_maker_testing.h, which has the class.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "ledger/clearing_testing.h"
#include "ledger/command_maker_testing.h"

namespace commune::ledger::testing {

// The latest round, most of the time.
template <class Source>
const model::Round* CommandMaker<Source>::last_round() const {
  const model::Round* last = nullptr;
  for (const auto& [id, row] : state_->rounds()) {
    if (last == nullptr || row.record.from > last->from) last = &row.record;
  }
  return last;
}

template <class Source>
model::RoundId CommandMaker<Source>::round() {
  const model::Round* last = last_round();
  if (last == nullptr || rarely()) return rarely() ? model::RoundId{} : round_of_name("unknown");
  return last->round;
}

template <class Source>
model::Command CommandMaker<Source>::round_command() {
  const model::Round* last = last_round();
  if (last == nullptr || last->until <= now_ || source_.chance(1, 60)) {
    if (source_.chance(1, 12)) return answer();
    const bool is_running = last != nullptr && last->until > now_ + core::hours(2);
    return is_running && !source_.chance(1, 4) ? take_place() : open_round();
  }
  if (now_ <= last->closes_at) return source_.chance(1, 40) ? clear_round() : declare_willing();
  if ((last->clearings == 0 || last->stale) && source_.chance(1, 3)) return clear_round();
  if (source_.chance(1, 20)) return clear_round();
  if (source_.chance(1, 40)) return declare_willing();
  return somebody_is_invited(last->round) || rarely() ? answer() : take_place();
}

template <class Source>
bool CommandMaker<Source>::somebody_is_invited(const model::RoundId& id) const {
  return std::ranges::any_of(state_->tasks(), [&](const auto& entry) {
    return std::ranges::any_of(entry.second.record.invited, [&](const model::Invited& invited) {
      return model::round_of(invited.willing) == id;
    });
  });
}

template <class Source>
model::Command CommandMaker<Source>::open_round() {
  perhaps_as_keeper();
  model::OpenRound command;
  command.round = rarely() ? round() : round_of_name(std::to_string(count_));
  command.closes_at = now_ + core::minutes(30 + sometimes_past(60, 300));
  command.from = command.closes_at + core::minutes(sometimes_past(60, 100));
  const model::Round* last = last_round();
  if (last != nullptr && command.from < last->until && !source_.chance(1, 2))
    command.from = last->until;
  command.confirm_by = command.from + core::hours(12 + number(24));
  command.until = command.confirm_by + core::hours(sometimes_past(24, 200));
  if (rarely()) command.until = command.until + core::days(number(100));
  command.weekly = source_.chance(1, 3);
  return command;
}

template <class Source>
model::Command CommandMaker<Source>::declare_willing() {
  model::DeclareWilling command;
  command.round = round();
  const model::Round* known = state_->rounds().find(command.round);
  std::vector<model::TaskId> window;
  for (const auto& [id, row] : state_->tasks()) {
    const bool is_in = known != nullptr && row.record.draft.start >= known->from &&
                       row.record.draft.start < known->until &&
                       row.record.status == model::TaskStatus::open;
    if (is_in) window.push_back(id);
  }
  for (std::size_t i = pick(9); i > 0; --i) {
    const bool is_known = !window.empty() && !source_.chance(1, 150);
    const model::TaskId id = is_known ? window[pick(window.size())] : task();
    command.offers.push_back({id, rarely() ? count(103) : 1 + count(100), source_.chance(1, 5)});
  }
  if (!rarely()) {
    std::ranges::sort(command.offers, {}, &model::Offer::task);
    const auto twice = std::ranges::unique(command.offers, {}, &model::Offer::task);
    command.offers.erase(twice.begin(), twice.end());
  }
  command.minutes_max = 60 + count(rarely() ? 4000 : 600);
  command.places_max = 1 + count(rarely() ? 32 : 4);
  if (source_.chance(1, 3)) command.rooms.push_back({sector(), count(300)});
  if (!rarely()) std::erase_if(command.rooms, [](const auto& room) { return room.sector.empty(); });
  const std::string whose = rarely() ? person() : signer_;
  command.participant =
      rarely() ? model::PublicKey{} : participant_of(whose, task_of(command.round.hex()));
  return command;
}

template <class Source>
model::Command CommandMaker<Source>::clear_round() {
  if (source_.chance(1, 2)) {
    credential_ = model::CredentialKind::keeper;
    key_ = key_of("keeper");
  }
  const model::RoundId id = round();
  const model::Round* known = state_->rounds().find(id);
  if (known == nullptr) return model::ClearRound{.round = id};
  model::ClearRound command = clearing_of(*state_, *known, now_, source_.chance(1, 3));
  command.revision = revision(known->revision);
  if (known->clearings > 0 && source_.chance(1, 4)) {
    command.given.clear();
    return command;
  }
  if (source_.chance(1, 4)) return command;
  switch (pick(12)) {
    case 0:
    case 7: command.given.clear(); break;
    case 1:
      if (!command.given.empty()) command.given.push_back(command.given.front());
      break;
    case 2: command.given.push_back({first_word(id), task()}); break;
    case 3: command.task_prices.push_back({task(), number(1000) - 500, 3}); break;
    case 4: command.extra.push_back({task(), count(3)}); break;
    case 5: command.room_prices.push_back({first_word(id), sector(), 7}); break;
    case 6: command.task_prices.clear(); break;
    default: break;
  }
  return command;
}

template <class Source>
model::WillingId CommandMaker<Source>::first_word(const model::RoundId& id) const {
  const auto first = state_->willing().lower_bound(model::first_willing_of(id));
  return first == state_->willing().end() ? model::WillingId{} : first->first;
}

// Mostly somebody who was invited.
template <class Source>
model::Command CommandMaker<Source>::answer() {
  const model::RoundId id = round();
  model::TaskId asked = task();
  for (const auto& [task_id, row] : state_->tasks()) {
    const auto& invited = row.record.invited;
    if (invited.empty()) continue;
    const model::WillingId willing = invited[pick(invited.size())].willing;
    if (model::round_of(willing) != id || source_.chance(1, 2)) continue;
    for (std::size_t i = 0; i < people_count; ++i) {
      const std::string someone = "person " + std::to_string(i);
      if (model::willing_id_of(test_chain(), id, key_of(someone)) == willing) signer_ = someone;
    }
    asked = task_id;
    break;
  }
  as_member();
  if (source_.chance(1, 3)) return model::DeclinePlace{id, asked};
  const std::string whose = rarely() ? person() : signer_;
  return model::AcceptPlace{id, asked, rarely() ? model::PublicKey{} : participant_of(whose, asked),
                            source_.chance(1, 2)};
}

template <class Source>
model::Command CommandMaker<Source>::alert_command() {
  const auto name = std::to_string(pick(3));
  switch (pick(14)) {
    case 0:
    case 1: {
      const model::GuildId id = guild();
      const model::Guild* known = state_->guilds().find(id);
      if (known != nullptr && !known->stewards.empty() && !rarely()) {
        key_ = state_->members().find(known->stewards[pick(known->stewards.size())])->key;
      }
      return model::PutDevice{rarely() ? model::PublicKey{} : key_of("device " + name),
                              text(80),
                              id,
                              kind(),
                              venue(),
                              source_.chance(1, 3),
                              source_.chance(1, 8),
                              static_cast<model::DeviceRole>(pick(3))};
    }
    case 2:
      credential_ = model::CredentialKind::device;
      key_ = key_of("device " + name);
      return model::RaiseAlert{.alert = new_alert(), .text = text(500)};
    case 3: return model::RaiseAlert{new_alert(), guild(), kind(), venue(), text(500)};
    case 4: return model::RaiseAlert{new_alert(), guild(), {}, {}, text(500)};
    case 5: return model::ConfirmAlert{alert()};
    case 6: return model::DismissAlert{alert(), text(500)};
    default: return neighbour_command();
  }
}

// Whether there is a device of that role to speak for.
template <class Source>
bool CommandMaker<Source>::as_device(model::DeviceRole role) {
  credential_ = model::CredentialKind::device;
  key_ = key_of("device " + std::to_string(pick(3)));
  if (rarely()) return false;
  for (const auto& [key, row] : state_->devices()) {
    if (row.record.role != role || row.record.removed) continue;
    key_ = key;
    return true;
  }
  return false;
}

template <class Source>
model::Command CommandMaker<Source>::relay_call() {
  const model::AlertId id = new_alert();
  const bool is_known = as_device(model::DeviceRole::neighbour);
  if (is_known && flood_ == 0 && source_.chance(1, 10)) flood_ = 40;
  const core::Time start = now_ + core::minutes(number(600) - 60);
  const core::Time late = start + core::days(rarely() ? number(20) : 0);
  return model::RelayCall{id, text(400), rarely() ? late : start,
                          late + core::minutes(sometimes_past(300, 20)),
                          rarely() ? count(520) : 1 + count(4)};
}

template <class Source>
model::Command CommandMaker<Source>::neighbour_command() {
  switch (pick(3)) {
    case 0: return relay_call();
    case 1: {
      const model::AlertId id = alert();
      as_device(model::DeviceRole::neighbour);
      const model::Alert* known = state_->alerts().find(id);
      if (known != nullptr && !known->neighbour.is_zero() && !rarely()) key_ = known->neighbour;
      return model::AdjustCall{id, rarely() ? count(520) : count(5), text(500)};
    }
    default: {
      const model::TaskId id = task();
      as_device(model::DeviceRole::messenger);
      return model::SetVisitors{id, rarely() ? count(520) : count(4)};
    }
  }
}

template <class Source>
model::AlertId CommandMaker<Source>::new_alert() {
  if (rarely()) return alert();
  alerts_.push_back(id_from<model::AlertId>("test/alert", std::to_string(alerts_.size())));
  tasks_.push_back(model::task_of_alert(alerts_.back()));
  return alerts_.back();
}

template <class Source>
model::AlertId CommandMaker<Source>::alert() {
  if (alerts_.empty() || rarely()) {
    return rarely() ? model::AlertId{} : id_from<model::AlertId>("test/alert", "unknown");
  }
  const model::AlertId id =
      alerts_[alerts_.size() - 1 - pick(std::min<std::size_t>(alerts_.size(), 4))];
  const model::Alert* known = state_->alerts().find(id);
  const model::Guild* guild = known == nullptr ? nullptr : state_->guilds().find(known->guild);
  if (guild != nullptr && !guild->members.empty() && !rarely()) {
    key_ = state_->members().find(guild->members[pick(guild->members.size())])->key;
  }
  return id;
}

}  // namespace commune::ledger::testing

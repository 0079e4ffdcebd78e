// Makes random commands against a state: most of them what people do, some of them hostile (foreign
// keys, stale revisions, numbers and texts out of range, replays). Source is anything with below()
// and chance() like core::Random, so that one maker serves the seeded simulation and the fuzzer.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/time.h"
#include "ledger/commune_testing.h"
#include "ledger/state.h"
#include "model/envelope.h"

namespace commune::ledger::testing {

template <class Source>
class CommandMaker {
 public:
  explicit CommandMaker(Source& source) : source_(source) {}

  [[nodiscard]] model::VerifiedCommand make(const State& state, core::Time now) {
    if (!past_.empty() && source_.chance(1, 50)) return past_[pick(past_.size())];
    state_ = &state;
    now_ = now;
    signer_ = active_person();
    model::VerifiedCommand command;
    command.command = make_body();
    command.credential = credential_;
    command.key = key_;
    if (source_.chance(1, 40)) spoil_signer(command);
    command.expires_at = now_ + core::minutes(1 + number(7 * 24 * 60));
    if (source_.chance(1, 60)) command.expires_at = now_ + core::hours(number(24 * 20) - 24 * 8);
    ++count_;
    command.id = id_from<core::Digest>("test/command", std::to_string(count_));
    past_.push_back(command);
    if (past_.size() > 400) past_.erase(past_.begin(), past_.begin() + 200);
    return command;
  }

 private:
  static constexpr std::size_t people_count = 24;

  std::size_t pick(std::size_t size) { return static_cast<std::size_t>(source_.below(size)); }
  std::int64_t number(std::uint64_t bound) {
    return static_cast<std::int64_t>(source_.below(bound));
  }
  std::uint32_t count(std::uint64_t bound) {
    return static_cast<std::uint32_t>(source_.below(bound));
  }
  // Below `bound`, and now and then up to `back` less than nothing. One draw after the other: the
  // operands of an expression may be evaluated in any order, and the same seed must give the same.
  std::int64_t sometimes_past(std::uint64_t bound, std::int64_t back) {
    const std::int64_t shift = rarely() ? back : 0;
    return number(bound) - shift;
  }
  bool rarely() { return source_.chance(1, 30); }

  std::string person() { return "person " + std::to_string(pick(people_count)); }
  // Mostly somebody who is in the commune.
  std::string active_person() {
    std::string someone = person();
    for (int attempt = 0; attempt < 4 && !is_active(model::member_id_of(key_of(someone)));
         ++attempt) {
      someone = person();
    }
    return someone;
  }
  bool is_active(const model::MemberId& id) const {
    const model::Member* member = state_->members().find(id);
    return member != nullptr && !member->left;
  }
  std::string text(std::size_t size_max) {
    if (rarely()) return source_.chance(1, 2) ? " \n" : "";
    if (rarely()) return std::string(size_max + pick(3), 'x');
    return "words " + std::to_string(pick(1000));
  }
  template <class Id>
  Id one_of(std::initializer_list<std::string_view> slugs) {
    return slug<Id>(*(slugs.begin() + pick(slugs.size())));
  }
  model::GuildId guild() {
    if (rarely()) return one_of<model::GuildId>({"", "choir", "nowhere"});
    return one_of<model::GuildId>({"kitchen", "kitchen", "garage", "g0", "g1"});
  }
  // Mostly one that the signer may speak for.
  model::GuildId own_guild() {
    const auto me = model::member_id_of(key_of(signer_));
    for (int attempt = 0; attempt < 4; ++attempt) {
      const model::GuildId id = guild();
      const model::Guild* known = state_->guilds().find(id);
      if (known != nullptr && std::ranges::count(known->members, me) > 0) return id;
    }
    return guild();
  }
  model::SectorId sector() {
    if (rarely()) return slug<model::SectorId>("nothing");
    return one_of<model::SectorId>({"", "food", "care"});
  }
  model::SkillId skill() {
    if (rarely()) return one_of<model::SkillId>({"", "flying"});
    return one_of<model::SkillId>({"driving", "driving", "cooking", "s0", "s1", "s2"});
  }
  // Mostly one whose guild listens to the signer, who is made its steward's neighbour.
  model::SkillId certificate() {
    if (rarely()) return skill();
    const auto id = slug<model::SkillId>("driving");
    const model::Skill* known = state_->skills().find(id);
    const model::Guild* guild = state_->guilds().find(known->certified_by);
    if (guild == nullptr) return id;
    const auto& leaders = guild->stewards.empty() ? guild->members : guild->stewards;
    if (!leaders.empty() && !rarely()) {
      key_ = state_->members().find(leaders[pick(leaders.size())])->key;
    }
    return id;
  }
  model::VenueId venue() {
    if (rarely()) return slug<model::VenueId>("moon");
    return one_of<model::VenueId>({"", "hall", "v0"});
  }
  model::TemplateId kind() {
    if (rarely()) return slug<model::TemplateId>("nothing");
    return one_of<model::TemplateId>({"", "dish", "t0", "t1"});
  }
  model::PublicKey invitation() {
    if (rarely()) return {};
    return invitation_key_of(source_.chance(1, 2) ? "founders" : std::to_string(pick(12)));
  }
  model::MemberId member() { return model::member_id_of(key_of(active_person())); }

  // Mostly one of the latest tasks, so that people meet on it.
  model::TaskId task() {
    if (tasks_.empty() || rarely()) return rarely() ? model::TaskId{} : task_of("unknown");
    for (int attempt = 0; attempt < 5; ++attempt) {
      const std::size_t window =
          std::min<std::size_t>(tasks_.size(), source_.chance(1, 10) ? 500 : 12);
      const model::TaskId id = tasks_[tasks_.size() - 1 - pick(window)];
      const model::Task* known = state_->tasks().find(id);
      if (known != nullptr && (known->status == model::TaskStatus::open || rarely())) return id;
    }
    return tasks_.back();
  }
  // Mostly one that was begun already, or has no hour.
  model::TaskId begun_task() {
    model::TaskId id = task();
    for (int attempt = 0; attempt < 4; ++attempt) {
      const model::Task* known = state_->tasks().find(id);
      if (known != nullptr && !known->places.empty() && known->draft.start <= now_) break;
      id = task();
    }
    return id;
  }
  model::TaskId new_task() {
    if (rarely()) return task();
    tasks_.push_back(task_of(std::to_string(tasks_.size())));
    return tasks_.back();
  }
  model::SeriesId series() {
    if (rarely()) return rarely() ? model::SeriesId{} : series_of("unknown");
    return series_of(std::to_string(pick(6)));
  }

  model::TaskDraft undated_draft() {
    model::TaskDraft draft{.guild = own_guild(), .sector = sector(), .title = text(120)};
    if (source_.chance(1, 10)) draft.why = text(500);
    if (source_.chance(1, 10)) draft.details = text(4000);
    draft.venue = venue();
    draft.kind = kind();
    draft.people_min = 1 + (rarely() ? count(520) : count(2));
    draft.people_max = rarely() ? count(520) : draft.people_min + count(3);
    draft.trainees_max = rarely() ? count(60) : count(3);
    if (source_.chance(1, 6)) draft.diners_per_person = rarely() ? count(10'050) : 1 + count(40);
    if (draft.diners_per_person > 0 || rarely()) draft.diners = count(rarely() ? 10'050 : 120);
    if (source_.chance(1, 6)) draft.certificates = {slug<model::SkillId>("driving")};
    if (rarely()) draft.certificates.push_back(skill());
    if (source_.chance(1, 8)) draft.skills_helpful = {skill(), skill()};
    if (source_.chance(1, 8)) draft.skills_taught = {skill()};
    if (rarely()) draft.skills_taught.assign(13, slug<model::SkillId>("cooking"));
    draft.importance = rarely() ? count(6) : 1 + count(3);
    draft.urgency = static_cast<model::Urgency>(pick(3));
    draft.effort = static_cast<model::Effort>(pick(3));
    draft.gathering = source_.chance(1, 4);
    if (source_.chance(1, 4)) draft.minutes = 1 + count(rarely() ? 1600 : 120);
    if (rarely()) draft.due = now_;
    return draft;
  }
  model::TaskDraft dated_draft() {
    model::TaskDraft draft = undated_draft();
    if (source_.chance(1, 4)) {  // open-ended
      draft.minutes = rarely() ? 0 : 1 + count(200);
      if (source_.chance(1, 2)) draft.due = now_ + core::hours(sometimes_past(24 * 30, 100));
      return draft;
    }
    draft.start = now_ + core::minutes(number(4 * 24 * 60) - 120);
    draft.end = draft.start + core::minutes(rarely() ? number(24 * 60 * 20) : 30 + number(300));
    if (rarely()) draft.start = {};
    if (rarely()) {
      draft.start = draft.start + core::days(3 * 366);
      draft.end = draft.end + core::days(3 * 366);
    }
    return draft;
  }
  std::string local_time() {
    if (rarely()) return "2026-02-30T18:00";
    static constexpr std::array<const char*, 4> hours{"08:00", "12:30", "18:00", "23:59"};
    const char* hour = hours.at(pick(hours.size()));
    return "2026-03-1" + std::to_string(pick(10)) + "T" + hour;
  }
  std::string rule() {
    if (rarely()) return source_.chance(1, 2) ? "every day" : "FREQ=" + std::string(400, 'A');
    return source_.chance(1, 2) ? "FREQ=WEEKLY;BYDAY=MO,TH" : "FREQ=DAILY";
  }
  std::uint32_t revision(std::uint32_t current) { return rarely() ? count(4) : current; }

  model::Command make_body() {
    as_member();
    if (flood_ > 0) {
      --flood_;
      return relay_call();
    }
    const std::size_t dice = pick(100);
    if (dice < 7) return people_command();
    if (dice < 20) return guild_command();
    if (dice < 40) return work_command();
    if (dice < 56) return take_place();
    if (dice < 76) return round_command();
    if (dice < 80) return alert_command();
    return place_command();
  }

  void as_member() {
    credential_ = model::CredentialKind::member;
    key_ = key_of(signer_);
  }
  // What the node itself may do, it does now and then.
  void perhaps_as_keeper() {
    if (!source_.chance(1, 5)) return;
    credential_ = model::CredentialKind::keeper;
    key_ = key_of("keeper");
  }

  model::Command people_command() {
    switch (pick(12)) {
      case 0: return model::RevokeInvitation{invitation()};
      case 1:
      case 2:
        return model::CreateInvitation{invitation(), now_ + core::days(sometimes_past(95, 5)),
                                       1 + count(rarely() ? 60 : 4)};
      case 3: return model::RenameMember{text(80)};
      case 4:
        if (source_.chance(3, 4)) return model::RenameMember{text(80)};
        return model::LeaveCommune{};
      default: break;
    }
    credential_ = model::CredentialKind::newcomer;
    signer_ = person();
    key_ = key_of(signer_);
    // Those who left come back with a new key, so that the commune never dies out.
    const model::Member* known = state_->members().find(model::member_id_of(key_));
    if (known != nullptr && known->left && source_.chance(1, 2)) key_ = key_of(signer_ + " again");
    return model::Join{.name = text(80), .invitation_key = invitation()};
  }

  model::Command guild_command() {
    switch (pick(14)) {
      case 0:
        perhaps_as_keeper();
        return model::FoundGuild{
            guild(), text(80), source_.chance(1, 8) ? sector() : slug<model::SectorId>("food"), ""};
      case 1: return model::ChangeGuild{own_guild(), text(80), text(1000)};
      case 2: return model::LeaveGuild{own_guild()};
      case 3:
      case 4: return model::GrantStewardship{own_guild(), member()};
      case 5: return model::StepDown{own_guild()};
      case 6:
        perhaps_as_keeper();
        return model::PutSkill{skill(), text(80), sector(),
                               source_.chance(1, 3) ? model::GuildId{} : own_guild()};
      case 7:
      case 8: {
        const auto until =
            source_.chance(1, 3) ? core::Time{} : now_ + core::hours(number(200) - 20);
        return model::GrantCertificate{certificate(), member(), until};
      }
      case 9: return model::RevokeCertificate{certificate(), member()};
      case 10: {
        perhaps_as_keeper();
        const std::int32_t far = rarely() ? 100'000 : 500;
        return model::PutVenue{venue(), text(80), static_cast<std::int32_t>(number(2'000)) - far,
                               far + static_cast<std::int32_t>(pick(2))};
      }
      default: return model::JoinGuild{guild()};
    }
  }

  model::Command work_command() {
    const model::TaskId id = task();
    const model::Task* known = state_->tasks().find(id);
    switch (pick(16)) {
      case 0:
      case 1: {
        model::TaskDraft draft = dated_draft();
        if (known != nullptr && !rarely()) draft.guild = known->draft.guild;
        return model::ChangeTask{id, revision(known == nullptr ? 1 : known->revision), draft,
                                 text(500)};
      }
      case 2: return model::CancelTask{id, text(500)};
      case 3: {
        const core::Time start = now_ - core::hours(sometimes_past(24 * 62, 3));
        return model::RecordUnasked{new_task(),
                                    guild(),
                                    sector(),
                                    text(120),
                                    start,
                                    1 + count(rarely() ? 2000 : 200),
                                    1 + count(rarely() ? 600 : 5),
                                    count(3)};
      }
      case 4: perhaps_as_keeper(); return model::SetGuests{id, rarely() ? count(600) : count(4)};
      case 5: return model::ConfirmDone{begun_task()};
      case 6: return series_command();
      case 7: {
        perhaps_as_keeper();
        if (source_.chance(1, 4)) {
          as_member();
          return model::RemoveTemplate{kind()};
        }
        return model::PutTemplate{kind(), undated_draft()};
      }
      case 8:
      case 9: {
        perhaps_as_keeper();
        const core::Time start = now_ + core::hours(sometimes_past(24 * 20, 48));
        const auto length = core::minutes(rarely() ? 61 : 60);
        const auto of = series();
        if (known == nullptr) tasks_.push_back(model::occurrence_id_of(of, "2026-03-10T18:00"));
        return model::PostOccurrence{of, local_time(), start, start + length};
      }
      default: perhaps_as_keeper(); return model::PostTask{new_task(), dated_draft()};
    }
  }

  model::Command series_command() {
    const model::SeriesId id = series();
    const model::Series* known = state_->series().find(id);
    const std::uint32_t length = rarely() ? count(1500) : 60;
    if (known == nullptr || rarely()) {
      return model::PostSeries{id, undated_draft(), local_time(), rule(), length};
    }
    if (source_.chance(1, 5)) return model::EndSeries{id, text(500)};
    model::TaskDraft draft = undated_draft();
    if (!rarely()) draft.guild = known->draft.guild;
    return model::ChangeSeries{
        id, revision(known->revision), draft, local_time(), rule(), length, text(500)};
  }

  model::Command take_place() {
    const model::TaskId id = task();
    const std::string whose = rarely() ? person() : signer_;
    return model::TakePlace{id, rarely() ? model::PublicKey{} : participant_of(whose, id),
                            source_.chance(1, 6), source_.chance(2, 3)};
  }

  model::Command place_command() {
    const model::TaskId id = source_.chance(3, 4) ? begun_task() : task();
    credential_ = model::CredentialKind::participant;
    key_ = participant_of(signer_, id);
    const model::Task* known = state_->tasks().find(id);
    if (known != nullptr && !known->places.empty() && !source_.chance(1, 8)) {
      key_ = known->places[pick(known->places.size())].participant;
    }
    switch (pick(10)) {
      case 0:
      case 1: return model::HandBack{id};
      case 2:
      case 3: return model::SeekSwap{id, !source_.chance(1, 3)};
      case 4: return model::HideName{id};
      case 5:
      case 6: {
        const std::string note = source_.chance(1, 2) ? "" : text(1000);
        return model::GiveFeedback{id,
                                   source_.chance(1, 2),
                                   source_.chance(1, 2),
                                   source_.chance(1, 9),
                                   source_.chance(1, 9),
                                   source_.chance(1, 2),
                                   note};
      }
      default: return model::MarkDone{id, count(rarely() ? 2000 : 120)};
    }
  }

  // Rounds and urgent calls: command_maker_rounds_testing.h.
  // The latest round, most of the time.
  const model::Round* last_round() const;
  model::RoundId round();
  model::Command round_command();
  bool somebody_is_invited(const model::RoundId& id) const;
  model::Command open_round();
  model::Command declare_willing();
  model::Command clear_round();
  model::WillingId first_word(const model::RoundId& id) const;
  // Mostly somebody who was invited.
  model::Command answer();
  model::Command alert_command();
  bool as_device(model::DeviceRole role);
  model::Command relay_call();
  model::Command neighbour_command();
  model::AlertId new_alert();
  model::AlertId alert();

  void spoil_signer(model::VerifiedCommand& command) {
    if (source_.chance(1, 2)) {
      command.credential = static_cast<model::CredentialKind>(1 + pick(5));
    } else {
      command.key = source_.chance(1, 2) ? key_of("stranger") : key_of("keeper");
    }
  }

  Source& source_;
  const State* state_ = nullptr;
  core::Time now_;
  std::string signer_;
  model::CredentialKind credential_{};
  model::PublicKey key_;
  std::uint64_t count_ = 0;
  int flood_ = 0;  // calls that a neighbour brings one after the other
  std::vector<model::TaskId> tasks_;
  std::vector<model::AlertId> alerts_;
  std::vector<model::VerifiedCommand> past_;
};

}  // namespace commune::ledger::testing

#include "ledger/command_maker_rounds_testing.h"

// A second, naive model of the ledger for the simulation test, written from the comments of
// api/commune.proto and the sentences of the rejections. All records lie in one list in the order
// in which they came, everything is found by looking at all of them, numbers are spelled out
// instead of taken from the limits, and one function a command decides and acts. It shares no rule
// with rules_*.cpp; where the two differ, one of them is wrong.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "clearing/instance.h"
#include "clearing/round.h"
#include "core/time.h"
#include "ledger/rejection.h"
#include "model/envelope.h"
#include "model/genesis.h"
#include "model/record.h"

namespace commune::ledger::testing {

// What a clearing claims, by name.
struct NaivePrices {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> of_task;
  std::map<std::pair<std::string, std::string>, std::int64_t> of_room;  // who, which sector
};

class NaiveLedger {
 public:
  using Answer = std::optional<Rejection>;  // nothing: it was done
  using Remembered = std::pair<core::Time, core::Digest>;

  NaiveLedger(const model::Genesis& genesis, const model::ChainId& chain);

  void begin_block(core::Time now);
  [[nodiscard]] Answer apply(const model::VerifiedCommand& command, core::Time now);

  [[nodiscard]] const std::vector<model::Record>& records() const { return records_; }
  // What may not be carried out a second time, in no order.
  [[nodiscard]] const std::vector<Remembered>& remembered() const { return remembered_; }

 private:
  template <class Noun, class Id>
  Noun* look_for(const Id& id) {
    for (model::Record& record : records_) {
      auto* noun = std::get_if<Noun>(&record);
      if (noun != nullptr && model::id_of(*noun) == id) return noun;
    }
    return nullptr;
  }
  template <class Noun>
  std::size_t how_many() const;

  bool is_keeper() const { return command_->credential == model::CredentialKind::keeper; }
  bool i_am_in(const model::GuildId& guild);
  bool i_lead(const model::GuildId& guild);
  model::Nullifier my_mark_on(const model::TaskId& task) const;

  // What stands in the way, or nothing.
  Answer envelope_trouble();
  Answer signer_trouble();
  Answer poster_trouble(const model::GuildId& guild);
  Answer steward_trouble(const model::GuildId& guild);
  Answer certifier_trouble(const model::SkillId& skill, const model::MemberId& member);
  Answer draft_trouble(const model::TaskDraft& draft, bool may_have_times);
  Answer words_trouble(const model::TaskDraft& draft);
  Answer hours_trouble(const model::TaskDraft& draft, bool may_have_times);
  Answer skills_trouble(const model::TaskDraft& draft);
  Answer date_trouble(const model::TaskDraft& draft);
  Answer open_task_trouble(const model::TaskId& task);
  Answer my_place_trouble(const model::TaskId& task);
  Answer standing_trouble(const model::TaskDraft& draft, const std::string& first_local,
                          const std::string& rule, std::uint32_t length_minutes);
  Answer running_trouble(const model::SeriesId& series);
  model::TaskDraft filled_in(model::TaskDraft draft);
  model::Place& my_place(model::Task& task);
  template <class Noun>
  std::vector<Noun*> all_of() {
    std::vector<Noun*> found;
    for (model::Record& record : records_) {
      if (auto* noun = std::get_if<Noun>(&record)) found.push_back(noun);
    }
    return found;
  }
  void insert_place(model::Task& task, const model::PublicKey& participant, bool trainee,
                    bool show_name);
  bool is_known(const model::TaskId& id);
  Answer certificate_trouble(const model::TaskDraft& draft);

  // Rounds.
  model::WillingId my_word_in(const model::RoundId& round) const;
  Answer offer_trouble(const model::Round& round, const model::Offer& offer);
  Answer invitation_trouble(const model::RoundId& round, const model::TaskId& task);
  void round_moves_on(model::Round& round, bool is_freed);
  void share_again_around(const model::Task& task);
  void take_back_what_clashes(const model::Task& task);
  std::map<model::WillingId, model::Willing> words_of(const model::RoundId& round);
  bool add_person(const model::Willing& word, const std::map<model::TaskId, std::uint32_t>& tasks,
                  clearing::Instance& instance);
  bool extra_makes_sense(const clearing::Instance& instance,
                         const std::vector<model::ExtraPlaces>& extra);
  using Names = std::set<std::pair<std::string, std::string>>;
  model::Clearing recorded(const clearing::Instance& instance, const Names& given,
                           NaivePrices& prices);
  Names invited_now(const model::Round& round,
                    const std::map<model::WillingId, model::Willing>& words);
  clearing::Assignment who_stays(const clearing::Round& round,
                                 const std::map<model::WillingId, model::Willing>& words,
                                 const Names& invited);
  void invite(const model::Round& round, const std::map<model::WillingId, model::Willing>& words,
              const Names& invited, const Names& given);
  clearing::Instance instance_of_round(const model::Round& round,
                                       const std::vector<model::ExtraPlaces>& extra,
                                       core::Digest& seed);
  Answer alert_trouble(const model::AlertId& alert);
  void becomes_urgent(model::Alert& alert);
  bool matters_still(const model::Alert& alert);
  model::Nullifier my_mark_as_reporter(const model::AlertId& alert) const;
  Answer calls_trouble();

  Answer obey(const model::CreateInvitation& command);
  Answer obey(const model::RevokeInvitation& command);
  Answer obey(const model::Join& command);
  Answer obey(const model::RenameMember& command);
  Answer obey(const model::LeaveCommune& command);
  Answer obey(const model::FoundGuild& command);
  Answer obey(const model::ChangeGuild& command);
  Answer obey(const model::JoinGuild& command);
  Answer obey(const model::LeaveGuild& command);
  Answer obey(const model::GrantStewardship& command);
  Answer obey(const model::StepDown& command);
  Answer obey(const model::PutSkill& command);
  Answer obey(const model::GrantCertificate& command);
  Answer obey(const model::RevokeCertificate& command);
  Answer obey(const model::PutVenue& command);
  Answer obey(const model::PostTask& command);
  Answer obey(const model::ChangeTask& command);
  Answer obey(const model::CancelTask& command);
  Answer obey(const model::RecordUnasked& command);
  Answer obey(const model::SetGuests& command);
  Answer obey(const model::ConfirmDone& command);
  Answer obey(const model::PutTemplate& command);
  Answer obey(const model::RemoveTemplate& command);
  Answer obey(const model::PostSeries& command);
  Answer obey(const model::ChangeSeries& command);
  Answer obey(const model::EndSeries& command);
  Answer obey(const model::PostOccurrence& command);
  Answer obey(const model::TakePlace& command);
  Answer obey(const model::HandBack& command);
  Answer obey(const model::SeekSwap& command);
  Answer obey(const model::MarkDone& command);
  Answer obey(const model::GiveFeedback& command);
  Answer obey(const model::HideName& command);
  Answer obey(const model::OpenRound& command);
  Answer obey(const model::DeclareWilling& command);
  Answer obey(const model::ClearRound& command);
  Answer obey(const model::AcceptPlace& command);
  Answer obey(const model::DeclinePlace& command);
  Answer obey(const model::PutDevice& command);
  Answer obey(const model::RaiseAlert& command);
  Answer obey(const model::ConfirmAlert& command);
  Answer obey(const model::DismissAlert& command);
  Answer obey(const model::RelayCall& command);
  Answer obey(const model::AdjustCall& command);
  Answer obey(const model::SetVisitors& command);

  model::ChainId chain_;
  model::PublicKey keeper_;
  std::vector<model::Record> records_;
  std::vector<Remembered> remembered_;
  // Of the command that is being looked at.
  const model::VerifiedCommand* command_ = nullptr;
  std::int64_t now_ = 0;
  model::MemberId me_;
};

}  // namespace commune::ledger::testing

// One check_ and one perform_ for every command, and what they share. Internal to the ledger; the
// door is apply.h. A check looks at the signer first, then at existence, then at contents.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "ledger/apply.h"
#include "ledger/state.h"
#include "model/envelope.h"

namespace commune::ledger {

// Who asks, and when. `member` is set for commands signed by a member.
struct Context {
  const model::VerifiedCommand& command;
  core::Time now;
  const model::Member* member = nullptr;
  const model::Device* device = nullptr;  // likewise

  [[nodiscard]] bool is_keeper() const {
    return command.credential == model::CredentialKind::keeper;
  }
};

using Events = std::vector<Event>;

#define TRY_RULE(verdict)                                                              \
  do {                                                                                 \
    if (const Verdict rule_verdict_ = (verdict); !rule_verdict_) return rule_verdict_; \
  } while (false)

[[nodiscard]] inline Verdict refuse(Rejection rejection) { return std::unexpected(rejection); }

// ---- texts: a required one is not empty, none is longer than its limit
[[nodiscard]] Verdict check_text(std::string_view text, std::size_t size_max);
[[nodiscard]] Verdict check_optional_text(std::string_view text, std::size_t size_max);
[[nodiscard]] Verdict check_reason(std::string_view reason);

// ---- people and guilds
[[nodiscard]] bool is_in(const std::vector<model::MemberId>& people, const model::MemberId& member);
// The signer may post for the guild: its member, or the keeper.
[[nodiscard]] Verdict check_may_post(const State& state, const Context& context,
                                     const model::GuildId& guild);
[[nodiscard]] Verdict check_steward(const State& state, const Context& context,
                                    const model::GuildId& guild);

// ---- tasks
enum class DraftTimes : std::uint8_t { required_or_open_ended, none };
[[nodiscard]] Verdict check_draft(const State& state, const model::TaskDraft& draft,
                                  DraftTimes times);
// Fills in the sector of the guild and the minutes of a timed task where they were left out.
[[nodiscard]] model::TaskDraft completed(const State& state, model::TaskDraft draft);
// Regular places that are taken for sure: not a trainee's, not one that looks for a swap.
[[nodiscard]] std::uint32_t regular_places(const model::Task& task);
[[nodiscard]] std::uint32_t trainee_places(const model::Task& task);
// Whether a task, or an alert that would become one, has this id.
[[nodiscard]] bool is_task_id_used(const State& state, const model::TaskId& id);
// Places that are kept free for somebody who was invited and has not answered.
[[nodiscard]] std::uint32_t kept_free(const model::Task& task, bool trainee, core::Time now);
// Whether everybody of that kind who comes, or was invited, fills the task.
[[nodiscard]] bool is_full(const model::Task& task, bool trainee, core::Time now);
// The signer holds what the task requires of somebody experienced.
[[nodiscard]] Verdict check_certificates(const Context& context, const model::TaskDraft& draft);
// Gives the signer a place. Whoever looks for a swap goes where it is needed.
void add_place(State& state, const Context& context, const model::TaskId& task,
               const model::Place& place);
// Takes back what the signer would do in a round, where it clashes with this task; and the
// invitations to it.
void withdraw_clashing_offers(State& state, const Context& context, const model::TaskId& task,
                              Events& events);
// Something is to be shared out again in the round that this task belongs to.
void reopen_round_of(State& state, const model::TaskId& task, core::Time now, Events& events);
// When a task is over: its end; for an open-ended one never.
[[nodiscard]] bool is_over(const model::Task& task, core::Time now);

// The signer, and all together, may raise one more alert today.
[[nodiscard]] Verdict check_calls_a_day(const State& state, const Context& context);
// What was reported becomes the urgent task of the same id.
void become_task(State& state, const model::AlertId& id, core::Time now, Events& events);

// "2026-03-29T18:00": digits and a real date. Whether the clock shows it is for the calendar.
[[nodiscard]] bool is_local_time(std::string_view text);

#define COMMUNE_RULE(Command_)                                                            \
  [[nodiscard]] Verdict check_rule(const State& state, const Context& context,            \
                                   const model::Command_& command);                       \
  void perform_rule(State& state, const Context& context, const model::Command_& command, \
                    Events& events)

COMMUNE_RULE(CreateInvitation);
COMMUNE_RULE(RevokeInvitation);
COMMUNE_RULE(Join);
COMMUNE_RULE(RenameMember);
COMMUNE_RULE(LeaveCommune);
COMMUNE_RULE(FoundGuild);
COMMUNE_RULE(ChangeGuild);
COMMUNE_RULE(JoinGuild);
COMMUNE_RULE(LeaveGuild);
COMMUNE_RULE(GrantStewardship);
COMMUNE_RULE(StepDown);
COMMUNE_RULE(PutSkill);
COMMUNE_RULE(GrantCertificate);
COMMUNE_RULE(RevokeCertificate);
COMMUNE_RULE(PutVenue);
COMMUNE_RULE(PostTask);
COMMUNE_RULE(ChangeTask);
COMMUNE_RULE(CancelTask);
COMMUNE_RULE(RecordUnasked);
COMMUNE_RULE(SetGuests);
COMMUNE_RULE(ConfirmDone);
COMMUNE_RULE(PutTemplate);
COMMUNE_RULE(RemoveTemplate);
COMMUNE_RULE(PostSeries);
COMMUNE_RULE(ChangeSeries);
COMMUNE_RULE(EndSeries);
COMMUNE_RULE(PostOccurrence);
COMMUNE_RULE(TakePlace);
COMMUNE_RULE(HandBack);
COMMUNE_RULE(SeekSwap);
COMMUNE_RULE(MarkDone);
COMMUNE_RULE(GiveFeedback);
COMMUNE_RULE(HideName);
COMMUNE_RULE(OpenRound);
COMMUNE_RULE(DeclareWilling);
COMMUNE_RULE(ClearRound);
COMMUNE_RULE(AcceptPlace);
COMMUNE_RULE(DeclinePlace);
COMMUNE_RULE(PutDevice);
COMMUNE_RULE(RaiseAlert);
COMMUNE_RULE(ConfirmAlert);
COMMUNE_RULE(DismissAlert);
COMMUNE_RULE(RelayCall);
COMMUNE_RULE(AdjustCall);
COMMUNE_RULE(SetVisitors);
#undef COMMUNE_RULE

}  // namespace commune::ledger

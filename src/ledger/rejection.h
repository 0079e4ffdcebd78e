// Why the commune's rules refuse a command. Numbers are part of the protocol (CometBFT carries them
// as ExecTxResult.code): they are never reused. Each row has a test in rejection_test.cpp, and
// docs/rejections.md is made from this table.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace commune::ledger {

enum class Rejection : std::uint16_t {
  // any command
  replayed = 1,
  expired = 2,
  expires_too_late = 3,
  wrong_credential = 4,
  unknown_signer = 5,
  signer_left = 6,
  text_missing = 7,
  text_too_long = 8,
  limit_reached = 9,
  reason_missing = 10,
  // people
  invitation_unknown = 20,
  invitation_exists = 21,
  invitation_expired = 22,
  invitation_used_up = 23,
  invitation_revoked = 24,
  invitation_out_of_range = 25,
  already_member = 26,
  member_unknown = 27,
  // guilds
  guild_unknown = 40,
  guild_exists = 41,
  sector_unknown = 42,
  already_in_guild = 43,
  not_in_guild = 44,
  not_a_steward = 45,
  already_steward = 46,
  skill_unknown = 47,
  not_a_certificate = 48,
  certificate_not_held = 49,
  certificate_in_past = 50,
  venue_unknown = 51,
  position_out_of_range = 52,
  certificate_stays = 53,
  // tasks
  task_unknown = 70,
  task_exists = 71,
  times_contradictory = 72,
  times_in_past = 73,
  times_too_long = 74,
  times_too_far = 75,
  minutes_out_of_range = 76,
  people_out_of_range = 77,
  trainees_out_of_range = 78,
  importance_out_of_range = 79,
  template_unknown = 80,
  revision_stale = 81,
  task_cancelled = 82,
  task_over = 83,
  task_recorded = 84,
  people_below_taken = 85,
  guests_out_of_range = 86,
  nothing_to_confirm = 87,
  own_work = 88,
  draft_has_times = 89,
  record_out_of_range = 90,
  // standing requests
  series_unknown = 100,
  series_exists = 101,
  series_ended = 102,
  rule_malformed = 103,
  local_time_malformed = 104,
  occurrence_length_wrong = 105,
  // places
  task_full = 120,
  trainee_places_full = 121,
  already_on_task = 122,
  certificate_required = 123,
  not_on_task = 124,
  place_done = 125,
  place_confirmed = 126,
  done_too_early = 127,
  done_too_late = 128,
  not_done_yet = 129,
  feedback_given = 130,
  feedback_empty = 131,
  name_not_shown = 132,
};

struct RejectionRow {
  Rejection rejection;
  std::string_view name;      // stable, snake case: the code that the API answers
  std::string_view sentence;  // for the person who reads it
};

// Ascending by number, no number twice.
[[nodiscard]] const RejectionRow& row_of(Rejection rejection);

inline constexpr std::array rejection_rows{
#define ROW(name, sentence) \
  RejectionRow { Rejection::name, #name, sentence }
    ROW(replayed, "This was already received; nothing happened twice."),
    ROW(expired, "This waited too long and is no longer valid. Please do it again."),
    ROW(expires_too_late,
        "A command may be valid for at most seven days. Check the device's clock."),
    ROW(wrong_credential, "This needs another kind of key."),
    ROW(unknown_signer, "This key does not belong to a member of this commune."),
    ROW(signer_left, "The member of this key has left the commune."),
    ROW(text_missing, "A text that is needed is empty."),
    ROW(text_too_long, "A text is longer than it may be."),
    ROW(limit_reached, "There are already as many of these as there may be."),
    ROW(reason_missing, "Please say why, so that the people who come understand it."),
    ROW(invitation_unknown, "This invitation is not known here."),
    ROW(invitation_exists, "This invitation exists already."),
    ROW(invitation_expired, "This invitation has run out. Ask for a new one."),
    ROW(invitation_used_up, "This invitation has been used up. Ask for a new one."),
    ROW(invitation_revoked, "This invitation was taken back."),
    ROW(invitation_out_of_range, "An invitation lasts at most 90 days and serves 1 to 50 people."),
    ROW(already_member, "This key belongs to a member already."),
    ROW(member_unknown, "There is no such member."),
    ROW(guild_unknown, "There is no such guild."),
    ROW(guild_exists, "A guild of this name exists already."),
    ROW(sector_unknown, "There is no such sector."),
    ROW(already_in_guild, "You are in this guild already."),
    ROW(not_in_guild, "Only members of the guild can do this."),
    ROW(not_a_steward, "Only a steward of the guild can do this."),
    ROW(already_steward, "This member is a steward already."),
    ROW(skill_unknown, "There is no such skill in the commune's vocabulary."),
    ROW(not_a_certificate, "This skill is not one that a guild certifies."),
    ROW(certificate_not_held, "The member does not hold this certificate."),
    ROW(certificate_in_past, "A certificate cannot end in the past."),
    ROW(venue_unknown, "There is no such place in the commune."),
    ROW(position_out_of_range, "This place is more than 100 km from the commune."),
    ROW(certificate_stays, "Tasks rely on this certificate: it stays one."),
    ROW(task_unknown, "There is no such task."),
    ROW(task_exists, "A task of this name exists already."),
    ROW(times_contradictory, "Start and end are both needed, and the end comes after the start."),
    ROW(times_in_past, "This time has passed already."),
    ROW(times_too_long, "A task lasts at most 14 days."),
    ROW(times_too_far, "This is more than three years ahead."),
    ROW(minutes_out_of_range,
        "One person's effort is 1 minute to 24 hours, and not longer than the task itself."),
    ROW(people_out_of_range,
        "At least one person and at most 500; the minimum not above the maximum."),
    ROW(trainees_out_of_range, "There are at most 50 trainee places on a task."),
    ROW(importance_out_of_range, "Importance is 1, 2 or 3."),
    ROW(template_unknown, "There is no such kind of job."),
    ROW(revision_stale, "Somebody changed this in the meantime. Look again, then decide."),
    ROW(task_cancelled, "This task was cancelled."),
    ROW(task_over, "This task is over."),
    ROW(task_recorded, "This is a record of work that was done already."),
    ROW(people_below_taken, "More people come already than this change would allow."),
    ROW(guests_out_of_range, "There are at most 500 guests on a task."),
    ROW(nothing_to_confirm, "Nobody has marked this done yet."),
    ROW(own_work, "Somebody else confirms your work, not you."),
    ROW(draft_has_times, "A template or a standing request has no dates of its own."),
    ROW(record_out_of_range, "Work can be recorded from 60 days back until now."),
    ROW(series_unknown, "There is no such standing request."),
    ROW(series_exists, "This standing request exists already."),
    ROW(series_ended, "This standing request has ended."),
    ROW(rule_malformed, "This is not a rule for repeating."),
    ROW(local_time_malformed, "A local time looks like 2026-03-29T18:00."),
    ROW(occurrence_length_wrong, "This date is not as long as its standing request says."),
    ROW(task_full, "All places are taken."),
    ROW(trainee_places_full, "All trainee places are taken."),
    ROW(already_on_task, "You are on this task already."),
    ROW(certificate_required, "This task needs a certificate that you do not hold (any more)."),
    ROW(not_on_task, "This key has no place on the task."),
    ROW(place_done, "This place is done already."),
    ROW(place_confirmed, "Somebody confirmed this already."),
    ROW(done_too_early, "This has not begun yet."),
    ROW(done_too_late, "This is too long ago to change."),
    ROW(not_done_yet, "First mark it done, then say how it was."),
    ROW(feedback_given, "You said how it was already."),
    ROW(feedback_empty, "There is nothing in this feedback."),
    ROW(name_not_shown, "Your name is not shown here."),
#undef ROW
};

[[nodiscard]] inline std::string_view name_of(Rejection rejection) {
  return row_of(rejection).name;
}

}  // namespace commune::ledger

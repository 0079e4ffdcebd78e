#include "gateway/refusal.h"

#include "gateway/http/answer.h"
#include "gateway/json_writer.h"

namespace commune::gateway {

int status_of(ledger::Rejection rejection) {
  using ledger::Rejection;
  switch (rejection) {
    case Rejection::invitation_unknown:
    case Rejection::member_unknown:
    case Rejection::guild_unknown:
    case Rejection::sector_unknown:
    case Rejection::skill_unknown:
    case Rejection::venue_unknown:
    case Rejection::task_unknown:
    case Rejection::template_unknown:
    case Rejection::series_unknown:
    case Rejection::round_unknown:
    case Rejection::alert_unknown: return 404;

    case Rejection::wrong_credential:
    case Rejection::unknown_signer:
    case Rejection::signer_left:
    case Rejection::not_in_guild:
    case Rejection::not_a_steward:
    case Rejection::certificate_required:
    case Rejection::own_work:
    case Rejection::not_on_task:
    case Rejection::not_invited:
    case Rejection::device_not_for_this: return 403;

    case Rejection::expires_too_late:
    case Rejection::text_missing:
    case Rejection::text_too_long:
    case Rejection::reason_missing:
    case Rejection::invitation_out_of_range:
    case Rejection::not_a_certificate:
    case Rejection::certificate_in_past:
    case Rejection::position_out_of_range:
    case Rejection::times_contradictory:
    case Rejection::times_in_past:
    case Rejection::times_too_long:
    case Rejection::times_too_far:
    case Rejection::minutes_out_of_range:
    case Rejection::people_out_of_range:
    case Rejection::trainees_out_of_range:
    case Rejection::diners_out_of_range:
    case Rejection::importance_out_of_range:
    case Rejection::guests_out_of_range:
    case Rejection::draft_has_times:
    case Rejection::record_out_of_range:
    case Rejection::rule_malformed:
    case Rejection::local_time_malformed:
    case Rejection::occurrence_length_wrong:
    case Rejection::feedback_empty:
    case Rejection::round_times_contradictory:
    case Rejection::offers_out_of_range:
    case Rejection::offer_outside_round:
    case Rejection::clearing_wrong:
    case Rejection::device_malformed: return 422;

    case Rejection::replayed:
    case Rejection::expired:
    case Rejection::limit_reached:
    case Rejection::certificate_stays:
    case Rejection::invitation_exists:
    case Rejection::invitation_expired:
    case Rejection::invitation_used_up:
    case Rejection::invitation_revoked:
    case Rejection::already_member:
    case Rejection::guild_exists:
    case Rejection::already_in_guild:
    case Rejection::already_steward:
    case Rejection::certificate_not_held:
    case Rejection::task_exists:
    case Rejection::revision_stale:
    case Rejection::task_cancelled:
    case Rejection::task_over:
    case Rejection::task_recorded:
    case Rejection::people_below_taken:
    case Rejection::nothing_to_confirm:
    case Rejection::series_exists:
    case Rejection::series_ended:
    case Rejection::task_full:
    case Rejection::trainee_places_full:
    case Rejection::already_on_task:
    case Rejection::place_done:
    case Rejection::place_confirmed:
    case Rejection::done_too_early:
    case Rejection::done_too_late:
    case Rejection::not_done_yet:
    case Rejection::feedback_given:
    case Rejection::name_not_shown:
    case Rejection::round_exists:
    case Rejection::round_overlaps:
    case Rejection::round_closed:
    case Rejection::round_still_open:
    case Rejection::round_over:
    case Rejection::participant_taken:
    case Rejection::clearing_stale:
    case Rejection::clearing_worse:
    case Rejection::alert_exists:
    case Rejection::alert_closed:
    case Rejection::calls_too_many:
    case Rejection::task_no_call: return 409;
  }
  return 409;
}

http::Response refusal_response(ledger::Rejection rejection) {
  const ledger::RejectionRow& row = ledger::row_of(rejection);
  JsonWriter json;
  json.begin_object()
      .key("error")
      .begin_object()
      .field("code", row.name)
      .field("message", row.sentence)
      .field("number", static_cast<std::uint16_t>(rejection))
      .end_object()
      .end_object();
  http::Response response = http::json_response(json.take());
  response.status = status_of(rejection);
  return response;
}

}  // namespace commune::gateway

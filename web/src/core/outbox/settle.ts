// What an answer of the commune means for a queued command, and how a refusal is told. The same
// command may arrive twice, or another device of the same person may have been faster: where what was
// wanted is already so, that is success.
import type { ApiError } from '../api/errors';
import type { CommandKind } from '../envelope/commands';
import { errorMessage } from '../i18n/error-message';
import en from '../i18n/messages/en.json';
import { say, type CoreKey, type Message } from '../i18n/message';
import type { QueuedCommand } from './item';

export type Verdict = 'already_so' | 'later' | 'sign_again' | 'refused';

const alreadySo: Partial<Record<CommandKind, readonly string[]>> = {
  take_place: ['already_on_task'],
  hand_back: ['not_on_task'],
  mark_done: ['place_done', 'place_confirmed'],
  hide_name: ['name_not_shown'],
  post_task: ['task_exists'],
  record_unasked: ['task_exists'],
  cancel_task: ['task_cancelled'],
  post_series: ['series_exists'],
  end_series: ['series_ended'],
  join: ['already_member'],
  join_guild: ['already_in_guild'],
  leave_guild: ['not_in_guild'],
  grant_stewardship: ['already_steward'],
  create_invitation: ['invitation_exists'],
  revoke_invitation: ['invitation_revoked'],
  open_round: ['round_exists'],
  decline_place: ['not_invited', 'round_over'],
  raise_alert: ['alert_exists'],
};

/** Only a second sending of the same command can run into these without having been there first. */
const alreadySoOnSecondTry: Partial<Record<CommandKind, readonly string[]>> = {
  give_feedback: ['feedback_given'],
  confirm_done: ['nothing_to_confirm'],
  step_down: ['not_a_steward'],
  leave_commune: ['signer_left', 'unknown_signer'],
  change_task: ['revision_stale'],
  change_series: ['revision_stale'],
  accept_place: ['not_invited', 'already_on_task'],
  confirm_alert: ['alert_closed'],
  dismiss_alert: ['alert_closed'],
};

export function judge(item: QueuedCommand, error: ApiError): Verdict {
  const { code, status } = error;
  const { kind } = item.command;
  if (status === 0 || status >= 500 || status === 429 || status === 408) return 'later';
  if (code === 'replayed' || alreadySo[kind]?.includes(code)) return 'already_so';
  if (item.attempts > 1 && alreadySoOnSecondTry[kind]?.includes(code)) return 'already_so';
  // Too late also means a wrong clock while offline; by now the commune has told the time.
  return code === 'expired' || code === 'expires_too_late' ? 'sign_again' : 'refused';
}

/** Why it did not happen, about the thing it was about. */
export function refusalMessage(item: QueuedCommand): Message {
  const code = item.code ?? 'unreadable';
  const own = `refused.${item.command.kind}.${code}`;
  if (Object.hasOwn(en, own)) return say(own as CoreKey, { title: item.basis.title });
  return errorMessage(code, item.reason);
}

export function titleMessage(item: QueuedCommand): Message {
  return say(`queue.${item.command.kind}`, { title: item.basis.title });
}

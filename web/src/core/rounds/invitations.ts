// The places that are kept free for the person of this device: the board names nobody, but whoever
// holds the member key can compute what the ledger calls their word in a round.
import type { Round } from '../api-types';
import type { BoardTask } from '../board/state';
import type { Instant, RoundId, WillingId } from '../ids';
import { phaseOf } from './phase';

export interface Invitation {
  readonly round: RoundId;
  readonly task: BoardTask;
  readonly trainee: boolean;
  readonly until: Instant;
}

/** Ascending by start. */
export function invitationsOf(
  tasks: Iterable<BoardTask>,
  rounds: readonly Round[],
  willingIn: (round: RoundId) => WillingId,
  now: number,
): Invitation[] {
  const own = new Map(
    rounds
      .filter((round) => round.clearings > 0 && phaseOf(round, now) !== 'over')
      .map((round) => [willingIn(round.id), round.id]),
  );
  if (own.size === 0) return [];
  const found: Invitation[] = [];
  for (const task of tasks) {
    if (task.status !== 'open') continue;
    for (const { willing, trainee, until } of task.invited) {
      const round = own.get(willing);
      if (round && Date.parse(until) >= now) found.push({ round, task, trainee, until });
    }
  }
  return found.sort((one, other) => ((one.task.start ?? '') < (other.task.start ?? '') ? -1 : 1));
}

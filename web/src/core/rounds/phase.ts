// Where a round stands: people say what they would like, it is shared out, those who are invited
// answer; in its own days whatever is given back goes to the next, and then it is over.
import type { Round } from '../api-types';
import type { BoardTask } from '../board/state';
import type { Instant } from '../ids';

export type RoundPhase = 'open' | 'sharing' | 'answering' | 'running' | 'over';

export function phaseOf(round: Round, now: number): RoundPhase {
  if (now <= Date.parse(round.closes_at)) return 'open';
  if (now >= Date.parse(round.until)) return 'over';
  if (round.clearings === 0) return 'sharing';
  return now <= Date.parse(round.confirm_by) ? 'answering' : 'running';
}

/** Until when that phase lasts; for a round that is over, since when it is. */
export function phaseEnds(round: Round, phase: RoundPhase): Instant {
  if (phase === 'open') return round.closes_at;
  return phase === 'answering' ? round.confirm_by : round.until;
}

/** Whether a task is among those that the round shares out. */
export function isInRound(task: BoardTask, round: Round): boolean {
  return (
    task.status === 'open' &&
    task.start !== null &&
    Date.parse(task.start) >= Date.parse(round.from) &&
    Date.parse(task.start) < Date.parse(round.until)
  );
}

/** The one that a person wants to hear of: open to words, else waiting for answers, else under way; the soonest. */
export function currentRound(rounds: readonly Round[], now: number): Round | undefined {
  const inOrder = [...rounds].sort(
    (one, other) => Date.parse(one.closes_at) - Date.parse(other.closes_at),
  );
  const at = (phase: RoundPhase): Round | undefined =>
    inOrder.find((round) => phaseOf(round, now) === phase);
  return at('open') ?? at('answering') ?? at('sharing') ?? at('running');
}

/** The latest that was shared out and whose days are not over. */
export function lastShared(rounds: readonly Round[], now: number): Round | undefined {
  return rounds
    .filter(({ clearings, until }) => clearings > 0 && Date.parse(until) > now)
    .reduce<Round | undefined>(
      (last, one) => (last && Date.parse(last.closes_at) >= Date.parse(one.closes_at) ? last : one),
      undefined,
    );
}

export interface Covered {
  covered: number; // of the places that are needed at least: taken, or kept for somebody invited
  needed: number;
}

export function coveredOf(tasks: Iterable<BoardTask>, round: Round, now: number): Covered {
  let covered = 0;
  let needed = 0;
  for (const task of tasks) {
    if (!isInRound(task, round)) continue;
    const kept = task.invited.filter(
      ({ trainee, until }) => !trainee && Date.parse(until) >= now,
    ).length;
    covered += Math.min(task.people_min, task.coming + kept);
    needed += task.people_min;
  }
  return { covered, needed };
}

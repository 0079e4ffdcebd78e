// What speaks for a task because of the commune: people missing, urgency, and the turn of sectors.
import type { Task } from '../api-types';
import type { Context } from './context';
import { reason, type Reason } from './reason';

const shortPoints = 3; // and one more for each person missing, at most three
const shortPeopleMax = 3;
const urgencyPoints = { calm: 0, soon: 4, urgent: 12 } as const;
const rotationPoints = 12;
const gatheringPoints = 3;
const weekMs = 7 * 24 * 3600_000;

/**
 * More important work weighs more: 1 to 3 times 3 plus the people missing. What is far ahead has time
 * to fill: a half beyond one week, a quarter beyond two.
 */
export function short(task: Task, { now }: Context): Reason | null {
  const { missing, importance } = task;
  if (missing === 0) return null;
  const at = task.start ?? task.due;
  const weeks = at ? (Date.parse(at) - now) / weekMs : 0;
  const nearness = weeks <= 1 ? 1 : weeks <= 2 ? 1 / 2 : 1 / 4;
  const points = importance * (shortPoints + Math.min(missing, shortPeopleMax));
  return reason('short', points * nearness, { missing });
}

export function urgent(task: Task): Reason | null {
  return reason('urgent', urgencyPoints[task.urgency], {});
}

/** What I did least against the baseline comes first, what I did much of can wait. */
export function rotation(task: Task, { rotation: lags }: Context): Reason | null {
  const lag = lags.get(task.sector) ?? 0;
  const data = { sector: task.sector };
  return reason(lag > 0 ? 'rotation' : 'enough', rotationPoints * lag, data);
}

export function gathering(task: Task): Reason | null {
  return task.gathering ? reason('gathering', gatheringPoints, {}) : null;
}

// Keeps the head of a ranking from being five times the same: among any five in a row at most one
// of a kind of job and two of a sector, as long as there is anything else to offer.
import type { Task } from '../api-types';

export const windowSize = 5;
const kindMax = 1;
const sectorMax = 2;

export function kindOf(task: Task): string {
  return task.template || `${task.guild}/${task.title}`;
}

/** Takes the best that fits each time; where nothing fits, the best. Order is kept otherwise. */
export function diversify<T extends { task: Task }>(ranked: readonly T[], limit: number): T[] {
  const left = ranked.slice();
  const chosen: T[] = [];
  while (chosen.length < limit && left.length > 0) {
    const recent = chosen.slice(-(windowSize - 1));
    const fits = left.findIndex(({ task }) => fitsAfter(recent, task));
    chosen.push(...left.splice(Math.max(0, fits), 1));
  }
  return chosen;
}

function fitsAfter(recent: readonly { task: Task }[], task: Task): boolean {
  const kind = kindOf(task);
  const sameKind = recent.filter((other) => kindOf(other.task) === kind).length;
  const sameSector = recent.filter((other) => other.task.sector === task.sector).length;
  return sameKind < kindMax && sameSector < sectorMax;
}

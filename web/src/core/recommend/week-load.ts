// What each week holds for me already, done and planned: minutes, heavy work, and which days. From
// the history and from my places, each piece of work once.
import { dayNumber } from '../calendar/zone';
import type { HistoryEntry } from '../history/entry';
import type { MyPlace } from '../mine/my-place';

export interface WeekLoad {
  minutes: number;
  heavy: number; // pieces of heavy work
  days: ReadonlySet<number>; // with work on them
}

export type WeekLoads = ReadonlyMap<number, WeekLoad>; // by the day number of their Monday

/** 1970-01-01 was a Thursday. */
export function mondayOf(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7);
}

const nothing: WeekLoad = { minutes: 0, heavy: 0, days: new Set() };

export function loadOf(loads: WeekLoads, day: number): WeekLoad {
  return loads.get(mondayOf(day)) ?? nothing;
}

type Work = Pick<HistoryEntry, 'start' | 'minutes' | 'effort'>;

export function weekLoads(
  history: readonly HistoryEntry[],
  mine: readonly MyPlace[],
  zone: string,
): WeekLoads {
  const work = new Map<string, Work>(history.map((entry) => [entry.task, entry]));
  for (const { task } of mine) {
    const { id, start, minutes, effort, status } = task;
    if (start && status === 'open' && !work.has(id)) work.set(id, { start, minutes, effort });
  }
  const loads = new Map<number, WeekLoad>();
  for (const { start, minutes, effort } of work.values()) {
    const day = dayNumber(start, zone);
    const before = loadOf(loads, day);
    loads.set(mondayOf(day), {
      minutes: before.minutes + minutes,
      heavy: before.heavy + (effort === 'heavy' ? 1 : 0),
      days: new Set([...before.days, day]),
    });
  }
  return loads;
}

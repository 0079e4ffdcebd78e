// The rest a person took: free days, the longest stretch between two pieces of work. Looks at the last 7 days and tells; it never forbids.
import { localDate } from '../calendar/zone';
import type { LocalDate } from '../ids';
import { isWork, type HistoryEntry } from './entry';

export interface Rest {
  readonly freeDays: number; // of the last 7, today included
  readonly lastFreeDay: LocalDate | null; // in the last 28 days
  readonly longestRestHours: number; // in the last 7 days
}

interface Span {
  start: number;
  end: number;
}

const dayMs = 24 * 3600_000;

export function restOf(entries: readonly HistoryEntry[], now: number, zone: string): Rest {
  const spans = entries
    .filter(isWork)
    .map(({ start, minutes }): Span => {
      const at = Date.parse(start);
      return { start: at, end: at + minutes * 60_000 };
    })
    .filter(({ start }) => start <= now && start > now - 28 * dayMs)
    .sort((one, other) => one.start - other.start);
  const worked = new Set(spans.map(({ start }) => localDate(start, zone)));
  const days = Array.from({ length: 28 }, (_, back) => localDate(now - back * dayMs, zone));
  const free = days.filter((day) => !worked.has(day));
  const week = new Set(days.slice(0, 7));
  return {
    freeDays: free.filter((day) => week.has(day)).length,
    lastFreeDay: free[0] ?? null,
    longestRestHours: longestGap(spans, now - 7 * dayMs, now) / 3600_000,
  };
}

function longestGap(spans: readonly Span[], from: number, to: number): number {
  let longest = 0;
  let free = from;
  for (const { start, end } of spans) {
    if (end <= from) continue;
    longest = Math.max(longest, start - free);
    free = Math.max(free, end);
  }
  return Math.max(longest, to - free, 0);
}

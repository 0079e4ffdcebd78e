// My hours over the sectors beside the commune's baseline, for me alone. The baseline is a
// benchmark, no quota: nothing here says "too little".
import type { Period, Sector } from '../api-types';
import { localDate, periodRange } from '../calendar/zone';
import type { Instant, SectorId } from '../ids';
import { isWork, type HistoryEntry } from './entry';

export interface SectorBalance {
  readonly id: SectorId;
  readonly hours: number;
  readonly baselineHours: number; // the period's share
  readonly share: number; // of all my hours in the period, 0 to 1
}

export interface Balance {
  readonly from: Instant;
  readonly to: Instant;
  readonly hours: number;
  readonly baselineHours: number;
  readonly sectors: readonly SectorBalance[]; // in the commune's order
  readonly leastDone: readonly SectorId[]; // against the baseline, least first
}

const yearHours = 365.25 * 24;

/** The work that counts in a span of time, the latest first. */
export function workIn(
  entries: readonly HistoryEntry[],
  { from, to }: Pick<Balance, 'from' | 'to'>,
): HistoryEntry[] {
  return entries
    .filter((entry) => isWork(entry) && entry.start >= from && entry.start < to)
    .sort((one, other) => Date.parse(other.start) - Date.parse(one.start));
}

export function balanceOf(
  entries: readonly HistoryEntry[],
  sectors: Iterable<Sector>,
  period: Period,
  now: number,
  zone: string,
): Balance {
  const { from, to } = periodRange(period, localDate(now, zone), zone);
  const minutes = new Map<SectorId, number>();
  for (const entry of workIn(entries, { from, to })) {
    minutes.set(entry.sector, (minutes.get(entry.sector) ?? 0) + entry.minutes);
  }
  const total = [...minutes.values()].reduce((sum, part) => sum + part, 0);
  const part = (Date.parse(to) - Date.parse(from)) / 3600_000 / yearHours;
  const rows = [...sectors].map(({ id, baseline_hours }) => {
    const own = minutes.get(id) ?? 0;
    const share = total === 0 ? 0 : own / total;
    return { id, hours: own / 60, baselineHours: baseline_hours * part, share };
  });
  const filled = ({ hours, baselineHours }: SectorBalance) =>
    baselineHours > 0 ? hours / baselineHours : Infinity;
  const baselineHours = rows.reduce((sum, row) => sum + row.baselineHours, 0);
  const leastDone = [...rows].sort((one, other) => filled(one) - filled(other)).map(({ id }) => id);
  return { from, to, hours: total / 60, baselineHours, sectors: rows, leastDone };
}

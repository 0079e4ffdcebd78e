// Wall-clock time in the commune's zone, by the zone tables of Intl. A local time in the gap of a
// daylight-saving change is moved forward by the gap, one that happens twice means the first.
import type { Period } from '../api-types';
import { toInstant } from '../clock';
import type { Instant, LocalDate, LocalTime } from '../ids';

type When = Instant | number;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

const toMs = (when: When): number => (typeof when === 'number' ? when : Date.parse(when));

// Reading an offset is dear, and a board asks about many hours of few days: that of a day is read once.
// Within the rare day in which it changes (NaN), it does so on a quarter of an hour.
const quarterMs = 15 * 60_000;
const wholeDayMs = 24 * 3600_000;
const offsetsMax = 20_000;

class Offsets {
  private readonly days = new Map<number, number>();
  private readonly quarters = new Map<number, number>();
  constructor(private readonly zone: string) {}

  get isFull(): boolean {
    return this.days.size + this.quarters.size > offsetsMax;
  }

  at(ms: number): number {
    const day = Math.floor(ms / wholeDayMs);
    let offset = this.days.get(day);
    if (offset === undefined) {
      offset = readOffsetMs(day * wholeDayMs, this.zone);
      if (offset !== readOffsetMs((day + 1) * wholeDayMs, this.zone)) offset = NaN;
      this.days.set(day, offset);
    }
    return Number.isNaN(offset) ? this.atQuarter(Math.floor(ms / quarterMs)) : offset;
  }

  private atQuarter(quarter: number): number {
    let offset = this.quarters.get(quarter);
    if (offset === undefined)
      this.quarters.set(quarter, (offset = readOffsetMs(quarter * quarterMs, this.zone)));
    return offset;
  }
}

const offsets = new Map<string, Offsets>();

function offsetMs(ms: number, zone: string): number {
  let known = offsets.get(zone);
  if (!known || known.isFull) offsets.set(zone, (known = new Offsets(zone)));
  return known.at(ms);
}

function readOffsetMs(ms: number, zone: string): number {
  const part: Record<string, string> = {};
  for (const { type, value } of formatFor(zone).formatToParts(ms)) part[type] = value;
  const { year, month, day, hour, minute, second } = part;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - ms;
}

/** The wall clock as if it were UTC, in milliseconds: arithmetic on it is arithmetic on the wall. */
export function wallClock(when: When, zone: string): number {
  const ms = toMs(when);
  return ms + offsetMs(ms, zone);
}

function localFromWall(ms: number): LocalTime {
  return new Date(ms).toISOString().slice(0, 16) as LocalTime;
}

export function toLocal(when: When, zone: string): LocalTime {
  return localFromWall(wallClock(when, zone));
}

/** Days since 1970-01-01 on the commune's wall: the same number, the same day. */
export function dayNumber(when: When, zone: string): number {
  return Math.floor(wallClock(when, zone) / (24 * 3600_000));
}

export function localDate(when: When, zone: string): LocalDate {
  return toLocal(when, zone).slice(0, 10) as LocalDate;
}

function fromWall(wall: number, zone: string): number {
  // The offset a day before and a day after: between them lies at most one change.
  const dayMs = 24 * 3600_000;
  const before = wallClock(wall - dayMs, zone) - (wall - dayMs);
  const after = wallClock(wall + dayMs, zone) - (wall + dayMs);
  for (const offset of [before, after]) {
    if (wallClock(wall - offset, zone) === wall) return wall - offset;
  }
  return wall - before; // in the gap: the offset of before it leads to as much after it
}

export function fromLocal(local: LocalTime, zone: string): Instant {
  return toInstant(fromWall(Date.parse(`${local}:00Z`), zone));
}

export function startOfDay(date: LocalDate, zone: string): Instant {
  return fromLocal(`${date}T00:00` as LocalTime, zone);
}

/** The first day's `time` ("18:00") that is not before `when`. */
export function nextAt(time: string, when: When, zone: string): LocalTime {
  const today = localDate(when, zone);
  const first = `${today}T${time}` as LocalTime;
  if (Date.parse(fromLocal(first, zone)) >= toMs(when)) return first;
  return `${addDays(today, 1)}T${time}` as LocalTime;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  const ms = Date.parse(`${date}T00:00:00Z`) + days * 24 * 3600_000;
  return new Date(ms).toISOString().slice(0, 10) as LocalDate;
}

/** Whole days from one date to another. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round(
    (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / (24 * 3600_000),
  );
}

/** 0 Monday to 6 Sunday. */
export function weekdayOf(date: LocalDate): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** First day of the period that holds `date`, and of the next. Weeks begin on Monday. */
export function periodDates(period: Period, date: LocalDate): { from: LocalDate; to: LocalDate } {
  if (period === 'week') {
    const from = addDays(date, -weekdayOf(date));
    return { from, to: addDays(from, 7) };
  }
  const [year = 0, month = 0] = date.split('-').map(Number);
  if (period === 'year')
    return {
      from: `${pad(year, 4)}-01-01` as LocalDate,
      to: `${pad(year + 1, 4)}-01-01` as LocalDate,
    };
  const next =
    month === 12 ? `${pad(year + 1, 4)}-01-01` : `${pad(year, 4)}-${pad(month + 1, 2)}-01`;
  return { from: `${date.slice(0, 7)}-01` as LocalDate, to: next as LocalDate };
}

export function periodRange(
  period: Period,
  date: LocalDate,
  zone: string,
): { from: Instant; to: Instant } {
  const { from, to } = periodDates(period, date);
  return { from: startOfDay(from, zone), to: startOfDay(to, zone) };
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

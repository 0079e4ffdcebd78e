// The repetitions a person can choose without knowing RFC 5545, to and from an RRULE. A rule that
// is none of these stays as it is: the composer shows its dates and keeps its text.
import type { LocalDate } from '../ids';
import { weekdays, type Weekday } from '../profile/model';

export type RuleEnd = { until: LocalDate } | { count: number } | null;

export type RuleChoice =
  | { every: 'day'; interval: number; end: RuleEnd }
  | { every: 'week'; interval: number; on: readonly Weekday[]; end: RuleEnd }
  | { every: 'month_date'; interval: number; date: number; end: RuleEnd } // 1 to 31, -1 the last
  | { every: 'month_weekday'; interval: number; nth: number; on: Weekday; end: RuleEnd }; // 1 to 4, -1

const codes: Record<Weekday, string> = {
  mon: 'MO',
  tue: 'TU',
  wed: 'WE',
  thu: 'TH',
  fri: 'FR',
  sat: 'SA',
  sun: 'SU',
};
const dayOf = (code: string): Weekday | undefined => weekdays.find((day) => codes[day] === code);

export function makeRule(choice: RuleChoice): string {
  const parts: string[] = [];
  if (choice.every === 'day') parts.push('FREQ=DAILY');
  else if (choice.every === 'week') parts.push('FREQ=WEEKLY');
  else parts.push('FREQ=MONTHLY');
  if (choice.interval !== 1) parts.push(`INTERVAL=${choice.interval}`);
  if (choice.every === 'week') {
    const on = weekdays.filter((day) => choice.on.includes(day));
    if (on.length) parts.push(`BYDAY=${on.map((day) => codes[day]).join(',')}`);
  }
  if (choice.every === 'month_date') parts.push(`BYMONTHDAY=${choice.date}`);
  if (choice.every === 'month_weekday') parts.push(`BYDAY=${choice.nth}${codes[choice.on]}`);
  const { end } = choice;
  if (end && 'until' in end) parts.push(`UNTIL=${end.until.replaceAll('-', '')}`);
  if (end && 'count' in end) parts.push(`COUNT=${end.count}`);
  return parts.join(';');
}

/** Null: a rule that a person cannot choose here. */
export function readRule(rule: string): RuleChoice | null {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const known = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'UNTIL', 'COUNT', 'WKST']);
  if ([...parts.keys()].some((name) => !known.has(name))) return null;
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const end = readEnd(parts);
  const byDay = parts.get('BYDAY')?.split(',') ?? [];
  const byDate = parts.get('BYMONTHDAY');
  if (!Number.isInteger(interval) || interval < 1 || end === undefined) return null;
  switch (parts.get('FREQ')) {
    case 'DAILY':
      return byDay.length || byDate ? null : { every: 'day', interval, end };
    case 'WEEKLY': {
      const on = byDay.map(dayOf);
      return byDate || on.includes(undefined)
        ? null
        : { every: 'week', interval, on: on as Weekday[], end };
    }
    case 'MONTHLY':
      return readMonthly(interval, end, byDay, byDate);
    default:
      return null;
  }
}

function readMonthly(
  interval: number,
  end: RuleEnd,
  byDay: string[],
  byDate: string | undefined,
): RuleChoice | null {
  if (byDate !== undefined && byDay.length === 0) {
    const date = Number(byDate);
    return Number.isInteger(date) && (date === -1 || (date >= 1 && date <= 31))
      ? { every: 'month_date', interval, date, end }
      : null;
  }
  const match =
    byDay.length === 1 && byDate === undefined
      ? /^\+?(-1|[1-4])([A-Z]{2})$/.exec(byDay[0] ?? '')
      : null;
  const on = match && dayOf(match[2] ?? '');
  return on ? { every: 'month_weekday', interval, nth: Number(match[1]), on, end } : null;
}

/** Undefined: unreadable. */
function readEnd(parts: ReadonlyMap<string, string>): RuleEnd | undefined {
  const until = parts.get('UNTIL');
  const count = parts.get('COUNT');
  if (until !== undefined && count !== undefined) return undefined;
  if (count !== undefined)
    return Number.isInteger(Number(count)) ? { count: Number(count) } : undefined;
  if (until === undefined) return null;
  const match = /^(\d{4})(\d{2})(\d{2})/.exec(until);
  return match ? { until: `${match[1]}-${match[2]}-${match[3]}` as LocalDate } : undefined;
}

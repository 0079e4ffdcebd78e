// Dates the way people say them: "Tue 14:00 to 16:30, in two days". In the commune's zone always;
// where the device is elsewhere, `zoneNote` names the zone that is meant.
import type { Task } from '../api-types';
import type { Instant, LocalDate, LocalTime } from '../ids';
import type { Translator } from '../i18n/translate';
import { daysBetween, localDate, toLocal } from './zone';

export interface PhraseOptions {
  locale: string;
  zone: string; // the commune's
  t: Translator;
  deviceZone?: string;
  hourCycle?: 'h23' | 'h12';
}

export type Timed = Pick<Task, 'start' | 'end' | 'due'>;

export interface Phrases {
  /** The whole sentence, with how far away it is. */
  when(task: Timed, now: number): string;
  /** With weekday, date and year; for the detail one tap away. */
  whenExact(task: Timed): string;
  day(date: LocalDate, now: number): string; // "today", "tomorrow", "Tue 24 Nov"
  dayLong(date: LocalDate): string; // "Tuesday 24 November"
  relativeDay(date: LocalDate, now: number): string; // "in two days"
  time(at: Instant | number): string; // "14:00"
  range(start: Instant, end: Instant): string; // "14:00 to 16:30"
  duration(minutes: number): string; // "2 h 30 min"
  ago(at: Instant, now: number): string; // "5 minutes ago"
  readonly zoneNote: string | null;
}

export function makePhrases(options: PhraseOptions): Phrases {
  const { zone, t, hourCycle = 'h23' } = options;
  const locale = options.locale === 'en' ? 'en-GB' : options.locale; // day before month
  const wall = (format: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', hourCycle, ...format });
  const formats = {
    time: wall({ hour: '2-digit', minute: '2-digit' }),
    weekday: wall({ weekday: 'short' }),
    date: wall({ weekday: 'short', day: 'numeric', month: 'short' }),
    dateYear: wall({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    long: wall({ weekday: 'long', day: 'numeric', month: 'long' }),
    longYear: wall({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
  };
  // Wall times are formatted as if they were UTC: the zone was applied by `toLocal`.
  // English does without the comma after the weekday; German needs it.
  const say = (format: Intl.DateTimeFormat, local: LocalTime | LocalDate) => {
    const text = format.format(Date.parse(local.length === 10 ? `${local}T00:00Z` : `${local}Z`));
    return locale.startsWith('en') ? text.replace(',', '') : text;
  };
  const timeOf = (at: Instant | number) => say(formats.time, toLocal(at, zone));
  const dateOf = (at: Instant) => localDate(at, zone);

  const namedDay = (date: LocalDate, now: number): string => {
    const today = localDate(now, zone);
    const days = daysBetween(today, date);
    if (Math.abs(days) < 7) return say(formats.weekday, date);
    return say(date.slice(0, 4) === today.slice(0, 4) ? formats.date : formats.dateYear, date);
  };
  const relativeDay = (date: LocalDate, now: number): string => {
    const days = daysBetween(localDate(now, zone), date);
    return days < 0 ? t('when.days_ago', { days: -days }) : t('when.in_days', { days });
  };
  const range = (start: Instant, end: Instant): string => {
    const same = dateOf(start) === dateOf(end) || end === start;
    const until = same ? timeOf(end) : `${say(formats.weekday, dateOf(end))} ${timeOf(end)}`;
    return t('when.range', { from: timeOf(start), to: until });
  };

  const endPhrase = (end: Instant, now: number): string =>
    dateOf(end) === localDate(now, zone)
      ? timeOf(end)
      : `${say(formats.weekday, dateOf(end))} ${timeOf(end)}`;
  const whenTimed = (start: Instant, end: Instant, now: number): string => {
    if (Date.parse(start) <= now && now < Date.parse(end)) {
      return t('when.now_until', { time: endPhrase(end, now) });
    }
    const day = namedDay(dateOf(start), now);
    return t('when.timed', {
      day,
      range: range(start, end),
      relative: relativeDay(dateOf(start), now),
    });
  };
  const open = (due: Instant | null, day: (date: LocalDate) => string): string =>
    due === null ? t('when.any_time') : t('when.until', { day: day(dateOf(due)) });

  return {
    when: ({ start, end, due }, now) =>
      start && end ? whenTimed(start, end, now) : open(due, (date) => namedDay(date, now)),
    whenExact: ({ start, end, due }) =>
      start && end
        ? t('when.exact', { day: say(formats.longYear, dateOf(start)), range: range(start, end) })
        : open(due, (date) => say(formats.longYear, date)),
    day: (date, now) => {
      const days = daysBetween(localDate(now, zone), date);
      return Math.abs(days) <= 1 ? relativeDay(date, now) : namedDay(date, now);
    },
    dayLong: (date) => say(formats.long, date),
    relativeDay,
    time: timeOf,
    range,
    duration: (minutes) =>
      t('when.duration', { hours: Math.floor(minutes / 60), minutes: minutes % 60 }),
    ago: (at, now) => agoPhrase(locale, Date.parse(at) - now),
    zoneNote: zoneNote(options, locale),
  };
}

function agoPhrase(locale: string, ms: number): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const minutes = Math.round(ms / 60_000);
  if (Math.abs(minutes) < 60) return format.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 36
    ? format.format(hours, 'hour')
    : format.format(Math.round(hours / 24), 'day');
}

/** The commune's zone by name, where the device's clock shows another time. */
function zoneNote({ zone, deviceZone }: PhraseOptions, locale: string): string | null {
  const here = deviceZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const now = Date.now();
  const year = [0, 91, 182, 273].map((days) => now + days * 24 * 3600_000);
  if (year.every((at) => toLocal(at, zone) === toLocal(at, here))) return null;
  const parts = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    timeZoneName: 'longGeneric',
  }).formatToParts(now);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

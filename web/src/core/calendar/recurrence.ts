// A standing request's rule in words, and its next dates. The dates are only a preview for the one
// who writes the rule (by the library rrule, loaded when it is wanted); the node's are what counts.
import type { LocalTime } from '../ids';
import type { Translator } from '../i18n/translate';
import { weekdays, type Weekday } from '../profile/model';
import { weekdayOf } from './zone';
import { readRule, type RuleEnd } from './rule';
import type { LocalDate } from '../ids';

/** Null: too unusual for words; show the dates instead. */
export function describeRule(rule: string, firstLocal: LocalTime, t: Translator): string | null {
  const choice = readRule(rule);
  if (!choice) return null;
  const time = firstLocal.slice(11, 16);
  const { interval } = choice;
  const end = describeEnd(choice.end, t);
  switch (choice.every) {
    case 'day':
      return t('repeat.day', { interval, time, end });
    case 'week': {
      const first = weekdays[weekdayOf(firstLocal.slice(0, 10) as LocalDate)] as Weekday;
      const on = choice.on.length ? choice.on : [first];
      const days = t.list(on.map((day) => weekdayName(day, t.locale)));
      return t('repeat.week', { interval, days, time, end });
    }
    case 'month_date':
      return t('repeat.month_date', { interval, date: choice.date, time, end });
    case 'month_weekday':
      return t('repeat.month_weekday', {
        interval,
        nth: choice.nth,
        day: weekdayName(choice.on, t.locale),
        time,
        end,
      });
  }
}

function describeEnd(end: RuleEnd, t: Translator): string {
  if (end === null) return '';
  if ('count' in end) return t('repeat.end_count', { count: end.count });
  const format = new Intl.DateTimeFormat(t.locale === 'en' ? 'en-GB' : t.locale, {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  return t('repeat.end_until', { date: format.format(Date.parse(`${end.until}T00:00Z`)) });
}

export function weekdayName(
  day: Weekday,
  locale: string,
  length: 'long' | 'short' = 'long',
): string {
  const monday = Date.UTC(2024, 0, 1);
  const at = monday + weekdays.indexOf(day) * 24 * 3600_000;
  return new Intl.DateTimeFormat(locale, { weekday: length, timeZone: 'UTC' }).format(at);
}

/** The first dates of a rule, as wall times of the commune. Empty: the rule is malformed or never happens. */
export async function previewRule(
  rule: string,
  firstLocal: LocalTime,
  count: number,
): Promise<LocalTime[]> {
  const { RRule } = await import('rrule');
  try {
    const options = RRule.parseString(rule.replace(/UNTIL=(\d{8})(?=;|$)/, 'UNTIL=$1T235959Z'));
    const found = new RRule({ ...options, dtstart: new Date(`${firstLocal}:00Z`) });
    return found
      .all((_, index) => index < count)
      .map((date) => date.toISOString().slice(0, 16) as LocalTime);
  } catch {
    return [];
  }
}
